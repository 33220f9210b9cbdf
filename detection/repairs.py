"""The repairs, each judged as any change: what it was made for, and that it keeps everything else.

A repair gives up nothing but the weaker forms of the statement which it makes hold: these said how far the deployed rule goes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import dataclass
from multiprocessing import get_context

from detection import judges
from detection.history import as_worker
from detection.judges import Findings, Proved
from detection.table import NOTHING
from model.bal import Bal
from model.bal.variants import repairs
from proofs.verify import verify
from properties.catalogue import catalogue
from properties.property import Property, Verdict


@dataclass(frozen=True)
class Repaired:
    """A repair: the statements made for it with their verdicts, and what prover and fuzzer found of all others."""

    repair: type[Bal]
    made_for: dict[str, Verdict]
    prover: Proved
    fuzzer: Findings

    @property
    def given_up(self) -> list[str]:
        """What is violated and was the strongest form of a statement that now holds itself."""
        registry = catalogue()
        whole = {registry[name].variant_of for name, verdict in self.made_for.items() if verdict is Verdict.PROVED}
        return [name for name in self.violated if name in registry and registry[name].variant_of in whole]

    @property
    def violated(self) -> list[str]:
        """Everything that is violated, in the order in which it was found."""
        return list(dict.fromkeys(each.id for each in (*self.prover.found, *self.fuzzer.found)))

    @property
    def broken(self) -> list[str]:
        """What is violated, and should not be."""
        return [name for name in self.violated if name not in self.given_up]


def every() -> list[type[Bal]]:
    """The repairs, by name."""
    return [getattr(repairs, name) for name in sorted(repairs.__all__)]


def made_for(repair: type[Bal]) -> list[Property]:
    """The statements that are judged on the repair."""
    return [each for each in catalogue() if each.judged_on.partition(":")[2] == repair.__name__]


def judge(repair: type[Bal], seconds: int, steps: int) -> Repaired:
    """What holds of the repair."""
    system = repair()
    report = verify(Bal(), made_for(repair))  # and of what their proofs rest on, on the repair
    verdicts = {each.property.id: each.verdict for each in report.outcomes}
    fuzzer = judges.fuzz(system, steps=steps)
    return Repaired(repair, verdicts, judges.prove(system, Bal, seconds=seconds), fuzzer)


def run(seconds: int, steps: int, jobs: int, on_judged: Callable[[Repaired], None]) -> list[Repaired]:
    """All of them, each in a process of its own number; in the order of their names."""
    found: dict[type[Bal], Repaired] = {}
    with ProcessPoolExecutor(jobs, mp_context=get_context("fork"), initializer=as_worker) as pool:
        for future in as_completed([pool.submit(judge, each, seconds, steps) for each in every()]):
            made = future.result()
            found[made.repair] = made
            on_judged(made)
    return [found[each] for each in every()]


def markdown(repaired: Sequence[Repaired], seconds: int, steps: int) -> str:
    """The page, every cell of it computed."""
    lines = [
        "# Repairs",
        "",
        "Where a statement fails of the deployed design, a change of a few lines for which it holds",
        "(`model/bal/variants/repairs/`). Each is judged by all properties that hold of `Bal` and that it can touch.",
        f"Written by `make repairs`; the prover had {seconds} s for a property, the campaign {steps} steps. *Given up* are",
        "weaker forms of the statement that now holds itself; for what is *out of time* the prover would need longer.",
        "",
        "| repair | what it does | made for | judged again | kept | given up | broken | undecided | out of time |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    lines += [f"| {' | '.join(row(each))} |" for each in repaired]
    return "\n".join([*lines, ""])


def row(each: Repaired) -> list[str]:
    """A repair's row."""
    prover = each.prover
    kept = prover.judged - len({found.id for found in prover.found}) - len(prover.lost)
    does = (each.repair.__doc__ or "").splitlines()[0]
    return [
        each.repair.__name__,
        does,
        ", ".join(f"{name} {verdict.value}" for name, verdict in each.made_for.items()) or NOTHING,
        str(prover.judged),
        str(kept),
        ", ".join(each.given_up) or NOTHING,
        ", ".join(each.broken) or NOTHING,
        ", ".join(sorted(set(prover.lost) - set(prover.late))) or NOTHING,
        ", ".join(sorted(prover.late)) or NOTHING,
    ]


def told(each: Repaired) -> str:
    """A line on a repair."""
    broken = ", ".join(each.broken) or "nothing"
    undecided = ", ".join(each.prover.lost) or "nothing"
    verdicts = ", ".join(f"{name} {verdict.value}" for name, verdict in each.made_for.items())
    return f"{each.repair.__name__}: {verdicts}; breaks {broken}; undecided {undecided} ({each.prover.seconds:.0f} s)"
