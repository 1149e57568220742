"""What the comparison of two audits says, in plain lines."""

from collections.abc import Iterator

from bot.audits import Agreement
from knowledge.plans.rules import catalogue

# Landis and Koch 1977: up to this kappa, agreement is called so.
_STRENGTHS = (
    (0.0, "none"),
    (0.2, "slight"),
    (0.4, "fair"),
    (0.6, "moderate"),
    (0.8, "substantial"),
    (1.0, "very high"),
)


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


def _agreed(kappa: float | None) -> str:
    if kappa is None:
        return "Neither audit named a gap, so agreement cannot be worked out."
    strength = next(words for most, words in _STRENGTHS if kappa <= most)
    return f"Agreement beyond chance (Cohen's kappa): {kappa:.2f} ({strength}). 1 is full agreement, 0 is chance."


def _named(rules: tuple[str, ...]) -> str:
    names = {rule.id: rule.name for rule in catalogue()}
    return ", ".join(f"{rule} {names[rule]}" for rule in rules) or "nothing"


def _above(grades: int) -> str:
    if not grades:
        return "as the findings support"
    side = "too kind" if grades > 0 else "too harsh"
    return f"{abs(grades)} grade{'s' if abs(grades) > 1 else ''} {side}"
