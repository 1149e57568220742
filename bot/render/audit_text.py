"""What is said of an audit for two, in plain lines: how it stands, how far the two agree, what was found."""

from collections.abc import Collection, Iterator

from bot.audits import Agreement, Seen
from bot.render.training_text import gap_lines
from knowledge.plans.rules import catalogue
from knowledge.scenarios.model import Scenario

# Landis and Koch 1977: up to this kappa, agreement is called so.
_STRENGTHS = (
    (0.0, "none"),
    (0.2, "slight"),
    (0.4, "fair"),
    (0.6, "moderate"),
    (0.8, "substantial"),
    (1.0, "very high"),
)


UNCOMPARED = "ended without both audits, so it was not compared and counts nowhere."


def kept_words(times: int) -> str:
    """The receipt of an audit."""
    return "Your audit is in." if times == 1 else "Your audit is in, in place of the one before."


def standing_line(seen: Seen) -> str:
    """How an audit stands, and what comes next."""
    team = f", {seen.audit.team}" if seen.audit.team else ""
    return f"Audit {seen.audit.code} ({seen.held.title}{team}): {_standing(seen)}"


def _standing(seen: Seen) -> str:
    if seen.uncompared:
        return UNCOMPARED
    if seen.open:
        return f"{seen.handed_in} of 2 audits are in."
    if seen.missing:
        return f"compared. Still without an action: {', '.join(seen.missing)}."
    return "compared. Every serious finding has an action, so it may close."


def finding_lines(held: Scenario, rules: Collection[str]) -> Iterator[str]:
    """Some of the findings of the answer key: what is wrong, where, better wording and sources."""
    for gap in held.gaps:
        if gap.rule in rules:
            yield from gap_lines(gap, held)


def action_line(seen: Seen) -> str:
    """Which findings still need a corrective action."""
    if seen.missing:
        return f"The audit cannot close before each of these has a corrective action: {', '.join(seen.missing)}."
    if not seen.held.gaps:
        return "The key holds no gap: this draft is good as it is. The audit may close."
    return "No serious finding is without a corrective action. The audit may close."


def agreement_lines(found: Agreement) -> Iterator[str]:
    """How far the two agree, where they differ, and how far each grade sits above the findings."""
    yield _agreed(found.kappa)
    for title, rules in (
        ("Both named", found.both),
        ("Only the first auditor named", found.only_first),
        ("Only the second auditor named", found.only_second),
        ("Neither named", found.neither),
    ):
        yield f"{title}: {_named(rules)}."
    for who, grade, above in zip(("first", "second"), found.grades, found.optimism, strict=True):
        yield f"The {who} auditor's grade: {grade}, {_above(above)}. The findings support: {found.fair}."
    for who, points in zip(("first", "second"), found.also, strict=True):
        yield from (f"The {who} auditor also wrote, which matches no finding: {point}" for point in points)


def _agreed(kappa: float | None) -> str:
    if kappa is None:
        return "Neither audit named a gap, so agreement beyond chance cannot be worked out."
    strength = next(words for most, words in _STRENGTHS if kappa <= most)
    return f"Agreement beyond chance (Cohen's kappa): {kappa:.2f} ({strength}). 1 is full agreement, 0 is chance."


def _named(rules: tuple[str, ...]) -> str:
    names = {rule.id: rule.name for rule in catalogue()}
    return "; ".join(f"{rule} {names[rule]}" for rule in rules) or "nothing"


def _above(grades: int) -> str:
    if not grades:
        return "as the findings support"
    side = "too kind" if grades > 0 else "too harsh"
    return f"{abs(grades)} grade{'s' if abs(grades) > 1 else ''} {side}"
