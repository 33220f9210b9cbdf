//! The lines of recordings: calls read from vectors, and what came of a call as a recording tells it.

use crate::json::Json;
use crate::pair::{Answer, Call, Done, Pair, Refusal};
use crate::u256::U256;
use std::collections::BTreeMap;

/// One line of a vector: a call (none on the first line of a trace), and what has to come of it.
pub struct Vector {
    pub call: Option<Call>,
    pub now: u64,
    pub fee: (u64, u64),
    line: Json,
}

impl Vector {
    pub fn new(line: Json) -> Result<Vector, String> {
        let args = line.get("args")?;
        let now = small(line.get("now")?)?;
        let operation = line.get("op")?.digits()?;
        let two = |first, second| -> Result<[U256; 2], String> { Ok([amount(args, first)?, amount(args, second)?]) };
        let user = || -> Result<String, String> { Ok(args.get("user")?.digits()?.to_string()) };
        let mut fee = (0, 1);
        let call = match operation {
            "init" => {
                fee = (small(args.get("fee_numerator")?)?, small(args.get("fee_denominator")?)?);
                None
            }
            "mint" => Some(Call::Mint {
                user: user()?,
                amount: two("amount0", "amount1")?,
            }),
            "burn" => Some(Call::Burn {
                user: user()?,
                shares: amount(args, "shares")?,
            }),
            "swap" => {
                let (paid, taken) = (two("amount0_in", "amount1_in")?, two("amount0_out", "amount1_out")?);
                Some(Call::Swap {
                    user: user()?,
                    paid,
                    taken,
                })
            }
            "donate" => Some(Call::Donate {
                user: user()?,
                amount: two("amount0", "amount1")?,
            }),
            "sync" => Some(Call::Sync),
            "skim" => Some(Call::Skim { user: user()? }),
            "set_fee_to" => Some(Call::SetFeeTo {
                on: args.get("on")?.flag()?,
            }),
            other => return Err(format!("{other:?} is no operation of a pair")),
        };
        Ok(Vector { call, now, fee, line })
    }

    pub fn expected_fee_on(&self) -> Result<bool, String> {
        self.line.get("pair")?.get("fee_on")?.flag()
    }

    /// The first field of the line that is not as found, in words. Whoever is not named holds 0.
    pub fn difference(&self, found: &BTreeMap<String, Json>) -> Option<String> {
        let (expected, got) = (flat(&self.line), flat(&Json::Object(found.clone())));
        let told = |member| expected.get(member).map_or("", String::as_str);
        for member in ["ok", "error", "result", "pair"] {
            let names = expected
                .keys()
                .chain(got.keys())
                .filter(|name| name.split('.').next() == Some(member));
            for name in names {
                let (left, right) = (
                    expected.get(name).map_or("0", String::as_str),
                    got.get(name).map_or("0", String::as_str),
                );
                if left != right {
                    let place = format!("trace {}, step {}, {}", told("trace"), told("step"), told("op"));
                    return Some(format!("{place}: {name} is {right}, expected {left}"));
                }
            }
        }
        None
    }
}

/// Where a quote is not as an example of it says, in words.
pub fn quote_difference(line: &Json) -> Result<Option<String>, String> {
    let given = line.get("in")?;
    let mut pair = Pair::new(
        small(given.get("fee_numerator")?)?,
        small(given.get("fee_denominator")?)?,
        false,
    );
    pair.reserve = [amount(given, "reserve0")?, amount(given, "reserve1")?];
    let asset = match small(given.get("asset_in")?)? {
        asset @ (0 | 1) => asset as usize,
        other => return Err(format!("there is no asset {other}")),
    };
    let ended = match line.get("fn")?.digits()? {
        "quote_out" => pair.quote_out(amount(given, "amount_in")?, asset),
        "quote_in" => pair.quote_in(amount(given, "amount_out")?, asset),
        other => return Err(format!("{other:?} is no function of a pair")),
    };
    let (expected, found) = (flat(line), flat(&object(quoted(ended))));
    let shown = |member| expected.get(member).map_or("", String::as_str);
    for name in ["ok", "error", "out.amount"] {
        let (left, right) = (shown(name), found.get(name).map_or("", String::as_str));
        if left != right {
            return Ok(Some(format!(
                "{} {}: {name} is {right}, expected {left}",
                shown("fn"),
                shown("id")
            )));
        }
    }
    Ok(None)
}

fn quoted(ended: Done<U256>) -> [(&'static str, Json); 3] {
    let ok = Json::Flag(ended.is_ok());
    let (answer, reason) = match ended {
        Ok(value) => (object([("amount", number(value))]), None),
        Err(reason) => (object([]), reason),
    };
    [("ok", ok), ("error", told(reason)), ("out", answer)]
}

/// The reason of a refusal, null where there is none.
fn told(reason: Refusal) -> Json {
    reason.map_or(Json::Null, |told| Json::Text(told.to_string()))
}

/// What came of a call, as the members of a line that tell it.
pub fn end(pair: &Pair, ended: Result<Answer, Refusal>) -> BTreeMap<String, Json> {
    let ok = ended.is_ok();
    let (answer, reason) = match ended {
        Ok(answer) => (answer, None),
        Err(reason) => (Answer::new(), reason),
    };
    let state = object([
        ("reserve0", number(pair.reserve[0])),
        ("reserve1", number(pair.reserve[1])),
        ("balance0", number(pair.balance[0])),
        ("balance1", number(pair.balance[1])),
        ("block_timestamp_last", Json::Number(pair.timestamp.to_string())),
        ("total_supply", number(pair.total_supply)),
        ("k_last", number(pair.k_last)),
        ("price0_cumulative_last", number(pair.price_cumulative[0])),
        ("price1_cumulative_last", number(pair.price_cumulative[1])),
        ("fee_on", Json::Flag(pair.fee_on)),
        (
            "shares",
            Json::Object(
                pair.shares
                    .iter()
                    .map(|(user, held)| (user.clone(), number(*held)))
                    .collect(),
            ),
        ),
    ]);
    members([
        ("ok", Json::Flag(ok)),
        ("error", reason.map_or(Json::Null, |told| Json::Text(told.to_string()))),
        (
            "result",
            object(answer.into_iter().map(|(name, value)| (name, number(value)))),
        ),
        ("pair", state),
    ])
}

/// A whole line: the call (none for the first line of a trace) and what came of it.
pub fn line(step: u64, call: Option<&Call>, now: u64, pair: &Pair, ended: Result<Answer, Refusal>) -> String {
    let by = |user: &String| ("user", Json::Text(user.clone()));
    let (operation, args) = match call {
        None => {
            let fee = |value: u64| Json::Number(value.to_string());
            let of = [
                ("fee_numerator", fee(pair.fee_numerator)),
                ("fee_denominator", fee(pair.fee_denominator)),
            ];
            ("init", object(of))
        }
        Some(Call::Mint { user, amount }) => (
            "mint",
            object([by(user)].into_iter().chain(both(["amount0", "amount1"], amount))),
        ),
        Some(Call::Burn { user, shares }) => ("burn", object([by(user), ("shares", number(*shares))])),
        Some(Call::Swap { user, paid, taken }) => {
            let amounts = both(["amount0_in", "amount1_in"], paid).chain(both(["amount0_out", "amount1_out"], taken));
            ("swap", object([by(user)].into_iter().chain(amounts)))
        }
        Some(Call::Donate { user, amount }) => (
            "donate",
            object([by(user)].into_iter().chain(both(["amount0", "amount1"], amount))),
        ),
        Some(Call::Sync) => ("sync", object([])),
        Some(Call::Skim { user }) => ("skim", object([by(user)])),
        Some(Call::SetFeeTo { on }) => ("set_fee_to", object([("on", Json::Flag(*on))])),
    };
    let mut told = end(pair, ended);
    told.extend(members([
        ("trace", Json::Number("1".to_string())),
        ("step", Json::Number(step.to_string())),
        ("op", Json::Text(operation.to_string())),
        ("args", args),
        ("now", Json::Number(now.to_string())),
    ]));
    Json::Object(told).to_string()
}

fn both<'a>(names: [&'static str; 2], amounts: &'a [U256; 2]) -> impl Iterator<Item = (&'static str, Json)> + 'a {
    names
        .into_iter()
        .zip(amounts)
        .map(|(name, amount)| (name, number(*amount)))
}

fn members(named: impl IntoIterator<Item = (&'static str, Json)>) -> BTreeMap<String, Json> {
    named
        .into_iter()
        .map(|(name, value)| (name.to_string(), value))
        .collect()
}

fn object(named: impl IntoIterator<Item = (&'static str, Json)>) -> Json {
    Json::Object(members(named))
}

/// Beyond 2^53 not every reader of JSON keeps a number: recordings have its digits as a text.
fn number(value: U256) -> Json {
    if value > U256::from(1 << 53) {
        Json::Text(value.to_string())
    } else {
        Json::Number(value.to_string())
    }
}

fn amount(args: &Json, name: &str) -> Result<U256, String> {
    let digits = args.get(name)?.digits()?;
    U256::parse(digits).ok_or_else(|| format!("{name}: {digits:?} is no integer of 256 bits"))
}

fn small(value: &Json) -> Result<u64, String> {
    let digits = value.digits()?;
    digits
        .parse()
        .map_err(|_| format!("{digits:?} is no integer of 64 bits"))
}

/// The leaves of a value by their paths; an integer is its digits, however it was written.
fn flat(value: &Json) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut waiting = vec![(String::new(), value)];
    while let Some((path, value)) = waiting.pop() {
        match value {
            Json::Object(members) => {
                let dot = if path.is_empty() { "" } else { "." };
                waiting.extend(
                    members
                        .iter()
                        .map(|(name, inner)| (format!("{path}{dot}{name}"), inner)),
                );
            }
            Json::Number(text) | Json::Text(text) => {
                found.insert(path, text.clone());
            }
            other => {
                found.insert(path, other.to_string());
            }
        }
    }
    found
}
