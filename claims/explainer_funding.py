"""The claims of the technical explainer of BAL about funding, the design behind it, and protections."""

from __future__ import annotations

from claims.claim import DocumentClaim
from claims.life_examples import (
    atomic_capture_is_refused,
    atomic_capture_without_cooldown,
    funding_by_the_share_is_captured,
    funding_is_not_captured,
    settled_positions_are_paid,
    the_amm_is_custodian,
    thirty_seconds,
    unsettled_at_first,
)
from claims.reasons import SETTING, TRAFFIC
from claims.trading_examples import accumulators_move_against_the_taker

FUNDING = (
    DocumentClaim(
        "S1.40",
        "What an LP acquires through the AMM is unsettled at first.",
        "bal",
        stated_by=("P02", "P25"),
        examples=(unsettled_at_first,),
    ),
    DocumentClaim(
        "S1.41",
        "Only settled positions take part in funding.",
        "bal",
        stated_by=("P37", "P37a", "P42a", "P44"),
        examples=(the_amm_is_custodian,),
    ),
    DocumentClaim(
        "S1.42",
        "Until an LP settles, the AMM is custodian of its position, and pays and earns its funding.",
        "bal",
        stated_by=("P03", "P32", "P41"),
        bounded_by=("P32a", "P03a", "P03b", "P03c", "P03d", "P03e"),
        examples=(the_amm_is_custodian,),
    ),
    DocumentClaim(
        "S1.43",
        "An LP has to be settled in each funding period to earn its full funding.",
        "bal",
        stated_by=("P42a", "P76"),
        denies=("P42",),
        examples=(the_amm_is_custodian, settled_positions_are_paid),
    ),
    DocumentClaim(
        "S1.44",
        "What an LP misses by settling too late goes to its custodian, the AMM.",
        "bal",
        stated_by=("P41a",),
        bounded_by=("P41b",),
        examples=(the_amm_is_custodian, settled_positions_are_paid),
    ),
    DocumentClaim(
        "S1.45",
        "That funding is earned on settled positions only defends against malicious LPs.",
        "bal",
        stated_by=("P38", "P39", "P39a"),
        denies=("V39",),
        examples=(funding_is_not_captured,),
    ),
    DocumentClaim(
        "S1.46",
        "All LPs earn the correct amount of funding.",
        "bal",
        stated_by=("P40", "P43", "P43b"),
        bounded_by=("P40a", "P43a"),
    ),
)

DESIGN = (
    DocumentClaim(
        "S1.47",
        "The market keeps base and quote per LP share, and each position the values at which it was last settled.",
        "bal",
        stated_by=("P13", "P15"),
    ),
    DocumentClaim(
        "S1.48",
        "Each trade moves the values per share so that LPs get a slice of its opposite side.",
        "bal",
        stated_by=("P71",),
        bounded_by=("P22", "P23a"),
    ),
    DocumentClaim(
        "S1.49",
        "If a trader opens a long, the base per share is decremented.",
        "bal",
        stated_by=("P71",),
        bounded_by=("P22",),
        examples=(accumulators_move_against_the_taker,),
    ),
    DocumentClaim(
        "S1.50",
        "What an LP is given is the difference of present and last values, times its shares.",
        "bal",
        stated_by=("P14", "P58"),
        bounded_by=("P16",),
    ),
    DocumentClaim(
        "S1.51",
        "Funding per share would not work: the market knows what LPs hold in total, not who has taken on what.",
        "bal",
        denies=("V39",),
    ),
    DocumentClaim(
        "S1.52",
        "With funding per share an LP could come before an update, leave after it, and earn funding without any base.",
        "bal",
        denies=("V39",),
        examples=(funding_by_the_share_is_captured,),
    ),
    DocumentClaim(
        "S1.53",
        "Unsettled positions that earn nothing until settled, and funding as usual afterwards, prevent that capture.",
        "bal",
        stated_by=("P37", "P37a", "P38", "P39", "P39a"),
        examples=(funding_is_not_captured,),
    ),
)

PROTECTIONS = (
    DocumentClaim(
        "S1.54", "The AMM's protections against toxic flow protect LPs as well.", "bal", not_checkable=TRAFFIC
    ),
    DocumentClaim(
        "S1.55", "There are guards against bots in auctions, which can be tuned.", "bal", not_checkable=SETTING
    ),
    DocumentClaim(
        "S1.56",
        "Burning shares has a cooldown of 30 seconds, which runs from the last addition of liquidity.",
        "bal",
        stated_by=("P48", "P49", "P91"),
        examples=(thirty_seconds,),
    ),
    DocumentClaim(
        "S1.57",
        "A cooldown is in place that keeps LPs from capturing others' trades atomically.",
        "bal",
        stated_by=("P50", "P11"),
        bounded_by=("P50x", "P50y", "P11a", "P11b"),
        denies=("V50",),
        examples=(atomic_capture_is_refused, atomic_capture_without_cooldown),
    ),
)
