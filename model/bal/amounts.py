"""The kinds of numbers that transitions take and answer: width and unit of each."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from model.arith import I8, I64, I128, U64, U128
from model.bal.market import BASE, COUNT, FUNDING, PRICE, QUOTE, SHARE
from model.bal.position import SECOND

Shares: TypeAlias = Annotated[int, U64, SHARE]
Liquidity: TypeAlias = Annotated[int, U128, SHARE]
Base: TypeAlias = Annotated[int, U64, BASE]
BaseDelta: TypeAlias = Annotated[int, I64, BASE]
Quote: TypeAlias = Annotated[int, U64, QUOTE]
QuoteDelta: TypeAlias = Annotated[int, I64, QUOTE]
QuoteSum: TypeAlias = Annotated[int, I128, QUOTE]
Price: TypeAlias = Annotated[int, U64, PRICE]
OraclePrice: TypeAlias = Annotated[int, I64, PRICE]
Rate: TypeAlias = Annotated[int, I128, FUNDING]
Exponent: TypeAlias = Annotated[int, I8, COUNT]
Time: TypeAlias = Annotated[int, I64, SECOND]
