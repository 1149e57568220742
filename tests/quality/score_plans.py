"""How well the plan checker finds what a careful reader labelled, beside a keyword floor.

    python tests/quality/score_plans.py development|held_back [--part first|b-odd|b-even|...|j-even]
                                        [--errors] [--rule RULE]

Of the development drafts, those without a letter were there while the rules were written; those with an odd
number after ``b-`` to ``j-`` may be studied for errors, and those with an even number are only ever scored
(a name without a number goes by its checksum).
The ``c-`` drafts are the first held-back half: its totals had been looked at, so a new half took its place.
Each letter is another author; ``g-`` are good or nearly good drafts, written to find false alarms.

A finding matches a label of the same rule whose quote it overlaps; a label without a quote matches
a finding of that rule anywhere. What a reader could argue either way counts neither way.
"""

import argparse
import json
import re
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from zlib import crc32

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

from keyword_floor import keyword_report  # noqa: E402 - the path is set above

from knowledge.encoder import DRAFTS, load_reader  # noqa: E402
from knowledge.plans.check import check_text  # noqa: E402
from knowledge.plans.report import Report  # noqa: E402
from knowledge.text import Span  # noqa: E402

# A letter or two an author; the first author's drafts have none.
LETTERS = (*"bcdefghijklmnopqrstuvwxyz", "aa", "bb", "cc")
PARTS = ("", "first", *(f"{author}-{half}" for author in LETTERS for half in ("odd", "even")))
Checker = Callable[[str, str], Report]
GROUPS = {
    "unaddressed risk (RISK001)": ("RISK001",),
    "missing timescale (TIME001)": ("TIME001",),
    "vague timescale (TIME002)": ("TIME002",),
    "no owner (OWN001)": ("OWN001",),
    "contingency (CONT001-003)": ("CONT001", "CONT002", "CONT003"),
}


@dataclass(slots=True)
class Tally:
    """Right, wrong and missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def add(self, other: "Tally") -> None:
        self.right, self.wrong, self.missed = (
            self.right + other.right,
            self.wrong + other.wrong,
            self.missed + other.missed,
        )

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else 1.0

    def row(self, name: str) -> str:
        return (
            f"{name:32s} P {self.precision:.2f}  R {self.recall:.2f}  F1 {self.f1:.2f}"
            f"   {self.right} right, {self.wrong} wrong, {self.missed} missed"
        )


@dataclass(slots=True)
class Score:
    """Everything measured over one half."""

    rules: dict[str, Tally] = field(default_factory=dict)
    risks: Tally = field(default_factory=Tally)
    unaddressed: Tally = field(default_factory=Tally)
    actions: Tally = field(default_factory=Tally)
    qualities: Counter[bool] = field(default_factory=Counter)
    kinds: Counter[bool] = field(default_factory=Counter)
    alarms: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def rule(self, rule: str) -> Tally:
        return self.rules.setdefault(rule, Tally())


@dataclass(frozen=True, slots=True)
class Mark:
    """Something labelled or found: a name and the places it may stand; no places means anywhere."""

    name: str
    places: tuple[Span, ...]


def places(text: str, quote: str | None) -> tuple[Span, ...]:
    """Every place where a quote stands."""
    found, at = [], text.find(quote) if quote else -1
    while quote and at >= 0:
        found.append(Span(at, at + len(quote)))
        at = text.find(quote, at + 1)
    return tuple(found)


def fits(label: Mark, found: Mark) -> bool:
    """Whether a finding answers a label."""
    if label.name != found.name:
        return False
    return not label.places or any(a.overlaps(b) for a in label.places for b in found.places)


def match(labels: Sequence[Mark], found: Sequence[Mark]) -> tuple[list[tuple[Mark, Mark]], list[Mark], list[Mark]]:
    """Pairs, labels left over and findings left over, one to one."""
    left, pairs, missed = list(found), [], []
    for label in sorted(labels, key=lambda one: not one.places):
        hit = next((one for one in left if fits(label, one)), None)
        if hit is None:
            missed.append(label)
        else:
            left.remove(hit)
            pairs.append((label, hit))
    return pairs, missed, left


def marks(text: str, rows: Iterable[dict[str, Any]], key: str) -> list[Mark]:
    return [Mark(str(row[key]), places(text, row.get("quote"))) for row in rows]


def score_findings(score: Score, text: str, labels: dict[str, Any], report: Report, name: str) -> None:
    wanted, arguable = marks(text, labels["findings"], "rule"), marks(text, labels["arguable"], "rule")
    found = [Mark(one.rule, (one.span,) if one.span else ()) for one in report.findings]
    pairs, missed, left = match(wanted, found)
    taken = [label for label, _ in pairs]
    wrong = [one for one in left if not any(fits(label, one) for label in (*arguable, *taken))]
    for label, _ in pairs:
        score.rule(label.name).right += 1
    for label in missed:
        score.rule(label.name).missed += 1
        score.errors.append(f"missed {label.name} {name}: {_words(text, label)}")
    for one in wrong:
        score.rule(one.name).wrong += 1
        score.errors.append(f"wrong  {one.name} {name}: {_words(text, one)}")
    if labels["quality"] == "good":
        score.alarms.append(len(wrong))


def _words(text: str, mark: Mark) -> str:
    return mark.places[0].of(text).replace("\n", " ")[:110] if mark.places else "(whole document)"


def score_risks(score: Score, text: str, labels: dict[str, Any], report: Report, name: str) -> None:
    wanted = marks(text, labels["risks"], "category")
    found = [Mark(one.category, (one.span,)) for one in report.risks]
    pairs, missed, left = match(wanted, found)
    score.risks.add(Tally(len(pairs), len(left), len(missed)))
    score.errors += [f"risk missed {one.name} {name}: {_words(text, one)}" for one in missed]
    score.errors += [f"risk wrong  {one.name} {name}: {_words(text, one)}" for one in left]
    open_wanted = [Mark("", places(text, row["quote"])) for row in labels["risks"] if not row["addressed"]]
    open_found = _spread([Mark("", (one.span,)) for one in report.risks if not one.addressed])
    pairs, missed, left = match(open_wanted, open_found)
    score.unaddressed.add(Tally(len(pairs), len(left), len(missed)))


def _spread(found: Sequence[Mark]) -> list[Mark]:
    """One mark a place, however many kinds of worry stand there."""
    return list({one.places: one for one in found}.values())


def score_actions(score: Score, text: str, labels: dict[str, Any], report: Report, name: str) -> None:
    wanted = [Mark("", places(text, row["quote"])) for row in labels["actions"]]
    quality = {mark.places: row["timescale_quality"] for mark, row in zip(wanted, labels["actions"], strict=True)}
    found = [Mark("", (one.span,)) for one in report.actions]
    given = {mark.places: one.timescale_quality.value for mark, one in zip(found, report.actions, strict=True)}
    pairs, missed, left = match(wanted, found)
    score.actions.add(Tally(len(pairs), len(left), len(missed)))
    score.errors += [f"action missed {name}: {_words(text, one)}" for one in missed]
    score.errors += [f"action wrong  {name}: {_words(text, one)}" for one in left]
    for label, one in pairs:
        right = quality[label.places] == given[one.places]
        score.qualities[right] += 1
        if not right:
            score.errors.append(f"quality {quality[label.places]} not {given[one.places]} {name}: {_words(text, one)}")


def part_of(name: str) -> str:
    """Which part of its half a draft belongs to."""
    number = re.search(r"\d+", name)
    odd = (int(number[0]) if number else crc32(name.encode())) % 2
    letter = re.match(rf"(?:{'|'.join(LETTERS)})(?=-)", name)
    return f"{letter[0]}-{'odd' if odd else 'even'}" if letter else "first"


def drafts(half: str, part: str = "") -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Each labelled draft: its name, text and labels."""
    folder = Path(__file__).parent / "plans" / half
    for path in sorted(folder.glob("*.txt")):
        labels = path.with_suffix(".json")
        if labels.exists() and part in {"", part_of(path.stem)}:
            yield path.stem, path.read_text(encoding="utf-8"), json.loads(labels.read_text(encoding="utf-8"))


def score_half(half: str, checker: Checker, part: str = "") -> Score:
    """The checker's score over one half."""
    score = Score()
    for name, text, labels in drafts(half, part):
        started = time.perf_counter()
        report = checker(text, name)
        score.seconds.append(time.perf_counter() - started)
        right = report.kind.value == labels["doc_type"]
        score.kinds[right] += 1
        if not right:
            score.errors.append(f"kind {labels['doc_type']} not {report.kind.value} {name}")
        score_findings(score, text, labels, report, name)
        score_risks(score, text, labels, report, name)
        score_actions(score, text, labels, report, name)
    return score


def summary(score: Score) -> str:
    """The table a person reads."""
    micro = Tally()
    for tally in score.rules.values():
        micro.add(tally)
    used = [tally for tally in score.rules.values() if tally.right + tally.missed]
    macro = sum(tally.f1 for tally in used) / max(1, len(used))
    lines = [micro.row("all rules, micro"), f"all rules, macro F1 {macro:.2f} over {len(used)} rules with labels"]
    for name, rules in GROUPS.items():
        group = Tally()
        for rule in rules:
            group.add(score.rule(rule))
        lines.append(group.row(name))
    good = max(1, len(score.alarms))
    lines += [
        score.risks.row("risk category and place"),
        score.unaddressed.row("unaddressed risks (place)"),
        score.actions.row("actions (place)"),
        f"timescale quality right         {_share(score.qualities):.2f}",
        f"document type right             {_share(score.kinds):.2f}",
        f"false alarms per good document  {sum(score.alarms) / good:.2f}",
        f"good documents with none        {score.alarms.count(0) / good:.2f} of {good}",
        f"milliseconds a draft            {1000 * sum(score.seconds) / max(1, len(score.seconds)):.0f}",
    ]
    return "\n".join(lines)


def _share(counts: Counter[bool]) -> float:
    return counts[True] / max(1, counts[True] + counts[False])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("half", choices=("development", "held_back"))
    parser.add_argument("--part", default="", choices=PARTS)
    parser.add_argument("--without-encoder", action="store_true", help="as on a machine without the model")
    parser.add_argument("--errors", action="store_true", help="print every error (development only)")
    parser.add_argument("--rule", default="", help="only errors that hold this word")
    given = parser.parse_args()
    embed = None if given.without_encoder else load_reader(ROOT / ".data" / "models", DRAFTS).embed
    score = score_half(given.half, lambda text, name: check_text(text, doc=name, embed=embed), given.part)
    floor = score_half(given.half, keyword_report, given.part)
    for rule in sorted(score.rules):
        print(score.rules[rule].row(rule))
    print(f"\n== the checker, {given.half}\n{summary(score)}\n\n== a keyword checker, {given.half}\n{summary(floor)}")
    if given.errors and given.half == "development" and not given.part.endswith("even"):
        print("\n".join(line for line in sorted(score.errors) if given.rule in line))


if __name__ == "__main__":
    main()
