"""Formulas as mathematics: what is set says what the text says, and what can not be set stays text."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from markupsafe import Markup

from reports.site.entries import entries
from reports.site.formula import mathml
from tests.reports.sites import published_material

FORMULAS = [str(each.found["formula"]) for each in entries(published_material())]
SIGNS = {"≥": ">=", "≤": "<=", "≠": "!=", "⇒": "=>", "−": "-", "∓": "-+", "…": "...", "′": "'", "\u2061": "", "·": "*"}


def said(statements: list[Markup]) -> str:
    """Back from what is set to a text: of what may be written in two ways, the one of `plain`."""
    return "".join(_said(ET.fromstring(each)) for each in statements)


def _said(node: ET.Element) -> str:
    parts = [_said(child) for child in node]
    if node.tag == "msup":
        raised = parts[1] if parts[1] == "+" else f"^{parts[1]}"
        return parts[0] + raised
    if node.tag == "msqrt":
        return f"sqrt({''.join(parts)})"
    text = "".join(SIGNS.get(char, char) for char in (node.text or "").strip())
    return text + "".join(parts)


def plain(formula: str) -> str:
    """A formula without white space and underscores, of what may be written in two ways always the same one."""
    text = re.sub(r"(?<![\w.])1e(-?\d+)", r"10^\1", formula)
    text = re.sub(r"([\d.]+)e(-?\d+)", r"\1*10^\2", text)
    text = text.replace("**", "^").replace("==", "=").replace("·", "*")
    for name, before, after in (("floor", "⌊", "⌋"), ("ceil", "⌈", "⌉"), ("abs", "|", "|")):
        while match := re.search(rf"\b{name}\(", text):
            depth, end = 1, match.end()
            while depth:
                depth += {"(": 1, ")": -1}.get(text[end], 0)
                end += 1
            text = text[: match.start()] + before + text[match.end() : end - 1] + after + text[end:]
    return re.sub(r"[\s_]", "", re.sub(r"(\w)('+)_(\w)", r"\1\3\2", text))


def test_most_formulas_are_set() -> None:
    stated = [each for each in FORMULAS if not each.startswith(("changed is a part of", "answer"))]  # declarations
    assert sum(bool(mathml(each)) for each in stated) > 0.85 * len(stated)


@pytest.mark.parametrize("formula", [each for each in FORMULAS if mathml(each)])
def test_what_is_set_says_what_the_text_says(formula: str) -> None:
    assert re.sub(r"[\s_]", "", said(mathml(formula))) == plain(formula)


@pytest.mark.parametrize(
    ("formula", "part"),
    [
        ("r0' >= r0", '<mrow><msub><mi>r</mi><mn>0</mn></msub><mo lspace="0" rspace="0">′</mo></mrow><mo>≥</mo>'),
        ("out_i < b_in", "<msub><mi>out</mi><mi>i</mi></msub><mo>&lt;</mo><msub><mi>b</mi><mi>in</mi></msub>"),
        ("x < 2**112", "<msup><mn>2</mn><mn>112</mn></msup>"),
        ("x < 2e-9", "<mrow><mn>2</mn><mo>·</mo><msup><mn>10</mn><mrow><mo>−</mo><mn>9</mn></mrow></msup></mrow>"),
        ("(a + b)^2 = c", '<mo form="postfix">)</mo></mrow><mn>2</mn></msup>'),
        ("floor(a/b) = 1", '<mo form="prefix">⌊</mo><mi>a</mi><mo>/</mo><mi>b</mi><mo form="postfix">⌋</mo>'),
        ("a+ >= b+", "<msup><mi>a</mi><mo>+</mo></msup><mo>≥</mo><msup><mi>b</mi><mo>+</mo></msup>"),
        ("= if post-only", "<mi>post</mi><mtext>-</mtext><mi>only</mi>"),
        ("x = 0 of a mint", "<mtext>a</mtext>"),
        ("|a| = |b|", '<mo form="prefix">|</mo><mi>a</mi><mo form="postfix">|</mo></mrow><mo>=</mo>'),
        ("-1 <= a - b", '<mo form="prefix">−</mo><mn>1</mn>'),
    ],
)
def test_notation(formula: str, part: str) -> None:
    (made,) = mathml(formula)
    assert part in made


@pytest.mark.parametrize(
    "formula",
    [
        "a = (b",
        "a = b)",
        "|a = b",
        "a = b ? c : d",
        "the user's a = b",
        "a = 1.",
        "2x = y",
        "no relation",
        "a = {b}",
        "= ^2",
        "",
        "é = a",
        "a = b ^ f(x)",
    ],
)
def test_what_is_not_understood_stays_text(formula: str) -> None:
    assert mathml(formula) == []


def test_statements_stand_apart_but_not_within_brackets() -> None:
    assert len(mathml("a = b; c = d")) == 2
    assert len(mathml("f(a; b) = f(b)")) == 1


def test_nothing_in_a_formula_is_markup() -> None:
    (made,) = mathml("a < b")
    assert "<mo>&lt;</mo>" in made
