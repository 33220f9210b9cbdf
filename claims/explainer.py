"""The claims of the technical explainer of BAL, in the order of the document: liquidity, fees and margin.

Those about funding and protections are in `explainer_funding`.
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
from claims.liquidation_examples import leverage_is_risk, shares_give_leeway, shares_go_first
from claims.margin_examples import (
    buffer_for_dust,
    nine_times,
    shares_count_as_orders,
    sold_to_the_bound,
    uneven_room_needs_more,
    unsettled_counts_as_settled,
    unsettled_has_no_funding,
)
from claims.reasons import SETTING
from claims.trading_examples import (
    cost_basis,
    eight_basis_points,
    even_room,
    four_basis_points,
    short_taker,
    tenth_of_a_purchase,
    two_basis_points_are_left,
    uneven_room,
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
        stated_by=("P51a", "P52a", "P79", "P80"),
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

FEES = (
    DocumentClaim(
        "S1.20",
        "80 % of the taker fees that the AMM collects go to LPs.",
        "bal",
        bounded_by=("P27", "P28"),
        examples=(eight_basis_points,),
    ),
    DocumentClaim(
        "S1.21",
        "Each LP is paid in proportion to its part of the liquidity.",
        "bal",
        stated_by=("P26",),
        bounded_by=("P26a", "P27a"),
    ),
    DocumentClaim(
        "S1.22",
        "Of a fee of 10 bps LPs receive 8 if all liquidity is theirs.",
        "bal",
        examples=(eight_basis_points,),
        instance=True,
    ),
    DocumentClaim(
        "S1.23",
        "If half of the liquidity is theirs, LPs receive 4 of the 10 bps, and half of the opposite position.",
        "bal",
        examples=(four_basis_points,),
        instance=True,
    ),
    DocumentClaim(
        "S1.24",
        "What LPs receive comes out of the fee: of 10 bps, 8 to LPs leave 2 to the protocol.",
        "bal",
        stated_by=("P30",),
        contradicted_by=("P30a",),
        examples=(two_basis_points_are_left,),
    ),
    DocumentClaim(
        "S1.25",
        "The fee improves the cost basis of the position acquired.",
        "bal",
        bounded_by=("P27a",),
        examples=(cost_basis,),
    ),
    DocumentClaim(
        "S1.26",
        "1 SOL short at 100 USD with 1 USD of fee has a cost basis of 101 USD.",
        "bal",
        examples=(cost_basis,),
        instance=True,
    ),
    DocumentClaim(
        "S1.27", "80 % is more than the rebate of makers who fill just in time.", "bal", not_checkable=SETTING
    ),
)

MARGINING = (
    DocumentClaim(
        "S1.28",
        "An LP's margin follows from its unsettled position and its open orders together.",
        "bal",
        stated_by=("P20", "P62"),
        bounded_by=("P20a", "P62a", "P62b", "P103"),
        examples=(unsettled_counts_as_settled, buffer_for_dust),
    ),
    DocumentClaim(
        "S1.29",
        "The unsettled position counts as if it were settled.",
        "bal",
        stated_by=("P20", "P21"),
        bounded_by=("P20a",),
        examples=(unsettled_counts_as_settled,),
    ),
    DocumentClaim(
        "S1.30",
        "The unsettled position counts without unrealized funding.",
        "bal",
        stated_by=("P105",),
        examples=(unsettled_has_no_funding,),
    ),
    DocumentClaim(
        "S1.31",
        "An LP's open orders count as usual: by the largest base that asks or bids can bring.",
        "bal",
        stated_by=("P61", "P62"),
        bounded_by=("P62a", "P62b"),
        examples=(shares_count_as_orders,),
    ),
    DocumentClaim(
        "S1.32",
        "Open bids and asks are the base acquired if the reserves went from where they are to either bound.",
        "bal",
        stated_by=("P60",),
        bounded_by=("P22", "P61a"),
        examples=(even_room, uneven_room, sold_to_the_bound),
    ),
    DocumentClaim(
        "S1.33",
        "With reserves of 50 between 0 and 100, all the liquidity has 50 open asks and 50 open bids.",
        "bal",
        examples=(even_room,),
        instance=True,
    ),
    DocumentClaim(
        "S1.34",
        "With reserves of 25 between 0 and 100, all the liquidity has 75 open asks and 25 open bids.",
        "bal",
        examples=(uneven_room,),
        instance=True,
    ),
    DocumentClaim(
        "S1.35",
        "75 open asks require more margin than 50 asks and 50 bids.",
        "bal",
        examples=(uneven_room_needs_more,),
        instance=True,
    ),
    DocumentClaim(
        "S1.36",
        "Leverage puts an LP at more risk of liquidation.",
        "bal",
        stated_by=("P104",),
        examples=(leverage_is_risk,),
    ),
    DocumentClaim(
        "S1.37",
        "A liquidation removes the shares before any position is liquidated.",
        "bal",
        stated_by=("P63", "P64"),
        bounded_by=("P64a",),
        denies=("P87",),
        examples=(shares_go_first,),
    ),
    DocumentClaim(
        "S1.38",
        "Removing shares frees margin.",
        "bal",
        stated_by=("P62",),
        bounded_by=("P20a", "P62a", "P62b"),
        examples=(shares_give_leeway,),
    ),
    DocumentClaim(
        "S1.39",
        "Larger penalties follow only with the liquidation of positions.",
        "bal",
        stated_by=("P100",),
        examples=(shares_give_leeway,),
    ),
)
