"""Realistic lives of markets: several users, all operations, markets from two thousand shares to the largest."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

from model.bal import LONG, LP_OWNED, PROTOCOL_OWNED, SHARED, SHORT, Bal, BalState
from model.errors import Rejected

Arguments = dict[str, Any]


@dataclass(frozen=True)
class MarketClass:
    """A kind of market: ranges of liquidity (1e9) and price (1e6), and the steps it may have (1e9)."""

    sqrt_k: tuple[int, int]
    peg: tuple[int, int]
    steps: tuple[int, ...]


CLASSES = {
    "sol": MarketClass((10**14, 10**16), (10 * 10**6, 400 * 10**6), (10**7, 10**8)),
    "btc": MarketClass((10**11, 10**13), (20_000 * 10**6, 120_000 * 10**6), (10**5, 10**6)),
    "cheap": MarketClass((10**16, 10**18), (10, 10**6), (10**9, 2 * 10**9)),
    "tiny": MarketClass((2_000, 5_000_000), (1, 10**9), (1, 10, 100)),
    "huge": MarketClass((10**18, 10**21), (10**5, 10**10), (10**9, 10**10)),
    "step1": MarketClass((10**9, 10**15), (10**6, 10**8), (1,)),
    "oddstep": MarketClass((10**10, 10**16), (10**6, 10**9), (3, 7, 1_000_003, 2**31 - 1, 5 * 10**9)),
}
"""The classes of the recorded markets, and their ranges."""

LONGEST_LIFE = 150
LARGEST_AMOUNT = 2**63


@dataclass
class Life:
    """One market, its users and its clock."""

    random: Random
    state: BalState
    users: int
    now: int
    extent: int  # base amounts and shares are drawn up to about this many

    def lots(self, most: int) -> int:
        """A multiple of the step, at least one step, of any magnitude up to `most` and the width of orders."""
        step = self.state.market.order_step_size
        return step * max(1, self.magnitude(max(1, min(most, LARGEST_AMOUNT))) // step)

    def magnitude(self, most: int) -> int:
        """A number from 0 to `most`, its magnitude as likely small as large."""
        return self.random.randint(0, most >> self.random.randrange(max(1, most.bit_length())))

    def price(self) -> int:
        """A price within a hundredth of the market's."""
        market = self.state.market
        price = market.quote_asset_reserve * market.peg_multiplier // max(1, market.base_asset_reserve)
        return max(1, price + price * self.random.randint(-100, 100) // 10_000)

    def shares(self, user: int) -> int:
        """The shares a user holds."""
        held = self.state.positions.get(user)
        return 0 if held is None else held.lp_shares


def lives(random: Random, system: Bal) -> Iterator[tuple[BalState, str, Arguments]]:
    """Endlessly: the state before a step, the operation, its arguments."""
    names = list(CLASSES)
    while True:
        life = birth(random, system, CLASSES[random.choice(names)])
        if life is None:
            continue
        for _ in range(random.randint(1, LONGEST_LIFE)):
            operation = random.choices(OPERATIONS, WEIGHTS)[0]
            life.now += random.choice((0, 1, 60, 3600))
            arguments = ARGUMENTS[operation](life)
            yield life.state, operation, arguments
            try:
                life.state, _result = system.apply(life.state, operation, arguments)
            except Rejected:
                continue


def birth(random: Random, system: Bal, kind: MarketClass) -> Life | None:
    """A market of the class, with settings as markets have them; `None` where they contradict each other."""
    sqrt_k = _between(random, kind.sqrt_k)
    step = random.choice(kind.steps)
    base_spread = random.choice((0, 100, 250, 1_000, 5_000))
    try:
        state = system.start(
            sqrt_k=sqrt_k,
            peg_multiplier=_between(random, kind.peg),
            fee_numerator=random.choice((0, 35, 100, 1_000)),
            fee_denominator=100_000,
            lp_cooldown_time=random.choice((0, 0, 120)),
            order_step_size=step,
            min_order_size=step * random.choice((1, 1, 10)),
            base_spread=base_spread,
            max_spread=base_spread + random.choice((10_004, 25_000)),
            concentration_coef=random.choice((1_414_200, 1_414_200, random.randint(1_000_100, 1_414_200))),
            max_fill_reserve_fraction=random.choice((1, 2, 10, 100)),
            amm_spread_adjustment=random.choice((0, 0, -20, 30)),
            curve_update_intensity=random.choice((0, 0, 0, 50, 100)),
            fee_adjustment=random.choice((0, 0, 0, -10, 25)),
            per_lp_base=random.choice((0, 0, 0, 1, 2, 3, -1, -2)),
            total_fee_minus_distributions=random.choice((0, 10**9, 10**12)),
        )
    except Rejected:
        return None
    return Life(random, state, random.randint(2, 5), random.randrange(2**31), sqrt_k)


def _between(random: Random, bounds: tuple[int, int]) -> int:
    low, high = bounds
    return max(low, min(high, random.randint(low, high) >> random.randrange(max(1, (high // low).bit_length()))))


def _anyone(life: Life) -> Arguments:
    return {"user": life.random.randrange(life.users)}


def _mint(life: Life) -> Arguments:
    most = life.extent * life.random.choice((1, 1, 4)) // life.random.choice((1, 10, 1000))
    return _anyone(life) | {"n_shares": life.lots(most) + life.random.choice((0, 0, life.magnitude(7)))}


def _mint_guarded(life: Life) -> Arguments:
    return _mint(life) | {"now": life.now}


def _burn(life: Life) -> Arguments:
    arguments = _anyone(life)
    held = life.shares(arguments["user"])
    some = (held, held, held // 2, life.magnitude(max(1, held)))
    return arguments | {"shares_to_burn": life.random.choice(some), "oracle_price": life.price()}


def _burn_guarded(life: Life) -> Arguments:
    return _burn(life) | {"now": life.now}


def _fill(life: Life) -> Arguments:
    direction = life.random.choice((LONG, SHORT))
    size = life.lots(life.extent // life.random.choice((10, 100, 1000)))
    return _anyone(life) | {"direction": direction, "base_asset_amount": size, "liquidity_split": SHARED}


def _fill_exact(life: Life) -> Arguments:
    split = life.random.choice((SHARED, SHARED, PROTOCOL_OWNED, LP_OWNED))
    price = life.random.choice((None, life.price()))
    return _fill(life) | {"liquidity_split": split, "fill_price": price}


def _rebase(life: Life) -> Arguments:
    exponent = life.state.market.per_lp_base
    return {"expo_diff": -1 if exponent >= 3 else 1 if exponent <= -3 else life.random.choice((1, -1))}


def _rate(life: Life) -> int:
    limit = max(1, life.price() // 10)
    return life.random.choice((-1, 1)) * life.magnitude(limit * 1000)


def _funding(life: Life) -> Arguments:
    return {"funding_rate": _rate(life)}


def _funding_full(life: Life) -> Arguments:
    return {"oracle_price": life.price(), "funding_rate": life.random.choice((None, _rate(life), _rate(life)))}


def _update_k(life: Life) -> Arguments:
    sqrt_k = life.state.market.sqrt_k
    change = life.magnitude(max(1, sqrt_k // life.random.choice((3, 100, 10_000))))
    new_sqrt_k = max(1, sqrt_k + life.random.choice((-1, 1)) * change)
    return {"new_sqrt_k": new_sqrt_k, "bound_update": life.random.random() < 0.8}


def _formulaic(life: Life) -> Arguments:
    return {"funding_imbalance_cost": life.random.choice((-1, 1)) * life.magnitude(10**9)}


ARGUMENTS: dict[str, Callable[[Life], Arguments]] = {
    "fill_exact": _fill_exact,
    "fill": _fill,
    "mint_lp_shares": _mint_guarded,
    "settle_lp": _anyone,
    "update_funding": _funding,
    "remove_lp_shares": _burn_guarded,
    "update_k": _update_k,
    "settle_funding_payment": _anyone,
    "settle_lp_raw": _anyone,
    "rebase_market": _rebase,
    "burn_lp_shares_raw": _burn,
    "mint_lp_shares_raw": _mint,
    "update_funding_full": _funding_full,
    "formulaic_update_k": _formulaic,
}
OPERATIONS = tuple(ARGUMENTS)
WEIGHTS = (22, 18, 12, 9, 8, 8, 4, 3, 3, 3, 3, 2, 2, 2)
"""About as often as in the recordings."""
