"""LangChain's Chroma store without a second copy of the texts."""

from collections.abc import Iterable
from typing import Any

from langchain_chroma import Chroma


class Untexted(Chroma):
    """Keeps embeddings and metadata alone: the texts stand in the catalogue.

    Chroma would index every word of a text that it is given, which costs it as much as the embeddings.
    """

    def add_texts(
        self,
        texts: Iterable[str],
        metadatas: list[dict[str, Any]] | None = None,
        ids: list[str] | None = None,
        **_: Any,
    ) -> list[str]:
        """Embed texts and keep the embeddings under their ids."""
        if not ids or self.embeddings is None:
            raise ValueError("Every text needs an id, and the store an embedding model.")
        embeddings = self.embeddings.embed_documents(list(texts))
        self._collection.upsert(ids=ids, embeddings=embeddings, metadatas=metadatas)  # type: ignore[arg-type]
        return ids
