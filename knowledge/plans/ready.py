"""A draft's actions, looked up by what a worry may share with them."""

import re
from collections.abc import Iterable, Mapping
from functools import cache, cached_property
from typing import TYPE_CHECKING

from knowledge.plans.learnt import classifier
from knowledge.plans.lexicon import any_of, data
from knowledge.plans.model import Action, Column, Plan, Role
from knowledge.plans.risks import Worry
from knowledge.plans.second_reading import said_in
from knowledge.plans.ties import Ties
from knowledge.text import Span

if TYPE_CHECKING:
    import numpy as np

_Index = dict[object, list[int]]
# What a worry's kinds together have at least, where the learnt part sees no worry.
_LEAST = 0.02


class Ready:
    """What is known of the actions before worries are held against them; ``rare`` holds each statement's telling words.

    A worry is never gone through with every action in turn: what ties them is looked up by word, kind, name and row.
    """

    def __init__(self, plan: Plan, rare: Mapping[Span, frozenset[str]]) -> None:
        self._plan = plan
        self._rare = rare
        self._reaches = tuple(_reach(plan, action) for action in plan.actions)
        self._facets: dict[str, np.ndarray] = {}
        self._stems, self._kinds, self._names, self._entries, self._spans = (_Index() for _ in range(5))
        for number, action in enumerate(plan.actions):
            self._put(number, action)

    def _put(self, number: int, action: Action) -> None:
        plan = self._plan
        kinds = (category for category, _ in plan.readings.answering.within(self._reaches[number]))
        _keep(self._stems, self._rare.get(action.span, ()), number)
        _keep(self._kinds, frozenset(kinds), number)
        _keep(self._names, people_in(plan, action.span), number)
        _keep(self._entries, (plan.statements[action.statement].entry,), number)
        _keep(self._spans, (action.span,), number)

    def ties(self, worry: Worry) -> Ties:
        """What ties each action to a worry, but for an action in the same words."""
        import numpy as np

        plan = self._plan
        said = plan.statements[worry.statement]
        row = self._entries.get(said.entry, []) if plan.entries[said.entry].cells else []
        kind = self._marked(self._kinds.get(worry.category, []))
        kept = ~self._marked(self._spans.get(worry.span, []))
        return Ties(
            numbers=np.flatnonzero(kept).astype("int32"),
            row=self._marked(row)[kept],
            telling=self._shared(self._stems, self._rare.get(said.span, ()))[kept],
            kind=kind[kept],
            fits=self._fitting(worry, kind)[kept],
            people=self._shared(self._names, people_in(plan, worry.span))[kept],
            near=self._near(worry.statement, kept),
            meant=self._meant(worry)[kept],
        )

    def about(self, named: Iterable[str]) -> tuple[int, ...]:
        """The actions that name any of these people."""
        return tuple(sorted({number for name in named for number in self._names.get(name, ())}))

    def wanted_after(self, worry: Worry) -> bool:
        """Whether a hope or a fact after a worry takes up one of its telling words."""
        telling = self._rare.get(self._plan.statements[worry.statement].span, ())
        return any(self._last_wanted.get(stem, -1) > worry.span.end for stem in telling)

    @cached_property
    def _last_wanted(self) -> dict[str, int]:
        """Where each telling word stands last among hopes and facts."""
        found: dict[str, int] = {}
        for one in self._plan.having(Role.OUTCOME, Role.NARRATIVE):
            for stem in self._rare.get(one.span, ()):
                found[stem] = max(found.get(stem, -1), one.span.start)
        return found

    def _marked(self, numbers: list[int]) -> "np.ndarray":
        import numpy as np

        found = np.zeros(len(self._reaches), dtype=bool)
        found[numbers] = True
        return found

    def _shared(self, index: _Index, keys: Iterable[str]) -> "np.ndarray":
        """How many of these each action has."""
        import numpy as np

        found = np.zeros(len(self._reaches), dtype="int16")
        for key in keys:
            found[index.get(key, [])] += 1
        return found

    def _fitting(self, worry: Worry, kind: "np.ndarray") -> "np.ndarray":
        """Which actions' words answer this kind of worry, and this part of it."""
        import numpy as np

        facets = data("responses")["facets"].get(worry.category, {})
        words = self._plan.words(worry.span)
        asked = [facet["answer"] for facet in facets.values() if _facet(facet["worry"]).search(words)]
        return kind & np.logical_or.reduce([self._answers(worry.category, one) for one in asked]) if asked else kind

    def _answers(self, category: str, facet: str) -> "np.ndarray":
        """Which actions of a kind use the words of one part of it, each asked once."""
        key = f"{category} {facet}"
        if key not in self._facets:
            search, plan = _facet(facet).search, self._plan
            of_kind = self._kinds.get(category, [])
            self._facets[key] = self._marked([one for one in of_kind if search(plan.words(self._reaches[one]))])
        return self._facets[key]

    def _near(self, statement: int, kept: "np.ndarray") -> "np.ndarray":
        """How alike a statement and each action are, by their embeddings; 0 without an encoder."""
        import numpy as np

        vectors, rows = self._plan.vectors, self._vectors
        if vectors is None or rows is None or not kept.any():
            return np.zeros(int(kept.sum()), dtype="float32")
        return (rows if kept.all() else rows[kept]) @ vectors[statement]  # type: ignore[no-any-return]

    def _meant(self, worry: Worry) -> "np.ndarray":
        """How likely each action is to answer a worry of the kind that is named, or of those that it may be."""
        import numpy as np

        may_be = dict(self._plan.views[worry.statement].worry.others)
        labels = classifier("answers").labels
        shares = np.array([may_be.get(label, 0.0) for label in labels], dtype="float32")
        named = np.array([label == worry.category for label in labels], dtype="float32")
        return self._answering @ (0.5 * named + 0.5 * shares / max(_LEAST, float(shares.sum())))

    @cached_property
    def _answering(self) -> "np.ndarray":
        """How likely each action is to answer each kind of worry, whatever its words share with it."""
        import numpy as np

        plan, learnt = self._plan, classifier("answers")
        if not plan.actions:
            return np.zeros((0, len(learnt.labels)), dtype="float32")
        said = said_in(plan.text, [plan.statements[one.statement] for one in plan.actions])
        rows = None if plan.tuned is None else plan.tuned[[one.statement for one in plan.actions]]
        return learnt.shares(said, rows, plan.readings.pieces)

    @cached_property
    def _vectors(self) -> "np.ndarray | None":
        vectors = self._plan.vectors
        return None if vectors is None else vectors[[one.statement for one in self._plan.actions]]


def _keep(index: _Index, keys: Iterable[object], number: int) -> None:
    for key in keys:
        index.setdefault(key, []).append(number)


def people_in(plan: Plan, span: Span) -> frozenset[str]:
    """The given names in a stretch of text, in lower case."""
    words = span.of(plan.text)
    return frozenset(plan.words(span).split()) & plan.readings.given if words else frozenset()


def _reach(plan: Plan, action: Action) -> Span:
    """An action with its row, where the row holds no worry of its own."""
    entry = plan.entries[plan.statements[action.statement].entry]
    return entry.span if entry.table and not entry.cell(Column.WORRY) else action.span


@cache
def _facet(words: str) -> re.Pattern[str]:
    return any_of((words,))
