"""Chroma: the dense index, one folder or collection for each build; rebuildable from the catalogue."""

import os
import shutil
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from knowledge import exact
from knowledge.catalogue import Stored
from knowledge.errors import StoreError
from knowledge.exact import QUESTION, TEXT, Near, near

if TYPE_CHECKING:
    import numpy as np
    from langchain_core.documents import Document as LangChainDocument
    from langchain_core.embeddings import Embeddings
    from langchain_core.indexing import RecordManager
    from numpy.typing import NDArray

# Up to this many texts and questions, an exact product in memory is faster than any index.
EXACT_LIMIT = 20_000
_COLLECTION = "passages"
_FOLDER = "chroma"
_BATCH = 2000
_PAGE = 2000
_MODEL = "model"
_DAMAGED = "The search index is damaged."
_REPAIR = "Run practice-ingest --rebuild to make it again from the catalogue."


class Vectors:
    """The dense index of one build: a Chroma folder, or a collection of a Chroma server."""

    def __init__(self, root: Path, name: str, server: str = "") -> None:
        self._root = root
        self._name = name
        self._server = server
        self._opened: Any = None

    def nearest(self, question: "NDArray[np.float32]", count: int) -> tuple[Near, ...]:
        """The ``count`` nearest texts and questions, nearest first."""
        if self._exact is not None:
            return self._exact.nearest(question, count)
        result = self._asked(question, count)
        pairs = zip(result["ids"][0], result["distances"][0], strict=True)
        return tuple(near(name, 1.0 - float(far)) for name, far in pairs)

    def seal(self) -> None:
        """Write a small index's embeddings beside Chroma, so that asking need not open (or import) Chroma."""
        collection = self._collection()
        if not self._server and collection.count() <= EXACT_LIMIT:
            exact.write(self._root / self._name, self._pages("embeddings"))

    def check(self) -> None:
        """Raise ``StoreError`` when the index is missing: Chroma would make an empty one."""
        if self._exact is None and not self._server and not (self._folder / "chroma.sqlite3").is_file():
            raise StoreError(_DAMAGED, _REPAIR)

    def count(self) -> int:
        """How many texts and questions the index holds."""
        return int(self._collection().count())

    def model(self) -> str:
        """The name of the embedding model the index was built with."""
        return str((self._collection().metadata or {}).get(_MODEL, ""))

    def create(self, model: str) -> None:
        """Make an empty index."""
        self._client().create_collection(
            self._collection_name, metadata={_MODEL: model}, configuration={"hnsw": {"space": "cosine"}}
        )

    def fork(self, name: str) -> "Vectors":
        """A copy under another name; the original is left as it is."""
        copy = Vectors(self._root, name, self._server)
        if self._server:
            copy.create(self.model())
            copy._fill(self._pages("embeddings", "metadatas"))
        else:
            shutil.copytree(self._folder, copy._folder)
        return copy

    def add_texts(self, stored: Iterable[Stored], embeddings: "Embeddings", records: "RecordManager") -> None:
        """Embed and add passages through LangChain's indexing."""
        self._add(_texts(stored), embeddings, records)

    def add_questions(self, stored: Iterable[Stored], embeddings: "Embeddings", records: "RecordManager") -> None:
        """Embed and add the questions of passages through LangChain's indexing."""
        self._add(_questions(stored), embeddings, records)

    def remove(self, versions: Sequence[str], records: "RecordManager") -> None:
        """Remove what came from the given versions."""
        keys = records.list_keys(group_ids=list(versions))
        for start in range(0, len(keys), _BATCH):
            self._collection().delete(ids=keys[start : start + _BATCH])
        records.delete_keys(keys)

    def drop(self) -> None:
        """Delete the index."""
        if self._server:
            self._client().delete_collection(self._collection_name)
        shutil.rmtree(self._folder, ignore_errors=True)

    def close(self) -> None:
        """Let go of the files, so that the folder can be copied or removed."""
        client, self._opened = self._opened, None
        if client is not None and not self._server:
            client.close()

    @property
    def _folder(self) -> Path:
        return self._root / self._name / _FOLDER

    @property
    def _collection_name(self) -> str:
        return f"{_COLLECTION}-{self._name}" if self._server else _COLLECTION

    def _client(self) -> Any:
        if self._opened is None:
            self._opened = _http_client(self._server) if self._server else _folder_client(self._folder)
        return self._opened

    def _collection(self) -> Any:
        try:
            return self._client().get_collection(self._collection_name, embedding_function=None)
        except StoreError:
            raise
        except Exception as problem:
            raise StoreError(_DAMAGED, _REPAIR) from problem

    def _asked(self, question: "NDArray[np.float32]", count: int) -> Any:
        try:
            return self._open_collection.query(
                query_embeddings=question.reshape(1, -1), n_results=count, include=["distances"]
            )
        except StoreError:
            raise
        except Exception as problem:
            raise StoreError(_DAMAGED, _REPAIR) from problem

    def _add(
        self, documents: "Iterable[LangChainDocument]", embeddings: "Embeddings", records: "RecordManager"
    ) -> None:
        from langchain_core.indexing import index

        index(
            documents,
            records,
            self._store(embeddings),
            batch_size=_BATCH,
            cleanup=None,
            source_id_key="version",
            key_encoder=_name,
        )

    @cached_property
    def _exact(self) -> "exact.Exact | None":
        return None if self._server else exact.load(self._root / self._name)

    @cached_property
    def _open_collection(self) -> Any:
        return self._collection()

    def _store(self, embeddings: "Embeddings") -> Any:
        from knowledge.untexted import Untexted

        return Untexted(
            collection_name=self._collection_name,
            embedding_function=embeddings,
            client=self._client(),
            create_collection_if_not_exists=False,
        )

    def _pages(self, *wanted: str) -> Iterator[dict[str, Any]]:
        collection = self._collection()
        for start in range(0, collection.count(), _PAGE):
            yield collection.get(limit=_PAGE, offset=start, include=list(wanted))

    def _fill(self, pages: Iterable[dict[str, Any]]) -> None:
        collection = self._collection()
        for page in pages:
            kept = {name: page[name] for name in ("ids", "embeddings", "metadatas")}
            collection.add(**kept)


def _texts(stored: Iterable[Stored]) -> "Iterator[LangChainDocument]":
    for row in stored:
        yield _document(row, row.passage.search_text, TEXT)


def _questions(stored: Iterable[Stored]) -> "Iterator[LangChainDocument]":
    for row in stored:
        for number, question in enumerate(row.passage.questions):
            yield _document(row, question, f"{QUESTION}:{number}")


def _document(row: Stored, text: str, part: str) -> "LangChainDocument":
    from langchain_core.documents import Document as LangChainDocument

    about = {"passage": row.passage.id, "version": row.version}
    return LangChainDocument(text, id=f"{row.key}:{part}", metadata=about)


def _name(document: "LangChainDocument") -> str:
    """The id in Chroma: it says which passage and which part, so that no metadata is read when asked.

    A passage's key belongs to one version of one source, and versions never change: the id is as
    good as a hash of the content.
    """
    return str(document.id)


def _settings() -> Any:
    os.environ["ANONYMIZED_TELEMETRY"] = "False"
    from chromadb.config import Settings

    return Settings(anonymized_telemetry=False)


def _folder_client(folder: Path) -> Any:
    import chromadb

    try:
        return chromadb.PersistentClient(str(folder), settings=_settings())
    except Exception as problem:
        raise StoreError(_DAMAGED, _REPAIR) from problem


def _http_client(address: str) -> Any:
    import chromadb

    parts = urlsplit(address)
    try:
        return chromadb.HttpClient(
            host=parts.hostname or "",
            port=parts.port or 8000,
            ssl=parts.scheme == "https",
            settings=_settings(),
        )
    except Exception as problem:
        raise StoreError("The Chroma server cannot be reached.", "Check CHROMA_URL.") from problem
