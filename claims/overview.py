"""The claims of the overview of BAL, in the order of the document."""

from __future__ import annotations

from claims.claim import Document, DocumentClaim
from claims.life_examples import (
    depth,
    inventory_is_rebalanced,
    part_of_a_fill_just_in_time,
    part_of_the_liquidity,
)
from claims.liquidation_examples import derisked, opted_out
from claims.margin_examples import own_limit, shares_count_as_orders
from claims.reasons import ACCOUNT, DISPLAY, WIDER_EXCHANGE
from claims.trading_examples import (
    closing_the_position,
    even_room,
    fewer_shares_receive_less,
    short_taker,
    tenth_of_a_purchase,
)

OVERVIEW = Document("S0", "Drift, Backstop AMM Liquidity: overview")

CLAIMS = (
    DocumentClaim(
        "S0.1",
        "A user may add liquidity of its own to the market's virtual AMM, which increases the AMM's liquidity.",
        "bal",
        stated_by=("P05", "P05a"),
        examples=(part_of_the_liquidity,),
    ),
    DocumentClaim(
        "S0.2",
        "More liquidity reduces the price impact of other users' trades.",
        "bal",
        stated_by=("P68",),
        bounded_by=("P68a", "P68b"),
        examples=(depth,),
    ),
    DocumentClaim("S0.3", "The AMM's curve is one of constant product.", "bal", bounded_by=("P07",)),
    DocumentClaim(
        "S0.4",
        "Adding shares raises the AMM's sqrt_k, at the price there is.",
        "bal",
        stated_by=("P05",),
        bounded_by=("P08", "P08a", "P08b"),
        examples=(part_of_the_liquidity,),
    ),
    DocumentClaim(
        "S0.5",
        "Liquidity in one market is margined together with everything else in the account, lending included.",
        "bal",
        not_checkable=WIDER_EXCHANGE,
    ),
    DocumentClaim(
        "S0.6",
        "An LP comes to hold perpetual positions without placing an order.",
        "bal",
        bounded_by=("P22",),
        examples=(tenth_of_a_purchase,),
    ),
    DocumentClaim(
        "S0.7",
        "An LP takes on its share of the positions that the AMM acquires as counterparty of traders.",
        "bal",
        stated_by=("P25",),
        bounded_by=("P22",),
        examples=(tenth_of_a_purchase,),
    ),
    DocumentClaim(
        "S0.8",
        "If a trader goes short, the LP receives a long position.",
        "bal",
        stated_by=("P71",),
        bounded_by=("P22",),
        examples=(short_taker,),
    ),
    DocumentClaim(
        "S0.9",
        "An LP's liquidity counts as open orders, bids and asks.",
        "bal",
        stated_by=("P60", "P61"),
        bounded_by=("P61a",),
        examples=(even_room, shares_count_as_orders),
    ),
    DocumentClaim("S0.10", "An LP sees its positions in a table.", "bal", not_checkable=DISPLAY),
    DocumentClaim(
        "S0.11",
        "While an LP has shares, new trades change its position.",
        "bal",
        bounded_by=("P22",),
        examples=(tenth_of_a_purchase,),
    ),
    DocumentClaim(
        "S0.12",
        "With fewer shares, trades change the LP's position less.",
        "bal",
        stated_by=("P05",),
        bounded_by=("P22",),
        examples=(fewer_shares_receive_less,),
    ),
    DocumentClaim(
        "S0.13",
        "A fill is shared by protocol and LPs pro rata, or is the protocol's alone, or the LPs' alone.",
        "bal",
        stated_by=("P72",),
        bounded_by=("P22", "P73"),
    ),
    DocumentClaim(
        "S0.14",
        "LPs have no share of the fills that the AMM takes just in time beside a maker.",
        "bal",
        stated_by=("P29",),
        examples=(part_of_a_fill_just_in_time,),
    ),
    DocumentClaim(
        "S0.15",
        "The AMM can fill beside other makers, to bring back a part of its inventory.",
        "bal",
        examples=(inventory_is_rebalanced,),
        instance=True,
    ),
    DocumentClaim(
        "S0.16",
        "An LP can reduce or close its position by trading against it.",
        "bal",
        examples=(closing_the_position,),
        instance=True,
    ),
    DocumentClaim(
        "S0.17",
        "The account's own leverage limit sets the margin that new liquidity requires.",
        "bal",
        bounded_by=("P106",),
        examples=(own_limit,),
    ),
    DocumentClaim(
        "S0.18",
        "Below its collateral requirement, an account's shares are reduced when its profit and loss is next settled.",
        "bal",
        stated_by=("P65", "P88", "P89", "P90", "P101"),
        bounded_by=("P65a", "P101a"),
        examples=(derisked,),
    ),
    DocumentClaim(
        "S0.19",
        "A user can opt out of having its shares reduced.",
        "bal",
        stated_by=("P102",),
        examples=(opted_out,),
    ),
    DocumentClaim(
        "S0.20",
        "Liquidity is added by an amount or by a leverage, and taken out by an amount of shares.",
        "bal",
        not_checkable=DISPLAY,
    ),
    DocumentClaim("S0.21", "A subaccount for liquidity may be created.", "bal", not_checkable=ACCOUNT),
    DocumentClaim("S0.22", "Historical performance is shown for each market.", "bal", not_checkable=DISPLAY),
)
