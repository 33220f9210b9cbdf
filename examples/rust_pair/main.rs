//! A pair of one's own, gated by tallystick in both directions: see docs/your-own-implementation.md.
//!
//! `pair replay FILE...` does what the vectors say and names the first difference.
//! `pair record SEED STEPS` lives a life of its own and writes it as a recording for `tallystick conform`.

mod json;
mod pair;
mod recording;
mod u256;

use json::Json;
use pair::{Call, Pair};
use recording::Vector;
use std::process::ExitCode;
use u256::U256;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let done = match words[..] {
        ["replay", ref files @ ..] if !files.is_empty() => replay(files),
        ["record", seed, steps] => record(seed, steps),
        _ => Err("usage: pair replay FILE... | pair record SEED STEPS".to_string()),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(problem) => {
            eprintln!("pair: {problem}");
            ExitCode::from(3)
        }
    }
}

/// Replay the vectors; whether all of them agree. After a difference the next trace goes on.
fn replay(files: &[&str]) -> Result<bool, String> {
    let (mut steps, mut matched) = (0, 0);
    for file in files {
        let text = std::fs::read_to_string(file).map_err(|problem| format!("{file}: {problem}"))?;
        let mut held: Option<Pair> = None;
        for (number, line) in text.lines().enumerate() {
            let place = format!("{file}, line {}", number + 1);
            let told = |problem| format!("{place}: {problem}");
            let line = Json::parse(line).map_err(told)?;
            if line.get("fn").is_ok() {
                let difference = recording::quote_difference(&line).map_err(told)?;
                steps += 1;
                match difference {
                    None => matched += 1,
                    Some(difference) => println!("{place}: {difference}"),
                }
                continue;
            }
            let vector = Vector::new(line).map_err(told)?;
            let (after, found) = match (&vector.call, &held) {
                (None, _) => {
                    let empty = Pair::new(vector.fee.0, vector.fee.1, vector.expected_fee_on()?);
                    (Some(empty.clone()), recording::end(&empty, Ok(Vec::new())))
                }
                (Some(_), None) => continue, // the trace has differed before
                (Some(call), Some(pair)) => match pair.after(call, vector.now) {
                    Ok((after, answer)) => (Some(after.clone()), recording::end(&after, Ok(answer))),
                    Err(refusal) => (Some(pair.clone()), recording::end(pair, Err(refusal))),
                },
            };
            steps += 1;
            held = after;
            match vector.difference(&found) {
                None => matched += 1,
                Some(difference) => {
                    println!("{place}: {difference}");
                    held = None;
                }
            }
        }
    }
    println!("pair: {matched} of {steps} steps match");
    Ok(matched == steps)
}

/// A random life of three users, written as a recording.
fn record(seed: &str, steps: &str) -> Result<bool, String> {
    let mut random = Random(seed.parse().map_err(|_| format!("{seed:?} is no seed"))?);
    let steps: u64 = steps.parse().map_err(|_| format!("{steps:?} is no number of steps"))?;
    let mut pair = Pair::new(997, 1000, random.below(2) == 1);
    let mut now = 1_700_000_000;
    println!("{}", recording::line(0, None, now, &pair, Ok(Vec::new())));
    for step in 1..=steps {
        now += random.below(100);
        let call = random.call(&pair);
        let (after, ended) = match pair.after(&call, now) {
            Ok((after, answer)) => (after, Ok(answer)),
            Err(refusal) => (pair.clone(), Err(refusal)),
        };
        pair = after;
        println!("{}", recording::line(step, Some(&call), now, &pair, ended));
    }
    Ok(true)
}

/// Numbers that look random and are the same for a seed (the generator is Marsaglia's xorshift).
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.max(1);
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }

    fn amount(&mut self) -> U256 {
        let bits = self.below(70) as u32;
        U256::from((self.below(u64::MAX) as u128) << 16 >> (80 - bits))
    }

    /// A part of a value in 1/256.
    fn part(&mut self, value: U256) -> U256 {
        let many = value.mul(U256::from(self.below(257).into())).unwrap_or(value);
        many.div_rem(U256::from(256))
            .map_or(U256::ZERO, |(quotient, _)| quotient)
    }

    fn call(&mut self, pair: &Pair) -> Call {
        let user = ["a", "b", "c"][self.below(3) as usize].to_string();
        if pair.total_supply.is_zero() {
            return Call::Mint {
                user,
                amount: [U256::from(10 << 60), U256::from(40 << 60)],
            };
        }
        match self.below(10) {
            0 | 1 => Call::Mint {
                user,
                amount: [self.part(pair.reserve[0]), self.part(pair.reserve[1])],
            },
            2 | 3 => {
                let held = pair.shares.get(&user).copied().unwrap_or_default();
                Call::Burn {
                    user,
                    shares: self.part(held),
                }
            }
            4 => Call::Donate {
                user,
                amount: [self.amount(), self.amount()],
            },
            5 => Call::Sync,
            6 => Call::Skim { user },
            7 => Call::SetFeeTo { on: self.below(2) == 1 },
            kind => {
                let (asset, paid) = (kind as usize - 8, self.amount());
                let fair = paid
                    .mul(pair.reserve[1 - asset])
                    .and_then(|all| all.div_rem(pair.reserve[asset]));
                let taken = self.part(fair.map_or(U256::ONE, |(quotient, _)| quotient));
                let (mut given, mut asked) = ([U256::ZERO; 2], [U256::ZERO; 2]);
                given[asset] = paid;
                asked[1 - asset] = taken;
                Call::Swap {
                    user,
                    paid: given,
                    taken: asked,
                }
            }
        }
    }
}
