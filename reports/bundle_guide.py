"""What the auditor is told: what is in a bundle, how to check it without its authors, and what that leaves open."""

from __future__ import annotations

from collections.abc import Sequence

from proofs import checker
from reports.bundle import CHECKER, MANIFEST, Statement
from reports.markdown import code, table, text


def guide(statements: Sequence[Statement], *, with_coq: bool = False) -> str:
    """The README of a bundle."""
    proved = [each for each in statements if each.certificates]
    counted = (
        f"It holds the certificates of {len(proved)} of {len(statements)} statements: "
        f"{sum(each.certificates for each in statements)} certificates with "
        f"{sum(each.leaves for each in statements)} leaves."
    )
    return "\n".join(
        [
            "# A bundle for re-checking",
            "",
            f"{counted} Nothing in it has to be believed.",
            "",
            *BODY.format(
                checker=CHECKER, manifest=MANIFEST, coq=COQ.format(checker=CHECKER) if with_coq else ""
            ).splitlines(),
            "",
            f"The axioms of the variables that stand for divisions and the like are those of `axioms` in `{CHECKER}`:",
            "",
            *(f"> {line.strip()}".rstrip() for line in str(checker.axioms.__doc__).strip().splitlines()),
            "",
            "## The statements",
            "",
            table(
                ("statement", "verdict", "certificates", "leaves", "says"),
                [
                    (f"{each.system} {each.id}", each.verdict, f"{each.certificates}", f"{each.leaves}", _said(each))
                    for each in statements
                ],
            ),
            "",
        ]
    )


def _said(statement: Statement) -> str:
    variant = f" (of {code(statement.judged_on)})" if statement.judged_on else ""
    return text(statement.sentence) + variant


COQ = """\
5. With Coq (8.16 was tried), in a copy, because what Coq writes beside its files does not belong to the bundle:

   ```
   cp -r coq elsewhere && cd elsewhere
   coqc -q -Q . Tallystick Basis.v
   find . -mindepth 2 -name '*.v' | sort | xargs -n 1 -P 4 coqc -q -Q . Tallystick
   ```

   Each certificate is a theorem over Coq's integers: whatever the variables are, if divisions, roots, absolute values and
   powers of ten are Coq's own and the hypotheses hold, the goal does. The certificate is the proof: its script multiplies
   out what the certificate names and leaves nothing to a search, so it is the certificate that Coq's kernel checks. The
   axioms of `{checker}` are proved in `coq/Basis.v`, from Coq's library. Every file ends by asking what its proofs
   take for granted; the answer has to be `Closed under the global context`.
   A theorem says that its goal follows from its hypotheses, and no more. That the theorems of a statement cover every
   path of the model, and so prove the statement, is the exploration's to say: see below.
"""
"""What a bundle with theorems of Coq says of them."""

BODY = """\
## How to check it

1. That it is what was given to you: `sha256sum {manifest}` gives the digest that `tallystick export` printed. Ask its
   authors for that by another way than this folder's. Then, for every other file:

   ```
   python3 -c "import json; [print(d, p, sep='  ') for p, d in json.load(open('{manifest}'))['files'].items()]" \\
     | sha256sum --check --quiet
   ```

2. The certificates, with Python alone: `python3 {checker} certificates/*/*.json`. Read `{checker}` first: it is written
   to be read in one sitting, and its head says what a certificate is. Each is an identity of integer polynomials, so you
   may as well write a checker of your own.
3. The same with a solver of yours, any that reads SMT-LIB2. Every answer has to be `unsat`; this prints those that are not:

   ```
   find leaves -name '*.smt2' | sort | while read -r file; do echo "$(z3 "$file") $file"; done | grep -v '^unsat '
   ```

   * `obligations/` has each certificate as it is stated: definitions, hypotheses and negated goal, over the integers and
     not linear (QF_NIA). Nothing of the proof is in it. A solver may give up on one (`unknown`, or no answer in time):
     that says nothing. `sat` would be a contradiction.
   * `leaves/` has the ends of each proof (QF_LRA). A row is a product of facts, which the comment names, multiplied
     out; each monomial is one real. These are linear, and decided at once. That the leaves together prove the
     obligation (the splits, and that each row follows from its facts) is what `{checker}` checks.
   `tallystick recheck DIR` does the same with Z3, cvc5 and Yices, those that are installed, each a process: a table of
   their answers, and the file of each that is not `unsat`.
4. All of it at once, with the suite installed: `tallystick check DIR`. It compares every digest, checks every certificate
   with the code of `{checker}`, and makes every SMT-LIB2 file again from its certificate: one that says something else is
   named even if the manifest was changed with it.
{coq}
## What that leaves open

* That the obligations are those of the protocol's model, and all of them. `tallystick verify --no-cache` makes them from
  the model anew. A certificate that was left out or exchanged for that of another statement, and a sentence that was
  changed, with the manifest and the comments to match, can be told by that or by the manifest's digest, and by nothing
  else here.
* That the model is the protocol: `tallystick conform` replays recorded executions of the real programs.
* That the formula says what the sentence says: read both in `{manifest}`, with what each proof rests on (`rests_on`). A
  name there that is the id of a statement says that this one has to be proved too.
* A statement without certificates is not proved by anything here. Those that are REFUTED have their counterexample in
  the published report; of those that are PROVED over real numbers, SymPy is the judge.

## How to read a certificate

It says that its hypotheses imply its goal, over the integers. Its label begins with the operation or the path that it is
about; what follows is the claim, or the decision of that path which it justifies. Only the hypotheses that its proof uses
are in it.
"""
