"""Scores the answerer on a half of the labelled questions: ``python -m tests.quality.score_questions development``.

``--author fifth`` measures the questions of one author alone (first to twentyfourth); ``-v`` prints what went
wrong.
"""

import csv
import json
import os
import time
from argparse import ArgumentParser
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from bot.app import App
from config.settings import load
from knowledge.asked_before import leaving_out
from knowledge.reply import Answer
from knowledge.search import search
from knowledge.talk import Question, Turn
from knowledge.understanding import understand

HALVES = Path(__file__).parent / "questions"
_ANSWERS = {"answered", "partial"}
_LAST_OF_FIRST = 100
AUTHORS = (
    *("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"),
    *("ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth"),
    *("fifteenth", "sixteenth", "seventeenth", "eighteenth"),
    *("nineteenth", "twentieth", "twentyfirst", "twentysecond", "twentythird", "twentyfourth"),
)


@dataclass(frozen=True, slots=True)
class Case:
    """One labelled question."""

    id: str
    kind: str
    question: Question
    statuses: frozenset[str]
    gold: frozenset[str]
    required: tuple[tuple[str, ...], ...]
    forbidden: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """How one question went."""

    case: Case
    answer: Answer
    status_ok: bool
    cited: bool | None
    complete: bool
    clean: bool
    rank: int | None
    seconds: float

    @property
    def right(self) -> bool:
        """Everything that the label asks for."""
        return self.status_ok and self.cited is not False and self.complete and self.clean


def cases(half: str) -> tuple[Case, ...]:
    """The labelled questions of one half."""
    with (HALVES / f"{half}.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(_case(row) for row in csv.DictReader(stream))


def by_author(chosen: tuple[Case, ...], author: str) -> tuple[Case, ...]:
    """The questions of one author. No author means everybody's."""
    return tuple(case for case in chosen if not author or author_of(case.id) == author)


def author_of(name: str) -> str:
    """Who wrote a question: the later ones' ids begin with a word of their own; the second's pass 100."""
    first_word = name.split("-", 1)[0]
    named = {"new": "third", "more": "fourth"}.get(first_word, first_word)
    if named in AUTHORS:
        return named
    return "second" if int(name.rsplit("-", 1)[1]) > _LAST_OF_FIRST else "first"


def score(app: App, case: Case) -> Result:
    """Ask one question and compare the answer with its label; what its writer asked before is not remembered."""
    with leaving_out(author_of(case.id)):
        return _scored(app, case)


def _scored(app: App, case: Case) -> Result:
    started = time.perf_counter()
    given = app.ask(case.question)
    seconds = time.perf_counter() - started
    answering = given.status in _ANSWERS
    words = " ".join([given.text, *(f"{q.text} {q.label} {q.passage.locator}" for q in given.quotes)]).lower()
    labels = {quote.label.lower() for quote in given.quotes}
    return Result(
        case,
        given,
        given.status in case.statuses,
        bool(labels & case.gold) if answering and case.gold else None,
        all(any(way in words for way in fact) for fact in case.required) if answering else True,
        not (answering and any(bad in words for bad in case.forbidden)),
        _rank(app, case) if case.gold else None,
        seconds,
    )


def _rank(app: App, case: Case) -> int:
    found = search(app.index, understand(case.question, app.index.vocabulary), 10)
    for number, one in enumerate(found, start=1):
        if one.passage.label.lower() in case.gold:
            return number
    return 0


def _case(row: dict[str, str]) -> Case:
    history = json.loads(row["history"]) if row["history"].strip() else []
    turns = tuple(Turn(turn["role"] == "user", turn["text"]) for turn in history)
    return Case(
        row["id"],
        row["kind"],
        Question(row["question"], turns, row["role"]),
        frozenset(row["status"].split("|")),
        frozenset(label.strip().lower() for label in row["gold"].split("|") if label.strip()),
        tuple(tuple(w.strip().lower() for w in fact.split("|")) for fact in row["required"].split(";") if fact.strip()),
        tuple(bad.strip().lower() for bad in row["forbidden"].split(";") if bad.strip()),
    )


def table(results: Iterable[Result]) -> Iterator[str]:
    """Lines of the report: one a kind, then all."""
    kinds: dict[str, list[Result]] = defaultdict(list)
    for result in results:
        kinds[result.case.kind].append(result)
        kinds["ALL"].append(result)
    yield (
        f"{'kind':<14}{'n':>4}{'right':>7}{'status':>8}{'cited':>7}{'facts':>7}"
        f"{'r@1':>6}{'r@5':>6}{'mrr':>6}{'p50 ms':>8}"
    )
    for kind in [*sorted(k for k in kinds if k != "ALL"), "ALL"]:
        yield _line(kind, kinds[kind])


def _line(kind: str, rows: list[Result]) -> str:
    ranks = [r.rank for r in rows if r.rank is not None]
    answering = [r for r in rows if r.cited is not None]
    return (
        f"{kind:<14}{len(rows):>4}{_share(r.right for r in rows):>7}{_share(r.status_ok for r in rows):>8}"
        f"{_share(bool(r.cited) for r in answering):>7}{_share(r.complete for r in answering):>7}"
        f"{_share(rank == 1 for rank in ranks):>6}{_share(1 <= rank <= 5 for rank in ranks):>6}"
        f"{_mean(1 / rank if rank else 0.0 for rank in ranks):>6}{median(r.seconds for r in rows) * 1000:>8.1f}"
    )


def _share(flags: Iterable[bool]) -> str:
    return _mean(float(flag) for flag in flags)


def _mean(values: Iterable[float]) -> str:
    known = list(values)
    return f"{sum(known) / len(known):.2f}" if known else "-"


def abstention(results: Iterable[Result]) -> str:
    """Correct and false abstention."""
    should = [r for r in results if r.case.statuses <= {"not_found", "out_of_scope", "declined"}]
    must_not = [r for r in results if r.case.statuses <= {"answered", "partial"}]
    kept = _share(r.answer.status not in _ANSWERS for r in should)
    lost = _share(r.answer.status not in _ANSWERS for r in must_not)
    return f"correct abstention {kept} of {len(should)}, false abstention {lost} of {len(must_not)}"


def main(half: str, *, author: str, verbose: bool) -> None:
    """Print the table of a half; with ``-v`` every question that went wrong."""
    app = App(load(os.environ))
    results = [score(app, case) for case in by_author(cases(half), author)]
    if verbose:
        for result in results:
            if not result.right:
                _show(result)
    print("\n".join(table(results)))
    print(abstention(results))


def _show(result: Result) -> None:
    case, given = result.case, result.answer
    print(f"\n{case.id} [{'|'.join(sorted(case.statuses))}] {case.question.text}")
    for turn in case.question.history:
        print(f"    {'user' if turn.by_user else 'bot'}: {turn.text[:90]}")
    print(f"    gold {sorted(case.gold)} required {case.required} forbidden {case.forbidden}")
    print(f"    got {given.status} rank {result.rank} {given.citations} facts={result.complete} clean={result.clean}")
    print(f"    {given.text[:260]!r}")


if __name__ == "__main__":
    parser = ArgumentParser()
    parser.add_argument("half", choices=("development", "held_back"))
    parser.add_argument("--author", choices=AUTHORS, default="")
    parser.add_argument("-v", dest="verbose", action="store_true")
    main(**vars(parser.parse_args()))
