//! Unsigned integers of 256 bits with checked arithmetic: what the standard library does not have.

use std::cmp::Ordering;

/// Four words, the least significant first.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct U256([u64; 4]);

impl U256 {
    pub const ZERO: U256 = U256([0; 4]);
    pub const ONE: U256 = U256([1, 0, 0, 0]);

    pub fn from(value: u128) -> U256 {
        U256([value as u64, (value >> 64) as u64, 0, 0])
    }

    pub fn is_zero(self) -> bool {
        self == U256::ZERO
    }

    /// The number of bits that the value needs.
    pub fn bits(self) -> u32 {
        (0..4)
            .rev()
            .find(|&i| self.0[i] != 0)
            .map_or(0, |i| 64 * i as u32 + 64 - self.0[i].leading_zeros())
    }

    pub fn add(self, other: U256) -> Option<U256> {
        let (sum, carry) = self.wrapping_add(other);
        if carry {
            None
        } else {
            Some(sum)
        }
    }

    /// The sum modulo 2^256, and whether it wrapped.
    pub fn wrapping_add(self, other: U256) -> (U256, bool) {
        let mut sum = [0; 4];
        let mut carry = 0u128;
        for i in 0..4 {
            carry += self.0[i] as u128 + other.0[i] as u128;
            sum[i] = carry as u64;
            carry >>= 64;
        }
        (U256(sum), carry != 0)
    }

    pub fn sub(self, other: U256) -> Option<U256> {
        if self < other {
            return None;
        }
        let mut rest = [0; 4];
        let mut borrow = false;
        for i in 0..4 {
            let (once, first) = self.0[i].overflowing_sub(other.0[i]);
            let (twice, second) = once.overflowing_sub(borrow as u64);
            rest[i] = twice;
            borrow = first || second;
        }
        Some(U256(rest))
    }

    pub fn mul(self, other: U256) -> Option<U256> {
        let mut product = [0u64; 8];
        for i in 0..4 {
            let mut carry = 0u128;
            for j in 0..4 {
                carry += self.0[i] as u128 * other.0[j] as u128 + product[i + j] as u128;
                product[i + j] = carry as u64;
                carry >>= 64;
            }
            product[i + 4] = carry as u64;
        }
        if product[4..].iter().any(|&word| word != 0) {
            return None;
        }
        Some(U256([product[0], product[1], product[2], product[3]]))
    }

    /// Quotient, rounded down, and remainder; none if the divisor is zero.
    pub fn div_rem(self, divisor: U256) -> Option<(U256, U256)> {
        if divisor.is_zero() {
            return None;
        }
        let (mut quotient, mut rest) = (U256::ZERO, U256::ZERO);
        for bit in (0..self.bits()).rev() {
            let overflow = rest.0[3] >> 63 == 1;
            rest = rest.doubled();
            rest.0[0] |= self.bit(bit);
            if overflow || rest >= divisor {
                // What overflowed is in the borrow that is dropped here.
                rest = rest.wrapping_sub(divisor);
                quotient.0[bit as usize / 64] |= 1 << (bit % 64);
            }
        }
        Some((quotient, rest))
    }

    /// The largest integer whose square is at most the value.
    pub fn sqrt(self) -> U256 {
        let mut root = U256::ZERO;
        for bit in (0..self.bits().div_ceil(2)).rev() {
            let mut higher = root;
            higher.0[bit as usize / 64] |= 1 << (bit % 64);
            if higher.mul(higher).is_some_and(|square| square <= self) {
                root = higher;
            }
        }
        root
    }

    /// Decimal digits, no sign, no leading zeros.
    pub fn parse(text: &str) -> Option<U256> {
        if text.is_empty() || (text.len() > 1 && text.starts_with('0')) {
            return None;
        }
        text.chars().try_fold(U256::ZERO, |value, digit| {
            value.mul(U256::from(10))?.add(U256::from(digit.to_digit(10)? as u128))
        })
    }

    fn bit(self, bit: u32) -> u64 {
        self.0[bit as usize / 64] >> (bit % 64) & 1
    }

    fn doubled(self) -> U256 {
        self.wrapping_add(self).0
    }

    fn wrapping_sub(self, other: U256) -> U256 {
        let complement = U256([!other.0[0], !other.0[1], !other.0[2], !other.0[3]]);
        self.wrapping_add(complement).0.wrapping_add(U256::ONE).0
    }
}

impl PartialOrd for U256 {
    fn partial_cmp(&self, other: &U256) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for U256 {
    fn cmp(&self, other: &U256) -> Ordering {
        self.0.iter().rev().cmp(other.0.iter().rev())
    }
}

impl std::fmt::Display for U256 {
    fn fmt(&self, out: &mut std::fmt::Formatter) -> std::fmt::Result {
        let (mut digits, mut rest) = (Vec::new(), *self);
        while !rest.is_zero() || digits.is_empty() {
            let (quotient, digit) = rest.div_rem(U256::from(10)).expect("ten is not zero");
            digits.push(b'0' + digit.0[0] as u8);
            rest = quotient;
        }
        digits.reverse();
        out.write_str(std::str::from_utf8(&digits).expect("digits"))
    }
}
