"""Why no vector of a pair takes certain ways."""

from __future__ import annotations

from collections.abc import Mapping

from vectors.explanation import BASIC, Key, several

OTHER_CLASS = "only a change of the protocol whose state has more fields goes there"
NOT_LESS = "a balance is never below the reserve: tokens leave only as they are counted"
PAID_OF_HELD = "what is paid out is a part of what the pair holds, by shares, below the reserve, or the excess itself"
OF_SUPPLY = "who holds shares holds at most all of them"
QUOTES_FIT = "reserves have 112 bits and the fee 16, which leaves the room that is asked for"
K_FITS = "reserves have 112 bits each, and their product no more than 224"
ROOTS_FIT = "supply and root are below 2**112 each"
SUPPLY_FITS = (
    "supply**2 <= reserve0*reserve1 < 2**224, so one asset's product, which fits, bounds the shares far below 2**256"
)
ONE_FITS = "the sum for all holders is checked before, and is no less"

PAIR_FILE = "model/pair/system.py"
UNDERFLOW, OVERFLOW_MUL, OVERFLOW_ADD = "ds-math-sub-underflow", "ds-math-mul-overflow", "ds-math-add-overflow"
UNPAID = "UniswapV2: TRANSFER_FAILED"

PAIR: Mapping[Key, str] = {
    **BASIC,
    **several(OTHER_CLASS, "model/pair/state.py", "PairState.copy", ("type(self) is not PairState", "true")),
    **{
        Key(PAIR_FILE, function, f"subtracted(pair.balance{asset} - pair.reserve{asset})", UNDERFLOW): NOT_LESS
        for function in ("Pair.mint", "Pair.skim")
        for asset in (0, 1)
    },
    **several(OF_SUPPLY, PAIR_FILE, "Pair.burn", ("subtracted(pair.total_supply - shares)", UNDERFLOW)),
    **several(
        PAID_OF_HELD,
        PAIR_FILE,
        "Pair.pay_out",
        ("paid_out(pair.balance0 - amount0)", UNPAID),
        ("paid_out(pair.balance1 - amount1)", UNPAID),
    ),
    **several(SUPPLY_FITS, PAIR_FILE, "Pair.issue", ("added(pair.total_supply + shares)", OVERFLOW_ADD)),
    **several(ONE_FITS, PAIR_FILE, "Pair.issue", ("added(pair.shares.get(user, 0) + shares)", OVERFLOW_ADD)),
    **several(
        QUOTES_FIT,
        PAIR_FILE,
        "Pair.quote_out",
        ("multiplied(reserve_in * state.fee_denominator)", OVERFLOW_MUL),
    ),
    **several(
        QUOTES_FIT,
        PAIR_FILE,
        "Pair.quote_in",
        ("multiplied(reserve_in * amount_out)", OVERFLOW_MUL),
        ("multiplied(multiplied(reserve_in * amount_out) * state.fee_denominator)", OVERFLOW_MUL),
        ("multiplied((reserve_out - amount_out) * state.fee_numerator)", OVERFLOW_MUL),
        ("added(floor_div(owed, multiplied((reserve_out - amount_out) * state.fee_numerator)) + 1)", OVERFLOW_ADD),
    ),
    **several(K_FITS, PAIR_FILE, "Pair.remember_k", ("multiplied(pair.reserve0 * pair.reserve1)", OVERFLOW_MUL)),
    **several(
        ROOTS_FIT,
        PAIR_FILE,
        "Pair.collect_protocol_fee",
        ("multiplied(pair.total_supply * (root - root_last))", OVERFLOW_MUL),
    ),
}
