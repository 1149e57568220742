"""The manager's theme board: which checks fail, by team and month and improvement area; counts only."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bot.case_data import refuse_full_name
from bot.checked import Checked
from bot.records.audited import Audited, Outcome
from bot.records.feedback import SMALL, Gap
from bot.records.improvement import Improvement
from bot.records.store import Records
from bot.round_summary import csv_text
from bot.small_numbers import may_show
from bot.team_spellings import spellings, together
from knowledge.areas import areas, place_of
from knowledge.errors import RoundError
from knowledge.plans.rules import catalogue

_LONGEST_TEAM = 80
# The letter's finding on auditing. A draft does not show how it was audited, so no check of drafts belongs to it.
AUDIT_TITLE = "Audit practice (Ofsted letter 2019 F11)"
_AUDITED = {
    "grades": {Outcome.KIND: "too kind", Outcome.FAIR: "as the findings support", Outcome.HARSH: "too harsh"},
    "findings": {Outcome.BOTH: "named by both auditors", Outcome.ONE: "by one", Outcome.NEITHER: "by neither"},
}
_BETTER, _SAME, _WORSE = "better", "same", "worse"
AUDIT_HOW = "Start one with practice-bot train audit, with /audit open in a chat, or under Training on the web page."


@dataclass(frozen=True, slots=True)
class Row:
    """One check in one team and month; ``found`` is None where fewer than five drafts stand behind a number."""

    team: str
    month: str
    area: str
    rule: str
    drafts: int
    found: int | None


@dataclass(frozen=True, slots=True)
class Whole:
    """A total and its parts; a part is None where it is hidden, because it or another part is small."""

    total: int
    parts: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class AuditCounts:
    """How many audits were compared, and what they showed of grades and of findings."""

    audits: int
    grades: Whole
    findings: Whole


@dataclass(frozen=True, slots=True)
class ThemeBoard:
    """Everything that a manager sees. ``hidden`` counts the team months with fewer than five drafts.

    ``again`` and ``audits`` are of all teams and months together: those of one team, less than those of all, would
    tell what another team's are. They are None where fewer than five drafts or audits stand behind them.
    """

    rows: tuple[Row, ...]
    hidden: int
    again: Whole | None
    audits: AuditCounts | None
    unanswered: tuple[Gap, ...]


def count_draft(records: Records, team: str, month: str, draft: Checked, earlier: Checked | None = None) -> None:
    """Count a checked draft once, and whether it got better than an earlier version; nothing else is stored.

    ``team`` is as ``team_name`` gives it, or empty where drafts are counted for no team.
    """
    findings = draft.report.findings
    with records.database.writing():
        if records.counted.first("draft", team.casefold(), draft.text):
            records.checks.count(team, month, dict.fromkeys((finding.rule for finding in findings), 1))
        if earlier is not None and records.counted.first("again", team.casefold(), earlier.text, draft.text):
            Improvement(records.database).count(team, month, len(earlier.report.findings), len(findings))


def team_name(team: str) -> str:
    """A team's name as it is kept; a person's name is refused, one word beside those of places and teams is not."""
    name = " ".join(team.split())
    if not name or len(name) > _LONGEST_TEAM:
        raise RoundError("That team name cannot be used.", f"Give 1 to {_LONGEST_TEAM} characters.")
    refuse_full_name(name)
    return name


def theme_board(records: Records, team: str | None = None, since: date | None = None) -> ThemeBoard:
    """The board for one team, however it is spelled, or all; from a month on."""
    counts = Improvement(records.database)
    counted = counts.drafts(since)
    spelled = spellings(counted)
    drafts = together(counted, spelled, team)
    rows = [
        _row(name, month, rule, drafts[name, month], found)
        for (name, month, rule), found in together(counts.found(since), spelled, team).items()
        if drafts[name, month] >= SMALL
    ]
    return ThemeBoard(
        rows=tuple(sorted(rows, key=lambda row: (row.team, row.month, row.area, -(row.found or 0), row.rule))),
        hidden=sum(number < SMALL for number in drafts.values()),
        again=_again(counts.outcomes()),
        audits=_audits(Audited(records.database).outcomes()),
        unanswered=tuple(gap for gap in records.topics.gaps(since) if gap.times >= SMALL),
    )


def _row(team: str, month: str, rule: str, drafts: int, found: int) -> Row:
    return Row(team, month, place_of(rule).area, rule, drafts, found if found >= SMALL else None)


def _again(counted: Mapping[str, int]) -> Whole | None:
    whole = _whole({outcome: counted.get(outcome, 0) for outcome in (_BETTER, _SAME, _WORSE)})
    return whole if whole.total >= SMALL else None


def _audits(counted: Mapping[Outcome, int]) -> AuditCounts | None:
    grades, findings = (_whole({one.value: counted.get(one, 0) for one in parts}) for parts in _AUDITED.values())
    audits = counted.get(Outcome.AUDITS, 0)
    return AuditCounts(audits, grades, findings) if audits >= SMALL else None


def _whole(parts: Mapping[str, int]) -> Whole:
    return Whole(sum(parts.values()), may_show(parts))


def board_lines(board: ThemeBoard) -> Iterator[str]:
    """The board as text."""
    names = {rule.id: rule.name for rule in catalogue()}
    for area, title in areas().items():
        rows = [row for row in board.rows if row.area == area]
        yield f"{area} {title}"
        for row in rows:
            found = (
                f"{row.found} of {row.drafts} drafts ({100 * row.found // row.drafts}%)"
                if row.found
                else f"fewer than {SMALL} of {row.drafts} drafts"
            )
            yield f"  {row.team or 'No team'}, {row.month}: {row.rule} {names.get(row.rule, '')}: {found}"
        if not rows:
            yield "  Nothing to show."
    yield AUDIT_TITLE
    yield from (f"  {line}" for line in audit_lines(board.audits))
    if board.audits is None:
        yield f"  {AUDIT_HOW}"
    if board.hidden:
        yield f"{board.hidden} team months with fewer than {SMALL} drafts are not shown."
    yield again_line(board.again)
    for gap in board.unanswered:
        yield f"Not answered: {gap.theme}, {gap.times} times ({gap.status}), last on {gap.last}."


def audit_lines(audits: AuditCounts | None) -> Iterator[str]:
    """What audit practice showed: how kind the grades were, and what the two auditors saw."""
    if audits is None:
        yield f"Fewer than {SMALL} audits were compared, so not shown."
        return
    yield f"{audits.audits} audits by two people were compared, all teams and months together."
    for (name, words), whole in zip(_AUDITED.items(), (audits.grades, audits.findings), strict=True):
        said = (f"{words[Outcome(part)]} {_number(count)}" for part, count in whole.parts.items())
        yield f"Of {whole.total} {name}: {', '.join(said)}."


def again_line(again: Whole | None) -> str:
    """How many drafts got better when they were checked again."""
    if again is None:
        return f"Drafts checked again: fewer than {SMALL}, so not shown."
    said = ", ".join(f"{part} {_number(count)}" for part, count in again.parts.items())
    return f"Drafts checked again, all teams and months together: {again.total}. Of these: {said}."


def _number(count: int | None) -> str:
    return "not shown" if count is None else str(count)


def board_csv(board: ThemeBoard) -> str:
    """The board as CSV, safe to open in a spreadsheet: everything that it shows, told apart by ``kind``."""
    return csv_text(_csv_rows(board))


def _csv_rows(board: ThemeBoard) -> Iterator[tuple[object, ...]]:
    yield ("area", "team", "month", "rule", "drafts", "found", "kind", "what")
    for row in board.rows:
        yield (row.area, row.team, row.month, row.rule, row.drafts, _small(row.found), "check", "")
    audits = board.audits
    wholes = {"checked again": board.again, "audit grades": audits and audits.grades}
    for kind, whole in (wholes | {"audit findings": audits and audits.findings}).items():
        for part, count in whole.parts.items() if whole else ():
            yield ("", "", "", "", whole.total if whole else "", _number(count), kind, part)
    for gap in board.unanswered:
        yield ("", "", "", "", "", gap.times, "not answered", f"{gap.theme} ({gap.status})")


def board_json(board: ThemeBoard) -> str:
    """The board as one JSON object."""
    found = [
        {"area": r.area, "team": r.team, "month": r.month, "rule": r.rule, "drafts": r.drafts, "found": r.found}
        for r in board.rows
    ]
    gaps = [{"theme": g.theme, "status": g.status, "times": g.times, "last": str(g.last)} for g in board.unanswered]
    whole = {
        "rows": found,
        "hidden_team_months": board.hidden,
        "checked_again": dict(board.again.parts) if board.again else None,
        "audits": _audits_object(board.audits) if board.audits else None,
        "unanswered": gaps,
    }
    return json.dumps(whole, ensure_ascii=False)


def _audits_object(audits: AuditCounts) -> dict[str, int | None]:
    return {Outcome.AUDITS.value: audits.audits, **audits.grades.parts, **audits.findings.parts}


def _small(found: int | None) -> str:
    return f"fewer than {SMALL}" if found is None else str(found)
