"""The claims of the technical explainer of BAL about liquidity, with which the document begins.

Those about fees and margin are in `explainer_margin`, those about funding and protections in `explainer_funding`.
"""

from __future__ import annotations

from claims.claim import Document, DocumentClaim
from claims.life_examples import (
    blocked_by_an_imbalance,
    depth,
    part_of_the_liquidity,
    remainder_grows,
    remainder_is_charged,
    remainder_is_removed,
    settled_positions_are_paid,
)
from claims.margin_examples import (
    nine_times,
)
from claims.reasons import SETTING
from claims.trading_examples import (
    short_taker,
    tenth_of_a_purchase,
    whatever_the_net_position,
)

EXPLAINER = Document("S1", "Drift, BAL providers: technical explainer")

LIQUIDITY = (
    DocumentClaim(
        "S1.1", "Liquidity can be added to every perpetual market that has an AMM.", "bal", not_checkable=SETTING
    ),
    DocumentClaim(
        "S1.2",
        "LPs increase the depth of the market.",
        "bal",
        stated_by=("P05", "P68"),
        bounded_by=("P68a", "P68b"),
        examples=(depth,),
    ),
    DocumentClaim(
        "S1.3",
        "LPs earn a part of the taker's fees.",
        "bal",
        stated_by=("P29",),
        bounded_by=("P27", "P28"),
        examples=(tenth_of_a_purchase,),
    ),
    DocumentClaim(
        "S1.4",
        "LPs acquire the opposite side of new trades against the AMM.",
        "bal",
        stated_by=("P01", "P25", "P71"),
        bounded_by=("P22",),
        examples=(short_taker,),
    ),
    DocumentClaim(
        "S1.5",
        "LPs acquire the opposite side whatever the AMM's net position is.",
        "bal",
        stated_by=("P71",),
        bounded_by=("P22",),
        examples=(whatever_the_net_position,),
    ),
    DocumentClaim(
        "S1.6",
        "Once settled, an LP's position pays and earns the market's funding rate.",
        "bal",
        stated_by=("P37a", "P43b"),
        bounded_by=("P40a",),
        examples=(settled_positions_are_paid,),
    ),
    DocumentClaim("S1.7", "Users can provide liquidity with leverage.", "bal", examples=(nine_times,), instance=True),
    DocumentClaim(
        "S1.8",
        "An LP adds liquidity by increasing k of the constant-product curve, at the price there is.",
        "bal",
        stated_by=("P05", "P10"),
        bounded_by=("P07", "P08", "P08a", "P08b"),
    ),
    DocumentClaim(
        "S1.9",
        "sqrt_k grows by the number of shares that the LP takes on.",
        "bal",
        stated_by=("P04", "P05", "P05a"),
        examples=(part_of_the_liquidity,),
    ),
    DocumentClaim(
        "S1.10",
        "An LP's part of the liquidity is lp_shares / sqrt_k.",
        "bal",
        stated_by=("P02", "P04", "P06"),
        examples=(part_of_the_liquidity,),
    ),
    DocumentClaim(
        "S1.11",
        "The ratio lp_shares / sqrt_k determines the base and the quote that LPs are given.",
        "bal",
        stated_by=("P23",),
        bounded_by=("P22", "P23a"),
        examples=(tenth_of_a_purchase,),
    ),
    DocumentClaim(
        "S1.12",
        "Burning shares lowers k by their number, at the price there is.",
        "bal",
        stated_by=("P05",),
        bounded_by=("P09", "P09a"),
    ),
    DocumentClaim(
        "S1.13",
        "A smaller k means more slippage for traders.",
        "bal",
        stated_by=("P68",),
        bounded_by=("P68a", "P68b"),
        examples=(depth,),
    ),
    DocumentClaim(
        "S1.14",
        "In a large imbalance of the market a user may be kept from burning shares.",
        "bal",
        stated_by=("P51a", "P52a", "P79", "P80", "P118"),
        examples=(blocked_by_an_imbalance,),
    ),
    DocumentClaim(
        "S1.15",
        "A burn removes the remainder of base that is no multiple of the step size.",
        "bal",
        stated_by=("P18", "P57", "P83"),
        examples=(remainder_is_removed,),
    ),
    DocumentClaim(
        "S1.16",
        "The remainder that a burn removes is taken at cost: neither side gains by it.",
        "bal",
        stated_by=("P54",),
        bounded_by=("P54a",),
        contradicted_by=("P54b",),
    ),
    DocumentClaim(
        "S1.17",
        "A remainder such as .0099 at a step of .01 is charged to the quote at the oracle's price.",
        "bal",
        bounded_by=("P54a", "P54b", "P55", "P55a"),
        examples=(remainder_is_charged,),
    ),
    DocumentClaim(
        "S1.18", "Nothing is charged for a remainder unless shares are burned.", "bal", stated_by=("P04a", "P58")
    ),
    DocumentClaim(
        "S1.19",
        "Without a burn remainders grow and shrink, and settle once they make up a step.",
        "bal",
        stated_by=("P18", "P18a", "P19"),
        bounded_by=("P19a", "P19b"),
        examples=(remainder_grows,),
    ),
)
