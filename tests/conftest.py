"""What tests share: one knowledge base built once by the command line, and the command line as a process."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock

from bot.app import App
from config.settings import load

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

Run = Callable[..., subprocess.CompletedProcess[str]]


def clean_environment(data: Path, **settings: str) -> dict[str, str]:
    """What a user's process is given: nothing of ours but the data folder and these settings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    # One key for all who share a data folder, and never the key of the person who runs the tests.
    key = str(data.parent / f"{data.name}.key")
    given = {"PRACTICE_BOT_DATA": str(data), "PRACTICE_BOT_KEY_FILE": key, "HF_HUB_OFFLINE": "1"}
    return {**kept, **given, **settings}


def run_module(
    module: str, *arguments: str, data: Path, typed: str | None = None, **settings: str
) -> subprocess.CompletedProcess[str]:
    """Run ``practice-bot`` or ``practice-ingest`` as a user's process, with nothing of ours in its environment."""
    environ = clean_environment(data, **settings)
    command = [sys.executable, "-m", module, *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=environ, cwd=ROOT, timeout=280, input=typed)


def asked(data: Path, question: str) -> dict[str, Any]:
    """What ``ask --json`` gives for a question."""
    done = run_module("bot", "ask", "--json", question, data=data)
    assert done.returncode == 0, done.stderr
    given: dict[str, Any] = json.loads(done.stdout)
    return given


def holding(data: Path, folder: Path, name: str, text: str, *given: str) -> Path:
    """A copy of a data folder to which a file of this name and text has been added."""
    copied = shutil.copytree(data, folder / "data")
    (folder / name).write_text(text, encoding="utf-8")
    done = run_module("ingest", "add", str(folder / name), *given, data=copied)
    assert done.returncode == 0, done.stderr
    return copied


@pytest.fixture(scope="session")
def data(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A data folder with the bundled corpus, built once as a user would; each worker has a copy of its own."""
    if worker_id == "master":
        return _built(tmp_path_factory.mktemp("data"))
    shared = tmp_path_factory.getbasetemp().parent / "built"
    with FileLock(f"{shared}.lock"):
        if not shared.exists():
            _built(shared.with_name("building")).rename(shared)
    return shutil.copytree(shared, tmp_path_factory.mktemp("data") / "data")


def _built(folder: Path) -> Path:
    """The bundled corpus ingested, with this checkout's exported model where there is one: making it takes longer."""
    exported = ROOT / ".data" / "models"
    if exported.is_dir():
        shutil.copytree(exported, folder / "models")
    done = run_module("ingest", data=folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="session")
def app(data: Path) -> App:
    """The application over the bundled corpus."""
    return App(load({"PRACTICE_BOT_DATA": str(data)}))


@pytest.fixture
def bot(data: Path) -> Run:
    """``practice-bot`` as a process on the bundled corpus."""

    def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        return run_module("bot", *arguments, data=data, **settings)

    return run


@pytest.fixture
def models(data: Path) -> Path:
    """The exported model, to be linked into other data folders."""
    return data / "models"
