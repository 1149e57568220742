"""Where a learnt part, trained on single sentences, sees the sign of a gap that the words of its rule may have missed.

It has no say of its own: what it points at is put to the verdict (``verdicts.py``) beside what the rules raised. How
likely a sign is differs from writer to writer; which statement of a draft shows it most plainly hardly does. So the
likeliest places of every rule are put forward, however unlikely they are.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from heapq import nlargest

from knowledge.plans.lexicon import pattern
from knowledge.plans.model import Found, Plan, Rule
from knowledge.plans.places import Places
from knowledge.text import Span

# Gaps of a draft as a whole: nothing stands there to point at, so the verdict is always asked.
ABSENT = frozenset(
    "CG001 CG002 CG003 CHG001 CONT001 DIV001 LBP001 LBP002 LBP003 LBP004 MEAS004 OWN003 PANEL002 PANEL003 PF002"
    " PRIO001 REG002 REG003 REV001 SUP001 SUP003 TIME003 TIME006 VISIT001 VOICE001".split()
)
_PLACES, _LEAST = 3, 0.004
_MET, _NONE = " met", "none"
# The words that show a conclusion to rest on what speaks for and against it.
_WEIGHED = {"PF004": "weighed_up"}
_AGAIN = "Look at this again: {what}"


class Signs:
    """How likely each statement of a draft is to show each gap, or to show that it is met."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._in_order: dict[str, tuple[float, ...]] = {}

    def suggested(self, rule: Rule, found: Iterable[Found]) -> Iterator[Found]:
        """What a rule did not raise and the verdict is to be asked of."""
        fired = [one.span for one in found if one.fired]
        if rule.id in ABSENT and None not in fired:
            yield Found(None, _AGAIN.format(what=rule.what), fired=False)
        for at in self._likeliest(rule.id):
            place = self._plan.statements[at].span
            if not self._weighed(rule.id, at) and not any(place.overlaps(one) for one in fired if one):
                yield Found(place, _AGAIN.format(what=rule.what), fired=False)

    def _weighed(self, rule: str, at: int) -> bool:
        """Whether the item that a statement stands in sets one thing against another, where that is what is asked."""
        words = _WEIGHED.get(rule)
        item = self._plan.entries[self._plan.statements[at].entry].span
        return words is not None and bool(pattern("words", words).search(self._plan.words(item)))

    def facts(self, rule: str, place: Span | None) -> Mapping[str, float]:
        """Named numbers about a rule's sign: at a place, and at its plainest in the draft."""
        most = {"sign at most": self._most(rule), "met at most": self._most(rule + _MET)}
        if place is None or rule not in self._columns:
            return most
        at = self._places.over(place)
        column = self._column(rule)
        here = max(at, key=column.__getitem__, default=None)
        if here is None:
            return most
        share, said = column[here], 1.0 - self._column(_NONE)[here]
        ranked = self._ranked(rule)
        rank = len(ranked) - bisect_right(ranked, share)
        met = self._column(rule + _MET)[here] if rule + _MET in self._columns else 0.0
        return {**most, "sign": share, "sign of all": share / max(said, 1e-6), "sign's rank": rank, "met here": met}

    def _likeliest(self, rule: str) -> Iterator[int]:
        if rule in self._columns:
            column = self._column(rule)
            ranked = nlargest(_PLACES, range(len(column)), key=column.__getitem__)
            yield from (at for at in ranked if column[at] >= _LEAST)

    def _most(self, label: str) -> float:
        return self._ranked(label)[-1] if label in self._columns else 0.0

    def _ranked(self, label: str) -> tuple[float, ...]:
        """One sign's likelihoods over the whole draft, the least first."""
        if label not in self._in_order:
            self._in_order[label] = tuple(sorted(self._column(label)))
        return self._in_order[label]

    def _column(self, label: str) -> tuple[float, ...]:
        """How likely each statement is to show one sign."""
        return self._shares[self._columns[label]]

    @cached_property
    def _places(self) -> Places:
        return Places(one.span for one in self._plan.statements)

    @cached_property
    def _columns(self) -> Mapping[str, int]:
        views = self._plan.views
        return {label: number for number, (label, _) in enumerate(views[0].sign.others)} if views else {}

    @cached_property
    def _shares(self) -> tuple[tuple[float, ...], ...]:
        rows = ([share for _, share in view.sign.others] for view in self._plan.views)
        return tuple(zip(*rows, strict=True))
