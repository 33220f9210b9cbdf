"""Why a transition refuses: named errors that carry the numbers which caused them."""

from __future__ import annotations


class Rejected(Exception):
    """A transition refused its input; nothing has changed.

    `name` is the protocol's own error name where it has one. `values` are the quantities the refusing check compared,
    by name, in the units of the fields they come from.
    """

    name = "Rejected"

    def __init__(self, reason: str = "", /, **values: object) -> None:
        self.reason = reason
        self.values = values
        super().__init__(reason)

    def __str__(self) -> str:
        numbers = ", ".join(f"{key}={value}" for key, value in self.values.items())
        sentence = self.reason or (self.__doc__ or "").splitlines()[0]
        return f"{self.name}: {sentence}" + (f" ({numbers})" if numbers else "")


class MathError(Rejected):
    """An addition, subtraction, multiplication or division left the width of its operands, or divided by zero."""

    name = "MathError"


class CastingFailure(Rejected):
    """A value does not fit the narrower width it is converted to."""

    name = "CastingFailure"


class BnConversionError(Rejected):
    """A wide intermediate (192 or 256 bit) does not fit 128 bit."""

    name = "BnConversionError"
