"""Code of the properties that stands outside of the statements' bodies: what bodies call, read and take for granted.

A body may stay as it is while a function that it calls says less. Whether other code says as much, nobody but a reviewer
can say, so that whatever is another is told, module by module. What is new is told where something of before may come
upon it: a member of a class that was there, a name that was used before it was bound, a statement that runs when its module
is imported.
"""

from __future__ import annotations

from collections.abc import Iterator

from reports.code import Part, Parts
from reports.gate import bodies
from reports.gate.change import Change, Effect, Kind

REACHING = frozenset({"setattr", "delattr", "exec", "eval", "globals", "vars", "__dict__", "modules", "import_module"})
"""By these code may change what stands elsewhere."""


def changes(before: Parts, after: Parts, whole: Parts) -> list[Change]:
    """The modules whose code differs outside of statements. `whole` are all parts of the room as it is now.

    `before` and `after` hold the parts of the files that differ.
    """
    differing: dict[str, list[tuple[Part | None, Part | None]]] = {}
    for name in sorted({*before, *after}):
        old, new = before.get(name), after.get(name)
        some = new or old
        sides = [each for each in (old, new) if each is not None]
        if some is not None and not all(map(_is_statement, sides)) and _tells(old, new, before, whole):
            differing.setdefault(some.module, []).append((old, new))
    return [_change(module, pairs) for module, pairs in differing.items()]


def _change(module: str, pairs: list[tuple[Part | None, Part | None]]) -> Change:
    texts = ["\n".join(each.text for each in side if each is not None) for side in zip(*pairs, strict=True)]
    names = [some.name.removeprefix(f"{module}.") for old, new in pairs if (some := new or old) is not None]
    return Change(module, "", Kind.HELPER, Effect.WEAKENED, texts[0], texts[1], ", ".join(names))


def _is_statement(part: Part) -> bool:
    """Whether it is the code of a statement with its id written out, which is compared by itself."""
    return part.kind in ("function", "statement") and bool(bodies.written([part.text]))


def _tells(old: Part | None, new: Part | None, before: Parts, whole: Parts) -> bool:
    """Whether code that was there before may be another by this."""
    if old is not None and new is not None:
        return old.digest != new.digest
    if old is not None:
        return any(_may_mention(each, old) for each in whole.values())
    assert new is not None
    if new.kind == "statement" or new.mentions & REACHING:
        return True
    if new.is_member:
        return new.name.rpartition(".")[0] in before
    return any(new.last in each.mentions for each in _of_module(before, new.module))


def _may_mention(part: Part, gone: Part) -> bool:
    named = gone.last in part.mentions or gone.last in part.texts
    return part.binds == gone.name or (named and (gone.is_member or part.module == gone.module))


def _of_module(parts: Parts, module: str) -> Iterator[Part]:
    return (each for each in parts.values() if each.module == module)
