"""Realistic lives of markets: several users, all operations, markets from two thousand shares to the largest."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from model.bal import LONG, LP_OWNED, PROTOCOL_OWNED, SHARED, SHORT, Bal, BalState
from model.bal.constants import PRICE_TIMES_BASE_TO_QUOTE
from properties import situation
from properties.trace import START

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

NAMES = tuple(CLASSES)
LONGEST_LIFE = 150
LARGEST_AMOUNT = 2**63


@dataclass
class Walk:
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

    def one_of(self, options: tuple[Any, ...]) -> Any:
        """One of the options: `Random.choice` in a third of its time."""
        return options[int(self.random.random() * len(options))]

    def magnitude(self, most: int) -> int:
        """A number from 0 to `most`, its magnitude as likely small as large."""
        bits = most.bit_length()
        most >>= int(self.random.random() * max(1, bits))
        return self.random.getrandbits(bits + 8) * (most + 1) >> bits + 8

    def price(self) -> int:
        """A price within a hundredth of the market's."""
        market = self.state.market
        price = market.quote_asset_reserve * market.peg_multiplier // max(1, market.base_asset_reserve)
        return max(1, price + price * (int(self.random.random() * 201) - 100) // 10_000)

    def shares(self, user: int) -> int:
        """The shares a user holds."""
        held = self.state.positions.get(user)
        return 0 if held is None else held.lp_shares


def life(random: Random, system: Bal) -> situation.Life:
    """One life of at most `LONGEST_LIFE` steps; see `properties.situation.Life`."""
    state = None
    while state is None:
        settings = birth(random, CLASSES[NAMES[int(random.random() * len(NAMES))]])
        state = yield None, START, settings
    walk = Walk(random, state, random.randint(2, 5), random.randrange(2**31), settings["sqrt_k"])
    drawn = DRAWN_IN_EXCHANGE if "settle_pnl" in system.operations else DRAWN
    for _ in range(random.randint(1, LONGEST_LIFE)):
        operation = drawn[int(random.random() * len(drawn))]
        walk.now += walk.one_of((0, 1, 60, 3600))
        walk.state = yield walk.state, operation, ALL_ARGUMENTS[operation](walk)


def birth(random: Random, kind: MarketClass) -> Arguments:
    """Settings of a market of the class, as markets have them; some contradict each other."""
    step = random.choice(kind.steps)
    base_spread = random.choice((0, 100, 250, 1_000, 5_000))
    return {
        "sqrt_k": _between(random, kind.sqrt_k),
        "peg_multiplier": _between(random, kind.peg),
        "fee_numerator": random.choice((0, 35, 100, 1_000)),
        "fee_denominator": 100_000,
        "lp_cooldown_time": random.choice((0, 0, 120)),
        "order_step_size": step,
        "min_order_size": step * random.choice((1, 1, 10)),
        "base_spread": base_spread,
        "max_spread": base_spread + random.choice((10_004, 25_000)),
        "concentration_coef": random.choice((1_414_200, 1_414_200, random.randint(1_000_100, 1_414_200))),
        "max_fill_reserve_fraction": random.choice((1, 2, 10, 100)),
        "amm_spread_adjustment": random.choice((0, 0, -20, 30)),
        "curve_update_intensity": random.choice((0, 0, 0, 50, 100)),
        "fee_adjustment": random.choice((0, 0, 0, -10, 25)),
        "per_lp_base": random.choice((0, 0, 0, 1, 2, 3, -1, -2)),
        "total_fee_minus_distributions": random.choice((0, 10**9, 10**12)),
    }


def _between(random: Random, bounds: tuple[int, int]) -> int:
    low, high = bounds
    return max(low, min(high, random.randint(low, high) >> random.randrange(max(1, (high // low).bit_length()))))


def _anyone(walk: Walk) -> Arguments:
    return {"user": int(walk.random.random() * walk.users)}


def _mint(walk: Walk) -> Arguments:
    most = walk.extent * walk.one_of((1, 1, 4)) // walk.one_of((1, 10, 1000))
    return _anyone(walk) | {"n_shares": walk.lots(most) + walk.one_of((0, 0, walk.magnitude(7)))}


def _mint_guarded(walk: Walk) -> Arguments:
    return _mint(walk) | {"now": walk.now}


def _burn(walk: Walk) -> Arguments:
    arguments = _anyone(walk)
    held = walk.shares(arguments["user"])
    some = (held, held, held // 2, walk.magnitude(max(1, held)))
    return arguments | {"shares_to_burn": walk.one_of(some), "oracle_price": walk.price()}


def _burn_guarded(walk: Walk) -> Arguments:
    return _burn(walk) | {"now": walk.now}


def _fill(walk: Walk) -> Arguments:
    direction = walk.one_of((LONG, SHORT))
    size = walk.lots(walk.extent // walk.one_of((10, 100, 1000)))
    return _anyone(walk) | {"direction": direction, "base_asset_amount": size, "liquidity_split": SHARED}


def _fill_exact(walk: Walk) -> Arguments:
    split = walk.one_of((SHARED, SHARED, PROTOCOL_OWNED, LP_OWNED))
    price = walk.one_of((None, walk.price()))
    return _fill(walk) | {"liquidity_split": split, "fill_price": price}


def _rebase(walk: Walk) -> Arguments:
    exponent = walk.state.market.per_lp_base
    return {"expo_diff": -1 if exponent >= 3 else 1 if exponent <= -3 else walk.one_of((1, -1))}


def _rate(walk: Walk) -> int:
    sign: int = walk.one_of((-1, 1))
    return sign * walk.magnitude(max(1, walk.price() // 10) * 1000)


def _funding(walk: Walk) -> Arguments:
    return {"funding_rate": _rate(walk)}


def _funding_full(walk: Walk) -> Arguments:
    return {"oracle_price": walk.price(), "funding_rate": walk.one_of((None, _rate(walk), _rate(walk)))}


def _update_k(walk: Walk) -> Arguments:
    sqrt_k = walk.state.market.sqrt_k
    change = walk.magnitude(max(1, sqrt_k // walk.one_of((3, 100, 10_000))))
    new_sqrt_k = max(1, sqrt_k + walk.one_of((-1, 1)) * change)
    return {"new_sqrt_k": new_sqrt_k, "bound_update": walk.random.random() < 0.8}


def _formulaic(walk: Walk) -> Arguments:
    return {"funding_imbalance_cost": walk.one_of((-1, 1)) * walk.magnitude(10**9)}


def _collateral(walk: Walk) -> Arguments:
    most = max(1, walk.extent * walk.price() // PRICE_TIMES_BASE_TO_QUOTE // walk.one_of((10, 100, 1000)))
    return _anyone(walk) | {"amount": walk.one_of((1, 1, 1, -1)) * walk.magnitude(most)}


def _settle_pnl(walk: Walk) -> Arguments:
    return _anyone(walk) | {"oracle_price": walk.price(), "now": walk.now, "slot": walk.now * 5 // 2}


def _liquidate(walk: Walk) -> Arguments:
    most = walk.one_of((LARGEST_AMOUNT, walk.lots(walk.extent)))
    price = walk.price() * walk.one_of((80, 95, 100, 105, 120)) // 100
    return _anyone(walk) | {
        "liquidator": walk.users,
        "liquidator_max_base_asset_amount": most,
        "oracle_price": max(1, price),
        "slot": walk.now * 5 // 2,
    }


def _rescue(walk: Walk) -> Arguments:
    return {"user": walk.users, "amount": LARGEST_AMOUNT}


ARGUMENTS: dict[str, Callable[[Walk], Arguments]] = {
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
IN_EXCHANGE: dict[str, Callable[[Walk], Arguments]] = {
    "set_collateral": lambda walk: _rescue(walk) if walk.random.random() < 0.3 else _collateral(walk),
    "settle_pnl": _settle_pnl,
    "liquidate_perp": _liquidate,
    "settle_expired_market": lambda walk: {"expiry_price": walk.price()},
}
"""What happens besides in an exchange, whose last user is the liquidator."""

OPERATIONS = tuple(ARGUMENTS)
WEIGHTS = (22, 18, 12, 9, 8, 8, 4, 3, 3, 3, 3, 2, 2, 2)
"""About as often as in the recordings."""

ALL_ARGUMENTS = ARGUMENTS | IN_EXCHANGE

DRAWN = tuple(name for name, weight in zip(OPERATIONS, WEIGHTS, strict=True) for _ in range(weight))
DRAWN_IN_EXCHANGE = (*DRAWN, *("set_collateral",) * 10, *("settle_pnl",) * 10, *("liquidate_perp",) * 12)
