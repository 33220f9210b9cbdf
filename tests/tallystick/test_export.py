"""`export` and `check` on the bundle: whole, damaged, forged, and as the solvers read it.

Two properties of the pair and a contract of the arithmetic are proved once; the bundles of the tests are of these.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from model.bal import Bal
from model.pair import Pair
from proofs import crosscheck
from proofs.verify import verify
from reports import bundle
from tallystick.cli import main
from tallystick.selection import named
from tests.reports.coq_compiler import CLOSED, needs_coq

PROPERTIES = ("Q01", "Q05", "A01")
QUICK = ("A01", "A02", "W02", "W02a")
"""What everything here is taken to rest on: the other foundations of BAL take longer than all these tests."""

ROOT = Path(__file__).resolve().parents[2]
CERTIFICATES = "certificates/Pair/Q05.json"
OBLIGATION = "obligations/Pair/Q05/0001.smt2"
LEAF = "leaves/Pair/Q05/0000-0001.smt2"


@pytest.fixture(scope="session")
def verified(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which `verify` has been run."""
    folder = tmp_path_factory.mktemp("verified")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        verify(Pair(), [named("Q01"), named("Q05")])
        for name in ("STANDING", "ALWAYS"):
            patch.setattr(f"proofs.foundations.{name}", QUICK)
        verify(Bal(), [named("A01")])
    return folder


@pytest.fixture
def there(verified: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of that folder, in which the test runs."""
    shutil.copytree(verified, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    for name in ("STANDING", "ALWAYS"):
        monkeypatch.setattr(f"proofs.foundations.{name}", QUICK)
    return tmp_path


def export(target: str = "bundle") -> int:
    return main(["export", target, *(word for each in PROPERTIES[:2] for word in ("--property", each))])


@pytest.fixture
def exported(there: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert export() == 0
    capsys.readouterr()
    return there / "bundle"


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def resealed(folder: Path, change: Callable[[dict[str, Any]], object] = lambda manifest: None) -> None:
    """Make the manifest fit whatever the folder holds now, as a forger would, and change it beyond that."""
    manifest = json.loads((folder / bundle.MANIFEST).read_text())
    held = contents(folder)
    del held[bundle.MANIFEST]
    manifest["files"] = {name: hashlib.sha256(content).hexdigest() for name, content in held.items()}
    change(manifest)
    (folder / bundle.MANIFEST).write_text(json.dumps(manifest))


def told(capsys: pytest.CaptureFixture[str], code: int) -> list[str]:
    """What `check` says of the bundle; the code it has to end with."""
    assert main(["check", "bundle"]) == code
    return capsys.readouterr().out.splitlines()


def test_a_bundle_is_green_and_says_what_it_is(exported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = told(capsys, 0)
    digest = hashlib.sha256((exported / bundle.MANIFEST).read_bytes()).hexdigest()
    kept = json.loads((exported / CERTIFICATES).read_text())
    manifest = json.loads((exported / bundle.MANIFEST).read_text())
    total = sum(each["certificates"] for each in manifest["statements"])
    assert lines == [
        f"bundle: certificates of 5 of 5 statements; the SHA-256 of its manifest is {digest}",
        f"check: {total} of {total} certificates are valid",
    ]
    statement = next(each for each in manifest["statements"] if each["id"] == "Q05")
    assert statement["sentence"] == named("Q05").sentence
    assert statement["certificates"] == len(kept)
    leaves = [name for name in manifest["files"] if name.startswith("leaves/Pair/Q05/")]
    assert statement["leaves"] == len(leaves) == sum(len(list(crosscheck.leaf_terms(each))) for each in kept)


def test_certificates_are_those_of_verify_to_the_byte(exported: Path) -> None:
    assert (exported / CERTIFICATES).read_bytes() == Path(".cache", CERTIFICATES).read_bytes()


def test_the_same_outcomes_give_the_same_bytes(exported: Path) -> None:
    before = contents(exported)
    assert export("other") == 0
    assert contents(Path("other")) == before
    assert export() == 0, "a former bundle is replaced"
    assert contents(exported) == before


def test_the_checker_of_the_bundle_runs_by_itself(exported: Path) -> None:
    ended = subprocess.run(
        [sys.executable, "-I", "-S", bundle.CHECKER, CERTIFICATES],
        cwd=exported,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (ended.returncode, ended.stderr) == (0, "")


def test_check_of_a_bundle_needs_no_solver(exported: Path) -> None:
    program = (
        "import sys\n"
        "for name in ('z3', 'cvc5', 'sympy'): sys.modules[name] = None\n"
        "from tallystick.cli import main\n"
        f"sys.exit(main(['check', {str(exported)!r}]))"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert (ended.returncode, ended.stderr) == (0, "")


@pytest.mark.parametrize("name", [CERTIFICATES, OBLIGATION, LEAF, bundle.CHECKER, bundle.GUIDE])
def test_a_changed_byte_is_named(name: str, exported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    content = bytearray((exported / name).read_bytes())
    content[len(content) // 2] ^= 1
    (exported / name).write_bytes(content)
    assert f"bundle/{name}: its SHA-256 is not the one in the manifest" in told(capsys, 1)


@pytest.mark.parametrize("name", [CERTIFICATES, OBLIGATION, LEAF, bundle.CHECKER, bundle.GUIDE])
def test_a_missing_file_is_named(name: str, exported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (exported / name).unlink()
    lines = told(capsys, 1)
    assert lines[0] == f"bundle/{name}: it is missing"
    assert len(lines) == 3, "once"


@pytest.mark.parametrize("name", [CERTIFICATES, OBLIGATION, LEAF, bundle.CHECKER, bundle.GUIDE])
def test_a_missing_file_is_named_if_the_manifest_was_changed_with_it(
    name: str, exported: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (exported / name).unlink()
    resealed(exported)
    lines = told(capsys, 1)
    assert lines[0].startswith(f"bundle/{name}: ")
    assert "the manifest does not name it" in lines[0]


@pytest.mark.parametrize("name", ["more.txt", "leaves/Pair/Q05/0000-0099.smt2", "leaves/Pair/Q99/0000-0000.smt2"])
def test_a_file_too_many_is_named(name: str, exported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (exported / name).parent.mkdir(exist_ok=True)
    (exported / name).write_text("(check-sat)\n")
    assert f"bundle/{name}: the manifest does not name it" in told(capsys, 1)
    resealed(exported)
    assert f"bundle/{name}: it belongs to no statement of the manifest" in told(capsys, 1)


def test_a_link_is_named(exported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (exported / LEAF).rename("elsewhere")
    (exported / LEAF).symlink_to(Path("elsewhere").resolve())
    assert f"bundle/{LEAF}: it is a link, and may be anything tomorrow" in told(capsys, 1)


def test_a_pipe_is_named_and_not_waited_for(exported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (exported / LEAF).unlink()
    os.mkfifo(exported / LEAF)
    assert f"bundle/{LEAF}: it is no file that can be compared" in told(capsys, 1)


def test_a_tampered_certificate_is_named_whatever_the_manifest_says(
    exported: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    certificates = json.loads((exported / CERTIFICATES).read_text())
    constant = certificates[3]["goal"]["polynomial"]
    constant.append(["-1", []])
    (exported / CERTIFICATES).write_text(json.dumps(certificates))
    resealed(exported)
    lines = told(capsys, 1)
    assert lines[0].startswith(f"bundle/{CERTIFICATES}: certificate 3 proves nothing: ")


def test_a_certificate_left_out_is_named(exported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    certificates = json.loads((exported / CERTIFICATES).read_text())
    (exported / CERTIFICATES).write_text(json.dumps(certificates[:-1]))
    resealed(exported)
    said = f"it holds {len(certificates) - 1} certificates, the manifest says {len(certificates)}"
    assert f"bundle/{CERTIFICATES}: {said}" in told(capsys, 1)


@pytest.mark.parametrize("name", [OBLIGATION, LEAF])
def test_a_problem_of_something_else_is_named_whatever_the_manifest_says(
    name: str, exported: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (exported / name).write_text("(set-logic QF_LRA)\n(assert false)\n(check-sat)\n")
    resealed(exported)
    assert told(capsys, 1)[0] == f"bundle/{name}: it is not what its certificate says"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda manifest: manifest.update(format="tallystick-bundle/2"), "this version reads 'tallystick-bundle/1'"),
        (lambda manifest: manifest.pop("format"), "it is no manifest of a bundle"),
        (lambda manifest: manifest.pop("statements"), "it is damaged (KeyError: 'statements')"),
        (lambda manifest: manifest.update(files=[]), "its files are no paths with digests"),
        (lambda manifest: manifest["statements"][0].pop("sentence"), "it is damaged (TypeError: "),
        (lambda manifest: manifest["statements"][0].update(sentence=5), "the sentence of a statement is no text"),
        (lambda manifest: manifest["statements"][0].update(leaves=True), "the number of leaves of a statement is no"),
        (lambda manifest: manifest["statements"][0].update(id="../../Q01"), "can not name a file"),
        (lambda manifest: manifest["statements"].append(manifest["statements"][0]), "a statement stands in it twice"),
    ],
)
def test_what_is_no_manifest_is_bad_input(
    change: Callable[[dict[str, Any]], object], said: str, exported: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    resealed(exported, change)
    assert main(["check", "bundle"]) == 3
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err
    assert len(err.splitlines()) == 1


def test_what_is_told_as_data(exported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (exported / LEAF).unlink()
    assert main(["check", "bundle", "--json"]) == 1
    content = json.loads(capsys.readouterr().out)
    assert content["refused"] == [{"file": f"bundle/{LEAF}", "certificate": None, "reason": "it is missing"}]
    assert [each["folder"] for each in content["bundles"]] == ["bundle"]


def test_a_folder_of_something_else_is_refused_and_left_alone(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (there / "mine").mkdir()
    (there / "mine" / "notes.txt").write_text("mine")
    assert export("mine") == 3
    assert "it holds notes.txt, which no bundle wrote; name a new folder" in capsys.readouterr().err
    assert contents(there / "mine") == {"notes.txt": b"mine"}


def test_a_bundle_with_something_else_in_it_is_refused(exported: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (exported / "notes.txt").write_text("mine")
    assert export() == 3
    assert "it holds notes.txt, which no bundle wrote" in capsys.readouterr().err
    assert (exported / "notes.txt").read_text() == "mine"


def test_a_link_that_the_bundle_does_not_name_is_something_else(
    exported: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (exported / "elsewhere").symlink_to(tmp_path, target_is_directory=True)
    assert export() == 3
    assert "it holds elsewhere, which no bundle wrote" in capsys.readouterr().err


def test_nothing_found_is_nothing_to_export(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert export() == 3
    said = "there is nothing to export: Q01: no outcome of the present content is kept; `tallystick verify` finds it"
    assert said in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_what_was_not_found_is_told_and_not_green(there: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (there / ".cache" / "outcomes" / "Pair" / "Q05.json").unlink()
    assert export() == 2
    assert capsys.readouterr().out.splitlines()[0] == "not decided: Q05"
    manifest = json.loads((there / "bundle" / bundle.MANIFEST).read_text())
    verdicts = {each["id"]: each["verdict"] for each in manifest["statements"]}
    assert (verdicts["Q01"], verdicts["Q05"]) == ("PROVED", "UNKNOWN")


@pytest.mark.parametrize("identifier", PROPERTIES)
def test_solvers_refute_every_leaf_as_it_is_written(identifier: str, there: Path) -> None:
    assert main(["export", "bundle", "--property", identifier]) == 0
    files = sorted((there / "bundle" / "leaves").rglob(f"{identifier}/*.smt2"))
    texts = [file.read_text() for file in files]
    assert texts
    assert {crosscheck.z3_answer(text) for text in texts} == {"unsat"}
    assert {crosscheck.cvc5_answer(text) for text in texts} - {"missing"} <= {"unsat"}


@pytest.mark.parametrize("identifier", PROPERTIES)
def test_no_solver_contradicts_an_obligation_as_it_is_stated(
    identifier: str, there: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crosscheck, "MILLISECONDS", 300)
    assert main(["export", "bundle", "--property", identifier]) == 0
    files = sorted((there / "bundle" / "obligations").rglob(f"{identifier}/*.smt2"))
    answers = [crosscheck.z3_answer(file.read_text()) for file in files]
    assert set(answers) <= {"unsat", "unknown"}
    assert answers.count("unsat") > len(answers) / 2


# Theorems of Coq


@pytest.fixture
def with_coq(there: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    assert main(["export", "bundle", "--property", "Q05", "--property", "A01", "--coq"]) == 0
    capsys.readouterr()
    return there / "bundle"


def test_a_bundle_has_theorems_only_if_asked_for(exported: Path) -> None:
    assert not (exported / "coq").exists()
    assert "coq" not in (exported / bundle.GUIDE).read_text().lower()


def test_a_bundle_with_theorems_is_green(with_coq: Path, capsys: pytest.CaptureFixture[str]) -> None:
    told(capsys, 0)
    manifest = json.loads((with_coq / bundle.MANIFEST).read_text())
    proved = {f"coq/{each['system']}/{each['id']}.v" for each in manifest["statements"] if each["certificates"]}
    held = {name for name in contents(with_coq) if name.startswith("coq/")}
    assert held == proved | {"coq/Basis.v"}


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("coq/Pair/Q05.v", "it is not what its certificate says"),
        ("coq/Basis.v", "it is not the one of this version"),
    ],
)
def test_a_theorem_of_something_else_is_named_whatever_the_manifest_says(
    name: str, said: str, with_coq: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (with_coq / name).read_text()
    (with_coq / name).write_text(text + "\n")
    resealed(with_coq)
    assert told(capsys, 1)[0] == f"bundle/{name}: {said}"
    (with_coq / name).unlink()
    resealed(with_coq)
    assert f"bundle/{name}: it belongs to the bundle, and the manifest does not name it" in told(capsys, 1)


@pytest.mark.slow
def test_the_guide_says_how_coq_checks_the_theorems(there: Path) -> None:
    needs_coq()
    assert main(["export", "bundle", "--property", "Q05", "--coq"]) == 0
    with_coq = there / "bundle"
    guide = (with_coq / bundle.GUIDE).read_text()
    commands = guide[guide.index("cp -r coq elsewhere") :].partition("```")[0]
    ended = subprocess.run(
        ["/bin/sh", "-e", "-c", commands], cwd=with_coq, capture_output=True, text=True, check=False, timeout=600
    )
    assert (ended.returncode, ended.stderr) == (0, "")
    theorems = [path for path in (with_coq / "coq").rglob("*.v") if path.name != "Basis.v"]
    assert ended.stdout.splitlines() == [CLOSED] * len(theorems)
