"""The claims of the announcement of BAL with its questions and answers, in the order of the document."""

from __future__ import annotations

from claims.claim import Document, DocumentClaim
from claims.life_examples import at_any_time, depth, settled_positions_are_paid
from claims.liquidation_examples import leverage_is_risk, liquidated_without_leverage
from claims.margin_examples import shares_count_as_orders, unsettled_counts_as_settled, up_to_ten_times
from claims.reasons import ACCOUNT, DISPLAY, OPINION, OTHER_PROTOCOL, WIDER_EXCHANGE
from claims.trading_examples import (
    a_loss,
    closing_the_position,
    eight_basis_points,
    no_largest_position,
    short_taker,
    tenth_of_a_purchase,
    time_of_entry,
)

ANNOUNCEMENT = Document("S2", "Drift, introducing BAL: announcement, questions and answers")

CLAIMS = (
    DocumentClaim(
        "S2.1",
        "Liquidity that users add makes the market of their choice deeper.",
        "bal",
        stated_by=("P05", "P68"),
        bounded_by=("P68a", "P68b"),
        examples=(depth,),
    ),
    DocumentClaim(
        "S2.2",
        "LPs earn their part of fees in proportion to their liquidity.",
        "bal",
        stated_by=("P26",),
        bounded_by=("P26a", "P27", "P28"),
    ),
    DocumentClaim(
        "S2.3",
        "LPs earn a part of the fees that the exchange generates: taken at its word, of all of them.",
        "bal",
        bounded_by=("P27", "P28"),
        contradicted_by=("P29",),
    ),
    DocumentClaim(
        "S2.4",
        "LPs earn funding on settled positions.",
        "bal",
        stated_by=("P37a", "P43b"),
        bounded_by=("P40a",),
        examples=(settled_positions_are_paid,),
    ),
    DocumentClaim("S2.5", "Anyone can take part.", "bal", not_checkable=ACCOUNT),
    DocumentClaim(
        "S2.6",
        "An LP takes on a share of the AMM's fills as counterparty to traders.",
        "bal",
        stated_by=("P25", "P71"),
        bounded_by=("P22",),
        examples=(short_taker,),
    ),
    DocumentClaim(
        "S2.7",
        "New trades move what an LP holds without its doing; others may settle it.",
        "bal",
        stated_by=("P13", "P14"),
        bounded_by=("P16", "P22"),
    ),
    DocumentClaim(
        "S2.8",
        "Liquidity can be provided with leverage of up to 10.",
        "bal",
        bounded_by=("P106",),
        examples=(up_to_ten_times,),
    ),
    DocumentClaim(
        "S2.9",
        "A holder of GLP has the performance of every other, which follows the token's price.",
        "bal",
        not_checkable=OTHER_PROTOCOL,
    ),
    DocumentClaim(
        "S2.10",
        "An LP's result depends on when it came.",
        "bal",
        examples=(time_of_entry,),
        instance=True,
    ),
    DocumentClaim(
        "S2.11",
        "The AMM is one of three sources of liquidity, beside an order book and fills just in time.",
        "bal",
        not_checkable=WIDER_EXCHANGE,
    ),
    DocumentClaim(
        "S2.12", "Users choose the market that they provide liquidity for.", "bal", not_checkable=WIDER_EXCHANGE
    ),
    DocumentClaim("S2.13", "LPs need not manage their positions by hand.", "bal", not_checkable=OPINION),
    DocumentClaim(
        "S2.14",
        "Shares take up collateral as open, unfilled orders do.",
        "bal",
        stated_by=("P60", "P61", "P62"),
        bounded_by=("P61a", "P62a", "P62b"),
        examples=(shares_count_as_orders,),
    ),
    DocumentClaim(
        "S2.15",
        "Shares are no limit on the position that an LP may acquire.",
        "bal",
        examples=(no_largest_position,),
        instance=True,
    ),
    DocumentClaim(
        "S2.16",
        "With 10 % of the liquidity, of a taker's 10 SOL long an LP receives 1 SOL short, and a fee.",
        "bal",
        examples=(tenth_of_a_purchase,),
        instance=True,
    ),
    DocumentClaim(
        "S2.17",
        "The margin rules limit an LP's leverage as they do in every market.",
        "bal",
        bounded_by=("P106",),
        examples=(up_to_ten_times,),
    ),
    DocumentClaim(
        "S2.18",
        "An LP's margin follows from its unsettled position and its open orders.",
        "bal",
        stated_by=("P20", "P62"),
        bounded_by=("P20a", "P62a", "P62b"),
        examples=(unsettled_counts_as_settled,),
    ),
    DocumentClaim(
        "S2.19",
        "Leverage raises the risk of liquidation, and without it an account can still be liquidated.",
        "bal",
        stated_by=("P104",),
        examples=(leverage_is_risk, liquidated_without_leverage),
    ),
    DocumentClaim(
        "S2.20",
        "80 % of the fees that the AMM gathers go to LPs, by their part of the liquidity.",
        "bal",
        bounded_by=("P27", "P28"),
        examples=(eight_basis_points,),
    ),
    DocumentClaim(
        "S2.21",
        "LPs also receive funding and the profit of settled positions.",
        "bal",
        stated_by=("P37a", "P43b", "P58"),
        bounded_by=("P40a",),
    ),
    DocumentClaim("S2.22", "Returns are shown as settled and unsettled profit.", "bal", not_checkable=DISPLAY),
    DocumentClaim(
        "S2.23",
        "Being an LP adds directional exposure.",
        "bal",
        stated_by=("P71",),
        bounded_by=("P22",),
    ),
    DocumentClaim("S2.24", "An LP's positions can lead to losses.", "bal", examples=(a_loss,), instance=True),
    DocumentClaim("S2.25", "A subaccount isolates the risk of being an LP.", "bal", not_checkable=ACCOUNT),
    DocumentClaim("S2.26", "A market for liquidity is chosen and watched on a page.", "bal", not_checkable=DISPLAY),
    DocumentClaim(
        "S2.27",
        "Liquidity can be taken out at any time.",
        "bal",
        stated_by=("P52", "P91"),
        bounded_by=("P52a",),
        contradicted_by=("P48", "P51a"),
        examples=(at_any_time,),
    ),
    DocumentClaim(
        "S2.28",
        "An LP can close its position by a trade.",
        "bal",
        examples=(closing_the_position,),
        instance=True,
    ),
)
