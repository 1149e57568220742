"""The file of statutory clocks, read once: ``timescales.toml``."""

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Any


@cache
def table() -> Mapping[str, Any]:
    """Its rows by kind: the clocks, values known to be wrong, when laws began, and other times."""
    return tomllib.loads((resources.files("knowledge") / "timescales.toml").read_text(encoding="utf-8"))
