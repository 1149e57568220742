"""The search as a LangChain retriever, and the example in its documentation."""

import re
import subprocess
import sys
from pathlib import Path

from bot.app import App
from knowledge.retriever import GuidanceRetriever
from tests.conftest import ROOT, clean_environment

DOCS = Path(__file__).parents[2] / "docs" / "retriever.md"


def test_it_gives_cited_documents_best_first(app: App) -> None:
    found = GuidanceRetriever(index=app.index, count=4).invoke("second looked after review deadline")

    assert len(found) == 4
    assert found[0].metadata["label"] == "SI 2010/959 reg 33"
    assert found[0].metadata["authority"] == "statute"
    assert "3 months" in found[0].page_content
    assert [d.metadata["score"] for d in found] == sorted((d.metadata["score"] for d in found), reverse=True)


def test_it_works_in_a_langchain_chain(app: App) -> None:
    chain = GuidanceRetriever(index=app.index, count=1) | (lambda documents: documents[0].metadata["label"])

    assert chain.invoke("s47") == "CA 1989 s 47"


def test_the_documented_example_runs(data: Path) -> None:
    code = re.findall(r"```python\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)[0]

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=clean_environment(data), cwd=ROOT
    )

    assert done.returncode == 0, done.stderr
    assert "SI 2010/959 reg 24" in done.stdout
    assert "16 weeks" in done.stdout
