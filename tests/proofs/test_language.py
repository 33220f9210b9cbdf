"""The language of rules: what a rule of a user's may say, and what is said of one that says more."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from model import arith
from model.bal import Bal
from model.pair import Pair
from model.system import System
from proofs import language, reached
from proofs.dependencies import digest
from proofs.language import outside_language
from properties.catalogue import catalogue

HEAD = """
from __future__ import annotations

import functools
import random
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import NamedTuple

from model import arith
from model.arith import U64, floor_div, u64
from model.errors import Rejected
from model.holders import Holders
from model.pair import Nothing, Pair, PairState

FEES = {{"low": 3, "high": 10}}
KINDS = frozenset({{"low", "high"}})


class TooMuch(Rejected):
    name = "TooMuch"


class Side(Enum):
    LONG = "long"
    SHORT = "short"


class Split(NamedTuple):
    mine: int
    yours: int


@dataclass
class Book:
    kept: int = 0

    def more(self, amount: int) -> Book:
        return type(self)(kept=0) if amount < 0 else replace(self, kept=self.kept + amount)


def halved(amount: int) -> Split:
    mine = floor_div(amount, 2)
    return Split(mine, amount - mine)


def logged(rule):
    @functools.wraps(rule)
    def run(self, state, **arguments):
        return rule(self, state, **arguments)

    return run


class Mine(Pair):
{body}
"""


def loaded(text: str, path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    file = path / "a_users_file.py"
    file.write_text(text, encoding="utf-8")
    spec = importlib.util.spec_from_file_location("a_users_file", file)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "a_users_file", module)
    spec.loader.exec_module(module)
    return module


def rule(*lines: str) -> str:
    return "\n".join(["    def sync(self, state, **arguments):", *(f"        {line}" for line in lines)])


PLAIN = "return super().sync(state, **arguments)"

WITHIN = {
    "arithmetic": rule("amount = u64(state.balance0 + 1)", "fee = floor_div(amount * 3, 1000)", PLAIN),
    "a verb of a module": rule("amount = arith.u64(state.balance0)", PLAIN),
    "a table by a name": rule("fee = FEES['low']", PLAIN),
    "whether a name is in a set": rule("fee = 3 if arguments.get('kind', 'low') in KINDS else 5", PLAIN),
    "a loop over what is there": rule("for asset, fee in enumerate((3, 5)):", "    fee = max(fee, asset)", PLAIN),
    "a function beside it": rule("mine, yours = halved(state.balance0)", PLAIN),
    "a named tuple": rule("mine = halved(state.balance0)._replace(mine=0).mine", PLAIN),
    "a state of its own": rule("book = Book().more(3)", PLAIN),
    "a copy with a field replaced": rule("state = replace(state, balance0=state.balance0 + 1)", PLAIN),
    "what kind of state": rule("if not isinstance(state, PairState):", "    raise TypeError(state)", PLAIN),
    "one of a list of names": rule("side = Side.LONG", "if side is Side.SHORT:", "    return None", PLAIN),
    "that nobody holds anything": rule("shares = Holders()", PLAIN),
    "a refusal": rule("if state.balance0 > 2**200:", "    raise TooMuch(balance=state.balance0)", PLAIN),
    "catching a refusal": rule("try:", "    u64(state.balance0)", "except TooMuch:", "    pass", PLAIN),
    "a lambda": rule("state.shares.total('all', lambda held: held)", PLAIN),
    "a decorator that is read": "    @logged\n" + rule(PLAIN),
    "a property": "    @property\n    def fee(self):\n        return 3\n\n" + rule("fee = self.fee", PLAIN),
    "a static method": "    @staticmethod\n    def fee(a):\n        return a\n\n" + rule("fee = self.fee(1)", PLAIN),
    "choosing by the value": rule(
        "match arguments.get('kind', 'low'):", "    case 'low' | 'high':", "        pass", PLAIN
    ),
}

BEYOND = {
    "isinstance in this form": rule("isinstance(state.balance0, int)", PLAIN),
    "type in this form": rule("kind = type(state.balance0)", PLAIN),
    "the class Pair as a value": rule("kind = Pair", PLAIN),
    "Holders other than empty": rule("Holders({'a': 1})", PLAIN),
    "writing to what it was not given": rule("FEES['low'] = 5", "arith.u64 = 3", "Mine.fee = 5", PLAIN),
    "dict as a value": rule("dict.keys(state.shares)", PLAIN),
    "FEES, which stands for two things,": rule("fee = (lambda FEES: 3)(FEES)", PLAIN),
    "JoinedStr, as Python's grammar calls it,": rule("text = f'{state}'", PLAIN),
    "Mod, as Python's grammar calls it,": rule("text = '%s' % 3", PLAIN),
    ": getattr ": rule("getattr(state, 'bal' + 'ance0')", PLAIN),
    ": id ": rule("id(state)", PLAIN),
    ": hash ": rule("hash(state.balance0)", PLAIN),
    ": repr ": rule("repr(state.balance0)", PLAIN),
    ": open ": rule("open('fee')", PLAIN),
    ": eval ": rule("eval('state')", PLAIN),
    ": print ": rule("print(state.balance0)", PLAIN),
    ": random.random": rule("random.random()", PLAIN),
    ": Path": rule("Path('fee').read_text()", PLAIN),
    ": arith.symbolic": rule("arith.symbolic(state.balance0)", PLAIN),
    ": arith._promote": rule("arith._promote(state.balance0)", PLAIN),
    ": arith.math.isqrt": rule("arith.math.isqrt(4)", PLAIN),
    "the module arith as a value": rule("verbs = arith", PLAIN),
    "the attribute __class__": rule("state.balance0.__class__", PLAIN),
    "the attribute __dict__": rule("state.__dict__", PLAIN),
    "the attribute trunc_div": rule("state.balance0.trunc_div(1)", PLAIN),
    ": vars ": rule("vars(state)", PLAIN),
    "the attribute format": rule("'{0}'.format(state)", PLAIN),
    "the attribute gi_frame": rule("(each for each in ()).gi_frame", PLAIN),
    "the very same object": rule("state.balance0 is state.balance1", PLAIN),
    "catching what is no refusal": rule("try:", "    pass", "except Exception:", "    pass", PLAIN),
    "Import, as Python's grammar calls it,": rule("import sys", PLAIN),
    "Global, as Python's grammar calls it,": rule("global FEES", "FEES = {}", PLAIN),
    "Set, as Python's grammar calls it,": rule("for each in {'a', 'b'}:", "    pass", PLAIN),
    "the set KINDS": rule("for each in KINDS:", "    pass", PLAIN),
    "With, as Python's grammar calls it,": rule("with state as other:", "    pass", PLAIN),
    "MatchClass, as Python's grammar calls it,": rule(
        "match state.balance0:", "    case int():", "        pass", PLAIN
    ),
    "AsyncFunctionDef, as Python's grammar calls it,": rule("async def later():", "    pass", PLAIN),
    "Number": "    class Number(int):\n        pass\n\n" + rule(PLAIN),
    "Late": "    class Late:\n        def __del__(self):\n            pass\n\n" + rule(PLAIN),
    "fee": "    fee = functools.lru_cache(lambda self, state: 3)\n\n" + rule(PLAIN),
    "rule: its source is not there": "    exec('def rule(self): pass')\n\n" + rule(PLAIN),
}


@pytest.mark.parametrize("body", WITHIN.values(), ids=WITHIN)
def test_a_rule_in_the_language_is_read(body: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert outside_language(loaded(HEAD.format(body=body), tmp_path, monkeypatch).Mine()) == []


@pytest.mark.parametrize(("what", "body"), BEYOND.items(), ids=BEYOND)
def test_a_rule_that_says_more_is_told_what(
    what: str, body: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = outside_language(loaded(HEAD.format(body=body), tmp_path, monkeypatch).Mine())
    assert any(what in each for each in said), said


def test_a_rule_is_told_by_its_name_and_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = HEAD.format(body=rule("kind = type(state)", PLAIN))
    line = text.splitlines().index("        kind = type(state)") + 1
    (said,) = outside_language(loaded(text, tmp_path, monkeypatch).Mine())
    assert said.startswith(f"Mine.sync, line {line}: type in this form ")


def test_a_file_that_was_changed_since_it_was_loaded_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = HEAD.format(body=rule("amount = 1", PLAIN))
    system = loaded(text, tmp_path, monkeypatch).Mine()
    (tmp_path / "a_users_file.py").write_text(text.replace("amount = 1", "amount = 2"), encoding="utf-8")
    assert any("is not what runs" in each for each in outside_language(system))


def test_a_method_put_into_a_class_of_the_model_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = loaded(HEAD.format(body=rule("print(state)", PLAIN)), tmp_path, monkeypatch)
    monkeypatch.setattr(Pair, "skim", module.Mine.sync)
    assert outside_language(Pair())


FOUNDATION = {
    *("System.apply", "verb", "Rejected.__str__", "Width.__repr__", "Holders", "Bal.every_operation", "Pair.start"),
    *("PairState.copy", "BalState.copy", "Market.copy", "Position.copy", "Position.cleared", "Liquidation.reuse_slot"),
    *("ExchangeOperations.open_accounts", "ExchangeOperations.settle_expired_market", "Opening.start_exchange"),
}
"""What rules stand on: verbs, copies, dispatch by name, and who is where when a market opens or closes."""


@pytest.mark.parametrize("kind", [Pair, Bal])
def test_the_rules_of_the_model_are_in_the_language_themselves(
    kind: type[System], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reached, "is_ours", lambda function, rooms: function in vars(arith).values())
    monkeypatch.setattr(reached, "RULES", ())
    said = {each.partition(",")[0].partition(":")[0].partition(" is outside")[0] for each in outside_language(kind())}
    assert said <= FOUNDATION, said - FOUNDATION


def test_what_a_constant_is_counts_wherever_it_comes_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = HEAD.format(body=rule("fee = FEE", PLAIN)) + "\n\nFEE = int(Path(__file__).with_name('fee').read_text())\n"
    found = []
    for fee in ("3", "5"):
        (tmp_path / "fee").write_text(fee, encoding="utf-8")
        system = loaded(text, tmp_path, monkeypatch).Mine()
        found.append(digest(catalogue()["Q01"], system))
    assert found[0] != found[1]


def test_what_only_a_number_of_a_proof_has_is_known() -> None:
    assert {"polynomial", "path", "within", "trunc_div", "promote", "condition"} <= language.ONLY_IN_A_PROOF
