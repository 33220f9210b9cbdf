"""What the certificates of a property amount to, once every other solver has been asked about each of their leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from proofs import crosscheck
from proofs.judge import Finding
from proofs.outcome import AssumptionUse, Evidence


def evidence_of(finding: Finding, witness: str) -> Evidence:
    """What the certificates amount to, after every second opinion on each of their leaves."""
    return Evidence(
        certificates=len(finding.certificates),
        paths=finding.paths,
        pruned=finding.pruned,
        solvers=second_opinions(finding.certificates),
        assumptions=assumption_uses(finding),
        witness=witness,
        explored=tuple(finding.explored),
        ran=tuple(sorted(finding.ran)),
    )


_opinions: dict[str, tuple[bool, str, str]] = {}


def second_opinions(certificates: Iterable[dict[str, Any]]) -> tuple[tuple[str, str], ...]:
    """What SymPy, Z3 and cvc5 say of the leaves: `agrees n/n`, or how many do not and what was said instead."""
    said: dict[str, Counter[str]] = {"sympy": Counter(), "z3": Counter(), "cvc5": Counter()}
    for certificate in certificates:
        for terms in crosscheck.leaf_terms(certificate):
            problem = crosscheck.smtlib(terms)
            asked = f"{problem}; {[term.multiplier for term in terms]}"  # SymPy's answer depends on the multipliers too
            if asked not in _opinions:
                _opinions[asked] = (
                    crosscheck.sympy_agrees(terms),
                    crosscheck.z3_answer(problem),
                    crosscheck.cvc5_answer(problem),
                )
            agrees, z3_said, cvc5_said = _opinions[asked]
            said["sympy"]["unsat" if agrees else "differs"] += 1
            said["z3"][z3_said] += 1
            said["cvc5"][cvc5_said] += 1
    return tuple((name, _summary(answers)) for name, answers in said.items())


def _summary(answers: Counter[str]) -> str:
    total = answers.total()
    good = answers["unsat"]
    if good == total:
        return f"agrees {good}/{total}"
    others = ", ".join(f"{answer} {count}" for answer, count in sorted(answers.items()) if answer != "unsat")
    return f"{others}; agrees {good}/{total}"


def assumption_uses(finding: Finding) -> tuple[AssumptionUse, ...]:
    """The assumptions made on the paths, and how many certificates use each."""
    used: Counter[str] = Counter(finding.rests)
    for certificate in finding.certificates:
        used.update({hypothesis["source"] for hypothesis in certificate["hypotheses"]})
    return tuple(AssumptionUse(name, reason, used[reason]) for name, reason in sorted(finding.assumptions))
