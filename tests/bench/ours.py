"""Our side of the bench, where the command line cannot say what is measured: a process of its own."""

import argparse
import json
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bot.app import App
from config.settings import load
from knowledge.asked_before import leaving_out
from knowledge.catalogue import Stored
from knowledge.encoder import prepare_encoder
from knowledge.search import search
from knowledge.talk import Question
from knowledge.understanding import understand
from tests.bench.questions import labelled
from tests.bench.serving import Found, serve
from tests.bench.texts import sampled, told

_FOUND = 5


def main() -> None:
    """Do one of: model, texts, serve, alone."""
    parser = argparse.ArgumentParser(prog="tests.bench.ours")
    parser.add_argument("command", choices=["model", "texts", "serve", "alone"])
    parser.add_argument("rest", nargs="*", type=Path, help="texts: folder to write to; alone: file of texts")
    given = parser.parse_args()
    _COMMANDS[given.command](*given.rest)


def model() -> None:
    """Export the embedding model, as the first ingestion does, and nothing else."""
    settings = load(os.environ)
    started = time.perf_counter()
    prepare_encoder(settings.models_folder, settings.embedding_model)
    print(json.dumps({"seconds": time.perf_counter() - started}))


def texts(folder: Path) -> None:
    """Write what is held: each source's passages to a file of ``corpus``, all embedded texts to ``texts.json``."""
    rows = tuple(_rows(App(load(os.environ))))
    (folder / "corpus").mkdir()
    for source in sorted({row.source.id for row in rows}):
        passages = [_passage(row) for row in rows if row.source.id == source]
        (folder / "corpus" / f"{source}.json").write_text(json.dumps(passages), encoding="utf-8")
    embedded = [text for row in rows for text in (row.passage.search_text, *row.passage.questions)]
    (folder / "texts.json").write_text(json.dumps(embedded), encoding="utf-8")
    print(json.dumps({"passages": len(rows), "texts": len(embedded), "words": sum(len(t.split()) for t in embedded)}))


def answer_blocks() -> None:
    """Answer blocks of questions from standard input."""
    app = App(load(os.environ))
    app.warm()  # as every channel that stays up does
    writers = {one.text: one.writer for one in labelled()}

    def find(question: str) -> Found:
        with leaving_out(writers.get(question, "")):
            found = search(app.index, understand(Question(question), app.index.vocabulary), _FOUND)
        return [{"label": one.passage.label, "text": one.passage.text} for one in found]

    serve(lambda question: app.ask(Question(question)), find)


def alone(path: Path) -> None:
    """Embed the texts of a file and do nothing else."""
    settings = load(os.environ)
    given = sampled(path)
    encoder = prepare_encoder(settings.models_folder, settings.embedding_model)
    encoder.embed(given[:8])
    started = time.perf_counter()
    encoder.embed(given)
    print(told(given, time.perf_counter() - started))


def _rows(app: App) -> Iterator[Stored]:
    catalogue = app.index.catalogue
    versions = [version.id for version in catalogue.versions(app.index.snapshot)]
    yield from catalogue.passages(versions)


def _passage(row: Stored) -> dict[str, str]:
    passage = row.passage
    return {"label": passage.label, "locator": passage.locator, "text": passage.search_text}


_COMMANDS: dict[str, Callable[..., None]] = {"model": model, "texts": texts, "serve": answer_blocks, "alone": alone}

if __name__ == "__main__":
    main()
