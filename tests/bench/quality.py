"""Quality: the labelled questions for both systems, and the labelled drafts. Held-back ones only as totals."""

import argparse
import os
from collections.abc import Sequence

from bot.app import App
from config.settings import load
from knowledge.answers import Answer
from knowledge.routes import Status
from tests.bench.processes import ROOT, environment, module, run
from tests.bench.workbench import Workbench
from tests.quality.score_questions import Case, Result, abstention, cases, score, table

HALVES = ("development", "held_back")
_PASTED = 3


def bench(work: Workbench) -> None:
    """Print the tables of both halves, for both systems, and of the drafts where they are scored."""
