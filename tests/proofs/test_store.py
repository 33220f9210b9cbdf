"""What is kept is read back only if it is whole and about the very same content; anything else is judged anew."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from model.bal import Bal
from model.pair import Pair
from proofs import dependencies
from proofs.store import Store
from properties.catalogue import catalogue
from properties.property import Property
from tallystick.loading import load_system
from tests.reports.samples import PROVED

OUTCOME = replace(PROVED, seconds=0.0, digest="of this content")
CERTIFICATES: list[dict[str, Any]] = [{"label": "one", "goal": {"polynomial": [["1", ["x"]]]}}]


class Kept:
    """A store with one outcome in it, and the warnings it gave."""

    def __init__(self, folder: Path) -> None:
        self.warnings: list[str] = []
        self.store = Store("Pair", self.warnings.append, folder)
        self.store.save(OUTCOME, CERTIFICATES)
        (self.outcome,) = self.store.outcomes.iterdir()
        (self.certificates,) = self.store.certificates.iterdir()

    def load(self, digest: str = OUTCOME.digest) -> Any:
        return self.store.load(OUTCOME.property, digest)

    def rewrite(self, change: Callable[[Any], Any]) -> None:
        data = json.loads(self.outcome.read_text(encoding="utf-8"))
        self.outcome.write_text(json.dumps(change(data)), encoding="utf-8")


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


def test_what_is_whole_is_read_back(kept: Kept) -> None:
    assert kept.load() == OUTCOME
    assert kept.warnings == []


def test_other_content_is_judged_anew_without_a_word(kept: Kept) -> None:
    assert kept.load("of other content") is None
    assert kept.warnings == []


def test_an_empty_store_knows_nothing(tmp_path: Path) -> None:
    warnings: list[str] = []
    assert Store("Pair", warnings.append, tmp_path / "nothing").load(OUTCOME.property, OUTCOME.digest) is None
    assert warnings == []


@pytest.mark.parametrize("which", ["outcome", "certificates"])
@pytest.mark.parametrize("size", [0, 1, 40, -1])
def test_a_truncated_file_is_ignored(kept: Kept, which: str, size: int) -> None:
    file: Path = getattr(kept, which)
    file.write_bytes(file.read_bytes()[:size])
    assert kept.load() is None
    assert len(kept.warnings) == 1
    assert "judged anew" in kept.warnings[0]


def test_missing_certificates_are_noticed(kept: Kept) -> None:
    kept.certificates.unlink()
    assert kept.load() is None
    assert len(kept.warnings) == 1


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"[]", b"null", b"3", b"{}", b'"text"', b"[" * 100_000])
def test_a_foreign_file_is_ignored(kept: Kept, content: bytes) -> None:
    kept.outcome.write_bytes(content)
    assert kept.load() is None
    assert len(kept.warnings) == 1


def test_a_folder_in_place_of_a_file_is_ignored(kept: Kept) -> None:
    kept.outcome.unlink()
    kept.outcome.mkdir()
    assert kept.load() is None
    assert len(kept.warnings) == 1


@pytest.mark.parametrize("field", ["verdict", "reason", "evidence", "counterexample"])
def test_a_tampered_outcome_is_ignored(kept: Kept, field: str) -> None:
    kept.rewrite(lambda data: {**data, "outcome": {**data["outcome"], field: "REFUTED"}})
    assert kept.load() is None
    assert len(kept.warnings) == 1


def test_a_tampered_certificate_is_ignored(kept: Kept) -> None:
    kept.certificates.write_text(kept.certificates.read_text(encoding="utf-8").replace('"1"', '"2"'), encoding="utf-8")
    assert kept.load() is None
    assert len(kept.warnings) == 1


def test_another_format_is_ignored(kept: Kept) -> None:
    kept.rewrite(lambda data: {**data, "format": 0})
    assert kept.load() is None


def test_what_can_not_be_kept_is_said(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("no folder", encoding="utf-8")
    warnings: list[str] = []
    Store("Pair", warnings.append, blocked).save(OUTCOME, CERTIFICATES)
    assert len(warnings) == 1


# -- what an outcome depends on --------------------------------------------------------------------------------------

ROOT = Path(dependencies.__file__).parents[1]
PAIR = "model/pair/system.py"


def digest_with(monkeypatch: pytest.MonkeyPatch, prop: Property, file: str, old: str, new: str) -> str:
    """The digest if the text of one file were another."""
    real = Path.read_bytes
    text = real(ROOT / file).decode()
    assert old in text, f"{file} no longer says {old!r}"
    changed = text.replace(old, new).encode()

    def read(path: Path) -> bytes:
        return changed if path.resolve() == ROOT / file else real(path)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "read_bytes", read)
        patched.setattr(dependencies, "_sources", dependencies.Sources)
        return dependencies.digest(prop, Bal() if prop.system == "bal" else Pair())


def on_swaps() -> Property:
    return next(each for each in catalogue().of("pair") if getattr(each.scope, "operations", ()) == ("swap",))


def leaving_out() -> Property:
    return next(each for each in catalogue().of("bal") if "settle_funding" in each.leaves_out)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        (PAIR, "if shares == 0:", "if shares <= 0:  # the same, said otherwise"),
        (
            "model/arith.py",
            "if {low} <= value <= {high}:\n            return",
            "if {low} < value <= {high}:\n            return",
        ),
        ("model/holders.py", "new[user] = held", "new[user] = None"),
        ("model/system.py", "if operation not in self.operations_on(state):", "if False:"),
        ("properties/pair/situations.py", "numerator <= denominator", "numerator < denominator"),
        ("properties/case.py", "yield\n    except failures", "yield None\n    except failures"),
        ("properties/abstractions.py", "if system not in homes", "if system in homes"),
        ("properties/arbitrary.py", "if name not in given", "if name in given"),
    ],
    ids=lambda value: value if str(value).endswith(".py") else "",
)
def test_a_change_of_meaning_changes_the_digest(monkeypatch: pytest.MonkeyPatch, file: str, old: str, new: str) -> None:
    prop = next(each for each in catalogue().of("pair") if each.scope.__class__.__name__ == "Invariant")
    assert digest_with(monkeypatch, prop, file, old, new) != dependencies.digest(prop, Pair())


def test_a_contract_that_changes_changes_the_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    prop = leaving_out()
    old, new = "paid = position_after.quote_asset_amount", "paid = 2 * position_after.quote_asset_amount"
    changed = digest_with(monkeypatch, prop, "properties/bal/ensured.py", old, new)
    assert changed != dependencies.digest(prop, Bal())


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("if shares == 0:", "if shares == 0:  # in words"),
        ("Pay in both amounts and receive shares", "Pay in, and receive shares"),
        ("class Pair(System):\n", "class Pair(System):\n\n\n"),
    ],
    ids=["a comment", "a docstring", "empty lines"],
)
def test_words_do_not_change_the_digest(monkeypatch: pytest.MonkeyPatch, old: str, new: str) -> None:
    prop = on_swaps()
    assert digest_with(monkeypatch, prop, PAIR, old, new) == dependencies.digest(prop, Pair())


def test_an_unrelated_rule_does_not_change_the_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    prop = on_swaps()
    changed = digest_with(monkeypatch, prop, "model/bal/repeg.py", "    def ", "    @staticmethod\n    def ")
    assert changed == dependencies.digest(prop, Pair())


ADDED = """

@prop("Z9", system="pair", sentence="-", formula="-", claim="-", scope=OnStep(("swap",)))
def {name}(system: Pair, step: Step) -> Claims:
    yield "-", product(step.after) >= 0
"""


@pytest.mark.parametrize(("name", "counts"), [("something_else", False), ("product_never_falls_on_swap", True)])
def test_a_statement_that_is_added_counts_for_itself(monkeypatch: pytest.MonkeyPatch, name: str, counts: bool) -> None:
    prop = catalogue()["Q01"]
    file = "properties/pair/reserves.py"
    text = (ROOT / file).read_text(encoding="utf-8")
    changed = digest_with(monkeypatch, prop, file, text, text + ADDED.format(name=name))
    assert (changed != dependencies.digest(prop, Pair())) == counts


def test_a_function_that_takes_the_place_of_another_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    prop, file = catalogue()["Q01"], "properties/pair/reserves.py"
    text = (ROOT / file).read_text(encoding="utf-8")
    for shadow in ("max", "product", "paid_out"):
        changed = digest_with(monkeypatch, prop, file, text, f"{text}\n\ndef {shadow}(*given):\n    return 0\n")
        assert changed != dependencies.digest(prop, Pair()), shadow


def test_a_method_that_moves_to_another_class_counts(tmp_path: Path) -> None:
    file = tmp_path / "theirs.py"
    found = []
    for one, other in (("def swap(self): return 1", "pass"), ("pass", "def swap(self): return 1")):
        file.write_text(f"class A:\n    {one}\n\n\nclass B(A):\n    {other}\n", encoding="utf-8")
        found.append(dependencies.Sources([file]).loose)
    assert found[0] != found[1]


def test_what_a_users_file_imports_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also a constant, taken over a step, of a file beside it."""
    monkeypatch.syspath_prepend(tmp_path)
    (tmp_path / "rates_of_mine.py").write_text("FEE = 3\n", encoding="utf-8")
    (tmp_path / "fees_of_mine.py").write_text("from rates_of_mine import FEE\n", encoding="utf-8")
    change = tmp_path / "change.py"
    change.write_text("from fees_of_mine import FEE\nfrom model.pair import Pair\n\n\nclass Mine(Pair): ...\n", "utf-8")
    prop = next(each for each in catalogue().of("pair") if each.id == "Q01")
    before = dependencies.digest(prop, load_system(f"{change}:Mine"))
    dependencies._sources.cache_clear()
    (tmp_path / "rates_of_mine.py").write_text("FEE = 30\n", encoding="utf-8")
    assert dependencies.digest(prop, load_system(f"{change}:Mine")) != before
    dependencies._sources.cache_clear()
