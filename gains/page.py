"""The published page on gains: each subject as a sentence, a plot and a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from gains.markets import RECORDING, Recorded
from gains.result import Amount, Result, Row
from gains.words import decimal, dollars, percent
from model.bal.constants import BASE_PRECISION, PRICE_PRECISION
from properties.catalogue import catalogue
from reports.gains_link import DATA, PLOTS
from reports.markdown import table, text
from reports.published import INDEX, place

PREFACE = (
    "Written by `python -m gains`. Every number is that of a run of the model on a recorded market, beside the bound that"
    " the properties named prove; nothing here is a proof, and the verdicts are the recorded ones, which"
    " `tallystick verify` judges. Where a property is refuted, the number shows by how much the statement fails. The same"
    f" as data: [{DATA}]({DATA})."
)
UNITS = (
    "Raw numbers are the protocol's smallest units: 1e-9 of base, 1e-6 of quote, 1e-6 quote per base of a price; a fraction"
    " of one is exact before it is rounded for this page. Base is told in USD at the market's first price, in the last"
    " subject at the price that the row names. A bound is one of the magnitude. Where a row does not speak of a loss, a"
    " negative number is one, or a fall."
)


def page(results: Sequence[Result], markets: Iterable[Recorded]) -> str:
    """The whole page."""
    parts = [
        f"[All properties]({INDEX})",
        "# Who can gain from whom, in tokens",
        PREFACE,
        UNITS,
        "\n".join(f"- [{text(each.title)}](#{each.name})" for each in results),
        "## The markets",
        f"The first markets of two traces in `{'/'.join(RECORDING.parts[-4:])}`:",
        table(
            ["market", "class", "trace", "price", "liquidity", "step", "fee", "base spread", "per_lp_base", "cooldown"],
            [_market(each) for each in markets],
        ),
    ]
    for each in results:
        parts += _subject(each)
    return "\n\n".join(parts) + "\n"


def plot_of(result: Result) -> str:
    """Where the plot of a subject is, inside the folder."""
    return f"{PLOTS}/{result.name}.svg"


def amount(shown: Amount) -> str:
    """An amount in tokens, and base in USD too."""
    tokens = f"{decimal(shown.tokens)} {shown.token}"
    return f"{tokens} ({dollars(shown.worth)})" if shown.price else tokens


def _market(market: Recorded) -> list[str]:
    state = market.state
    rules = state.market
    return [
        market.name,
        market.kind,
        str(market.trace),
        dollars(Fraction(market.price, PRICE_PRECISION)),
        amount(market.base(market.liquidity)),
        f"{decimal(Fraction(rules.order_step_size, BASE_PRECISION))} {market.token}",
        percent(Fraction(state.fee_numerator, state.fee_denominator)),
        percent(Fraction(rules.base_spread, PRICE_PRECISION)),
        str(rules.per_lp_base),
        f"{state.lp_cooldown_time} s",
    ]


def _subject(result: Result) -> list[str]:
    known = catalogue()
    cited = [known[each] for each in dict.fromkeys(result.properties)]
    seeded = f" Seed {result.seed}." if result.seed is not None else ""
    return [
        f'## <a id="{result.name}"></a>{text(result.title)}',
        f"{text(result.sentence)}.",
        f"{text(result.setting)}{seeded}",
        text(f"Bounds: {result.bounds}"),
        f"![{text(result.title)}]({plot_of(result)})",
        table(["market", "what", "attained", "raw", "bound", "raw", "by"], [_row(each) for each in result.rows]),
        table(
            ["property", "says", "recorded as"],
            [[_link(each.id), text(each.sentence), each.expected.value] for each in cited],
        ),
    ]


def _row(row: Row) -> list[str]:
    cells = [row.market, text(row.what), amount(row.attained), decimal(row.attained.raw)]
    bound = row.bound
    if bound is None:
        return [*cells, "", "", ""]
    limit = Amount(bound.raw, row.attained.unit, row.attained.token, row.attained.price)
    sign = "below" if bound.strict else "at most"
    by = ", ".join(_link(each) for each in bound.by)
    told = (
        "" if bound.proved else (" (refuted: kept here)" if bound.met_by(row.attained.raw) else " (refuted: exceeded)")
    )
    return [*cells, f"{sign} {amount(limit)}", decimal(bound.raw), f"{by}{told}"]


def _link(identifier: str) -> str:
    return f"[{text(identifier)}]({place(catalogue()[identifier].system, identifier)})"
