"""Hints as they are said on a page, where there are buttons in place of commands."""

from knowledge.errors import GuidanceError

_INSTEAD = {
    "Take it over first with /round take CODE.": "Take it over first with the button on its page.",
    "Take it over first with /audit take CODE.": "Take it over first with the button on its page.",
    "Go on with /round next.": "Go on with Show the next theme.",
    "Show the first one with /round next.": "Press Show the next theme.",
    "See practice-bot train list.": "The page Training lists them all.",
}


def on_page(problem: GuidanceError) -> str:
    """What happened and what to do next, for somebody at a page."""
    return f"{problem.happened} {_INSTEAD.get(problem.hint, problem.hint)}".strip()
