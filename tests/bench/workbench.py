"""A temporary place with both systems in it: our data folders, the textbook's stores, the texts of both."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.bench.processes import BenchError, Run, Server, environment, module, run, script

# The command line keeps numpy to one thread; a module that we start ourselves has to be told.
_AS_COMMANDS = {"OPENBLAS_NUM_THREADS": "1"}
_TOTALS = re.compile(r"(?P<passages>\d+) passages, (?P<embedded>\d+) texts embedded, .* (?P<seconds>[\d.]+) s\.")


@dataclass(frozen=True, slots=True)
class Ingested:
    """One ingestion: the whole process, the seconds without start-up where known, and what went in."""

    process: float
    inside: float
    peak: float
    passages: int
    embedded: int
    words: int = 0


@dataclass(frozen=True, slots=True)
class Alone:
    """Texts and words a second of an embedding runtime that does nothing else."""

    texts: float
    words: float


@dataclass(frozen=True, slots=True)
class Workbench:
    """A temporary folder with the exported model in it."""

    folder: Path
    export: float

    @property
    def texts(self) -> Path:
        """The file of every text that ours embeds."""
        return self.folder / "texts.json"

    def data(self, name: str) -> Path:
        """A data folder of ours with the model and nothing else, or as it was left."""
        made = self.folder / name
        if not made.is_dir():
            shutil.copytree(self.folder / "empty" / "models", made / "models")
        return made

    def fill_ours(self) -> None:
        """Ingest the bundled corpus, where that has not been done, and write its texts."""
        if not (self.folder / "ours-1").is_dir():
            self.ingest_ours("ours-1")
        if not self.texts.is_file():
            self.tell_texts("ours-1", self.folder)

    def fill(self) -> None:
        """Ingest into both systems, where that has not been done."""
        self.fill_ours()
        if not (self.folder / "textbook-1").is_dir():
            self.ingest_textbook("textbook-1")

    def ingest_ours(self, name: str) -> Ingested:
        """``practice-ingest`` into the data folder of that name."""
        return ingested(run(script("practice-ingest"), environment(self.data(name))))

    def ingest_textbook(self, name: str) -> Ingested:
        """The textbook's ingestion of the same passages into the store of that name."""
        done = run(self._textbook("ingest", name, self.folder / "corpus"), environment(self.folder))
        told = done.told
        return Ingested(done.seconds, told["seconds"], done.peak, told["texts"], told["texts"], told["words"])

    def tell_texts(self, name: str, folder: Path) -> Any:
        """Write what a data folder holds, for the textbook and for the runtimes; what it comes to."""
        return run(module("tests.bench.ours", "texts", folder), environment(self.data(name))).told

    def ask_ours(self, question: str, name: str = "ours-1") -> Run:
        """A cold ``practice-bot ask``."""
        return run(script("practice-bot", "ask", question), environment(self.data(name)))

    def ask_textbook(self, question: str) -> Run:
        """A cold question to the textbook pipeline."""
        return run(self._textbook("ask", "textbook-1", question), environment(self.folder))

    def serve_ours(self, name: str = "ours-1") -> Server:
        """Ours, up and waiting."""
        return Server(module("tests.bench.ours", "serve"), {**environment(self.data(name)), **_AS_COMMANDS})

    def serve_textbook(self) -> Server:
        """The textbook pipeline, up and waiting."""
        return Server(self._textbook("serve", "textbook-1"), environment(self.folder))

    def embed_ours(self, texts: Path) -> Alone:
        """What our embedding runtime alone does with the texts of a file."""
        return Alone(**run(module("tests.bench.ours", "alone", texts), environment(self.data("ours-1"))).told)

    def embed_textbook(self, texts: Path) -> Alone:
        """What sentence-transformers alone does with the texts of a file."""
        return Alone(**run(self._textbook("alone", "textbook-1", texts), environment(self.folder)).told)

    def _textbook(self, command: str, store: str, *rest: object) -> list[str]:
        return module("tests.bench.textbook", command, self.folder / store, *rest)


@contextmanager
def workbench() -> Iterator[Workbench]:
    """A workbench that is removed at the end."""
    with TemporaryDirectory(prefix="practice-bench-") as name:
        folder = Path(name)
        told = run(module("tests.bench.ours", "model"), environment(folder / "empty")).told
        yield Workbench(folder, told["seconds"])


def ingested(done: Run) -> Ingested:
    """What ``practice-ingest`` says it did; raises ``BenchError`` when it does not say."""
    match = _TOTALS.search(done.output)
    if not match:
        raise BenchError(f"practice-ingest printed no totals: {done.output[-500:]}")
    inside = float(match["seconds"])
    return Ingested(done.seconds, inside, done.peak, int(match["passages"]), int(match["embedded"]))
