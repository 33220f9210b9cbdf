"""What is declared of a method that proofs leave out, as a statement to be proved of the method itself.

A proof that leaves a method out puts a contract in its place: it writes these fields and no others, what it writes and
answers fits these widths, or is one of these options (`properties.abstractions`). Each declaration is a property of its
own here, `D_` and the name of the method, told of any states and any arguments: nothing is assumed of them but that
fields of a state fit their widths. Every proof that meets the contract rests on it.

The methods below are left out of these proofs in turn, by their own declarations. As no method comes back to itself by
way of those it calls, each stands on what is below it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from model.arith import Width
from properties.abstractions import Abstractions, Bookkeeping, Classification, Contract, Function, method_of
from properties.arbitrary import integer_fields
from properties.case import Case
from properties.property import Claims, Property, Registry, Scenario

PREFIX = "D_"
"""How the id of a declaration begins."""

Arguments = Callable[[Any, Case, str], dict[str, Any]]
"""Any arguments of a method of the system, by name."""

Inputs = Callable[[Any, str, Mapping[str, Any]], dict[str, int]]
"""The other way round: the numbers of a case in which a method of the system gets these arguments."""


@dataclass(frozen=True)
class Other:
    """A case that draws every number anew, under another name."""

    case: Case

    def integer(self, name: str, width: Width) -> int:
        """Any integer of the width."""
        return self.case.integer(f"other.{name}", width)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.case, name)


CHECK = Bookkeeping({})
"""What is declared of a method that only refuses."""


@dataclass(frozen=True)
class Declaration(Scenario):
    """Holds of every call of one method; its proof leaves out every other method of which something is declared.

    `method` names it, `contract` is what is declared of it. `inputs` reads arguments that were met as those of a case.
    """

    method: str = ""
    contract: Contract = field(default=CHECK, repr=False)
    inputs: Inputs = field(default=lambda *_: {}, repr=False)


def identifier(method: str) -> str:
    """The id of what is declared of a method, whatever aspect of it a contract speaks of."""
    return PREFIX + method_of(method)


def declarations(declared: Abstractions) -> dict[str, Contract]:
    """What is declared of each method, in the order of its first mention; `ValueError` if twice and differently.

    Contracts of one method may ensure different things. Their frames are the same.
    """
    found: dict[str, Contract] = dict.fromkeys(declared.checks, CHECK)
    for name, contract in (*declared.contracts.items(), *declared.on_request.items()):
        known = found.setdefault(method_of(name), contract)
        if isinstance(known, Bookkeeping) and isinstance(contract, Bookkeeping):
            same = (known.writes, known.returns) == (contract.writes, contract.returns)
        else:
            same = known is contract
        if not same:
            raise ValueError(f"two things are declared of what {method_of(name)} writes and answers")
    return found


def declare(registry: Registry, system: str, declared: Abstractions, arguments: Arguments, inputs: Inputs) -> None:
    """Enter a property for everything that is declared of the system's methods."""
    for method, contract in declarations(declared).items():
        registry.add(
            Property(
                id=identifier(method),
                system=system,
                sentence=sentence(method, contract),
                formula=formula(contract),
                claim=f"what proofs leave out: {method}",
                scope=Declaration(method=method, contract=contract, inputs=inputs),
                body=_body(method, contract, arguments),
                uses=(method,),
                notes="Every proof that leaves the method out rests on this.",
            )
        )


def _body(method: str, contract: Contract, arguments: Arguments) -> Callable[..., Claims]:
    def does_as_declared(system: Any, case: Case) -> Claims:
        if isinstance(contract, Function):
            yield from claims_of_function(system, case, method, contract, arguments)
            return
        given = arguments(system, case, method)
        states = list(states_among(given.values()))
        before = [dict(vars(state)) for state in states]
        itself = dict(vars(system))
        answer = getattr(system, method)(**given)
        yield "the system remembers nothing", _same(vars(system), itself)
        for state, was in zip(states, before, strict=True):
            yield from frame(state, was, written(contract, state))
        yield from claims_of_answer(contract, answer)

    return does_as_declared


def states_among(given: Iterable[Any]) -> Iterator[Any]:
    """The arguments that a method could write to, and what these hold, each once."""
    waiting, seen = list(given), set()
    while waiting:
        each = waiting.pop(0)
        if hasattr(each, "__dict__") and id(each) not in seen and type(each).__module__.startswith("model."):
            seen.add(id(each))
            yield each
            waiting += vars(each).values()


def written(contract: Contract, state: Any) -> set[str]:
    """The fields of the state that the contract lets the method write."""
    if not isinstance(contract, Bookkeeping):
        return set()
    return {name for kind, names in contract.writes.items() if isinstance(state, kind) for name in names}


def frame(state: Any, was: dict[str, Any], may_write: set[str]) -> Claims:
    """What is written fits the fields' widths, and nothing else changes."""
    kind = type(state)
    name = kind.__name__.lower()
    yield f"{name}: the same fields", list(vars(state)) == list(was)
    widths = integer_fields(kind)
    for each, now in vars(state).items():
        if now is was[each]:
            continue
        if each not in may_write:
            yield f"{name}.{each} stays", now == was[each]
        elif each in widths:
            yield from within(f"{name}.{each}", now, widths[each])


def claims_of_answer(contract: Contract, answer: Any) -> Claims:
    """The answer is of the declared kind and widths."""
    if isinstance(contract, Classification):
        yield "one of the options", _plain(contract.options, answer) in contract.options
        return
    assert isinstance(contract, Bookkeeping)
    returns = contract.returns
    if returns is None:
        yield "no answer", answer is None
    elif isinstance(returns, Width):
        yield from within("the answer", answer, returns)
    elif isinstance(returns, tuple):
        yield "as many answers", len(answer) == len(returns)
        for place, (number, width) in enumerate(zip(answer, returns, strict=True)):
            yield from within(f"answer {place}", number, width)
    elif returns is bool:
        yield "yes or no", _plain((False, True), answer) in (False, True)
    else:
        yield "the kind of answer", type(answer) is returns
        for name, width in integer_fields(returns).items():
            yield from within(name, getattr(answer, name), width)


def claims_of_function(system: Any, case: Case, method: str, contract: Function, arguments: Arguments) -> Claims:
    """The same number for the same value of the field, whatever else differs; within the width, and nothing is written."""
    value = case.choice(contract.of, contract.among)
    answers = []
    for given in (arguments(system, case, method), arguments(system, Other(case), method)):
        (state,) = states_among(given.values())
        setattr(state, contract.of, value)
        before = dict(vars(state))
        answers.append(getattr(system, method)(**given))
        yield from frame(state, before, set())
    yield from within("the answer", answers[0], contract.width)
    yield "it depends on nothing else", answers[0] == answers[1]


def within(name: str, number: Any, width: Width) -> Claims:
    """The number fits the width."""
    yield f"{name} is no less than its width", number >= width.low
    yield f"{name} is no more than its width", number <= width.high


def _plain(options: Sequence[Any], answer: Any) -> Any:
    """A condition as the truth value that it is asked for."""
    return bool(answer) if all(isinstance(each, bool) for each in options) else answer


def _same(now: dict[str, Any], was: dict[str, Any]) -> bool:
    return list(now) == list(was) and all(now[each] is was[each] for each in now)


def sentence(method: str, contract: Contract) -> str:
    """What is declared, in words."""
    if isinstance(contract, Function):
        return f"{method} writes nothing, and answers with a number that depends on {contract.of} only."
    if isinstance(contract, Classification):
        return f"{method} writes nothing, and answers with one of {len(contract.options)} options."
    names = [name for each in contract.writes.values() for name in each]
    writes = f"writes {len(names)} fields at most, within their widths" if names else "writes nothing"
    answers = "answers nothing" if contract.returns is None else "answers within its widths"
    return f"{method} {writes}, and {answers}."


def formula(contract: Contract) -> str:
    """What may change, and the widths of what is answered."""
    if isinstance(contract, Function):
        return f"answer = f({contract.of}), {contract.width.low} <= answer <= {contract.width.high}"
    if isinstance(contract, Classification):
        return f"answer in {{{', '.join(getattr(each, 'name', str(each)) for each in contract.options)}}}"
    fields = [f"{kind.__name__}.{name}" for kind, names in contract.writes.items() for name in names]
    return f"changed is a part of {{{', '.join(fields)}}}; answer: {_returned(contract.returns)}"


def _returned(returns: Any) -> str:
    if returns is None:
        return "none"
    if isinstance(returns, tuple):
        return ", ".join(each.name for each in returns)
    if isinstance(returns, type):
        widths = integer_fields(returns)
        return ", ".join(f"{name} {width.name}" for name, width in widths.items()) or "yes or no"
    return str(returns.name)
