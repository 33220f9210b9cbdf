"""What `--system` may name, and what is said of anything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from model.pair import Pair
from tallystick.loading import NoSuchSystem, load_system

CHANGE = '''
from dataclasses import dataclass
from neighbour import SHARES
from model.pair import Pair

@dataclass
class Note:
    text: str

class Fewer(Pair):
    """Locks less."""

    minimum_liquidity = SHARES

class Shy(Pair):
    def __init__(self, what):
        pass

class Half(Pair):
    operations = ("mint", "halve")

class Leaving(Pair):
    def __init__(self):
        raise SystemExit(0)

class Owning(Pair):
    def __init__(self):
        self.fee = 3

class Numbered(Pair):
    name = 5

class Counted(Pair):
    operations = 5

class Mixed(Pair):
    operations = ("mint", 5)

class Loud(Pair):
    def __init__(self):
        print("made")

def maker():
    return Pair()
'''


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with a change of protocol, and files that are none."""
    (tmp_path / "change_of_pair.py").write_text(CHANGE)
    (tmp_path / "neighbour.py").write_text("SHARES = 10\n")
    (tmp_path / "torn.py").write_text("class X(:\n")
    (tmp_path / "failing.py").write_text("raise RuntimeError('first line\\nsecond')\n")
    (tmp_path / "leaving.py").write_text("raise SystemExit(0)\n")
    (tmp_path / "giving_up.py").write_text("class Enough(BaseException): pass\nraise Enough('now')\n")
    (tmp_path / "loud.py").write_text("print('loaded')\nfrom change_of_pair import Loud\n")
    (tmp_path / "lacking.py").write_text("import nowhere_at_all\n")
    (tmp_path / "bare_system.py").write_text("from model.system import System\nclass Bare(System): pass\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_by_name() -> None:
    assert type(load_system("pair")) is Pair


def test_by_module() -> None:
    assert type(load_system("model.pair:Pair")) is Pair
    assert type(load_system("model.pair.system:Pair")) is Pair


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("place", ["change_of_pair.py", "./change_of_pair.py", "change_of_pair"])
def test_a_change_of_protocol(place: str) -> None:
    system = load_system(f"{place}:Fewer")
    assert isinstance(system, Pair)
    assert system.minimum_liquidity == 10


@pytest.mark.usefixtures("folder")
def test_what_a_file_prints_is_no_output(capsys: pytest.CaptureFixture[str]) -> None:
    load_system("loud.py:Loud")
    assert capsys.readouterr() == ("", "loaded\nmade\n")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "system '' is neither one of pair, bal nor of the form module:Class or file.py:Class"),
        ("pear", "system 'pear' is neither one of pair, bal nor"),
        (":Pair", "is neither one of pair, bal nor"),
        ("model.pair:", "is neither one of pair, bal nor"),
        ("model.pair:Pair()", "is neither one of pair, bal nor"),
        ("gone.py:X", "there is no file gone.py"),
        ("nowhere_at_all:X", "there is no module nowhere_at_all"),
        ("model.nowhere.at.all:X", "there is no module model.nowhere.at.all"),
        ("..model:X", "..model is no name of a module"),
        ("lacking:X", "lacking can not be imported: ModuleNotFoundError: No module named 'nowhere_at_all'"),
        ("torn:X", "torn can not be imported: SyntaxError: "),
        ("torn.py:X", "torn.py can not be read: SyntaxError: "),
        ("failing.py:X", "failing.py can not be read: RuntimeError: first line"),
        ("leaving.py:X", "leaving.py can not be read: SystemExit: 0"),
        ("leaving:X", "leaving can not be imported: SystemExit: 0"),
        ("change_of_pair.py:Gone", "change_of_pair.py has no class Gone; it has Counted, Fewer, "),
        ("change_of_pair.py:Note", "is no system: it has to be a subclass of model.system.System"),
        ("change_of_pair.py:maker", "is no system: it has to be a subclass of model.system.System"),
        ("change_of_pair.py:SHARES", "is no system: it has to be a subclass of model.system.System"),
        ("change_of_pair.py:Shy", "can not be made without arguments: TypeError: "),
        ("giving_up.py:X", "giving_up.py can not be read: Enough: now"),
        ("giving_up:X", "giving_up can not be imported: Enough: now"),
        ("change_of_pair.py:Leaving", "can not be made without arguments: SystemExit: 0"),
        ("change_of_pair.py:Owning", "has attributes of its own (fee): a system is its class, set them there"),
        ("change_of_pair.py:Numbered", "its name has to be a text, its operations a tuple of texts"),
        ("change_of_pair.py:Counted", "its name has to be a text, its operations a tuple of texts"),
        ("change_of_pair.py:Mixed", "its name has to be a text, its operations a tuple of texts"),
        ("change_of_pair.py:Half", "is no system: it has no method for its operation 'halve'"),
        ("bare_system.py:Bare", "is no system: it has no name or no operations; subclass Pair or Bal"),
        ("model.system:System", "is no system: it has no name or no operations"),
        ("math:pi", "is no system: it has to be a subclass"),
    ],
)
@pytest.mark.usefixtures("folder")
def test_what_is_no_system(text: str, sentence: str) -> None:
    with pytest.raises(NoSuchSystem) as caught:
        load_system(text)
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)
