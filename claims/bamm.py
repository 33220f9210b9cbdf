"""The claims of the article on the mathematics of BAMM, in the order of the document.

What it says of a plain pool is judged on the pair.
"""

from __future__ import annotations

from functools import partial

from claims.claim import Document, DocumentClaim
from claims.pool_examples import (
    price_at_first,
    price_down,
    price_up,
    product_with_the_usual_fee,
    product_without_a_fee,
    purchase_of_ten,
)
from claims.reasons import BAMM, NOT_PUBLIC, OPINION, OTHER_PROTOCOL, TRAFFIC

ARTICLE = Document("S4", "Flywheel, the math behind BAMM lending")

_awaited = partial(DocumentClaim, system="bamm", awaits=BAMM)
"""A claim that the model has no lending pool for yet."""

CLAIMS = (
    DocumentClaim(
        "S4.1",
        "A trade does not lower the product of a pool's reserves.",
        "pair",
        stated_by=("Q01",),
        examples=(product_without_a_fee,),
    ),
    DocumentClaim(
        "S4.2",
        "A trade does not raise the product either, by the rules of Uniswap v2.",
        "pair",
        examples=(product_with_the_usual_fee,),
    ),
    DocumentClaim(
        "S4.3",
        "The ratio of the reserves is the price: a pool of 1000 ETH and 2 000 000 FRAX has a price of 2000.",
        "pair",
        examples=(price_at_first,),
        instance=True,
    ),
    DocumentClaim(
        "S4.4",
        "More of a token in the pool lowers its price; buying a token raises it.",
        "pair",
        stated_by=("Q17",),
        examples=(price_at_first, price_up, price_down),
    ),
    DocumentClaim(
        "S4.5",
        "Somebody who buys 10 ETH of that pool pays about 19 802 FRAX, and leaves 1010 ETH and about 1 980 198 FRAX.",
        "pair",
        examples=(purchase_of_ten,),
        instance=True,
    ),
    DocumentClaim(
        "S4.6",
        "The changed price can differ from other markets', which invites arbitrage.",
        "pair",
        not_checkable=TRAFFIC,
    ),
    DocumentClaim("S4.7", "What lies in a plain pool is of use for nothing but swaps.", "pair", not_checkable=OPINION),
    DocumentClaim(
        "S4.8",
        "Plain pools earn less than other ways of making markets, as fees are fixed.",
        "pair",
        not_checkable=OPINION,
    ),
    DocumentClaim(
        "S4.9",
        "Pools may lend out what swaps do not need; elsewhere a tenth of the total is ever used.",
        "bamm",
        not_checkable=OTHER_PROTOCOL,
    ),
    _awaited("S4.10", "Both assets of the pool can be lent to traders."),
    _awaited("S4.11", "If swaps need 20 % of the assets, 800 ETH and 1 600 000 FRAX can be lent."),
    DocumentClaim(
        "S4.12",
        "The constant of the pool of 1000 ETH and 2 000 000 FRAX is 2 000 000 000.",
        "pair",
        examples=(price_at_first,),
        instance=True,
    ),
    _awaited(
        "S4.13",
        "With 100 ETH of collateral at 2000, and a largest loan to value of 80 %, 160 000 FRAX can be borrowed.",
    ),
    _awaited("S4.14", "The borrowed FRAX leave the pool: 1 840 000 stay."),
    _awaited("S4.15", "After a loan of 160 000 FRAX 8 % of the pool are in use."),
    _awaited("S4.16", "Interest rates follow the use of the pool, and rise with it."),
    DocumentClaim(
        "S4.17",
        "If 900 ETH are left in the pool, its price is 2469.14, with about 2 222 222 FRAX, lent ones included.",
        "pair",
        examples=(price_up,),
        instance=True,
    ),
    _awaited("S4.18", "At a price of 2469.14, 2 062 222 FRAX are in the pool."),
    _awaited("S4.19", "At that price the collateral of 100 ETH lets 197 531.20 FRAX be borrowed."),
    _awaited("S4.20", "At that price 7.2 % of the pool are in use."),
    DocumentClaim(
        "S4.21",
        "If 1100 ETH are in the pool, its price is 1652.89, with about 1 818 182 FRAX, lent ones included.",
        "pair",
        examples=(price_down,),
        instance=True,
    ),
    _awaited("S4.22", "At a price of 1652.89, 1 652 893 FRAX are in the pool."),
    _awaited("S4.23", "At that price the loan is above 80 % of its collateral, and is liquidated softly."),
    _awaited("S4.24", "If the price rises again, part of the ETH can be reclaimed."),
    _awaited("S4.25", "At that price 9.9 % of the pool are in use."),
    _awaited("S4.26", "Debt is counted in LP tokens, as the root of the product of what was borrowed."),
    _awaited("S4.27", "A borrower is solvent as long as the root of its collateral exceeds that of its debt."),
    DocumentClaim(
        "S4.28",
        "Liquidations convert collateral over a range of prices, and back if the price returns.",
        "bamm",
        not_checkable=NOT_PUBLIC,
    ),
    DocumentClaim(
        "S4.29",
        "The rate is linear in the use of the pool, in two slopes with four parameters.",
        "bamm",
        not_checkable=NOT_PUBLIC,
    ),
    DocumentClaim(
        "S4.30",
        "The largest part that may be borrowed is set for each pool, lower for volatile ones.",
        "bamm",
        not_checkable=NOT_PUBLIC,
    ),
    DocumentClaim(
        "S4.31",
        "The rate moves with time, and rises by 200 % every 4 hours at full use.",
        "bamm",
        not_checkable=OTHER_PROTOCOL,
    ),
    DocumentClaim(
        "S4.32", "Interest adds to what liquidity earns, and markets get deeper.", "bamm", not_checkable=OPINION
    ),
)
