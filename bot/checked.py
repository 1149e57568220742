"""One draft that has been checked: what was read and what was found."""

from dataclasses import dataclass, field

from knowledge.plans.report import Report
from knowledge.readers import Reading


@dataclass(frozen=True, slots=True)
class Checked:
    """A draft's file name without its folder, its bytes, what was read of them, and the report.

    Every span of ``report`` points into ``text``, the text of ``reading``.
    """

    name: str
    text: str
    reading: Reading
    report: Report
    data: bytes = field(default=b"", repr=False)
    seconds: float = 0.0
