"""A council with a small manual of its own, for the tests of ingestion."""

import shutil
import subprocess
from copy import copy
from pathlib import Path

from bot.app import App
from config.settings import load
from tests.conftest import run_module

MANUAL = """# Pets in placements

## 1. Asking about pets

The social worker asks about every pet before a child moves in, and records the answer within 3 working days.

## 2. Snakes

A carer who keeps a snake shows the social worker the locked tank at the first visit.
"""
MORE = """# Bicycles

## 1. Helmets

The carer checks that each bicycle helmet fits every 6 months, and writes the date in the placement record.
"""


class Council:
    """A council's own folder: its source list, its manual and its data."""

    def __init__(self, folder: Path, models: Path, door: Path | None = None) -> None:
        self.data = folder / "data"
        self.manual = folder / "manual"
        self.data.mkdir()
        self.manual.mkdir()
        (self.data / "models").symlink_to(models)
        (self.manual / "pets.md").write_text(MANUAL, encoding="utf-8")
        (self.manual / "bicycles.md").write_text(MORE, encoding="utf-8")
        self.sources = folder / "sources.toml"
        self.door = door or self.manual
        if door:
            door.symlink_to(self.manual)
        self.list_manual()

    def copied(self, folder: Path) -> "Council":
        """The same state elsewhere: the door, under which the source list knows the manual, now leads there."""
        twin = copy(self)
        twin.data, twin.manual, twin.sources = folder / "data", folder / "manual", folder / "sources.toml"
        shutil.copytree(self.data, twin.data, symlinks=True)
        shutil.copytree(self.manual, twin.manual)
        shutil.copy(self.sources, twin.sources)
        self.door.unlink()
        self.door.symlink_to(twin.manual)
        return twin

    def list_manual(self, extra: str = "") -> None:
        self.sources.write_text(
            f"""
[bundled]
exclude = ["*"]
[[source]]
id = "manual"
kind = "procedure"
title = "Fictional manual"
address = "{self.door}"
licence = "Council's own"
as_at = 2026-09-01
owner = "A. Okafor"
signed_off_by = "Head of service"
{extra}
""",
            encoding="utf-8",
        )

    def ingest(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return run_module("ingest", *arguments, data=self.data, PRACTICE_BOT_SOURCES=str(self.sources))

    def app(self) -> App:
        return App(load({"PRACTICE_BOT_DATA": str(self.data)}))

    def texts(self) -> set[str]:
        return set(self.passages())

    def passages(self) -> list[str]:
        index = self.app().index
        versions = [version.id for version in index.catalogue.versions(index.snapshot)]
        return [row.passage.text for row in index.catalogue.passages(versions)]
