"""A question to an answer: verbatim quotes with their pinpoints, or an honest word that there is none."""

import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from knowledge.citing import each_named, held_under, is_bare
from knowledge.composing import MAX_QUOTES, chosen, composed, headed, limited, prove
from knowledge.confidence import Confidence, confidence
from knowledge.dated import clock_first, computed, dates_in, stating_first
from knowledge.documents import Authority
from knowledge.held import asks_grades, years_meant
from knowledge.index import Index
from knowledge.inspectors import plainly_theirs
from knowledge.openings import offered
from knowledge.openness import too_open
from knowledge.other_laws import other_law, without_place
from knowledge.parts import Part, parts, questions_within
from knowledge.reply import Answer, DutyTeam
from knowledge.route_model import DECISION, OVERRIDE, Guess, guess
from knowledge.routes import Route, Status, caution, elsewhere, improper, in_danger, route
from knowledge.search import search
from knowledge.several import each_answered
from knowledge.talk import Question, completed, is_follow_up
from knowledge.text import cleaned, says_nothing
from knowledge.timescales import only_clock
from knowledge.unanswered import asking_back, not_found, of_another_subject, unknown_citation, which
from knowledge.understanding import Understood, mended, understand
from knowledge.wanted import unmet
from knowledge.weighing import Retrieved


def answer(index: Index, question: Question, team: DutyTeam, today: date) -> Answer:
    """Answer one question from the index in use. Deterministic: the same question and day, the same answer."""
    started = time.perf_counter()
    given = _answered(index, question, team, today)
    return replace(given, snapshot=index.snapshot.id, seconds=time.perf_counter() - started)


def urgent(question: Question, team: DutyTeam) -> Answer | None:
    """The fixed first lines when somebody is in danger; needs no index and takes under a millisecond."""
    if not in_danger(cleaned(question.text)):
        return None
    return Answer(Status.EMERGENCY, _EMERGENCY.format(team=team))


_EMERGENCY = (
    "If anyone is in immediate danger, or needs an ambulance, call 999 now.\n"
    "Then call {team.at_any_hour}, and tell your manager.\n"
    "If a child is missing, tell the police now and give them everything you know. Do not wait for me, "
    "and do not put details of the child here. Record what you did afterwards."
)


def _answered(index: Index, question: Question, team: DutyTeam, today: date) -> Answer:
    text = cleaned(question.text)
    if says_nothing(text):
        return Answer(
            Status.CLARIFY,
            "Type a question, for example: how long does temporary approval last under reg 24?",
        )
    alarm = urgent(question, team)
    if alarm:
        return alarm
    whole = completed(question)
    text, asked = cleaned(whole.text), understand(whole, index.vocabulary)
    spelt = mended(text, index.vocabulary)
    learnt = guess(text, index.read(spelt))
    routed = _route_of(whole, spelt, learnt)
    alone = in_context(index, asked, learnt)
    if routed and not _is_held(index, routed, text):
        left = _left_over(index, whole, routed, learnt, team, today)
        if left or learnt.is_improper or not _plainly_held(index, routed, asked, alone):
            return left or _routed(routed, team)
    given = _searched(index, _Asked(whole, asked, alone, may_ask=whole is question), team, today)
    return _cautioned(given, caution(learnt))


def _cautioned(given: Answer, warning: str) -> Answer:
    """An answer, or the word that there is none, after what is not helped with."""
    if not warning or given.status not in {Status.ANSWERED, Status.PARTIAL, Status.NOT_FOUND}:
        return given
    return replace(given, text=headed(warning, given.text))


def _route_of(question: Question, spelt: str, learnt: Guess) -> Route | None:
    """The reply without a search, if any, to a question as it was typed or with its spelling mended."""
    text = cleaned(question.text)
    leans = bool(question.history) and is_follow_up(text)
    routed = route(text, learnt, follow_up=leans)
    if spelt != text and (routed is None or routed.learnt):
        return _graver(routed, route(spelt, doubt=learnt, follow_up=leans))
    return routed


def in_context(index: Index, asked: Understood, learnt: Guess) -> Guess | None:
    """What the model makes of a question, after the one before it if there was one; nothing where a year is named.

    A question that says all it needs is read both ways, and the kinder reading counts: what went before may have been
    about another country, or about nothing that is held.
    """
    if years_meant(asked.text, index.reports):
        return None
    if not asked.in_talk:
        return learnt
    joined = f"{asked.before} {asked.text}"
    after = guess(joined, index.read(joined))
    return after if asked.follow_up or after.away < learnt.away else learnt


def _graver(learnt: Route | None, said: Route | None) -> Route | None:
    """What words say comes before what the model sees, but nothing comes before an emergency."""
    return learnt if said is None or (learnt and learnt.status is Status.EMERGENCY) else said


def _is_held(index: Index, routed: Route, text: str) -> bool:
    """Whether the sources hold what a route would send away: an added report."""
    return routed.name == DECISION and bool(years_meant(text, index.reports))


def _plainly_held(index: Index, routed: Route, asked: Understood, learnt: Guess | None) -> bool:
    """Whether the sources plainly answer what the model alone, and no words of a route, would decline."""
    if not routed.learnt or routed.status is not Status.DECLINED:
        return False
    return _trusted(index, asked, search(index, asked), learnt) is Confidence.SURE


def _routed(routed: Route, team: DutyTeam) -> Answer:
    text = _EMERGENCY if routed.status is Status.EMERGENCY else routed.reply
    return Answer(routed.status, text.format(team=team), choices=routed.choices)


def _left_over(
    index: Index, question: Question, routed: Route, learnt: Guess, team: DutyTeam, today: date
) -> Answer | None:
    """The answer to an ordinary question that comes with an order to drop the rules; nothing where it is not plain."""
    text = cleaned(question.text)
    if routed.name != OVERRIDE or improper(text, learnt):
        return None
    for left in questions_within(text)[:_LOOKED_AT]:
        seen = guess(left, index.read(left))
        if left == text or seen.improper >= _DOUBTFUL or route(left, seen):
            continue
        given = _answered(index, replace(question, text=left), team, today)
        if given.status is Status.ANSWERED:
            return replace(given, text=limited((_LEFT_ASIDE, *given.text.split("\n"))))
    return None


# What may be the ordinary question is asked at most so many times, and not where it may be improper itself.
_LOOKED_AT, _DOUBTFUL = 3, 0.15
_LEFT_ASIDE = (
    "I answer only from my sources and cannot change how I work, so I leave that part aside. To your question:"
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question that goes to the search: as it was put, as it is searched for, and what the model makes of it."""

    question: Question
    words: Understood
    learnt: Guess | None
    may_ask: bool

    def is_open(self, index: Index, words: Understood, found: Sequence[Retrieved], learnt: Guess | None) -> bool:
        """Whether to ask back about the question, or about the first part of it."""
        if not self.may_ask or not learnt or is_bare(words):
            return False
        return too_open(index, words, found, learnt)


def _searched(index: Index, asked: _Asked, team: DutyTeam, today: date) -> Answer:
    words, learnt = asked.words, asked.learnt
    shared = held_under(index, words)
    if shared:
        return which(shared, words.references[0])
    unknown = unknown_citation(index, words)
    if unknown:
        return of_another_subject(words.text) or Answer(Status.NOT_FOUND, unknown)
    each = _each(index, asked, team, today)
    if each:
        return each
    found = clock_first(words.text, search(index, words))
    if asked.is_open(index, words, found, learnt):
        return asking_back(words.text)
    sure = Confidence.SURE if _plain(index, words, found) else _trusted(index, words, found, learnt)
    if sure is Confidence.NONE:
        missing = lacking(words, found)
        routed = elsewhere(words.text, learnt, missing) if learnt else None
        return _routed(routed, team) if routed else of_another_subject(words.text) or not_found(found, team, missing)
    dated = computed(words.text, found, today)
    quotes = tuple(chosen(words, each_named(words, stating_first(dated, found))))
    prove(quotes)
    return replace(composed(words, quotes, sure, dated), deadline=dated)


def _each(index: Index, asked: _Asked, team: DutyTeam, today: date) -> Answer | None:
    """The answers to several questions in one message; one with a date or another law in it is read as a whole."""
    question = asked.question
    several = parts(cleaned(question.text), in_talk=bool(question.history))
    barred = next((routed for part in several if (routed := _declined(index, part))), None)
    if barred:
        return _routed(barred, team)
    if not several or any(dates_in(asked.words.text, today)) or other_law(asked.words.text):
        return None
    return each_answered(index, question, several, partial(_sure, index, asked), partial(_opens, index, asked), team)


def _declined(index: Index, part: Part) -> Route | None:
    """The reply to a part that is declined by itself, as a decision is; by words alone if a subject was put in."""
    seen = guess(part.text, index.read(mended(part.text, index.vocabulary)))
    routed = route(part.text, None if part.whole else seen, doubt=seen)
    return routed if routed and routed.status is Status.DECLINED else None


def _trusted(index: Index, asked: Understood, found: Sequence[Retrieved], learnt: Guess | None) -> Confidence:
    """How far what was found can be trusted: not at all for a law of a certain year that is not held."""
    if _unheld_law(asked, found[:MAX_QUOTES])[-4:].isdigit():
        return Confidence.NONE
    return confidence(asked, found, learnt, index.like(asked.text), lacking(asked, found))


def _sure(index: Index, asked: _Asked, part: Understood, found: Sequence[Retrieved]) -> Confidence:
    """How far an answer to a part can be trusted: one that says all it needs is judged by its own words alone."""
    learnt = asked.learnt if part.follow_up else guess(part.text, index.read(part.text))
    return _trusted(index, part, found, learnt)


def _opens(index: Index, asked: _Asked, part: Understood, found: Sequence[Retrieved]) -> bool:
    return asked.is_open(index, part, found, guess(part.text, index.read(part.text)))


def _plain(index: Index, asked: Understood, found: Sequence[Retrieved]) -> bool:
    """Whether what was found needs no weighing: what was offered, cited alone, the one clock that is asked about, or
    asked of an inspection by name."""
    if not found:
        return False
    cited = is_bare(asked) and found[0].signals.cited >= 1
    return (
        cited
        or found[0].passage.id == only_clock(asked.text)
        or offered(asked.text)
        or _gives_grades(index, asked, found)
        or plainly_theirs(index, asked, found)
    )


def _gives_grades(index: Index, asked: Understood, found: Sequence[Retrieved]) -> bool:
    """Whether the grades of an added report were asked for and come first; a table of them shares few words."""
    years = years_meant(asked.text, index.reports) if found and asks_grades(asked.text) else frozenset()
    return bool(years) and found[0].key in index.graded(years)


def lacking(asked: Understood, found: Sequence[Retrieved]) -> str:
    """The sort of thing that a question wants and the best passages do not give; empty when nothing is missing."""
    best = found[:MAX_QUOTES]
    missing = unmet(asked, (one.passage.text for one in best if _of_weight(asked, one)))
    law = "" if missing else _unheld_law(asked, best)
    return f"the words of {law}" if law else missing


def _unheld_law(asked: Understood, found: Sequence[Retrieved]) -> str:
    """The law that a question names, where none of the best passages is of it or speaks of it."""
    law = other_law(asked.text)
    if not law or _spoken_of(law, (f"{one.source.title} {one.passage.text}" for one in found)):
        return ""
    return law


def _spoken_of(law: str, texts: Iterable[str]) -> bool:
    """Whether some texts name a law; one of another year, such as the Children Act 1989 for that of 1975, does not.

    What stands in brackets in a title, such as "(England)", is not always said.
    """
    year = law[-4:] if law[-4:].isdigit() else ""
    title = without_place(law.removeprefix("the ").removesuffix(year)).rstrip()
    named = re.compile(rf"{re.escape(title)}(?: (\d{{4}}))?", re.IGNORECASE)
    years = {match[1] or "" for text in texts for match in named.finditer(without_place(text))}
    return bool(years) and (not year or year in years or years == {""})


def _of_weight(asked: Understood, found: Retrieved) -> bool:
    """Whether a source can give a figure that is asked for as the law's."""
    return not _OF_LAW.search(asked.text) or found.source.authority in {
        Authority.STATUTE,
        Authority.STATUTORY_GUIDANCE,
    }


_OF_LAW = re.compile(r"\b(?:legal|statutory|(?:by|in) law)\b", re.IGNORECASE)
