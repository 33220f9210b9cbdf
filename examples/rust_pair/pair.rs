//! A constant-product pair by the rules of Uniswap v2, written from the contracts and not from any model of them.

use crate::u256::U256;
use std::collections::BTreeMap;

pub const FEE_RECEIVER: &str = "fee_to";
pub const LOCKED: &str = "locked";
const MINIMUM_LIQUIDITY: u128 = 1000;
const LARGEST_RESERVE: u128 = (1 << 112) - 1;

/// Why a call is refused: the reason that the contracts give, none for a division by zero.
pub type Refusal = Option<&'static str>;
pub type Done<T> = Result<T, Refusal>;

const K: &str = "UniswapV2: K";
const LIQUIDITY: &str = "UniswapV2: INSUFFICIENT_LIQUIDITY";
const BURNED: &str = "UniswapV2: INSUFFICIENT_LIQUIDITY_BURNED";
const MINTED: &str = "UniswapV2: INSUFFICIENT_LIQUIDITY_MINTED";
const INPUT: &str = "UniswapV2: INSUFFICIENT_INPUT_AMOUNT";
const OUTPUT: &str = "UniswapV2: INSUFFICIENT_OUTPUT_AMOUNT";
const OVERFLOW: &str = "UniswapV2: OVERFLOW";
const TRANSFER: &str = "UniswapV2: TRANSFER_FAILED";

/// What a pair remembers. Each of two-element arrays is about asset 0 and asset 1.
#[derive(Clone, Default, Debug)]
pub struct Pair {
    pub reserve: [U256; 2],
    pub balance: [U256; 2],
    pub timestamp: u32,
    pub total_supply: U256,
    pub k_last: U256,
    pub price_cumulative: [U256; 2],
    pub fee_on: bool,
    pub shares: BTreeMap<String, U256>,
    pub fee_numerator: u64,
    pub fee_denominator: u64,
}

/// One call, with what it is given.
pub enum Call {
    Mint {
        user: String,
        amount: [U256; 2],
    },
    Burn {
        user: String,
        shares: U256,
    },
    Swap {
        user: String,
        paid: [U256; 2],
        taken: [U256; 2],
    },
    Donate {
        user: String,
        amount: [U256; 2],
    },
    Sync,
    Skim {
        user: String,
    },
    SetFeeTo {
        on: bool,
    },
}

/// What a call answers, by name.
pub type Answer = Vec<(&'static str, U256)>;

fn add(a: U256, b: U256) -> Done<U256> {
    a.add(b).ok_or(Some("ds-math-add-overflow"))
}

fn sub(a: U256, b: U256) -> Done<U256> {
    a.sub(b).ok_or(Some("ds-math-sub-underflow"))
}

fn mul(a: U256, b: U256) -> Done<U256> {
    a.mul(b).ok_or(Some("ds-math-mul-overflow"))
}

fn div(a: U256, b: U256) -> Done<U256> {
    a.div_rem(b).map(|(quotient, _)| quotient).ok_or(None)
}

impl Pair {
    pub fn new(fee_numerator: u64, fee_denominator: u64, fee_on: bool) -> Pair {
        let shares = [FEE_RECEIVER, LOCKED].map(|name| (name.to_string(), U256::ZERO)).into();
        Pair {
            fee_numerator,
            fee_denominator,
            fee_on,
            shares,
            ..Pair::default()
        }
    }

    /// The pair after a call and its answer; a refused call leaves no trace.
    pub fn after(&self, call: &Call, now: u64) -> Done<(Pair, Answer)> {
        let mut pair = self.clone();
        let answer = match call {
            Call::Mint { user, amount } => pair.mint(user, *amount, now)?,
            Call::Burn { user, shares } => pair.burn(user, *shares, now)?,
            Call::Swap { paid, taken, .. } => pair.swap(*paid, *taken, now)?,
            Call::Donate { amount, .. } => pair.receive(*amount)?,
            Call::Sync => pair.update(now)?,
            Call::Skim { .. } => pair.skim()?,
            Call::SetFeeTo { on } => {
                pair.fee_on = *on;
                Answer::new()
            }
        };
        Ok((pair, answer))
    }

    /// The most of the other asset that a swap pays for an amount of asset 0 or 1.
    pub fn quote_out(&self, amount_in: U256, asset_in: usize) -> Done<U256> {
        let (incoming, outgoing) = self.oriented(asset_in)?;
        let kept = mul(amount_in, U256::from(self.fee_numerator.into()))?;
        let pool = add(mul(incoming, U256::from(self.fee_denominator.into()))?, kept)?;
        div(mul(kept, outgoing)?, pool)
    }

    /// What to pay of asset 0 or 1 to receive an amount of the other.
    pub fn quote_in(&self, amount_out: U256, asset_in: usize) -> Done<U256> {
        let (incoming, outgoing) = self.oriented(asset_in)?;
        let left = outgoing
            .sub(amount_out)
            .filter(|left| !left.is_zero())
            .ok_or(Some(LIQUIDITY))?;
        let owed = mul(mul(incoming, amount_out)?, U256::from(self.fee_denominator.into()))?;
        add(div(owed, mul(left, U256::from(self.fee_numerator.into()))?)?, U256::ONE)
    }

    fn oriented(&self, asset_in: usize) -> Done<(U256, U256)> {
        if self.reserve.iter().any(|each| each.is_zero()) {
            return Err(Some(LIQUIDITY));
        }
        Ok((self.reserve[asset_in], self.reserve[1 - asset_in]))
    }

    fn mint(&mut self, user: &str, amount: [U256; 2], now: u64) -> Done<Answer> {
        self.receive(amount)?;
        let paid = [
            sub(self.balance[0], self.reserve[0])?,
            sub(self.balance[1], self.reserve[1])?,
        ];
        self.protocol_fee()?;
        let shares = if self.total_supply.is_zero() {
            let first = sub(mul(paid[0], paid[1])?.sqrt(), U256::from(MINIMUM_LIQUIDITY))?;
            self.issue(LOCKED, U256::from(MINIMUM_LIQUIDITY))?;
            first
        } else {
            let part0 = self.part(mul(paid[0], self.total_supply)?, self.reserve[0])?;
            let part1 = self.part(mul(paid[1], self.total_supply)?, self.reserve[1])?;
            part0.min(part1)
        };
        if shares.is_zero() {
            return Err(Some(MINTED));
        }
        self.issue(user, shares)?;
        self.update(now)?;
        self.remember_k()?;
        Ok(vec![("shares", shares)])
    }

    /// The shares for a payment: rounded down, in favour of those who are there already.
    #[cfg(not(planted))]
    fn part(&self, product: U256, reserve: U256) -> Done<U256> {
        div(product, reserve)
    }

    /// The planted mistake: rounded up, in favour of whoever comes.
    #[cfg(planted)]
    fn part(&self, product: U256, reserve: U256) -> Done<U256> {
        let (quotient, rest) = product.div_rem(reserve).ok_or(None)?;
        if rest.is_zero() {
            Ok(quotient)
        } else {
            add(quotient, U256::ONE)
        }
    }

    fn burn(&mut self, user: &str, shares: U256, now: u64) -> Done<Answer> {
        let held = self.shares.get(user).copied().unwrap_or_default();
        self.shares.insert(user.to_string(), sub(held, shares)?);
        self.protocol_fee()?;
        let amount = [
            div(mul(shares, self.balance[0])?, self.total_supply)?,
            div(mul(shares, self.balance[1])?, self.total_supply)?,
        ];
        if amount[0].is_zero() || amount[1].is_zero() {
            return Err(Some(BURNED));
        }
        self.total_supply = sub(self.total_supply, shares)?;
        self.pay(amount)?;
        self.update(now)?;
        self.remember_k()?;
        Ok(vec![("amount0", amount[0]), ("amount1", amount[1])])
    }

    fn swap(&mut self, paid: [U256; 2], taken: [U256; 2], now: u64) -> Done<Answer> {
        self.receive(paid)?;
        if taken[0].is_zero() && taken[1].is_zero() {
            return Err(Some(OUTPUT));
        }
        if taken[0] >= self.reserve[0] || taken[1] >= self.reserve[1] {
            return Err(Some(LIQUIDITY));
        }
        self.pay(taken)?;
        let kept = [sub(self.reserve[0], taken[0])?, sub(self.reserve[1], taken[1])?];
        let came = [0, 1].map(|i| self.balance[i].sub(kept[i]).unwrap_or_default());
        if came[0].is_zero() && came[1].is_zero() {
            return Err(Some(INPUT));
        }
        let denominator = U256::from(self.fee_denominator.into());
        let fee = U256::from((self.fee_denominator - self.fee_numerator).into());
        let whole = [mul(self.balance[0], denominator)?, mul(self.balance[1], denominator)?];
        let adjusted = [sub(whole[0], mul(came[0], fee)?)?, sub(whole[1], mul(came[1], fee)?)?];
        let before = mul(mul(self.reserve[0], self.reserve[1])?, mul(denominator, denominator)?)?;
        if mul(adjusted[0], adjusted[1])? < before {
            return Err(Some(K));
        }
        self.update(now)
    }

    fn skim(&mut self) -> Done<Answer> {
        let excess = [
            sub(self.balance[0], self.reserve[0])?,
            sub(self.balance[1], self.reserve[1])?,
        ];
        self.pay(excess)
    }

    /// To the fee receiver, a part of the growth since the last mint or burn.
    fn protocol_fee(&mut self) -> Done<()> {
        if !self.fee_on {
            self.k_last = U256::ZERO;
        } else if !self.k_last.is_zero() {
            let root = mul(self.reserve[0], self.reserve[1])?.sqrt();
            let last = self.k_last.sqrt();
            if root > last {
                let growth = mul(self.total_supply, sub(root, last)?)?;
                let shares = div(growth, add(mul(root, U256::from(5))?, last)?)?;
                self.issue(FEE_RECEIVER, shares)?;
            }
        }
        Ok(())
    }

    fn remember_k(&mut self) -> Done<()> {
        if self.fee_on {
            self.k_last = mul(self.reserve[0], self.reserve[1])?;
        }
        Ok(())
    }

    fn receive(&mut self, amount: [U256; 2]) -> Done<Answer> {
        self.balance = [add(self.balance[0], amount[0])?, add(self.balance[1], amount[1])?];
        Ok(Answer::new())
    }

    fn pay(&mut self, amount: [U256; 2]) -> Done<Answer> {
        let left = [0, 1].map(|i| self.balance[i].sub(amount[i]).ok_or(Some(TRANSFER)));
        self.balance = [left[0]?, left[1]?];
        Ok(Answer::new())
    }

    fn issue(&mut self, user: &str, shares: U256) -> Done<()> {
        self.total_supply = add(self.total_supply, shares)?;
        let held = self.shares.get(user).copied().unwrap_or_default();
        self.shares.insert(user.to_string(), add(held, shares)?);
        Ok(())
    }

    /// Count the price of the reserves for the time since the last look, and take the balances as the reserves.
    fn update(&mut self, now: u64) -> Done<Answer> {
        if self.balance.iter().any(|&each| each > U256::from(LARGEST_RESERVE)) {
            return Err(Some(OVERFLOW));
        }
        let timestamp = now as u32;
        let elapsed = U256::from(timestamp.wrapping_sub(self.timestamp).into());
        if !self.reserve[0].is_zero() && !self.reserve[1].is_zero() {
            for i in [0, 1] {
                let price = div(mul(self.reserve[1 - i], U256::from(1 << 112))?, self.reserve[i])?;
                self.price_cumulative[i] = self.price_cumulative[i].wrapping_add(mul(price, elapsed)?).0;
            }
        }
        self.timestamp = timestamp;
        self.reserve = self.balance;
        Ok(Answer::new())
    }
}
