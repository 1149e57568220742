"""Names of the Word elements that the reader looks at."""

from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATHS = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"


def value(node: Any, default: str = "") -> str:
    """The ``w:val`` of an element that may be missing."""
    return default if node is None else str(node.get(f"{W}val", default))


def is_on(mark: Any) -> bool:
    """Whether an on-off property is there and not switched off."""
    return mark is not None and value(mark) not in {"0", "false", "off"}


def number(node: Any, default: int = 0) -> int:
    """The ``w:val`` as a whole number."""
    digits = value(node)
    return int(digits) if digits.lstrip("-").isdecimal() and len(digits) < 9 else default


def chosen(alternatives: Any) -> Any:
    """The one branch of an ``mc:AlternateContent`` that Word would show."""
    choice = alternatives.find(f"{MC}Choice")
    return choice if choice is not None else alternatives.find(f"{MC}Fallback")
