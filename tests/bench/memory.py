"""Memory of this process, in megabytes. Imports nothing heavy: it runs inside what is measured."""

import resource
import sys
from pathlib import Path

_STATUS = Path("/proc/self/status")
# ru_maxrss counts kilobytes on Linux and bytes on macOS.
_UNIT = 1_000_000 if sys.platform == "darwin" else 1_000


def resident() -> float:
    """What is held now; the peak where the system does not say."""
    return _line("VmRSS") or of_usage(resource.getrusage(resource.RUSAGE_SELF))


def peak() -> float:
    """The most that was held so far, the parent's share from before the start left out where possible."""
    return _line("VmHWM") or of_usage(resource.getrusage(resource.RUSAGE_SELF))


def of_usage(usage: resource.struct_rusage) -> float:
    """The peak in what the system reports of an ended process."""
    return usage.ru_maxrss / _UNIT


def _line(name: str) -> float | None:
    if not _STATUS.is_file():
        return None
    for line in _STATUS.read_text(encoding="ascii", errors="replace").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1000
    return None
