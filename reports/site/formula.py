"""Formulas as MathML, as far as a formula can be set without reading anything into it.

A property's formula is text for people. What is translated here is its notation, token by token: names, primes,
subscripts, powers, brackets, relations. Whatever is not understood makes the whole formula stay text, and the text stands
beside the mathematics in any case.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

TOKEN = re.compile(
    r"""(?P<space>\s+)
      | (?P<number>\d[\d_]*(?:\.\d+)?(?:e-?\d+)?(?![\w.]))
      | (?P<name>[A-Za-z]\w*'*(?:(?<=')_\w+)?(?!['\w]))
      | (?P<sign>'+(?!\w)|\.\.\.|\.(?=[A-Za-z])|>=|<=|==|!=|=>|\*\*|-\+|[-+*/^·=<>,;:()\[\]|])
      """,
    re.VERBOSE,
)
SHOWN = {">=": "≥", "<=": "≤", "==": "=", "!=": "≠", "=>": "⇒", "*": "·", "-": "−", "-+": "∓", "...": "…"}
"""What a sign is set as; the others as they are."""

RELATIONS = frozenset({">=", "<=", "==", "!=", "=", "<", ">", "=>"})
CLOSING = {"(": ")", "[": "]"}
FENCES = {"floor": ("⌊", "⌋"), "ceil": ("⌈", "⌉"), "abs": ("|", "|")}
"""Functions that mathematics writes as brackets."""

POWERS = frozenset({"^", "**"})


class NotSet(Exception):
    """The formula has something that is not translated; the message says what."""


@dataclass(frozen=True)
class Token:
    """A piece of a formula; `apart` is whether white space stands before it."""

    kind: str
    text: str
    apart: bool


def mathml(formula: str) -> list[Markup]:
    """The statements of a formula, each as a `math` element; none if there is anything that can not be translated."""
    try:
        made = [_statement(part) for part in _statements(_tokens(formula))]
    except NotSet:
        return []
    return made


def _tokens(formula: str) -> list[Token]:
    found: list[Token] = []
    position, apart = 0, False
    while position < len(formula):
        match = TOKEN.match(formula, position)
        if match is None:
            raise NotSet(f"{formula[position]!r} is not known")
        position = match.end()
        kind = match.lastgroup or ""
        if kind == "space":
            apart = True
        else:
            found.append(Token(kind, match.group(), apart))
            apart = False
    return found


def _statements(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """The formula cut at the semicolons outside brackets; one that compares nothing is words, not mathematics."""
    if not any(each.text in RELATIONS for each in tokens):
        raise NotSet("nothing is compared")
    depth, part = 0, list[Token]()
    for each in tokens:
        depth += (each.text in CLOSING) - (each.text in CLOSING.values())
        part.append(each)
        if each.text == ";" and depth == 0:
            yield part
            part = []
    if part:
        yield part


def _statement(tokens: Sequence[Token]) -> Markup:
    reader = _Reader(tokens)
    inside = reader.sequence("")
    return Markup('<math displaystyle="true"><mrow>{}</mrow></math>').format(inside)


class _Reader:
    """Reads tokens one after the other into MathML; `NotSet` where brackets do not match."""

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tokens
        self.position = 0

    def sequence(self, end: str) -> Markup:
        """Everything up to a closing bracket, which is taken; up to the end of the tokens if there is none to find."""
        parts: list[Markup] = []
        operand = False  # whether what stands last is something that an operator may follow
        while self.position < len(self.tokens):
            token = self._next()
            if token.text == end:
                return Markup("").join(parts)
            raised = self._raised(token)
            if raised is not None:
                if not operand:
                    raise NotSet("a power of nothing")
                parts.append(raised(parts.pop()))
                continue
            begins = self._begins_operand(token, operand)
            if begins and operand and token.apart:
                parts.append(Markup('<mspace width="0.35em"/>'))
            parts.append(self._part(token, operand, begins))
            operand = begins or token.text == "..."
        if end:
            raise NotSet("a bracket is not closed")
        return Markup("").join(parts)

    def _raised(self, token: Token) -> Callable[[Markup], Markup] | None:
        """What stands raised at the operand before: a power, primes of a bracket, a plus that adds nothing."""
        if token.text in POWERS:
            exponent = self._exponent()
            return lambda base: Markup("<msup>{}{}</msup>").format(base, exponent)
        if token.text.startswith("'"):
            return lambda base: _primed(base, len(token.text))
        if token.text == "+" and not token.apart and all(each.apart for each in self._following()):
            return Markup("<msup>{}<mo>+</mo></msup>").format
        return None

    def _begins_operand(self, token: Token, operand: bool) -> bool:
        if token.text == "|":  # bars stand at what they enclose: one that white space precedes closes nothing
            return not operand or token.apart
        return token.kind in ("number", "name") or token.text in CLOSING

    def _part(self, token: Token, operand: bool, begins: bool) -> Markup:
        if token.kind == "number":
            return _number(token.text)
        if token.kind == "name":
            return self._named(token)
        if token.text == "|":
            if not begins:
                raise NotSet("a bar that closes nothing")
            return _fenced("|", self.sequence("|"), "|")
        if token.text in CLOSING:
            return _fenced(token.text, self.sequence(CLOSING[token.text]), CLOSING[token.text])
        if token.text in CLOSING.values():
            raise NotSet("a bracket that was not opened")
        shown = SHOWN.get(token.text, token.text)
        if token.text in ",:":
            return Markup('<mo lspace="0" rspace="0.35em">{}</mo>').format(shown)
        if token.text == "-" and self._hyphen():
            return Markup("<mtext>-</mtext>")
        if token.text == "-" and not operand:
            return Markup('<mo form="prefix">{}</mo>').format(shown)
        return Markup("<mo>{}</mo>").format(shown)

    def _hyphen(self) -> bool:
        """Whether the minus taken last stands between two words without white space: that is no difference."""
        around = self.tokens[self.position - 2 : self.position + 1] if self.position > 1 else []
        words = [each for each in around if _word(each)]
        return len(around) == 3 and len(words) == 2 and not around[1].apart and not around[2].apart

    def _named(self, token: Token) -> Markup:
        if not self._called():
            around = [*self.tokens[max(self.position - 2, 0) : self.position - 1], *self._following()]
            article = token.text == "a" and len(around) == 2 and all(_word(each) for each in around)
            return Markup("<mtext>a</mtext>") if article else _name(token.text)
        if token.text == "sqrt":
            self._next()
            return Markup("<msqrt>{}</msqrt>").format(self.sequence(")"))
        if token.text in FENCES:
            self._next()
            before, after = FENCES[token.text]
            return _fenced(before, self.sequence(")"), after)
        self._next()
        applied = Markup("<mo>&#8289;</mo>")
        return Markup("<mrow>{}{}{}</mrow>").format(_name(token.text), applied, _fenced("(", self.sequence(")"), ")"))

    def _called(self) -> bool:
        """Whether an opening bracket follows at once."""
        return any(each.text == "(" and not each.apart for each in self._following())

    def _following(self) -> Sequence[Token]:
        return self.tokens[self.position : self.position + 1]

    def _exponent(self) -> Markup:
        token = self._next()
        if token.text == "-":
            return Markup("<mrow><mo>−</mo>{}</mrow>").format(self._exponent())
        if token.text == "(":
            return _fenced("(", self.sequence(")"), ")")
        if token.kind == "number" and "e" not in token.text:
            return _number(token.text)
        if token.kind == "name" and not self._called():
            return _name(token.text)
        raise NotSet("a power that is not plain")

    def _next(self) -> Token:
        if self.position == len(self.tokens):
            raise NotSet("it ends too early")
        self.position += 1
        return self.tokens[self.position - 1]


def _fenced(before: str, inside: Markup, after: str) -> Markup:
    return Markup('<mrow><mo form="prefix">{}</mo>{}<mo form="postfix">{}</mo></mrow>').format(before, inside, after)


def _number(text: str) -> Markup:
    """A number; `2e-9` as two times a power of ten, one times a power as that power."""
    digits, _, exponent = text.partition("e")
    if not exponent:
        return Markup("<mn>{}</mn>").format(text)
    sign = Markup("<mo>−</mo>") if exponent.startswith("-") else Markup("")
    power = Markup("<msup><mn>10</mn><mrow>{}<mn>{}</mn></mrow></msup>").format(sign, exponent.lstrip("-"))
    return power if digits == "1" else Markup("<mrow><mn>{}</mn><mo>·</mo>{}</mrow>").format(digits, power)


def _name(text: str) -> Markup:
    """A name: `r0` and `b_in` with a subscript, a longer one whole, and its primes, which may stand before a subscript."""
    plain, prime, sub = text.partition("'")
    primes = len(prime) + len(sub) - len(sub.lstrip("'"))
    head, _, tail = (plain + sub.lstrip("'")).rpartition("_")
    digits = re.fullmatch(r"([A-Za-z])(\d+)", plain)
    if digits:
        base, below = digits.groups()
        shown = Markup("<msub><mi>{}</mi><mn>{}</mn></msub>").format(base, below)
    elif head and tail and (len(tail) == 1 or len(head) == 1):
        shown = Markup("<msub><mi>{}</mi><mi>{}</mi></msub>").format(head, tail)
    else:
        shown = Markup("<mi>{}</mi>").format(plain + sub.lstrip("'"))
    return _primed(shown, primes) if primes else shown


def _primed(base: Markup, count: int) -> Markup:
    """The sign of a prime is raised by itself."""
    return Markup('<mrow>{}<mo lspace="0" rspace="0">{}</mo></mrow>').format(base, "′" * count)


def _word(token: Token) -> bool:
    """Whether a token is a word rather than a quantity."""
    return token.kind == "name" and token.text.isalpha() and token.text.islower() and len(token.text) > 1
