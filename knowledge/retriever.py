"""Our search as a LangChain retriever, for developers who build on it: passages come as documents with citations."""

from typing import TYPE_CHECKING, Any

from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from knowledge.index import Index
from knowledge.search import search
from knowledge.talk import Question
from knowledge.understanding import understand
from knowledge.weighing import Retrieved

if TYPE_CHECKING:
    from langchain_core.callbacks import CallbackManagerForRetrieverRun


class GuidanceRetriever(BaseRetriever):
    """Passages for a question, best first; texts that lapsed say so in ``status``. It neither routes nor abstains."""

    model_config = ConfigDict(arbitrary_types_allowed=True)

    index: Index
    count: int = 5

    def _get_relevant_documents(
        self,
        query: str,
        *,
        run_manager: "CallbackManagerForRetrieverRun",  # noqa: ARG002 - LangChain passes it by name
    ) -> list[Document]:
        asked = understand(Question(query), self.index.vocabulary)
        return [_document(found, self.index.snapshot.id) for found in search(self.index, asked, self.count)]


def _document(found: Retrieved, snapshot: str) -> Document:
    return Document(page_content=found.passage.text, id=found.passage.id, metadata=_facts(found, snapshot))


def _facts(found: Retrieved, snapshot: str) -> dict[str, Any]:
    passage, source = found.passage, found.source
    return {
        "label": passage.label,
        "locator": passage.locator,
        "title": passage.title,
        "authority": source.authority.value,
        "status": passage.status,
        "confirmed": passage.confirmed,
        "as_at": (passage.as_at or source.as_at).isoformat(),
        "url": passage.url or source.url,
        "digest": source.digest,
        "sample": source.sample,
        "score": round(found.score, 4),
        "snapshot": snapshot,
    }
