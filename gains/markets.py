"""The markets that the subjects run on: recorded ones of the classes `sol` and `btc`, as their recording begins.

Read by the reader of recordings, so that liquidity, price, step, fee, spread, bounds and base unit are the recorded
ones. Each begins balanced, at the price of its peg, with a cooldown; nobody holds anything yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from conformance import decode
from conformance.bal import BalAdapter
from gains.result import Amount, Number, base
from model.arith import standardize_floor
from model.bal import LONG, SHARED, Bal, BalState, Position
from model.bal.state import FillResult
from model.holders import Holders
from properties.bal.arguments import USER

RECORDING = Path(__file__).resolve().parents[1] / "tests" / "vectors" / "bal" / "traces.jsonl.gz"
TRACES = {"SOL": 9, "BTC": 8}
"""By token, the recorded trace whose first market is taken."""

TAKER = USER + 1
OTHER = USER + 2
HOUR = 3600
LP_PART = 3
"""The LPs mint one part in so many of what the protocol has: a quarter of the liquidity is theirs."""

System = TypeVar("System", bound=Bal)


@dataclass(frozen=True)
class Recorded:
    """A recorded market at its beginning: its token, the trace, its class, and the state."""

    token: str
    trace: int
    kind: str
    state: BalState

    @property
    def name(self) -> str:
        """What tables call it."""
        return self.token

    @property
    def price(self) -> int:
        """Quote per base (1e6) at the beginning, at which amounts of base are told in USD."""
        return Bal().reserve_price(self.state.market)

    @property
    def liquidity(self) -> int:
        """The liquidity at the beginning, all of it the protocol's (1e9)."""
        return self.state.market.sqrt_k

    @property
    def shares(self) -> int:
        """What the LPs of the subjects hold, unless a subject says otherwise (1e9)."""
        return self.steps(self.liquidity // LP_PART)

    def steps(self, amount: int) -> int:
        """An amount of base or shares in whole steps, at least one."""
        step = self.state.market.order_step_size
        return max(step, standardize_floor(amount, step))

    def base(self, raw: Number) -> Amount:
        """An amount of this market's base, at its first price."""
        return base(raw, self.token, self.price)


@cache
def recorded() -> tuple[Recorded, ...]:
    """The markets, in the order of `TRACES`. Raises `conformance.decode.NotARecording` if there is no recording."""
    wanted = {trace: token for token, trace in TRACES.items()}
    found = {}
    for _, line in decode.read(RECORDING):
        token = wanted.get(line["trace"]) if line["step"] == 0 else None
        if token is not None:
            state = BalAdapter().start(Bal(), line)
            found[token] = Recorded(token, line["trace"], str(line["args"]["class"]), state)
    return tuple(found[token] for token in TRACES)


def as_kept_by(system: Bal, state: BalState) -> BalState:
    """The state with market and positions of the system's own kinds: a variant may remember more in them."""
    new = state.copy()
    new.market = system.market_type(**vars(state.market))
    new.positions = Holders({user: system.position_type(**vars(held)) for user, held in state.positions.items()})
    return new


def with_lp(system: Bal, market: Recorded, *, user: int = USER, shares: int | None = None) -> BalState:
    """The market after an LP has added liquidity: a quarter of what is there then, unless `shares` are given."""
    state = as_kept_by(system, market.state)
    return minted(system, state, user, market.shares if shares is None else shares)


def minted(system: Bal, state: BalState, user: int, shares: int, now: int = 0) -> BalState:
    """The state after a user has added liquidity."""
    return system.mint_lp_shares(state, user=user, n_shares=shares, now=now)[0]


def removed(system: Bal, state: BalState, user: int, price: int, now: int, shares: int | None = None) -> BalState:
    """The state after a user has taken out its liquidity: all of it, unless `shares` are given."""
    burned = state.positions[user].lp_shares if shares is None else shares
    return system.remove_lp_shares(state, user=user, shares_to_burn=burned, oracle_price=price, now=now)[0]


def filled(
    system: Bal, state: BalState, size: int, direction: str = LONG, user: int = TAKER
) -> tuple[BalState, FillResult]:
    """The state after a taker's market order, of which AMM and LPs share, and what it was filled at."""
    return system.fill(state, user=user, direction=direction, base_asset_amount=size, liquidity_split=SHARED)


def settled(system: Bal, state: BalState, user: int = USER) -> BalState:
    """The state after a user's shares are settled, its funding first."""
    return system.settle_lp(state, user=user)[0]


def held(state: BalState, user: int = USER) -> Position:
    """What a user holds."""
    return state.positions[user]


def whole(position: Position) -> int:
    """Base with remainder (1e9)."""
    return position.base_asset_amount + position.remainder_base_asset_amount
