"""What remains of a round: a summary as CSV and as a page to print, with counts and no one's words."""

import csv
import html
import io
from collections.abc import Iterable, Iterator

from bot.progress import Progress, progress
from bot.round_quiz import Quiz, Settled
from bot.rounds import Board, Rounds, Step
from knowledge.areas import themes
from knowledge.scenarios.model import Scenario

# A spreadsheet takes a cell that starts with one of these for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

_STYLE = (
    "body{font:16px/1.5 sans-serif;max-width:45em;margin:2em auto}table{border-collapse:collapse}"
    "td,th{border:1px solid #767676;padding:.3em .6em;text-align:left}"
)


def safe_cell(value: object) -> str:
    """A cell that no spreadsheet will run."""
    words = str(value)
    return f"'{words}" if words.lstrip(" \n").startswith(_FORMULA) or words.startswith(_FORMULA) else words


def csv_text(rows: Iterable[Iterable[object]]) -> str:
    """Rows as CSV, safe to open in a spreadsheet."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([safe_cell(cell) for cell in row] for row in rows)
    return out.getvalue()


def summary_csv(rounds: Rounds, code: str) -> str:
    """One row a gap: what it was, how many found it, its sources; then one a quiz question: how many were right."""
    return csv_text(_rows(rounds, code))


def _rows(rounds: Rounds, code: str) -> Iterator[tuple[object, ...]]:
    board = rounds.board(code)
    yield ("round", "scenario", "team", "theme", "rule", "gap", "found by", "handed in", "sources")
    for step in rounds.revealed(code):
        for gap, found in step.gaps:
            sources = "; ".join(gap.sources)
            yield (board.round.code, board.round.scenario, board.round.team, step.theme, gap.rule, gap.say, found,
                   step.handed_in, sources)  # fmt: skip
    for one in Quiz(rounds).settled(board.round.code, board.round.trainer):
        asked = one.question
        yield (board.round.code, board.round.scenario, board.round.team, themes()[asked.theme], "quiz", asked.text,
               one.right, one.tally.total(), asked.cite)  # fmt: skip


def summary_page(rounds: Rounds, code: str) -> str:
    """A page to print: no script, nothing from outside."""
    board = rounds.board(code)
    held = rounds.scenario_of(board.round)
    steps, before = map(_step, rounds.revealed(code)), _progress(progress(rounds, code))
    quiz = _quiz(Quiz(rounds).settled(code, board.round.trainer))
    body = "".join((*_head(board, held.title), *steps, *quiz, *before, *_talk(held)))
    style = _STYLE
    return (
        f'<!doctype html><html lang="en-GB"><head><meta charset="utf-8"><title>Round {html.escape(code)}</title>'
        f"<style>{style}</style></head><body><main>{body}</main></body></html>\n"
    )


def _head(board: Board, title: str) -> Iterator[str]:
    team = f" Team: {html.escape(board.round.team)}." if board.round.team else ""
    opened = board.round.opened
    held = f"Held on {opened.day} {opened:%B %Y}."
    yield f"<h1>{html.escape(title)}</h1><p>{held} {board.joined} people joined, {board.handed_in} handed in.{team}</p>"
    yield "<table><caption>What the room found</caption>"
    yield "<tr><th scope=col>Theme<th scope=col>Gaps<th scope=col>Found</tr>"
    for line in board.lines:
        share = f"{round(100 * line.found / line.possible)}%" if line.possible else "-"
        yield f"<tr><td>{html.escape(line.name)}<td>{line.gaps}<td>{share}</tr>"
    yield "</table>"


def _step(step: Step) -> str:
    rows = "".join(
        f"<li>{html.escape(gap.say)} ({gap.rule}; found by {found} of {step.handed_in}). "
        f"Better: {html.escape(gap.better)} <small>{html.escape('; '.join(gap.sources))}</small></li>"
        for gap, found in step.gaps
    )
    return f"<h2>{html.escape(step.theme)}</h2><ul>{rows}</ul>"


def _quiz(settled: tuple[Settled, ...]) -> Iterator[str]:
    if settled:
        yield "<h2>Quiz</h2>"
    for one in settled:
        asked = one.question
        yield f"<h3>{html.escape(asked.text)}</h3><ul>"
        yield from (f"<li>{html.escape(option)}: {one.tally[at]}</li>" for at, option in enumerate(asked.options))
        yield f"</ul><p>Right: {html.escape(asked.explanation)}</p>"


def _progress(found: Progress | None) -> Iterator[str]:
    if found:
        yield f"<h2>The same draft, round by round</h2><table><tr><th scope=col>Found{_cells(found.days, 'th')}</tr>"
        yield from (f"<tr><th scope=row>{html.escape(name)}{_cells(cells)}</tr>" for name, cells in found.rows)
        yield "</table>"


def _cells(words: Iterable[str], tag: str = "td") -> str:
    return "".join(f"<{tag}>{html.escape(one)}" for one in words)


def _talk(held: Scenario) -> Iterator[str]:
    questions = held.questions
    yield f"<h2>To talk about</h2><ul>{''.join(f'<li>{html.escape(one)}</li>' for one in questions)}</ul>"
