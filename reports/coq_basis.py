"""What every theorem of a bundle stands on in Coq: the axioms of `proofs.checker` as lemmas, and the steps of a proof.

The axioms are stated as the checker has them, and proved from Coq's library; none is taken on trust.
"""

from __future__ import annotations

from proofs import checker
from proofs.checker import EQ, Poly
from reports.smtlib import words

FOLDER = "coq"
BASIS = f"{FOLDER}/Basis.v"

HEAD = ("From Coq Require Import ZArith Lia.", "Open Scope Z_scope.")

MEANINGS = {
    "floor": ("({a}) / ({b})", ("a", "b")),
    "trunc": ("Z.quot ({a}) ({b})", ("a", "b")),
    "isqrt": ("Z.sqrt ({a})", ("a",)),
    "abs": ("Z.abs ({a})", ("a",)),
    "ten": ("10 ^ ({a})", ("a",)),
}
"""What a kind of definition is in Coq, with places for its arguments, and how the arguments are called."""

DEFINED = "v"
"""The number that is defined, in the lemmas of the basis."""

LIBRARY = {
    "floor": (
        "pose proof (Z.div_mod a b ltac:(lia)); pose proof (Z.mod_pos_bound a b ltac:(lia)); "
        "destruct (Z.le_ge_cases 0 (a / b)); nia"
    ),
    "trunc": (
        "pose proof (Z.quot_rem' a b); destruct (Z.le_ge_cases 0 a); "
        "[pose proof (Z.rem_bound_pos a b ltac:(lia) ltac:(lia)); pose proof (Z.quot_pos a b ltac:(lia) ltac:(lia)) | "
        "pose proof (Z.rem_bound_pos_neg a b ltac:(lia) ltac:(lia)); "
        "pose proof (Z.quot_pos (- a) b ltac:(lia) ltac:(lia)); pose proof (Z.quot_opp_l a b ltac:(lia))]; lia"
    ),
    "isqrt": "pose proof (Z.sqrt_spec a ltac:(lia)); pose proof (Z.sqrt_nonneg a); cbv zeta in *; nia",
    "abs": "lia",
    "ten": (
        "pose proof (Z.pow_le_mono_r 10 0 a); pose proof (Z.pow_le_mono_r 10 1 a); "
        "pose proof (Z.pow_le_mono_r 10 a 9); pose proof (Z.pow_le_mono_r 10 a 18); "
        "change (10 ^ 0) with 1 in *; change (10 ^ 1) with 10 in *; lia"
    ),
}
"""How the axioms of a kind follow from Coq's library."""

STEPS = """\
(* The steps of a proof. *)

Lemma by_contradiction_nonnegative : forall p, (0 <= -1 - p -> False) -> 0 <= p.
Proof. intros. lia. Qed.

Lemma by_contradiction_zero : forall p, (p <> 0 -> False) -> p = 0.
Proof. intros. lia. Qed.

Lemma by_contradiction_other : forall p, (p = 0 -> False) -> p <> 0.
Proof. intros p H. exact H. Qed.

Lemma split : forall p, (0 <= p -> False) -> (0 <= -1 - p -> False) -> False.
Proof. intros. lia. Qed.

Lemma differ : forall p, p <> 0 -> (0 <= p - 1 -> False) -> (0 <= -1 - p -> False) -> False.
Proof. intros. lia. Qed.

(* A guard of a definition: something known is no more than it, or it is a number. *)
Lemma at_least : forall p n g, 0 <= p -> (0 <=? n) = true -> g = p + n -> 0 <= g.
Proof. intros p n g P N E. apply Z.leb_le in N. lia. Qed.

Tactic Notation "known" constr(P) constr(n) := apply (at_least _ n _ P); [reflexivity | ring].
Tactic Notation "certain" constr(n) := apply (at_least 0 n _ (Z.le_refl 0)); [reflexivity | ring].

(* A leaf: what is not negative, added up, would be a negative constant. *)

Definition product (p q : Z) (P : 0 <= p) (Q : 0 <= q) : 0 <= p * q := Z.mul_nonneg_nonneg p q P Q.
Definition sum (p q : Z) (P : 0 <= p) (Q : 0 <= q) : 0 <= p + q := Z.add_nonneg_nonneg p q P Q.
Definition constant (n : positive) : 0 <= Z.pos n := Pos2Z.is_nonneg n.
Definition times (n : positive) (p : Z) (P : 0 <= p) : 0 <= Z.pos n * p := product (Z.pos n) p (constant n) P.

Lemma nothing : forall a p, p = 0 -> 0 <= a * p.
Proof. intros a p E. rewrite E, Z.mul_0_r. apply Z.le_refl. Qed.

Lemma refute : forall (c : positive) (t : Z), 0 <= t -> t = Z.neg c -> False.
Proof. intros c t T E. rewrite E in T. exact (T eq_refl). Qed.

Arguments product {p q} P Q.
Arguments sum {p q} P Q.
Arguments times n {p} P.
Arguments nothing a {p} E.
Arguments refute c {t} T E.
"""


def basis() -> str:
    """The file that all others stand on; the axioms are stated as `proofs.checker` has them."""
    lines = [
        "(* The axioms of proofs/checker.py, proved from Coq's library, and the steps of a proof. *)",
        "",
        *HEAD,
        "",
    ]
    for kind, (meaning, arguments) in MEANINGS.items():
        for number, (polynomial, relation, guards) in enumerate(general(kind)):
            conditions = [f"{DEFINED} = {meaning.format(a='a', b='b')}", *(f"0 <= {words(guard)}" for guard in guards)]
            stated = " -> ".join(
                [*conditions, f"{words(polynomial)} = 0" if relation == EQ else f"0 <= {words(polynomial)}"]
            )
            lines += [
                f"Lemma {kind}_{number} : forall {DEFINED} {' '.join(arguments)}, {stated}.",
                f"Proof. intros {DEFINED} {' '.join(arguments)} ->. intros. {LIBRARY[kind]}. Qed.",
                f"Arguments {kind}_{number} {{{'} {'.join((DEFINED, *arguments))}}} _{' _' * len(guards)}.",
                "",
            ]
    return "\n".join([*lines, STEPS])


def general(kind: str) -> list[tuple[Poly, str, tuple[Poly, ...]]]:
    """The axioms of a kind for arguments of which nothing is known, so that no guard is certain."""
    return checker.axioms(kind, DEFINED, [{(name,): 1} for name in MEANINGS[kind][1]])
