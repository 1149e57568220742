"""The last word on a finding: small trees weigh what the rule says, the place, and the draft as a whole.

A rule reads words. Whether its finding is one that a fair reader would raise depends also on how the statement
reads to the learnt part, and on how much care the rest of the draft shows; that is learnt from labelled drafts.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from knowledge.plans.judges import TOO_FEW
from knowledge.plans.learnt import classifier
from knowledge.plans.model import TIMED, Action, DocType, Found, Ownership, Plan, Quality, Risk, Role, Topic
from knowledge.plans.places import Places
from knowledge.plans.second_reading import said_with_cells
from knowledge.plans.seen_before import seen_before
from knowledge.plans.signs import Signs
from knowledge.text import Span
from knowledge.trees import trees

# Rules that are asked of every action or worry, whatever their words say; each has trees of its own.
OWN_TREES = ("TIME001", "TIME002", "OWN001", "MEAS001", "RISK001")
OTHERS, WHOLE = "others", "whole"
# Classifiers of tasks: could anybody tell that it was done, is there a time, is there somebody to do it?
OF_TASKS = ("acts", "when", "whose")
TREES = (*OWN_TREES, OTHERS, WHOLE)
_MANY = 20
# What is counted on a calendar or against a council's own figure is not a matter of how it reads.
COUNTED = frozenset({"REV002", "REV003", "SUP004", "PRIO002", "TIME010"})
# How likely a finding must be to be shown, whether its rule raised it or not: on unseen authors' drafts asking more
# of what the rule did not raise saved hardly a false alarm in a good one.
SHOWN = 0.4


@dataclass(frozen=True, slots=True)
class Raised:
    """A finding of one rule, before the verdict on it."""

    rule: str
    found: Found


def upheld(plan: Plan, raised: Sequence[Raised]) -> tuple[Raised, ...]:
    """The findings that remain, in their order."""
    if len(plan.statements) < TOO_FEW:
        return tuple(one for one in raised if one.found.fired)
    chances = likely(plan, raised)
    return tuple(one for one, chance in zip(raised, chances, strict=True) if stands(one, chance))


def stands(one: Raised, chance: float, least: float = SHOWN) -> bool:
    """Whether a finding that is so likely remains."""
    if one.found.fired and (one.found.settled or one.rule in COUNTED):
        return True
    return chance >= least


def likely(plan: Plan, raised: Sequence[Raised]) -> tuple[float, ...]:
    """How likely it is that a fair reader raises each finding."""
    rows = facts_of(plan, raised)
    chances = [0.0] * len(raised)
    for name in TREES:
        at = [number for number, one in enumerate(raised) if trees_for(one) == name]
        for number, chance in zip(at, trees(tree_file(name)).likely([rows[number] for number in at]), strict=True):
            chances[number] = chance
    return tuple(chances)


def trees_for(one: Raised) -> str:
    """The name of the trees that weigh a finding: its rule's own, or those of a draft as a whole or of all others."""
    if one.rule in OWN_TREES:
        return one.rule
    return WHOLE if one.found.span is None else OTHERS


def tree_file(name: str) -> str:
    """Where those trees are kept."""
    return f"verdict-{name.lower()}"


def facts_of(plan: Plan, raised: Sequence[Raised]) -> tuple[dict[str, float], ...]:
    """Named numbers about each finding: its rule, its place and its draft."""
    draft = _Draft(plan, raised)
    return tuple(draft.facts(one) for one in raised)


@dataclass(frozen=True)
class _Draft:
    """A draft with everything that its rules raised."""

    plan: Plan
    raised: Sequence[Raised]

    def facts(self, one: Raised) -> dict[str, float]:
        """Everything known of one finding."""
        place = one.found.span
        return {
            f"rule {one.rule}": 1.0,
            f"family {one.rule[:-3]}": 1.0,
            "fired": float(one.found.fired),
            "placed": float(place is not None),
            "of its rule": float(min(_MANY, self.counts[one.rule])),
            **self.signs.facts(one.rule, place),
            **self.whole,
            **(self._at(place) if place else {}),
            **(self._seen(one) if trees_for(one) == OTHERS else {}),
        }

    def _seen(self, one: Raised) -> Mapping[str, float]:
        """What became of findings like one that has a place, where there is an encoder."""
        if one.found.span is None or self.plan.vectors is None:
            return {}
        return seen_before().like(one.rule, self.plan.vectors[self.statements.nearest(one.found.span)])

    @cached_property
    def signs(self) -> Signs:
        """What the learnt signs make of the draft."""
        return Signs(self.plan)

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each rule fired."""
        return Counter(one.rule for one in self.raised if one.found.fired)

    @cached_property
    def whole(self) -> dict[str, float]:
        """What is known of the draft as a whole."""
        plan = self.plan
        return {
            **{f"draft {kind.value}": float(plan.kind is kind) for kind in DocType},
            **_care(plan),
            **_parts(plan),
            **{f"sections {topic.value}": float(sum(one.topic is topic for one in plan.sections)) for topic in Topic},
            "draft dates": float(min(_MANY, len(plan.dates))),
            "draft dated": float(plan.reference_date is not None),
            "draft encoder": float(plan.vectors is not None),
            "fired in all": float(sum(self.counts.values())),
            "rules fired": float(len(self.counts)),
        }

    def _at(self, place: Span) -> dict[str, float]:
        number = self.statements.nearest(place)
        view = self.plan.views[number]
        here = {**(self.plan.facts[number] if self.plan.facts else {}), "task": view.task, "concern": view.concern}
        action = next((self.tasks[at] for at in self.actions.over(place)), None)
        risk = next((self.worries[at] for at in self.risks.over(place)), None)
        return {
            **{f"here {name}": value for name, value in here.items()},
            "here action": float(action is not None),
            "here risk": float(risk is not None),
            **self.asked[number],
            **(_of_action(action) | {"action faint": float(action in self.plan.faint_actions)} if action else {}),
            **(_of_risk(risk) | {"risk faint": float(risk in self.plan.faint_risks)} if risk else {}),
        }

    @cached_property
    def statements(self) -> Places:
        """Where the statements stand."""
        return Places(one.span for one in self.plan.statements)

    @cached_property
    def tasks(self) -> tuple[Action, ...]:
        """The actions, then what may faintly be one."""
        return (*self.plan.actions, *self.plan.faint_actions)

    @cached_property
    def actions(self) -> Places:
        """Where the tasks stand."""
        return Places(one.span for one in self.tasks)

    @cached_property
    def worries(self) -> tuple[Risk, ...]:
        """The risks, then what may faintly be one."""
        return (*self.plan.risks, *self.plan.faint_risks)

    @cached_property
    def risks(self) -> Places:
        """Where the worries stand."""
        return Places(one.span for one in self.worries)

    @cached_property
    def asked(self) -> tuple[dict[str, float], ...]:
        """For each statement what its words say of who, when and how anybody would know."""
        plan = self.plan
        said = said_with_cells(plan.text, plan.statements, plan.entries)
        guesses = [classifier(name).guesses(said, plan.tuned_with_cells, plan.readings.pieces) for name in OF_TASKS]
        return tuple(
            {
                f"{name} {label}": share
                for name, guess in zip(OF_TASKS, row, strict=True)
                for label, share in guess.others
            }
            for row in zip(*guesses, strict=True)
        )


def _care(plan: Plan) -> dict[str, float]:
    """How carefully the draft's actions and worries are written."""
    count, risks = max(1, len(plan.actions)), max(1, len(plan.risks))
    return {
        "owned": sum(one.ownership is Ownership.NAMED for one in plan.actions) / count,
        "timed": sum(one.timescale_quality in TIMED for one in plan.actions) / count,
        "untimed": sum(one.timescale_quality is Quality.MISSING for one in plan.actions) / count,
        "vague": sum(one.timescale_quality is Quality.VAGUE for one in plan.actions) / count,
        "measured": sum(one.measurable for one in plan.actions) / count,
        "addressed": sum(one.addressed for one in plan.risks) / risks,
        "actions": float(min(_MANY, len(plan.actions))),
        "risks": float(min(_MANY, len(plan.risks))),
    }


def _parts(plan: Plan) -> dict[str, float]:
    """How plainly the draft holds each part, at its plainest statement, and how often."""
    names = sorted({label for view in plan.views for label, _ in view.part.others})
    found = {}
    for name in names:
        shares = sorted((view.part.of(name) for view in plan.views), reverse=True)
        found[f"most {name}"], found[f"all {name}"] = shares[0], sum(shares)
    return found | {f"plays {role.value}": float(len(plan.having(role))) for role in Role}


def _of_action(action: Action) -> dict[str, float]:
    return {
        **{f"ownership {one.value}": float(action.ownership is one) for one in Ownership},
        **{f"timing {one.value}": float(action.timescale_quality is one) for one in Quality},
        f"timed by {action.timing.kind or 'nothing'}": 1.0,
        "owner's words": float(len((action.owner or "").split())),
        "time's words": float(len((action.timescale or "").split())),
        "measurable": float(action.measurable),
        "measure beside": float(action.measure is not None),
        "done": float(action.done),
        "answers kinds": float(len(action.categories)),
    }


def _of_risk(risk: Risk) -> dict[str, float]:
    return {
        "risk addressed": float(risk.addressed),
        "risk chance": risk.chance,
        "risk cued": float(risk.cue is not None and risk.cue.end > risk.cue.start),
        f"risk {risk.category}": 1.0,
    }


def every(found: Iterable[Found], rule: str) -> Iterator[Raised]:
    """One rule's findings, each place once: the one that fired where there are two."""
    kept: dict[tuple[int, int] | None, Found] = {}
    for one in found:
        place = (one.span.start, one.span.end) if one.span else None
        if place not in kept or (one.fired and not kept[place].fired):
            kept[place] = one
    return (Raised(rule, one) for one in kept.values())
