"""The claims of the page on liquidity providers of Perpetual Protocol v2, in the order of the document."""

from __future__ import annotations

from functools import partial

from claims.claim import Document, DocumentClaim
from claims.reasons import ADVICE, DISPLAY, MAKER, NOT_PUBLIC, TRAFFIC

PERP_MAKERS = Document("S3", "Perpetual Protocol v2, more on providing liquidity")

_awaited = partial(DocumentClaim, system="maker", awaits=MAKER)
"""A claim that the model has no maker for yet."""

CLAIMS = (
    _awaited("S3.1", "An order is liquidity in a range of prices; the position is what trades have made of it."),
    _awaited(
        "S3.2", "A maker has an impermanent position once the mark price has moved from where the liquidity was added."
    ),
    DocumentClaim(
        "S3.3", "A page shows the impermanent loss and the impermanent position.", "maker", not_checkable=DISPLAY
    ),
    _awaited("S3.4", "If the price rises above that of the addition, 4000 in the example, the maker is short."),
    _awaited("S3.5", "If the price falls below that of the addition, the maker is long."),
    _awaited("S3.6", "If the price returns to exactly that of the addition, there is no position."),
    _awaited("S3.7", "In practice a small position is always left, as no price returns exactly."),
    _awaited("S3.8", "Removing liquidity turns the impermanent position into a regular one."),
    _awaited("S3.9", "An existing position in the same asset is combined with it."),
    _awaited("S3.10", "Adding and removing liquidity has no fee."),
    _awaited("S3.11", "Turning an impermanent position into a regular one has no fee."),
    _awaited("S3.12", "Closing the regular position costs 0.1 %, as any other."),
    _awaited("S3.13", "A maker's position pays and earns funding as a taker's does."),
    _awaited("S3.14", "A maker's position follows from the price, the liquidity and the range."),
    _awaited("S3.15", "Entering 1000 to 2000 at a price of 1500, the maker is short above and long below."),
    _awaited("S3.16", "A trader who fills part of an order receives tokens, and the maker takes the other side."),
    _awaited("S3.17", "Makers can be liquidated while the price is in their range and after it has left it."),
    _awaited("S3.18", "A maker's liquidation price is computed from its position as a taker's is."),
    _awaited("S3.19", "Liquidity is liquidated when the borrowed tokens grow to a value near that of the collateral."),
    _awaited("S3.20", "Tokens that are borrowed for liquidity are returned at the price when it is removed."),
    _awaited(
        "S3.21", "If the price falls the maker becomes long, and loses as it falls on, until it may be liquidated."
    ),
    _awaited("S3.22", "An account's health is its margin ratio."),
    _awaited("S3.23", "Below the maintenance margin orders can be liquidated."),
    _awaited("S3.24", "A maker's liquidation cancels all its orders and leaves regular positions."),
    _awaited("S3.25", "Each of the positions that a maker's liquidation leaves is healthy."),
    _awaited("S3.26", "If the price moves on, the regular position is liquidated."),
    _awaited("S3.27", "Positions are liquidated one at a time."),
    DocumentClaim(
        "S3.28",
        "The largest is usually liquidated first, and the others are left healthy.",
        "maker",
        not_checkable=TRAFFIC,
    ),
    DocumentClaim("S3.29", "Slippage is unexpected, price impact is predictable.", "maker", not_checkable=ADVICE),
    _awaited("S3.30", "Adding and removing liquidity has no price impact."),
    _awaited("S3.31", "Tokens are valued at the oracle's price when liquidity is added and removed."),
    _awaited(
        "S3.32",
        "Between the order to add or remove and its execution the ratio of tokens may change with the mark price.",
    ),
    _awaited(
        "S3.33", "If the oracle's price changes while liquidity is removed, what is owed for borrowed tokens changes."
    ),
    DocumentClaim(
        "S3.34",
        "Rewards are paid each week in proportion to the volume that a maker's liquidity facilitates.",
        "maker",
        not_checkable=NOT_PUBLIC,
    ),
    DocumentClaim("S3.35", "Pools and their liquidity can be looked up on a page.", "maker", not_checkable=DISPLAY),
)
