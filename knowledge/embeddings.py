"""The embedding model behind LangChain's ``Embeddings`` interface, for its indexes and retrievers.

Apart from ``knowledge.encoder`` because importing LangChain takes longer than answering a question.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from typing import TYPE_CHECKING

from langchain_core.embeddings import Embeddings

from knowledge.encoder import MiniLM
from knowledge.prepared import key_of, prepared

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

# How many texts are embedded ahead in one go, and how many goes may be under way or not yet asked for.
_GO = 256
_GOES = 16


class MiniLMEmbeddings(Embeddings):
    """LangChain's interface over ``MiniLM``: lists of 384 numbers of length one.

    ``embedded`` counts the passages and questions whose embeddings had to be made.
    """

    def __init__(self, model: MiniLM) -> None:
        self._model = model
        self._ahead: _Ahead | None = None
        self.embedded = 0

    @contextmanager
    def ahead(self, texts: Iterable[str], told: Callable[[int], None]) -> Iterator[None]:
        """In here ``texts`` are embedded beside what the caller does; they should be asked for in the same order.

        ``told`` hears, in another thread, how many have been embedded.
        """
        with ThreadPoolExecutor(1) as worker:
            self._ahead = _Ahead(self._model, texts, worker, told)
            try:
                yield
            finally:
                self._ahead = None
                worker.shutdown(cancel_futures=True)

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embeddings of passages and questions; those of the bundled questions are at hand."""
        at_hand = prepared(self._model.name)
        known = [at_hand.get(key_of(text)) for text in texts]
        missing = [text for text, row in zip(texts, known, strict=True) if row is None]
        made = iter(self._made(missing))
        self.embedded += len(missing)
        return [(next(made) if row is None else row).tolist() for row in known]

    def embed_query(self, text: str) -> list[float]:
        """The embedding of a question."""
        embedding: list[float] = self._model.embed([text])[0].tolist()
        return embedding

    def _made(self, texts: list[str]) -> "list[NDArray[np.float32]]":
        """The embeddings that were made ahead, and those of the other texts."""
        begun = [self._ahead.take(text) if self._ahead else None for text in texts]
        late = iter(self._model.embed([text for text, row in zip(texts, begun, strict=True) if row is None]))
        return [next(late) if row is None else row for row in begun]


class _Ahead:
    """Texts that are being embedded behind the caller's back, never more than a few goes before they are taken."""

    def __init__(self, model: MiniLM, texts: Iterable[str], worker: Executor, told: Callable[[int], None]) -> None:
        self._model = model
        self._texts = iter(texts)
        self._worker = worker
        self._told = told
        self._made = 0
        self._goes: deque[tuple[list[str], Future[NDArray[np.float32]]]] = deque()
        self._awaited: set[str] = set()
        self._done: dict[str, NDArray[np.float32]] = {}
        self._begin()

    def take(self, text: str) -> "NDArray[np.float32] | None":
        """The embedding of a text, waited for if need be; None where it was not begun or has been taken."""
        while text in self._awaited and text not in self._done:
            go, rows = self._goes.popleft()
            self._done.update(zip(go, rows.result(), strict=True))
            self._awaited.difference_update(go)
            self._begin()
        return self._done.pop(text, None)

    def _embedded(self, go: list[str]) -> "NDArray[np.float32]":
        rows = self._model.embed(go)
        self._made += len(go)
        self._told(self._made)
        return rows

    def _begin(self) -> None:
        while len(self._goes) < _GOES and (go := list(islice(self._texts, _GO))):
            self._goes.append((go, self._worker.submit(self._embedded, go)))
            self._awaited.update(go)
