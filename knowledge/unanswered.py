"""Replies where the sources give no answer: which law is meant, no such provision, not held here."""

from collections.abc import Sequence

from knowledge.citations import LETTER, Reference
from knowledge.citing import USUAL, matching, named
from knowledge.index import Index
from knowledge.openings import likely_opening
from knowledge.other_laws import other_law, subject_of
from knowledge.reply import Answer, DutyTeam
from knowledge.routes import Status
from knowledge.understanding import Understood
from knowledge.weighing import Retrieved


def which(instruments: Sequence[str], named: Reference) -> Answer:
    """A question back: several instruments have the number."""
    choices = tuple(f"{instrument} {named.provision}" for instrument in instruments[:_MOST_CHOICES])
    return Answer(Status.CLARIFY, f"More than one law that I hold has {named.provision}. Which one?", choices=choices)


_MOST_CHOICES = 5


def asking_back(text: str) -> Answer:
    """A question back, with choices: nothing in the message tells which rule is meant."""
    opening = likely_opening(text)
    return Answer(Status.CLARIFY, opening.ask, choices=opening.choices)


def unknown_citation(index: Index, asked: Understood) -> str:
    """A sentence when a question names a provision of an instrument held here that it does not have."""
    for reference in named(index, asked):
        if asked.follow_up or matching(index, reference):
            continue
        if reference.instrument and not _holds(index, reference.instrument):
            where = "Ask your legal team" if "Convention" in reference.instrument else _LOOK
            return f"I do not hold {reference.instrument}. {where}."
        return _no_such(reference)
    return ""


def _holds(index: Index, instrument: str) -> bool:
    return instrument == LETTER or instrument in index.instruments


def _no_such(reference: Reference) -> str:
    if reference.instrument == LETTER:
        return f"The inspection letter that I hold has no part {reference.provision}. Check the number."
    instrument = reference.instrument or USUAL.get(reference.provision.split()[0], "the instruments I hold")
    ends = LAST_PROVISION.get((instrument, reference.provision.split()[0]))
    number = int("".join(c for c in reference.provision.split()[-1] if c.isdigit()) or 0)
    if ends and number > ends:
        return f"There is no {reference.provision} in {instrument}: the numbers end at {ends}. Check the citation."
    return f"I do not hold {reference.provision} of {instrument}, so I cannot say what it says. {_LOOK}."


_LOOK = "Check it on legislation.gov.uk, or ask your legal team"


# The highest number in each instrument as made; letters such as 25A come between.
LAST_PROVISION = {
    ("SI 2010/959", "reg"): 50,
    ("SI 2010/959", "Sch"): 8,
    ("SI 2005/1533", "reg"): 13,
    ("SI 2005/1533", "Sch"): 3,
    ("CA 1989", "s"): 108,
    ("CA 1989", "Sch"): 15,
    ("WT 2023", "ch"): 6,
}


def of_another_subject(text: str) -> Answer | None:
    """That a question is about a law of another subject, such as housing; nothing where it names none."""
    law = other_law(text)
    about = subject_of(law)
    if not about:
        return None
    outside = f"I do not hold {law}. It is about {about}, and I cover children's social care in England."
    return Answer(Status.OUT_OF_SCOPE, f"{outside} {_LOOK}.")


def not_found(found: Sequence[Retrieved], team: DutyTeam, missing: str = "") -> Answer:
    near = _nearest_place(found)
    lacks = f"does not give {missing}" if missing else "does not answer it"
    where = f" The nearest I hold is {near}, which {lacks}." if near else ""
    return Answer(
        Status.NOT_FOUND,
        f"That is not in my sources.{where} Ask {team.asks}, or look in your council's procedures.",
    )


def _nearest_place(found: Sequence[Retrieved]) -> str:
    if not found or found[0].signals.coverage < 0.4:
        return ""
    return f"{found[0].passage.label} ({found[0].passage.title.lower()})"
