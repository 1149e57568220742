"""Running what is measured as processes of its own: seconds from start to end, and peak memory."""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from tests.bench.memory import of_usage

ROOT = Path(__file__).parents[2]
# A council's own database, server and files must not be measured, or written to.
_LEFT_OUT = ("PRACTICE_BOT_", "DATABASE_URL", "CHROMA_URL", "EMBEDDING_MODEL", "LLM_MODEL", "TELEGRAM_")


class BenchError(RuntimeError):
    """Something under test failed; the message carries its last words."""


@dataclass(frozen=True, slots=True)
class Run:
    """An ended process: wall seconds, peak megabytes, and what it printed."""

    seconds: float
    peak: float
    output: str

    @property
    def told(self) -> Any:
        """The JSON object on the last line of the output."""
        return json.loads(self.output.strip().splitlines()[-1])


def environment(data: Path) -> dict[str, str]:
    """What both systems run in: offline, no telemetry, our data in the given folder."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_LEFT_OUT)}
    offline = {"HF_HUB_OFFLINE": "1", "ANONYMIZED_TELEMETRY": "False", "HF_HUB_DISABLE_PROGRESS_BARS": "1"}
    return {**kept, **offline, "PRACTICE_BOT_DATA": str(data)}


def module(name: str, *arguments: object) -> list[str]:
    """The command that runs a module."""
    return [sys.executable, "-m", name, *map(str, arguments)]


def script(name: str, *arguments: object) -> list[str]:
    """The command that runs one of our console scripts."""
    return [str(Path(sys.executable).parent / name), *map(str, arguments)]


def run(command: Sequence[str], environ: Mapping[str, str]) -> Run:
    """Run a command to its end; raises ``BenchError`` unless it ends well."""
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        started = time.perf_counter()
        process = subprocess.Popen(command, stdout=out, stderr=err, env=dict(environ), cwd=ROOT)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise BenchError(f"{' '.join(command[-3:])} failed: {_read(err)[-2000:]}")
        return Run(seconds, of_usage(usage), _read(out))


def _read(stream: IO[str]) -> str:
    stream.seek(0)
    return stream.read()


class Server:
    """A system that is up and answers blocks of questions (see ``tests.bench.serving``)."""

    def __init__(self, command: Sequence[str], environ: Mapping[str, str]) -> None:
        self._command = command
        self._errors = tempfile.TemporaryFile("w+")  # noqa: SIM115 - closed with the server
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            env=dict(environ),
            cwd=ROOT,
            text=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if error is not None:
            self._process.kill()
        self._process.communicate()
        self._errors.close()

    def request(self, name: str, questions: Sequence[str]) -> Any:
        """Send one block (``ask`` or ``find``) and wait for what comes back."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(json.dumps({name: list(questions)}) + "\n")
        stdin.flush()
        line = stdout.readline()
        if not line:
            raise BenchError(f"{' '.join(self._command[-2:])} stopped: {_read(self._errors)[-2000:]}")
        return json.loads(line)
