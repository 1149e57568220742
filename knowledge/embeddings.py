"""The embedding model behind LangChain's ``Embeddings`` interface, for its indexes and retrievers.

Apart from ``knowledge.encoder`` because importing LangChain takes longer than answering a question.
"""

from langchain_core.embeddings import Embeddings

from knowledge.encoder import MiniLM


class MiniLMEmbeddings(Embeddings):
    """LangChain's interface over ``MiniLM``: lists of 384 numbers of length one."""

    def __init__(self, model: MiniLM) -> None:
        self._model = model

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embeddings of passages."""
        return [row.tolist() for row in self._model.embed(texts)]

    def embed_query(self, text: str) -> list[float]:
        """The embedding of a question."""
        embedding: list[float] = self._model.embed([text])[0].tolist()
        return embedding
