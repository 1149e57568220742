"""T23: the bot works in a network namespace of its own, where nothing but loopback exists, and says nothing outside."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT, clean_environment

_CAN = shutil.which("unshare") and subprocess.run(["unshare", "-rn", "true"], capture_output=True).returncode == 0
_DRAFT = "bot/drafts/child-protection-plan.docx"
# Every connection is refused and told, so that a swallowed failure is seen too.
_WATCH = """
import socket, sys
def told(event, arguments):
    if event in {"socket.connect", "socket.getaddrinfo", "socket.sendto"}:
        where = arguments[1] if event != "socket.getaddrinfo" else arguments
        host = where[0] if isinstance(where, tuple) else where
        if str(host) not in {"127.0.0.1", "::1", "localhost", "None"} and not str(host).startswith("/"):
            print("NETWORK", event, file=sys.stderr)
sys.addaudithook(told)
from bot.cli import main
main()
"""


@pytest.mark.skipif(not _CAN, reason="a network namespace cannot be made here")
@pytest.mark.parametrize(
    ("arguments", "typed", "code"),
    [
        (["ask", "how long does reg 24 last"], "", 0),
        (["check", _DRAFT], "", 1),
        (["chat"], "how long does reg 24 last\n/stop\n", 0),
    ],
)
def test_nothing_is_sent_outside_and_nothing_is_missed(data: Path, arguments: list[str], typed: str, code: int) -> None:
    environ = clean_environment(data)
    command = ["unshare", "-rn", sys.executable, "-c", _WATCH, *arguments]

    done = subprocess.run(command, input=typed, capture_output=True, text=True, env=environ, cwd=ROOT, timeout=200)

    assert done.returncode == code, done.stderr
    assert done.stdout
    assert "NETWORK" not in done.stderr
