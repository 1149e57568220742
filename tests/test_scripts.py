"""The scripts that train and score are not run by the tests, so what they import from the program is looked up."""

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent
OURS = {"bot", "config", "ingest", "knowledge"}
SCRIPTS = sorted(path for folder in ("bench", "quality") for path in (TESTS / folder).glob("*.py"))


def taken(script: Path) -> Iterator[tuple[str, str]]:
    """The names that a script takes from the program, each with its module."""
    for node in ast.walk(ast.parse(script.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.partition(".")[0] in OURS:
            yield from ((node.module, name.name) for name in node.names)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_a_script_takes_only_what_the_program_has(script: Path) -> None:
    missing = [f"{module}.{name}" for module, name in taken(script) if not has(module, name)]
    assert missing == []


def has(module: str, name: str) -> bool:
    """Whether a module has a name or a module of that name within it."""
    try:
        return hasattr(importlib.import_module(module), name) or bool(importlib.import_module(f"{module}.{name}"))
    except ModuleNotFoundError:
        return False
