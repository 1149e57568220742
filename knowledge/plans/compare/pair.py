"""From two texts to a comparison: which kind of pair they are, then what one says of the other."""

import re
from collections.abc import Iterator

from knowledge.errors import PlanError
from knowledge.plans.check import check_plan, read_plan
from knowledge.plans.compare.drafts import drafts
from knowledge.plans.compare.model import Comparison, Line, PairKind
from knowledge.plans.compare.progress import progress
from knowledge.plans.compare.supervision import supervision
from knowledge.plans.compare.worries import worries
from knowledge.plans.learnt import Embed
from knowledge.plans.local import LocalRules
from knowledge.plans.model import DocType, Plan

_PLANS = frozenset({DocType.CHILD_PROTECTION_PLAN, DocType.CHILD_IN_NEED_PLAN})
_ASSESSMENT = re.compile(r"\bassessment\b")
_TITLE = 200
_NAMES = ", ".join(kind.value for kind in PairKind)


def compare(
    old_text: str,
    new_text: str,
    *,
    kind: PairKind | None = None,
    local: LocalRules = LocalRules(),  # noqa: B008 - a frozen record
    embed: Embed | None = None,
) -> Comparison:
    """What the newer document says of the older one; each span points into its own document's text.

    Raises PlanError where either holds nothing to read, or where it is not clear what the pair is.
    """
    old, new = read_plan(old_text, local=local, embed=embed), read_plan(new_text, local=local, embed=embed)
    chosen = kind or pair_kind(old, new)
    lines = tuple(_lines(chosen, old, new, local, embed))
    return Comparison(chosen, old.kind, new.kind, lines, tuple(_notes(chosen, old, new, lines)))


def pair_kind(old: Plan, new: Plan) -> PairKind:
    """The kind of pair that two document types make; raises PlanError where they make none."""
    if new.kind is DocType.CORE_GROUP_MINUTES and old.kind in _PLANS:
        return PairKind.PROGRESS
    if old.kind is DocType.CORE_GROUP_MINUTES and new.kind in _PLANS:
        raise PlanError("The minutes were given first.", "Give the plan first, then the minutes.")
    if old.kind is new.kind is DocType.SUPERVISION_RECORD and not _same_day(old, new):
        return PairKind.SUPERVISION
    if new.kind in _PLANS and _is_assessment(old):
        return PairKind.ASSESSMENT
    if old.kind is new.kind and old.kind is not DocType.UNKNOWN:
        return PairKind.DRAFTS
    raise PlanError("It is not clear how these two documents belong together.", f"Add --kind with one of: {_NAMES}.")


def _same_day(old: Plan, new: Plan) -> bool:
    return old.reference_date is not None and old.reference_date == new.reference_date


def _is_assessment(plan: Plan) -> bool:
    return plan.kind is DocType.PRIVATE_FOSTERING_ASSESSMENT or bool(_ASSESSMENT.search(plan.plain[:_TITLE]))


def _lines(kind: PairKind, old: Plan, new: Plan, local: LocalRules, embed: Embed | None) -> Iterator[Line]:
    if kind is PairKind.PROGRESS:
        return progress(old, new, embed)
    if kind is PairKind.SUPERVISION:
        return supervision(old, new, embed)
    if kind is PairKind.ASSESSMENT:
        return worries(old, new, embed)
    before, after = (check_plan(one, doc="", local=local).findings for one in (old, new))
    return drafts(old, new, before, after, embed)


def _notes(kind: PairKind, old: Plan, new: Plan, lines: tuple[Line, ...]) -> Iterator[str]:
    """What the reader should know before trusting the table."""
    if not lines:
        yield "Nothing was found to compare. That is not a finding that all is well."
    if old.reference_date and new.reference_date and old.reference_date > new.reference_date:
        yield "The first document is dated after the second; check that they were given in the right order."
    if kind is PairKind.DRAFTS and old.kind is not new.kind:
        yield "The two drafts were read as different kinds of document, so different checks ran on each."
    yield "Places are matched by meaning and by the words they share. Read both places before you rely on a line."
