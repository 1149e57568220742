"""The words that every form of a comparison shares: titles, headings and how a line is told."""

from knowledge.plans.compare.model import Comparison, PairKind, State

TITLES = {
    PairKind.PROGRESS: ("Core group minutes against the plan", "Plan", "Minutes"),
    PairKind.SUPERVISION: ("This supervision note against the last", "Last note", "This note"),
    PairKind.ASSESSMENT: ("The plan against its assessment", "Assessment", "Plan"),
    PairKind.DRAFTS: ("The new draft against the old", "Old draft", "New draft"),
}
HEADINGS = {
    State.NOT_MENTIONED: "Not mentioned in the minutes",
    State.ACTIVITY_ONLY: "Activity only: what was done, not what changed for the child",
    State.EVIDENCE: "Evidence of impact",
    State.DROPPED: "Dropped: asked for last time and not accounted for",
    State.REPEATED: "Repeated from last time",
    State.UNDATED: "Without a clear date",
    State.DONE: "Told of as done",
    State.ONLY_ASSESSMENT: "In the assessment and not in the plan",
    State.ONLY_PLAN: "In the plan and not in the assessment",
    State.IN_BOTH: "In both",
    State.STILL_OPEN: "Still open",
    State.NEW: "New in this draft",
    State.FIXED: "No longer found",
}
_SHORT = {
    State.NOT_MENTIONED: "not mentioned",
    State.ACTIVITY_ONLY: "activity only",
    State.EVIDENCE: "with evidence of impact",
    State.ONLY_ASSESSMENT: "only in the assessment",
    State.ONLY_PLAN: "only in the plan",
    State.FIXED: "no longer found",
}
CLOSING = "This compares words. It does not judge a family, and what is not written may still have been done."


def counted(comparison: Comparison) -> str:
    """How many lines stand in each state, in words."""
    counts = ((state, len(comparison.having(state))) for state in HEADINGS)
    said = [f"{number} {_SHORT.get(state, state.value.replace('_', ' '))}" for state, number in counts if number]
    return f"{', '.join(said)}." if said else "Nothing to compare was found."
