"""The parts of ``docs/governance`` that the product determines, made by ``make docs`` and compared by a test."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from bot.records.retention import days_kept, periods
from config.settings import Settings
from knowledge.digest import digest_files, read_digest
from knowledge.model_export import WEIGHTS_SHA256
from knowledge.plans.rules import catalogue
from knowledge.timescales import clocks

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "docs" / "governance"
BENCHMARKS = ROOT / "docs" / "benchmarks.md"
# The lines of docs/benchmarks.md that a council asks about: the half that was not used in building, and the beginning.
_QUESTIONS = ("ALL ", "correct abstention", "emergency ", "out_of_scope ", "unanswerable ", "unsafe ", "deadline ")
_PLANS = ("all rules, micro", "unaddressed risk", "missing timescale", "no owner", "false alarms", "good documents")
_NEEDS = ("ADULT", "DIS", "DIV", "LANG", "VOICE", "PF", "CONT001", "RISK001")


def blocks() -> dict[tuple[str, str], str]:
    """Each generated block by its page and name."""
    return {
        ("retention.md", "periods"): "\n".join(_periods()),
        ("privacy-notice-staff.md", "training"): "\n".join(_training()),
        ("system-card.md", "facts"): "\n".join(_facts()),
        ("system-card.md", "figures"): "\n".join(_figures()),
        ("system-card.md", "needs"): "\n".join(_needs()),
    }


def with_blocks(name: str, page: str) -> str:
    """A page with its blocks put between their markers."""
    for (where, block), text in blocks().items():
        if where == name:
            page = _between(block).sub(lambda marks, text=text: f"{marks[1]}{text}\n{marks[2]}", page)
    return page


def write() -> None:
    """Write the blocks into their pages."""
    for name in {name for name, _ in blocks()}:
        page = FOLDER / name
        page.write_text(with_blocks(name, page.read_text(encoding="utf-8")), encoding="utf-8")


def _between(block: str) -> re.Pattern[str]:
    return re.compile(rf"(<!-- {block}:begin -->\n).*?(<!-- {block}:end -->)", re.DOTALL)


def _periods() -> Iterator[str]:
    yield "| record | counted from | days | why |"
    yield "|---|---|---|---|"
    for period in periods():
        yield f"| {period.table} | {period.moment} | {period.days} | {period.why} |"


def _training() -> Iterator[str]:
    """What training keeps of a person, with its time."""
    days = f"{days_kept('rounds')} days from when the round or audit was opened"
    yield f"- what you hand in to a round or audit in your own words (sealed), and how it was marked: {days}"
    yield f"- the name that you give for the room (sealed): {days}"
    yield f"- your answers to quiz questions in a round, and whether they were right: {days}"
    yield f"- the corrective actions of an audit (sealed): {days}"
    yield "- in a chat, where you are told that the other audit is in (sealed): until you are told"
    yield "- which checks you missed, and when they are to be practised again: until you are forgotten"


def _facts() -> Iterator[str]:
    sources = [read_digest(path) for path in digest_files()]
    kinds = Counter(document.source.kind.value for document in sources)
    passages = sum(len(document.sections) for document in sources)
    yield "| fact | value |"
    yield "|---|---|"
    yield f"| embedding model | {Settings(data=Path()).embedding_model} |"
    yield f"| checksum of its weights (SHA-256) | `{WEIGHTS_SHA256}` |"
    for kind, count in sorted(kinds.items()):
        yield f"| bundled digests, {kind} | {count} |"
    yield f"| passages in them | {passages:,} |"
    yield f"| checks of a draft | {len(catalogue())} |"
    yield f"| statutory and guidance clocks | {len(clocks())} |"


def _figures() -> Iterator[str]:
    yield "```text"
    yield "questions, held back"
    yield from _lines("Questions, held_back:", "== ours", _QUESTIONS)
    yield "drafts, held back"
    yield from _lines("Draft plans, held_back:", "== the checker, held_back", _PLANS)
    yield "```"
    yield ""
    yield from _plainly()


def _plainly() -> Iterator[str]:
    """What the figures mean, worked out from them."""
    (total,) = _lines("Questions, held_back:", "== ours", ("ALL ",))
    (checked,) = _lines("Draft plans, held_back:", "== the checker, held_back", ("all rules, micro",))
    right = float(total.split()[2])
    precise, found = (float(figure) for figure in re.findall(r"\b[PR] (\d\.\d\d)", checked))
    yield (
        f"Read plainly: {_in_hundred(1 - right)} in 100 of these questions did not get a fully right answer. "
        f"{_in_hundred(1 - precise)} in 100 findings on these drafts were wrong, "
        f"and {_in_hundred(1 - found)} in 100 gaps were missed."
    )


def _in_hundred(share: float) -> int:
    return round(share * 100)


def _needs() -> Iterator[str]:
    yield "```text"
    yield from _lines("Draft plans, held_back:", "", _NEEDS, until="== ")
    yield "```"


def _lines(section: str, part: str, beginnings: tuple[str, ...], until: str = "\n== ") -> Iterator[str]:
    """Lines of one part of one section of the benchmarks, as they stand there."""
    text = BENCHMARKS.read_text(encoding="utf-8").partition(section)[2]
    if part:
        text = text.partition(part)[2]
    for line in text.partition(until)[0].splitlines():
        if line.startswith(beginnings):
            yield line
