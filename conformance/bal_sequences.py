"""Cases of several steps on one market and one position: the rule that each step is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from conformance import decode
from conformance.bal_case import MARKET, POSITION, Found, Situation, case, list_of, some_of, without_unread
from conformance.bal_example import SPLIT, Given, Schema, given_by
from conformance.bal_fields import Reader, one_of, recorded_or_none
from conformance.decode import NotARecording
from model.arith import I8, I64, I128, U64, U192
from model.bal import Account, Bal, BalState, ExchangeMarket, Position, Prices
from model.bal.exchange import FILL, INITIAL, MAINTENANCE
from model.bal.market import Market
from model.bal.state import KUpdate
from model.errors import Rejected


class RefusedEarly(Rejected):
    """A case states how its last step ends; a step before that was refused."""

    name = "refused before the last step"


@dataclass
class Run:
    """Where a sequence is, and what its steps have answered: the last of each name counts."""

    market: ExchangeMarket
    position: Account
    precomputed: KUpdate | None = None
    answers: Found = field(default_factory=dict)


Do: TypeAlias = Callable[[Bal, Run, Given], None]


class Step(NamedTuple):
    """A kind of step: its arguments, an object's fields or a reader of all of them, and what it does."""

    schema: Schema | Reader
    do: Do


STEPS: dict[str, Step] = {}


def step(name: str, read: Reader | None = None, **schema: Any) -> Callable[[Do], Do]:
    """Enter the decorated function as a step with these arguments."""

    def enter(do: Do) -> Do:
        STEPS[name] = Step(read or schema, do)
        return do

    return enter


@step("mint", n_shares=U64)
def _(bal: Bal, run: Run, given: Given) -> None:
    bal.mint_shares(run.market, run.position, given["n_shares"], None)


@step("settle")
def _(bal: Bal, run: Run, given: Given) -> None:
    run.answers["pnl"] = bal.settle_lp_position(run.market, run.position).pnl


@step("burn", shares_to_burn=U64, oracle_price=I64)
def _(bal: Bal, run: Run, given: Given) -> None:
    burned = bal.burn_shares(run.market, run.position, given["shares_to_burn"], given["oracle_price"], None)
    run.answers["pnl"] = burned.pnl


@step("set_market", some_of(MARKET))
def _(bal: Bal, run: Run, given: Given) -> None:
    vars(run.market).update(without_unread(given))


@step("set_position", some_of(POSITION))
def _(bal: Bal, run: Run, given: Given) -> None:
    vars(run.position).update(given)


@step("rebase_market", expo_diff=I8)
def _(bal: Bal, run: Run, given: Given) -> None:
    after, _ = bal.rebase_market(BalState(run.market), expo_diff=given["expo_diff"])
    vars(run.market).update(vars(after.market))


@step("update_position", base=I64, quote=I64, remainder=recorded_or_none(I64))
def _(bal: Bal, run: Run, given: Given) -> None:
    delta = given["base"], given["quote"], given["remainder"]
    run.answers["pnl"] = bal.update_position_and_market(run.market, run.position, *delta)


@step("update_lp", base=I64, quote=I64, fee=I128, split=SPLIT)
def _(bal: Bal, run: Run, given: Given) -> None:
    delta = given["base"], given["quote"], given["fee"], given["split"]
    run.answers["lp_delta_base"] = bal.update_lp_market_position(run.market, *delta)


@step("compute_update_k", new_sqrt_k=U192, bound_update=decode.flag)
def _(bal: Bal, run: Run, given: Given) -> None:
    run.precomputed = bal.get_update_k_result(run.market, **given)


@step("adjust_k_cost_with_precomputed")
def _(bal: Bal, run: Run, given: Given) -> None:
    assert run.precomputed is not None
    run.answers["cost"] = bal.adjust_k_cost(run.market, run.precomputed)


@step("adjust_k_cost", new_sqrt_k=U192, bound_update=decode.flag)
def _(bal: Bal, run: Run, given: Given) -> None:
    run.answers["terminal_price"] = bal.terminal_price(run.market)
    run.answers["cost"] = bal.adjust_k_cost(run.market, bal.get_update_k_result(run.market, **given))


def steps(value: Any, field: str) -> tuple[tuple[str, Given], ...]:
    """A list of steps, each an object whose `op` says which it is."""
    found: tuple[tuple[str, Given], ...] = list_of(one_step)(value, field)
    operations = [operation for operation, _ in found]
    if not found:
        raise NotARecording("the list is empty", field=field)
    uses, makes = "adjust_k_cost_with_precomputed", "compute_update_k"
    if uses in operations and makes not in operations[: operations.index(uses)]:
        raise NotARecording(f"{uses} has no {makes} before it", field=field)
    return found


def one_step(value: Any, field: str) -> tuple[str, Given]:
    """A step: which it is, and its arguments."""
    given = dict(decode.record(value, field))
    operation = decode.text(given.pop("op", None), f"{field}.op")
    if operation not in STEPS:
        known = ", ".join(STEPS)
        raise NotARecording(f"{decode.shown(operation)} is no step of a case: {known}", field=f"{field}.op")
    schema = STEPS[operation].schema
    return operation, given_by(schema, given, field) if isinstance(schema, Mapping) else schema(given, field)


# Sequences, and what is asked after them


@case("sequence", "market", "position", steps=steps)
def sequence(bal: Bal, given: Situation) -> Found:
    run = Run(given.market, given.position)
    *others, last = given.args["steps"]
    for number, (operation, arguments) in enumerate(others, start=1):
        try:
            STEPS[operation].do(bal, run, arguments)
        except Rejected as refusal:
            raise RefusedEarly(f"step {number}, {operation}: {refusal}") from None
    operation, arguments = last
    STEPS[operation].do(bal, run, arguments)
    return run.answers


@case("sequence+imbalance", "market", "position", steps=steps)
def _(bal: Bal, given: Situation) -> Found:
    sequence(bal, given)
    return {"imbalanced_base_asset_amount_with_lp": bal.imbalanced_base_asset_amount_with_lp(given.market)}


@case("sequence+calculate_settle_lp_metrics", "market", "position", steps=steps)
def _(bal: Bal, given: Situation) -> Found:
    sequence(bal, given)
    return claim(bal, given.market, given.position)


PRICES: dict[str, Any] = {"oracle_price": I64, "quote_oracle_price": I64}


@case(
    "sequence+margin",
    "market",
    "position",
    steps=steps,
    **PRICES,
    then=one_of("initial margin"),
    spot_quote_deposit=U64,
)
def _(bal: Bal, given: Situation) -> Found:
    sequence(bal, given)
    given.position.collateral = given.args["spot_quote_deposit"]
    return bal.calculate_account_margin(given.market, given.position, prices_of(given), INITIAL)._asdict()


@case(
    "sequence+simulate+margin",
    "market",
    "position",
    steps=steps,
    **PRICES,
    margin_type=one_of(INITIAL, FILL, MAINTENANCE),
)
def _(bal: Bal, given: Situation) -> Found:
    sequence(bal, given)
    margin = bal.calculate_perp_position_value_and_pnl(
        given.market, given.position, prices_of(given), given.args["margin_type"]
    )
    preview = bal.simulate_settled_lp_position(given.market, given.position, given.args["oracle_price"])
    return {"sim": vars(preview)} | margin._asdict()


def prices_of(given: Situation) -> Prices:
    """The prices of market and collateral that a case gives."""
    return Prices(given.args["oracle_price"], given.args["quote_oracle_price"])


def claim(bal: Bal, market: Market, position: Position) -> Found:
    """What the LP has to settle, under the names of the cases."""
    base, quote, remainder = bal.calculate_settle_lp_metrics(market, position)
    return {"base": base, "quote": quote, "remainder": remainder}


def prices(bal: Bal, position: Position) -> Found:
    """The prices at which the position was entered and would break even."""
    return {"entry_price": bal.entry_price(position), "breakeven_price": bal.break_even_price(position)}
