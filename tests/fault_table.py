"""The faults of ``faults.toml`` with the tests that prove them, and the page made from them."""

import ast
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LAST = 76


@dataclass(frozen=True, slots=True)
class Fault:
    """A bad input or fault: its tests as ``file::name``, or ``why_not``; ``note`` says what they do not show."""

    number: int
    what: str
    tests: tuple[str, ...] = ()
    why_not: str = ""
    note: str = ""


def faults() -> tuple[Fault, ...]:
    """Every row in the order of the file."""
    rows = tomllib.loads((ROOT / "tests" / "faults.toml").read_text(encoding="utf-8"))["fault"]
    return tuple(Fault(**{**row, "tests": tuple(row.get("tests", ()))}) for row in rows)


@cache
def defined_in(file: str) -> frozenset[str]:
    """The tests that a file defines, found without running it; none where there is no such file."""
    path = ROOT / file
    if not path.is_file():
        return frozenset()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    defined = (node.name for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    return frozenset(name for name in defined if name.startswith("test_"))


def page() -> str:
    """``docs/faults.md``."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    tested = sum(bool(fault.tests) for fault in faults())
    yield "# Bad inputs and faults, and their tests"
    yield ""
    yield (
        f"{len(faults())} things that go wrong, made from `tests/faults.toml`: do not edit by hand. "
        f"{tested} have tests; {len(faults()) - tested} do not apply, with the reason. "
        "Where a test shows less than the whole, the row says so."
    )
    yield ""
    yield "| # | input or fault | where it is tested |"
    yield "|---|---|---|"
    for fault in faults():
        shown = ", ".join(f"`{test}`" for test in fault.tests) or f"does not apply: {fault.why_not}"
        yield f"| F{fault.number} | {fault.what} | {shown}{f'. {fault.note}' if fault.note else ''} |"
