"""cvc5 as a process of its own where there is no such program, only the Python package: answers one SMT-LIB2 file.

Run: `python cvc5_process.py FILE`. It imports nothing of this suite.
"""

from __future__ import annotations

import sys

import cvc5


def main(path: str) -> int:
    """Write what cvc5 answers to each command of the file; an error of cvc5 ends it with a traceback and 1."""
    solver = cvc5.Solver()
    parser = cvc5.InputParser(solver)
    parser.setFileInput(cvc5.InputLanguage.SMT_LIB_2_6, path)
    symbols = parser.getSymbolManager()
    while not (command := parser.nextCommand()).isNull():
        sys.stdout.write(command.invoke(solver, symbols))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1]))
