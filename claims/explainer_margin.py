"""The claims of the technical explainer of BAL about fees and margin."""

from __future__ import annotations

from claims.claim import DocumentClaim
from claims.liquidation_examples import leverage_is_risk, shares_give_leeway, shares_go_first
from claims.margin_examples import (
    buffer_for_dust,
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
    two_basis_points_are_left,
    uneven_room,
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
