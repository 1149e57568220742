"""The embedding model behind LangChain's ``Embeddings`` interface, for its indexes and retrievers.

Apart from ``knowledge.encoder`` because importing LangChain takes longer than answering a question.
"""

from langchain_core.embeddings import Embeddings

from knowledge.encoder import MiniLM
from knowledge.prepared import key_of, prepared


class MiniLMEmbeddings(Embeddings):
    """LangChain's interface over ``MiniLM``: lists of 384 numbers of length one.

    ``embedded`` counts the passages and questions whose embeddings had to be made.
    """

    def __init__(self, model: MiniLM) -> None:
        self._model = model
        self.embedded = 0

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Embeddings of passages and questions; those of the bundled questions are at hand."""
        at_hand = prepared(self._model.name)
        known = [at_hand.get(key_of(text)) for text in texts]
        missing = [text for text, row in zip(texts, known, strict=True) if row is None]
        made = iter(self._model.embed(missing))
        self.embedded += len(missing)
        return [(next(made) if row is None else row).tolist() for row in known]

    def embed_query(self, text: str) -> list[float]:
        """The embedding of a question."""
        embedding: list[float] = self._model.embed([text])[0].tolist()
        return embedding
