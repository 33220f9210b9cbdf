"""The published schemas describe what is really written and read, and `tallystick schema` prints them."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from conformance import trace_schema
from conformance.decode import read
from fuzzing.command import campaign, replay
from model.pair import Pair, PairState
from proofs.verify import verify
from reports.code import recorded
from reports.gate.finding import RULES
from tallystick.cli import main
from tallystick.describing import FORMATS, schema_of
from tallystick.selection import named
from vectors.generate import MANIFEST, generate
from vectors.search import Effort

ROOT = Path(__file__).resolve().parents[2]
RECORDINGS = sorted((ROOT / "tests" / "vectors").rglob("*.gz"))
PUBLISHED = ROOT / "reports" / "published"
EVERY = 37
"""Of long recordings one line in so many is looked at: not a factor of the length of a trace."""


def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(schema_of(name)))


def problems(name: str, content: object) -> list[str]:
    return [f"{each.json_path}: {each.message[:200]}" for each in validator(name).iter_errors(content)]


@pytest.mark.parametrize("name", FORMATS)
def test_each_is_a_schema_of_the_draft(name: str) -> None:
    schema = json.loads(schema_of(name))
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"]
    Draft202012Validator.check_schema(schema)


def test_each_is_part_of_the_package() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    packed = settings["tool"]["setuptools"]["package-data"]
    assert {(each.room, each.file) for each in FORMATS.values()} == {
        (room, file) for room, files in packed.items() for file in files if file.endswith(".json")
    }


def test_the_command_prints_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == list(FORMATS)
    assert main(["schema", "trace"]) == 0
    assert json.loads(capsys.readouterr().out) == trace_schema.trace_schema()
    assert main(["schema", "--json"]) == 0
    assert set(json.loads(capsys.readouterr().out)) == set(FORMATS)


def test_an_unknown_format_is_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schema", "certificates"]) == 3
    assert capsys.readouterr().err == "tallystick: there is no format 'certificates'; did you mean certificate?\n"


# Traces


def test_the_schema_of_traces_is_the_one_that_the_adapters_make() -> None:
    kept = trace_schema.FILE.read_text(encoding="utf-8")
    assert kept == trace_schema.text(), "python -m conformance.trace_schema writes it anew"


def lines_of(path: Path) -> Iterator[dict[str, Any]]:
    for number, line in read(path):
        if number % EVERY == 1 or line.get("step") == 0:
            yield line


@pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_recordings_are_as_described(path: Path) -> None:
    checked = validator("trace")
    assert [line for line in lines_of(path) if not checked.is_valid(line)] == []


@pytest.fixture
def line() -> dict[str, Any]:
    """A mint of a recorded pair."""
    _, found = list(zip(range(2), read(ROOT / "tests/vectors/pair/traces_0001_0050.jsonl.gz"), strict=False))[-1][1]
    return found


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("op", "mend"),
        ("step", -1),
        ("now", 2**53 + 2),
        ("ok", "true"),
        ("error", "UniswapV2: K"),
        ("extra", 0),
        ("args", {"user": "a", "amount0": 1}),
        ("args", {"user": "a", "amount0": "01", "amount1": 1}),
        ("args", {"user": "a", "amount0": "9" * 79, "amount1": 1}),
        ("pair", {}),
    ],
)
def test_what_is_no_recording_is_not(line: dict[str, Any], member: str, value: object) -> None:
    assert problems("trace", line) == []
    assert problems("trace", line | {member: value})


def test_vectors_are_as_described() -> None:
    made = generate(Pair(), 0, lambda _: None, Effort(1, 2, 10, 50, 5, 5))
    assert problems("vectors", json.loads(made.pages[MANIFEST])) == []
    assert problems("vectors", json.loads(json.dumps({"folder": "mine", **made.document}))) == []
    pages = (text for name, text in made.pages.items() if name != MANIFEST)
    lines = [json.loads(text) for page in pages for text in page.splitlines()]
    checked = validator("trace")
    assert [each for each in lines if not checked.is_valid(each)] == []


# What is found


class Generous(Pair):
    """Lets the product of the reserves fall a little."""

    def check_product(self, pair: PairState, paid0: int, paid1: int) -> None:
        pair = pair.copy()
        pair.reserve0 -= 1
        super().check_product(pair, paid0, paid1)


def test_a_counterexample_is_as_described(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = campaign([(Generous(), [named("Q01")])], seed=0, steps=20_000, seconds=None, failures=tmp_path, as_json=True)
    assert problems("fuzz", json.loads(capsys.readouterr().out)) == []
    saved = {path: json.loads(path.read_text(encoding="utf-8")) for path in tmp_path.glob("*.json")}
    assert code == 1
    assert saved
    assert [problems("counterexample", each) for each in saved.values()] == [[] for _ in saved]
    for path in saved:
        replay(path, Generous(), as_json=True)
        replayed = json.loads(capsys.readouterr().out)
        assert problems("replay", replayed) == []
        assert not replayed["holds"]


def test_what_conform_prints_is_as_described(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    recorded = ROOT / "tests/vectors/pair/traces_0001_0050.jsonl.gz"
    assert main(["conform", str(recorded), "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert problems("conform", printed) == []
    assert (printed["matched"], printed["first_difference"]) == (printed["total"], None)
    (_, start), (_, mint) = islice(read(recorded), 2)
    theirs = tmp_path / "theirs.jsonl"
    mint["pair"]["reserve0"] = "7"
    theirs.write_text(f"{json.dumps(start)}\n{json.dumps(mint)}\n", encoding="utf-8")
    assert main(["conform", str(recorded), str(theirs), "--json"]) == 1
    printed = json.loads(capsys.readouterr().out)
    assert problems("conform", printed) == []
    assert printed["files"][1]["first_difference"] == printed["first_difference"]
    assert printed["first_difference"]["expected"] == "7"
    assert problems("conform", printed | {"files": []})


def test_certificates_and_what_is_told_of_them_are_as_described(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    verify(Pair(), [named("Q02"), named("Q05")])
    words = ["export", "bundle", "--system", "pair", "--property", "Q02", "--property", "Q05"]
    assert main([*words, "--json"]) == 0
    assert problems("export", json.loads(capsys.readouterr().out)) == []
    assert main(["check", "bundle", "bundle/manifest.json", "nowhere", "--json"]) == 3
    checked = json.loads(capsys.readouterr().out)
    assert problems("check", checked) == []
    assert [len(checked[each]) for each in ("bundles", "unreadable", "refused")] == [1, 2, 0]
    assert problems("check", checked | {"unreadable": []})
    files = sorted(Path("bundle").rglob("certificates/**/*.json"))
    assert [path.stem for path in files] == ["D_accumulate_prices", "Q02", "Q05", "W02", "W02a"]
    for path in files:
        content = json.loads(path.read_text(encoding="utf-8"))
        assert problems("certificate", content) == []
        content[0]["goal"]["relation"] = ">0"
        assert problems("certificate", content)


@pytest.mark.parametrize(
    ("name", "file"), [("report", "report.json"), ("claims", "claims.json"), ("gains", "gains.json")]
)
def test_published_documents_are_as_described(name: str, file: str) -> None:
    content = json.loads((PUBLISHED / file).read_text(encoding="utf-8"))
    assert problems(name, content) == []
    assert problems(name, [content])


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("list", ["list"]),
        ("list", ["list", "--system", "pair", "--report", "."]),
        ("explain", ["explain", "Q01"]),
        ("explain", ["explain", "P42"]),
        ("claims", ["claims"]),
        ("claims", ["claims", "S1.14"]),
    ],
)
def test_what_a_command_prints_of_a_report_is_as_described(
    name: str, words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    # A report of one statement: of the others the published verdict is null.
    content = json.loads((PUBLISHED / "report.json").read_text(encoding="utf-8"))
    del content["systems"][0]["properties"][1:]
    Path("report.json").write_text(json.dumps(content), encoding="utf-8")
    assert main([*words, "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert problems(name, printed) == []
    assert problems(name, [{}])
    assert problems(name, {})


def test_what_verify_prints_is_a_report(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["verify", "--property", "Q05", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert problems("report", printed) == []
    (statement,) = printed["systems"][0]["properties"]
    assert "model.pair.system.Pair.quote_out" in statement["evidence"]["ran"]
    assert printed["code"] == recorded()
    for member in ("ran", "explored"):
        del statement["evidence"][member]
    del printed["code"]
    assert problems("report", printed) == []  # one of before


def test_every_rule_of_the_gate_is_described() -> None:
    assert json.loads(schema_of("gate"))["$defs"]["finding"]["properties"]["rule"]["enum"] == list(RULES)


def test_no_schema_refers_to_what_it_does_not_hold() -> None:
    for name in FORMATS:
        schema = json.loads(schema_of(name))
        for place in set(re.findall(r'"\$ref": "#/([^"]*)"', schema_of(name))):
            held = schema
            for step in place.split("/"):
                held = held[step]
