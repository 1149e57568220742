"""Ingestion as a process that can be killed at any moment of its work: what it imports has been imported before."""

import multiprocessing
import os
import sys
from multiprocessing.process import BaseProcess
from pathlib import Path

_LIBRARIES = ["ingest.pipeline", "ingest.parse", "ingest.fetch", "knowledge.untexted", "chromadb", "onnxruntime"]


def ingesting(data: Path, sources: Path) -> BaseProcess:
    """``practice-ingest`` on a data folder, begun."""
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload([__name__, "ingest.cli", *_LIBRARIES])
    process = server.Process(target=_ingest, args=(str(data), str(sources)))
    process.start()
    return process


def _ingest(data: str, sources: str) -> None:
    from ingest.cli import main

    multiprocessing.set_start_method("fork", force=True)  # a kill then leaves no named semaphore behind
    os.environ |= {"PRACTICE_BOT_DATA": data, "PRACTICE_BOT_SOURCES": sources, "HF_HUB_OFFLINE": "1"}
    sys.argv = ["practice-ingest"]
    silence = os.open(os.devnull, os.O_WRONLY)
    for stream in (1, 2):
        os.dup2(silence, stream)
    main()
