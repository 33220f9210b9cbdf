"""Any number of holders, as a run sees them: the ones it names, and sums over the others."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import FunctionType
from typing import TYPE_CHECKING, Any

from model.arith import Width
from model.holders import Holders
from proofs.symbolic import beyond
from proofs.users import plain

if TYPE_CHECKING:
    from proofs.path import Path


class AnyNumberOfHolders(Holders[Any, Any]):
    """The holders a run names, beside any number of others that it cannot see.

    The others appear only in sums, as one symbol a sum. Because a transition replaces none of them, the symbol is the
    same before and after: that is the frame. Walking over the holders would break the argument, so it is refused.
    """

    def __init__(self, path: Path, touched: Mapping[Any, Any]) -> None:
        super().__init__(touched)
        self.path = path

    def __getitem__(self, user: Any) -> Any:
        self._require(user)
        return super().__getitem__(user)

    def get(self, user: Any, default: Any = None) -> Any:
        self._require(user)
        return super().get(user, default)

    def _require(self, user: Any) -> None:
        """Of a holder that is not named nothing is known, not even that there is none."""
        if not super().__contains__(user):
            raise self.path.give_up(TypeError(f"a proof about any number of holders must name {user!r} from the start"))

    def __contains__(self, user: Any) -> bool:
        self._require(user)
        return True

    def __setitem__(self, user: Any, held: Any) -> None:
        self._require(user)
        super().__setitem__(user, held)

    def put(self, user: Any, held: Any) -> AnyNumberOfHolders:
        self._require(user)
        user = plain(user)
        return AnyNumberOfHolders(self.path, {key: held if key == user else self[key] for key in dict.keys(self)})

    def total(self, name: str, measure: Callable[[Any], Any]) -> Any:
        self.path.vocabulary.measured(name, measure)
        others = self.path.integer(f"others.{name}", Width("sum", -(2**255), 2**255 - 1))
        return others + sum(measure(self[key]) for key in dict.keys(self))

    __iter__ = __reversed__ = keys = values = items = copy = beyond("a walk over the holders")
    __or__ = __ror__ = __ior__ = update = clear = popitem = beyond("a walk over the holders")
    __len__ = __bool__ = beyond("the number of the holders")
    __delitem__ = pop = setdefault = beyond("that a holder is taken out, or is new")
    __eq__ = __ne__ = beyond("whether the holders are those")
    __repr__ = __str__ = __format__ = beyond("the text of the holders")


def meaning_of(measure: Callable[..., Any]) -> tuple[Any, ...]:
    """What a measure computes, to be compared; `ValueError` if it reads anything but what one holder holds.

    Of a measure that reads the state the others' sum may change although none of their holdings does.
    """
    if not isinstance(measure, FunctionType) or measure.__defaults__ or measure.__kwdefaults__:
        raise ValueError("a sum over holders is of a function of one holding")
    read = [cell.cell_contents for cell in measure.__closure__ or ()]
    for each in read:
        if not isinstance(each, (str, int, FunctionType)):
            raise ValueError(f"a sum over holders reads {each!r} beside what each of them holds")
    code = measure.__code__
    named = tuple(measure.__globals__.get(name) for name in code.co_names)
    inner = tuple(meaning_of(each) if isinstance(each, FunctionType) else each for each in read)
    return (code.co_code, code.co_consts, code.co_names, named, inner)
