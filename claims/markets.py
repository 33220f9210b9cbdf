"""Markets in the documents' round numbers, and what of them the examples read.

Base and shares have nine digits, quote and prices six: 1 SOL is `SOL`, 1 USD is `USD`. Prices are 100 USD.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from model.bal import LONG, SHARED, Bal, BalState, Position
from model.holders import Holders

SOL = 10**9
USD = 10**6
PRICE = 100 * USD
NOW = 1_700_000_000

LP, TAKER, OTHER = 0, 1, 2


def market_with_lp(bal: Bal, *, liquidity: int = 1000 * SOL, shares: int = 100 * SOL, **settings: Any) -> BalState:
    """A market in which `LP` holds that part of the liquidity, and nothing else has happened."""
    state = bal.start(sqrt_k=liquidity - shares, peg_multiplier=PRICE, **settings)
    return bal.mint_lp_shares_raw(state, user=LP, n_shares=shares)[0]


def market_of_lps_alone(bal: Bal, *, liquidity: int = 1000 * SOL, **settings: Any) -> BalState:
    """A market all of whose liquidity is that of `LP`: minting alone leaves the protocol what it began with."""
    state = bal.start(sqrt_k=liquidity, peg_multiplier=PRICE, **settings)
    state.market.user_lp_shares = liquidity
    state.positions = Holders({LP: Position(lp_shares=liquidity)})
    bal.validate_perp_market(state.market)
    return state


def traded(
    bal: Bal, state: BalState, amount: int, *, direction: str = LONG, user: int = TAKER, split: str = SHARED
) -> BalState:
    """The state after a fill of that size at 100 USD."""
    return bal.fill_exact(
        state,
        user=user,
        direction=direction,
        base_asset_amount=amount,
        liquidity_split=split,
        fill_price=PRICE,
    )[0]


def settled(bal: Bal, state: BalState, user: int = LP) -> BalState:
    """The state after the user's settlement."""
    return bal.settle_lp(state, user=user)[0]


def held(state: BalState, user: int = LP) -> Position:
    """What a user holds; nothing, if it is unknown."""
    return state.positions.get(user, Position())


def in_sol(amount: int) -> Fraction:
    """Base or shares in SOL."""
    return Fraction(amount, SOL)


def in_usd(amount: int) -> Fraction:
    """Quote in USD."""
    return Fraction(amount, USD)


def side(amount: int) -> str:
    """`long`, `short` or `none`."""
    return "long" if amount > 0 else "short" if amount < 0 else "none"


def yes(condition: bool) -> str:
    """A condition as the word that a document's sentence amounts to."""
    return "yes" if condition else "no"
