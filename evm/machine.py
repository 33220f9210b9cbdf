"""An EVM in this process, and as much of the conventions of Solidity as it takes to call a contract.

Nothing of a protocol is here. Hashes are the machine's own: a few bytes of code ask it for them.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

Answer = TypeVar("Answer")

RULES = "ISTANBUL"
"""The rules of execution: those in force when the contracts were published."""

DEPLOYER = "0x" + "11" * 20
HASHER = "0x" + "22" * 20
HASHER_CODE = bytes.fromhex("3660006000373660002060005260206000f3")
"""CALLDATACOPY everything to memory, SHA3 it, return the word."""

REASON = bytes.fromhex("08c379a0")
"""How the output of a refusal with a reason begins: `Error(string)`."""

REVERTED = re.compile(r"Revert \{.* output: 0x([0-9a-f]*) \}")


class NoMachine(Exception):
    """The package that has the EVM is not installed; the message says which it is."""


class Refused(Exception):
    """A call was undone; `reason` is the contract's own, None where it gave none (an invalid opcode, say)."""

    def __init__(self, reason: str | None) -> None:
        super().__init__(reason or "no reason was given")
        self.reason = reason


class Machine:
    """One chain of its own, in memory."""

    def __init__(self) -> None:
        try:
            import pyrevm
        except ImportError as problem:
            raise NoMachine("pyrevm is not installed: pip install 'tallystick[evm]'") from problem
        self._block: Callable[[int], Any] = lambda now: pyrevm.BlockEnv(timestamp=now)
        self._evm: Any = pyrevm.EVM(spec_id=RULES)
        self._evm.insert_account_info(HASHER, pyrevm.AccountInfo(code=HASHER_CODE))
        self._selectors: dict[str, bytes] = {}

    def set_time(self, now: int) -> None:
        """The time of the block that the next calls are in, in seconds."""
        self._evm.set_block_env(self._block(now))

    def hashed(self, content: bytes) -> bytes:
        """Keccak-256."""
        return bytes(self._evm.message_call(caller=DEPLOYER, to=HASHER, calldata=content))

    def deploy(self, code: bytes, *arguments: int | str) -> str:
        """The address of a new contract."""
        return str(self._evm.deploy(DEPLOYER, code + b"".join(map(word, arguments))))

    def call(
        self, to: str, signature: str, *arguments: int | str, sender: str = DEPLOYER, data: bytes = b""
    ) -> list[int]:
        """Call a method, and the words that it answers; `Refused` if the call is undone.

        `data` stands behind the arguments, as the encoding of what has no fixed size.
        """
        selector = self._selectors.get(signature)
        if selector is None:
            selector = self._selectors[signature] = self.hashed(signature.encode())[:4]
        calldata = selector + b"".join(map(word, arguments)) + data
        try:
            answer = bytes(self._evm.message_call(caller=sender, to=to, calldata=calldata))
        except RuntimeError as problem:
            if self._evm.result is None or self._evm.result.is_success:
                raise
            raise Refused(reason(str(problem))) from problem
        return [int.from_bytes(answer[at : at + 32], "big") for at in range(0, len(answer), 32)]

    def put(self, contract: str, slot: int, key: str, value: int) -> None:
        """Write an entry of the mapping from addresses that is at this slot of the contract's storage."""
        self._evm.insert_account_storage(contract, int.from_bytes(self.hashed(word(key) + word(slot)), "big"), value)

    def whole(self, work: Callable[[], Answer]) -> Answer:
        """Do several calls as one: if one of them is refused, none has happened."""
        before = self._evm.snapshot()
        try:
            answer = work()
        except Refused:
            self._evm.revert(before)
            raise
        self._evm.commit()
        return answer


def word(value: int | str) -> bytes:
    """A number or an address as 32 bytes."""
    return (
        value.to_bytes(32, "big")
        if isinstance(value, int)
        else bytes.fromhex(value.removeprefix("0x")).rjust(32, b"\0")
    )


def address(value: int) -> str:
    """The address that a word holds."""
    return f"0x{value:040x}"


def reason(problem: str) -> str | None:
    """The reason of a refusal, from what the machine says of it."""
    found = REVERTED.search(problem)
    output = bytes.fromhex(found.group(1)) if found else b""
    if not output.startswith(REASON):
        return None
    size = int.from_bytes(output[36:68], "big")
    return output[68 : 68 + size].decode()
