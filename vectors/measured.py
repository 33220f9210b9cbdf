"""Which ways the decisions of the model went while something ran.

For as long as it is measured, the functions of the model have the code of their own source with each decision told; the
functions themselves, and what they do, stay the same. No line numbers of a run are compared, no tool of coverage is
needed, and each operand counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from types import CodeType, FunctionType, ModuleType
from typing import Any, TypeAlias

from model.errors import Rejected
from model.system import System
from vectors.decisions import DECIDED, GUARDED, Decision, Instrument, Source, functions, reached, sources

Way: TypeAlias = int
"""A decision and an answer as one number: `2 * decision` for its first answer, one more for its second."""


class Measured:
    """The decisions of a system, and what was seen of them since `forget` was last called.

    `taken` holds the ways that were gone, `asked` the least and the greatest number that each guard was asked about.
    """

    def __init__(self, system: System, also: Iterable[str] = ()) -> None:
        self.sources = sources(system)
        self.names = reached(self.sources, system, also)
        self.decisions: list[Decision] = []
        self.taken: set[Way] = set()
        self.asked: dict[int, tuple[int, int]] = {}
        self._codes = [(each.module, self._code(each)) for each in self.sources]

    def forget(self) -> None:
        """Begin anew."""
        self.taken.clear()
        self.asked.clear()

    @property
    def ways(self) -> range:
        """Every way there is."""
        return range(2 * len(self.decisions))

    def decision(self, way: Way) -> Decision:
        """The decision of a way."""
        return self.decisions[way // 2]

    def answer(self, way: Way) -> str:
        """What the decision answers on this way."""
        return self.decision(way).ways[way % 2]

    def passed_over(self) -> list[str]:
        """Functions of the protocol's own modules that nothing reaches, and that are not counted therefore."""
        return [
            f"{source.file}:{node.name}"
            for source in self.sources
            if source.file.count("/") > 1
            for node in functions(source.tree)
            if node.name not in self.names and not node.name.startswith("__")
        ]

    @contextmanager
    def on(self) -> Iterator[None]:
        """Measure while it lasts."""
        taken, asked = self.taken, self.asked

        def decided(number: int, answer: Any) -> Any:
            taken.add(2 * number + (not answer))
            return answer

        def guarded(number: int, verb: Any, value: Any) -> Any:
            low, high = asked.get(number, (value, value))
            asked[number] = (min(low, value), max(high, value))
            try:
                found = verb(value)
            except Rejected:
                taken.add(2 * number + 1)
                raise
            taken.add(2 * number + (found is not value and found != value))
            return found

        changed: list[tuple[FunctionType, CodeType]] = []
        try:
            for module, codes in self._codes:
                vars(module).update({DECIDED: decided, GUARDED: guarded})
                for function in _functions_of(module):
                    code = codes.get((function.__code__.co_qualname, function.__code__.co_firstlineno))
                    if code is not None:
                        changed.append((function, function.__code__))
                        function.__code__ = code
            yield
        finally:
            for function, before in changed:
                function.__code__ = before
            for module, _ in self._codes:
                vars(module).pop(DECIDED, None)
                vars(module).pop(GUARDED, None)

    def _code(self, source: Source) -> dict[tuple[str, int], CodeType]:
        """The instrumented code of each function of a module, by name and line."""
        instrument = Instrument(source.module, source.file, self.names, len(self.decisions))
        tree = instrument.visit(source.tree)
        self.decisions += instrument.decisions
        found: dict[tuple[str, int], CodeType] = {}
        waiting = [compile(tree, str(source.module.__file__), "exec", dont_inherit=True)]
        while waiting:
            code = waiting.pop()
            found[code.co_qualname, code.co_firstlineno] = code
            waiting += [each for each in code.co_consts if isinstance(each, CodeType)]
        return found


def _functions_of(module: ModuleType) -> Iterator[FunctionType]:
    """The functions and methods that the module defines."""
    for holder in (module, *(each for each in vars(module).values() if isinstance(each, type))):
        if holder is not module and getattr(holder, "__module__", "") != module.__name__:
            continue
        for held in list(vars(holder).values()):
            plain = getattr(held, "fget", None) or getattr(held, "__func__", None) or held
            while hasattr(plain, "__wrapped__"):
                plain = plain.__wrapped__
            if isinstance(plain, FunctionType) and plain.__module__ == module.__name__:
                yield plain
