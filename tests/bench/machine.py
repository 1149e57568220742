"""When and where figures were taken, and whether the machine was busy with something else."""

import os
import platform
import time
from datetime import UTC, datetime
from pathlib import Path

_CPUS = Path("/proc/cpuinfo")
_TICKS = Path("/proc/stat")
_LOOK = 2.0
# More of a core than this taken by others, and processes with a thread for each core collapse now and then.
_TOO_BUSY = 0.3


def taken_on(command: str) -> str:
    """When, where and how the figures are taken; looks for two seconds whether others use the machine."""
    now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    where = f"{os.cpu_count()} cores, {_processor()}, Python {platform.python_version()}"
    return f"Taken {now} with `{command}`: {where}. {_others(busy_cores())}"


def busy_cores() -> float:
    """How many cores are in use just now; 0 where the system does not say."""
    before = _used()
    time.sleep(_LOOK if _TICKS.is_file() else 0)
    return (_used() - before) / _LOOK


def _others(busy: float) -> str:
    told = f"Other work was using {busy:.1f} cores at the start."
    return f"{told} TOO BUSY: take the figures again on a quiet machine." if busy > _TOO_BUSY else told


def _used() -> float:
    if not _TICKS.is_file():
        return 0.0
    user, nice, system, *_ = map(int, _TICKS.read_text(encoding="ascii").split("\n", 1)[0].split()[1:])
    return (user + nice + system) / os.sysconf("SC_CLK_TCK")


def _processor() -> str:
    names = _CPUS.read_text(encoding="utf-8", errors="replace").splitlines() if _CPUS.is_file() else []
    return next((line.split(":", 1)[1].strip() for line in names if line.startswith("model name")), platform.machine())
