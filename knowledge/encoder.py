"""The embedding model, served by onnxruntime; ``knowledge.embeddings`` gives it to LangChain.

Whoever asks and whoever has a draft checked is served by a graph that embeds a text and beside that reads it with
layers that learnt from questions or from drafts (``docs/decisions/0028-layers-that-learnt-to-read.md``).
"""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from knowledge import model_export
from knowledge.errors import StoreError

if TYPE_CHECKING:
    from numpy.typing import NDArray

DEFAULT_MODEL = "all-MiniLM-L6-v2"
WIDTH = 384
# Word pieces the model was trained to read; what is longer is cut, so passages are split below it.
LIMIT = 256
# Small batches stay in the processor's cache, and one worker a processor with a batch each beats several threads
# on one batch (decision 0003).
_BATCH_PIECES = 512
# Microseconds.
_SPIN = "50"
# What many texts at once are worth, such as those of an ingestion or of a draft.
ALL_THREADS = min(4, os.cpu_count() or 1)
# What the upper layers learnt from labelled drafts and from questions: made by tests/quality/tune_drafts.py and
# tune_questions.py.
DRAFTS, QUESTIONS = (Path(__file__).with_name(f"tuned-for-{name}.npz") for name in ("drafts", "questions"))
_REPAIR = "Run practice-ingest to make it again."


class MiniLM:
    """all-MiniLM-L6-v2 in eight-bit arithmetic: 384 numbers a text, of length one; a graph that reads beside it gives
    as many again, also of length one."""

    name = f"{DEFAULT_MODEL}/int8"

    def __init__(self, folder: Path, threads: int = 1, width: int = WIDTH) -> None:
        self._folder = folder
        self._threads = threads
        self._width = width

    def embed(self, texts: Sequence[str]) -> "NDArray[np.float32]":
        """Embeddings of shape (number of texts, 384), or (number of texts, 768) from a graph that reads beside."""
        out = np.empty((len(texts), self._width), np.float32)
        encoded = self._tokenizer.encode_batch(list(texts))

        def fill(rows: list[int]) -> None:
            out[rows] = self._run([encoded[row].ids for row in rows])

        batches = list(_batches([len(item.ids) for item in encoded]))
        if self._threads == 1 or len(batches) == 1:
            for rows in batches:
                fill(rows)
        else:
            with ThreadPoolExecutor(self._threads) as workers:
                list(workers.map(fill, reversed(batches)))  # the longest first, so that nobody is left with it
        return out

    def _run(self, ids: Sequence[Sequence[int]]) -> "NDArray[np.float32]":
        width = max(len(row) for row in ids)
        pieces = np.zeros((len(ids), width), np.int64)
        mask = np.zeros((len(ids), width), np.int64)
        for number, row in enumerate(ids):
            pieces[number, : len(row)] = row
            mask[number, : len(row)] = 1
        result = self._session.run(["embedding"], {"input_ids": pieces, "attention_mask": mask})
        return result[0]  # type: ignore[no-any-return]

    @cached_property
    def _tokenizer(self) -> Any:
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._folder / model_export.TOKENIZER))
        tokenizer.no_padding()
        tokenizer.enable_truncation(LIMIT)
        return tokenizer

    @cached_property
    def _session(self) -> Any:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        # A single question is shared out between processors; many batches go to a worker each. A processor that waits
        # for the others spins for a moment and then sleeps: longer would take it from other work.
        options.intra_op_num_threads = ALL_THREADS if self._threads == 1 else 1
        options.add_session_config_entry("session.intra_op.spin_duration_us", _SPIN)
        options.enable_cpu_mem_arena = False
        path = self._folder / model_export.GRAPH
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Row numbers in batches of like length, so that little is spent on padding."""
    batch: list[int] = []
    for row in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batch and lengths[row] * (len(batch) + 1) > _BATCH_PIECES:
            yield batch
            batch = []
        batch.append(row)
    if batch:
        yield batch


def load_encoder(models: Path, name: str = DEFAULT_MODEL, threads: int = 1) -> MiniLM:
    """The exported model, checked; raises ``StoreError`` when it is missing or damaged.

    ``threads`` is how many batches are worked on at once; a single question is one batch and takes one.
    """
    packaged(name)
    return _loaded(_folder(models), threads, WIDTH)


def load_reader(models: Path, tuning: Path, threads: int = 1) -> MiniLM:
    """The model tuned for ``DRAFTS`` or ``QUESTIONS``, checked, as ``load_encoder``; its rows are an embedding and what
    the tuned layers read beside it."""
    return _loaded(_reader_folder(models, tuning), threads, 2 * WIDTH)


def prepare_encoder(models: Path, name: str = DEFAULT_MODEL) -> MiniLM:
    """The model with all processors, for many texts; exported first where it has not been (some seconds, once)."""
    packaged(name)
    return _prepared(models, lambda: load_encoder(models, name, ALL_THREADS))


def prepare_reader(models: Path, tuning: Path) -> MiniLM:
    """The tuned model, with all processors; exported first where it has not been."""
    return _prepared(models, lambda: load_reader(models, tuning, ALL_THREADS))


def _prepared(models: Path, load: Callable[[], MiniLM]) -> MiniLM:
    """What ``load`` gives; where it cannot, all models are exported by one process and it is asked again."""
    try:
        return load()
    except StoreError:
        tuned = [str(path) for tuning in (DRAFTS, QUESTIONS) for path in (_reader_folder(models, tuning), tuning)]
    command = [sys.executable, "-m", "knowledge.model_export", str(_folder(models)), *tuned]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own module
    if done.returncode:
        why = done.stderr.strip().splitlines()[-1:] or ["no reason given"]
        raise StoreError(f"The embedding model could not be prepared: {why[0]}", "Check the free disk space.")
    return load()


def packaged(name: str) -> None:
    """Raise ``StoreError`` where a setting names a model that there is not."""
    if name != DEFAULT_MODEL:
        raise StoreError("The setting EMBEDDING_MODEL names a model that is not packaged.", f"Use {DEFAULT_MODEL}.")


def _loaded(folder: Path, threads: int, width: int) -> MiniLM:
    done = folder / model_export.DONE
    if not done.is_file():
        raise StoreError("The embedding model has not been prepared.", "Run practice-ingest first.")
    if not _intact(folder, done.read_text(encoding="ascii")):
        raise StoreError("The prepared embedding model is damaged.", _REPAIR)
    return MiniLM(folder, threads, width)


def _folder(models: Path) -> Path:
    return models / f"{DEFAULT_MODEL}-{model_export.WEIGHTS_SHA256[:12]}-int8"


def _reader_folder(models: Path, tuning: Path) -> Path:
    return models / f"{_folder(models).name}-{hashlib.sha256(tuning.read_bytes()).hexdigest()[:12]}"


def _intact(folder: Path, expected: str) -> bool:
    with (folder / model_export.GRAPH).open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest() == expected
