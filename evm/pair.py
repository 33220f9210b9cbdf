"""The published pair as something that records itself: each operation is executed, and told as one line of a recording.

What comes of it is read from the contracts; no rule of a pair is restated here, and `conform` is the judge. Tokens are the
package's own `ERC20`. A user has exactly the tokens that it pays in, as the model assumes: they are written into its
balance before the call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

from conformance.adapter import Line
from conformance.encode import encoded
from evm.artifact import CACHE, creation_code
from evm.machine import DEPLOYER, Machine, Refused, address
from model.pair import FEE_RECEIVER, LOCKED

FEE = {"fee_numerator": 997, "fee_denominator": 1000}
"""The only fee that the contracts know."""

NOBODY = address(0)
BALANCES = 1
"""Where the package's token keeps its balances: the second of its variables."""

Numbers = Mapping[str, int]


class PublishedPair:
    """A new pair of two new tokens, with the fee switch of its factory. `lines` is what has been recorded so far."""

    def __init__(self, *, trace: int, now: int, fee_on: bool, users: Iterable[str] = (), folder: Path = CACHE) -> None:
        codes = creation_code(("UniswapV2Factory", "ERC20"), folder)
        self.machine = Machine()
        self.machine.set_time(now)
        self.factory = self.machine.deploy(codes["UniswapV2Factory"], DEPLOYER)
        made = [self.machine.deploy(codes["ERC20"], 0) for _ in range(2)]
        self.pair = address(self.machine.call(self.factory, "createPair(address,address)", *made)[0])
        self.tokens = [address(self._asked(f"token{asset}()")) for asset in (0, 1)]
        self.addresses = {LOCKED: NOBODY}
        for user in (FEE_RECEIVER, *users):
            self._address(user)
        self.trace = trace
        self.lines: list[Line] = []
        if fee_on:
            self._set_fee_to(True)
        self._record("init", FEE, now, True, None, {})

    def perform(self, operation: str, arguments: Mapping[str, Any], now: int) -> Line:
        """Execute an operation of a pair's recording and tell what came of it; a refusal leaves everything as it was."""
        self.machine.set_time(now)
        works: dict[str, Callable[..., Numbers]] = {
            "mint": self._mint,
            "burn": self._burn,
            "swap": self._swap,
            "donate": self._donate,
            "sync": self._sync,
            "skim": self._skim,
            "set_fee_to": self._set_fee_to,
        }
        try:
            result = self.machine.whole(lambda: works[operation](**arguments))
        except Refused as refusal:
            return self._record(operation, arguments, now, False, refusal.reason, {})
        return self._record(operation, arguments, now, True, None, result)

    # Operations: what a user sends, in the order of a router

    def _mint(self, user: str, amount0: int, amount1: int) -> Numbers:
        self._pay(user, amount0, amount1)
        (shares,) = self.machine.call(self.pair, "mint(address)", self._address(user))
        return {"shares": shares}

    def _burn(self, user: str, shares: int) -> Numbers:
        self._empty(user)
        holder = self._address(user)
        self.machine.call(self.pair, "transfer(address,uint256)", self.pair, shares, sender=holder)
        amount0, amount1 = self.machine.call(self.pair, "burn(address)", holder)
        return {"amount0": amount0, "amount1": amount1}

    def _swap(self, user: str, amount0_in: int, amount1_in: int, amount0_out: int, amount1_out: int) -> Numbers:
        self._pay(user, amount0_in, amount1_in)
        # No data, so that the receiver is not called: it begins at the fifth word, and has no bytes.
        nothing = (4 * 32, 0)
        given = (amount0_out, amount1_out, self._address(user), *nothing)
        self.machine.call(self.pair, "swap(uint256,uint256,address,bytes)", *given)
        return {}

    def _donate(self, user: str, amount0: int, amount1: int) -> Numbers:
        self._pay(user, amount0, amount1)
        return {}

    def _sync(self) -> Numbers:
        self.machine.call(self.pair, "sync()")
        return {}

    def _skim(self, user: str) -> Numbers:
        self._empty(user)
        self.machine.call(self.pair, "skim(address)", self._address(user))
        return {}

    def _set_fee_to(self, on: bool) -> Numbers:
        receiver = self._address(FEE_RECEIVER) if on else NOBODY
        self.machine.call(self.factory, "setFeeTo(address)", receiver)
        return {}

    # Tokens and users

    def _pay(self, user: str, *amounts: int) -> None:
        """The user has these amounts, and transfers them to the pair."""
        holder = self._address(user)
        for token, amount in zip(self.tokens, amounts, strict=True):
            self.machine.put(token, BALANCES, holder, amount)
        for token, amount in zip(self.tokens, amounts, strict=True):
            self.machine.call(token, "transfer(address,uint256)", self.pair, amount, sender=holder)

    def _empty(self, user: str) -> None:
        """The user has room for whatever it is paid."""
        for token in self.tokens:
            self.machine.put(token, BALANCES, self._address(user), 0)

    def _address(self, user: str) -> str:
        if user not in self.addresses:
            self.addresses[user] = address(int.from_bytes(self.machine.hashed(user.encode())[12:], "big"))
        return self.addresses[user]

    # What is remembered

    def _asked(self, signature: str, *arguments: int | str) -> int:
        return self.machine.call(self.pair, signature, *arguments)[0]

    def state(self) -> dict[str, Any]:
        """The pair as a line of a recording has it, every number asked of the contracts."""
        reserve0, reserve1, timestamp = self.machine.call(self.pair, "getReserves()")
        balances = [self.machine.call(token, "balanceOf(address)", self.pair)[0] for token in self.tokens]
        return {
            "reserve0": reserve0,
            "reserve1": reserve1,
            "block_timestamp_last": timestamp,
            "balance0": balances[0],
            "balance1": balances[1],
            "total_supply": self._asked("totalSupply()"),
            "k_last": self._asked("kLast()"),
            "price0_cumulative_last": self._asked("price0CumulativeLast()"),
            "price1_cumulative_last": self._asked("price1CumulativeLast()"),
            "fee_on": self.machine.call(self.factory, "feeTo()")[0] != 0,
            "shares": {user: self._asked("balanceOf(address)", own) for user, own in sorted(self.addresses.items())},
        }

    def _record(
        self,
        operation: str,
        arguments: Mapping[str, Any],
        now: int,
        ok: bool,
        error: str | None,
        result: Numbers,
    ) -> Line:
        state = self.state()
        shares = {user: encoded(held) for user, held in state.pop("shares").items()}
        line: Line = {
            "trace": self.trace,
            "step": len(self.lines),
            "op": operation,
            "args": {name: encoded(value) for name, value in arguments.items()},
            "ok": ok,
            "error": error,
            "result": {name: encoded(value) for name, value in result.items()},
            "now": now,
            "pair": {**{name: encoded(value) for name, value in state.items()}, "shares": shares},
        }
        self.lines.append(line)
        return line
