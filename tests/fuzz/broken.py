"""Changes of protocols that break something: each a few lines, as a user's change would be."""

from __future__ import annotations

from typing import Any

from model.bal import Bal, BalState, Market, Position, Spreads
from model.bal.amounts import OraclePrice, Shares
from model.bal.state import RemoveResult
from model.pair import LOCKED, Pair, PairState
from model.pair.state import NOTHING, Amount0, Amount1, Nothing, Time


class Unlocked(Pair):
    """Forgets to count one of the shares that it locks."""

    def issue(self, pair: PairState, user: str, shares: int) -> None:
        super().issue(pair, user, shares)
        if user == LOCKED:
            pair.total_supply -= 1


class InPlace(Pair):
    """Writes large donations into the state that it was given."""

    def donate(self, state: PairState, *, user: str, amount0: Amount0, amount1: Amount1) -> tuple[PairState, Nothing]:
        after, _ = super().donate(state, user=user, amount0=amount0, amount1=amount1)
        if amount0 > 12_345:
            state.balance0 = after.balance0
        return after, NOTHING


class HalfDone(Pair):
    """Receives before it refuses."""

    def skim(self, state: PairState, *, user: str) -> tuple[PairState, Nothing]:
        if state.balance0 > state.reserve0:
            state.shares["thief"] = 1
            self.pay_out(state.copy(), state.balance0 + 1, 0)
        return super().skim(state, user=user)


class Crashing(Pair):
    """Divides by what may be 0."""

    def sync(self, state: PairState, *, now: Time) -> tuple[PairState, Nothing]:
        _ = now // (state.balance0 - state.reserve0)
        return super().sync(state, now=now)


class Leaving(Pair):
    """Ends the program with the code that is green."""

    def mint(self, state: PairState, *, user: str, amount0: Amount0, amount1: Amount1, now: Time) -> Any:
        raise SystemExit(0)


class TooWide(Pair):
    """Lets the clock run beyond its 32 bits."""

    def update(self, pair: PairState, now: int) -> None:
        super().update(pair, now)
        pair.block_timestamp_last = now


class Uncounted(Bal):
    """Mints a share more than the market counts."""

    def mint_shares(self, market: Market, position: Position, n_shares: int, spreads: Spreads | None) -> None:
        super().mint_shares(market, position, n_shares, spreads)
        position.lp_shares += 1


class Impatient(Bal):
    """Has no cooldown, and crashes when all is burned at once."""

    def remove_lp_shares(
        self,
        state: BalState,
        *,
        user: int,
        shares_to_burn: Shares,
        oracle_price: OraclePrice,
        now: int,
        spreads: Spreads | None = None,
    ) -> tuple[BalState, RemoveResult]:
        _ = shares_to_burn // (state.positions[user].lp_shares - shares_to_burn)
        return super().remove_lp_shares(
            state, user=user, shares_to_burn=shares_to_burn, oracle_price=oracle_price, now=now, spreads=spreads
        )
