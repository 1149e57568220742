"""A question to an answer: verbatim quotes with their pinpoints, or an honest word that there is none."""

import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from knowledge.citing import held_under, is_bare
from knowledge.confidence import Confidence, confidence
from knowledge.dated import computed, due_words
from knowledge.documents import Authority, Passage
from knowledge.errors import StoreError
from knowledge.held import asks_grades, years_meant
from knowledge.index import Index
from knowledge.openness import too_open
from knowledge.other_laws import other_law
from knowledge.premise import contradiction
from knowledge.reply import Answer, DutyTeam, Quote
from knowledge.route_model import DECISION, Guess, guess
from knowledge.routes import Route, Status, elsewhere, in_danger, route
from knowledge.search import search
from knowledge.selection import FIGURE, direct_words, quoted
from knowledge.signs import LAPSED
from knowledge.talk import Question, completed, is_follow_up
from knowledge.text import cleaned, says_nothing, stands_verbatim
from knowledge.timescales import Deadline
from knowledge.unanswered import asking_back, not_found, of_another_subject, unknown_citation, which
from knowledge.understanding import Understood, mended, understand
from knowledge.wanted import unmet
from knowledge.weighing import Retrieved

MAX_QUOTES = 3
MAX_WORDS = 180


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
    "Then call the duty team: {team.duty_phone} (out of hours: {team.out_of_hours_phone}), and tell your manager.\n"
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
    learnt = guess(text, index.embed(spelt))
    routed = _route_of(whole, spelt, learnt)
    alone = in_context(index, asked, learnt)
    if routed and not _is_held(index, routed, text) and not _plainly_held(index, routed, asked, alone):
        return _routed(routed, team)
    return _searched(index, asked, alone, team, today, may_ask=whole is question)


def _route_of(question: Question, spelt: str, learnt: Guess) -> Route | None:
    """The reply without a search, if any, to a question as it was typed or with its spelling mended."""
    text = cleaned(question.text)
    leans = bool(question.history) and is_follow_up(text)
    routed = route(text, learnt, follow_up=leans)
    if spelt != text and (routed is None or routed.learnt):
        return _graver(routed, route(spelt, follow_up=leans))
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
    after = guess(joined, index.embed(joined))
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
    found = search(index, asked)
    return confidence(asked, found, learnt, lacking(asked, found)) is Confidence.SURE


def _routed(routed: Route, team: DutyTeam) -> Answer:
    text = _EMERGENCY if routed.status is Status.EMERGENCY else routed.reply
    return Answer(routed.status, text.format(team=team), choices=routed.choices)


def _searched(
    index: Index, asked: Understood, learnt: Guess | None, team: DutyTeam, today: date, *, may_ask: bool
) -> Answer:
    shared = held_under(index, asked)
    if shared:
        return which(shared, asked.references[0])
    unknown = unknown_citation(index, asked)
    if unknown:
        return of_another_subject(asked.text) or Answer(Status.NOT_FOUND, unknown)
    found = search(index, asked)
    if may_ask and learnt and not is_bare(asked) and too_open(index, asked, found, learnt):
        return asking_back(asked.text)
    missing = lacking(asked, found)
    plain = _gives_grades(index, asked, found) or (is_bare(asked) and bool(found) and found[0].signals.cited >= 1)
    sure = Confidence.SURE if plain else confidence(asked, found, learnt, missing)
    if sure is Confidence.NONE:
        routed = elsewhere(asked.text, learnt, missing) if learnt else None
        return _routed(routed, team) if routed else of_another_subject(asked.text) or not_found(found, team, missing)
    dated = computed(asked.text, found, today)
    quotes = tuple(_quotes(asked, _stating(dated, found)))
    _prove(quotes)
    return replace(_composed(asked, quotes, sure, dated), deadline=dated)


def _gives_grades(index: Index, asked: Understood, found: Sequence[Retrieved]) -> bool:
    """Whether the grades of an added report were asked for and come first; a table of them shares few words."""
    years = years_meant(asked.text, index.reports) if found and asks_grades(asked.text) else frozenset()
    return bool(years) and found[0].key in index.graded(years)


def lacking(asked: Understood, found: Sequence[Retrieved]) -> str:
    """The sort of thing that a question wants and the best passages do not give; empty when nothing is missing."""
    best = found[:MAX_QUOTES]
    return unmet(asked, (one.passage.text for one in best if _of_weight(asked, one))) or _unheld_law(asked, best)


def _unheld_law(asked: Understood, found: Sequence[Retrieved]) -> str:
    """The law that a question names, where none of the best passages is of it or speaks of it."""
    law = other_law(asked.text)
    if not law:
        return ""
    title = _YEAR.sub("", law.removeprefix("the ")).lower()
    spoken_of = any(title in f"{one.source.title} {one.passage.text}".lower() for one in found)
    return "" if spoken_of else f"the words of {law}"


_YEAR = re.compile(r" \d{4}$")


def _of_weight(asked: Understood, found: Retrieved) -> bool:
    """Whether a source can give a figure that is asked for as the law's."""
    return not _OF_LAW.search(asked.text) or found.source.authority in {
        Authority.STATUTE,
        Authority.STATUTORY_GUIDANCE,
    }


_OF_LAW = re.compile(r"\b(?:legal|statutory|(?:by|in) law)\b", re.IGNORECASE)


def _stating(dated: Deadline | None, found: Sequence[Retrieved]) -> Sequence[Retrieved]:
    """The findings with the passage that states the clock first."""
    if dated is None:
        return found
    return sorted(found, key=lambda one: one.passage.id != dated.clock.provision_id)


def _quotes(asked: Understood, found: Sequence[Retrieved]) -> Iterator[Quote]:
    kept: list[Retrieved] = []
    for candidate in found:
        if len(kept) == MAX_QUOTES:
            return
        if kept and not _adds(asked, candidate, kept):
            continue
        kept.append(candidate)
        words = candidate.contrary or quoted(asked, candidate.passage, first=len(kept) == 1)
        yield Quote(words, candidate.passage, candidate.source, bool(candidate.contrary))


def _adds(asked: Understood, candidate: Retrieved, kept: Sequence[Retrieved]) -> bool:
    """Whether a further passage is close enough to the best, and says something else."""
    if is_bare(asked):
        return candidate.signals.cited >= 1
    if candidate.contrary:
        return True
    best = kept[0]
    lists_on = candidate.passage.label == best.passage.label and bool(_ASKS_LIST.search(asked.text))
    if candidate.score < (_ENOUGH_FOR_LIST if lists_on else _ENOUGH) * best.score:
        return False
    return all(_differs(candidate.passage, other.passage) for other in kept)


# A question that wants every item: more of the same provision is let in.
_ASKS_LIST = re.compile(
    r"\b(?:list|all (?:the|of)|every(?:thing)?|what are|bullet|name the|which (?:\w+ )?(?:things|matters|checks|people)"
    r"|kinds?|types?|headings)\b",
    re.IGNORECASE,
)
_ENOUGH_FOR_LIST = 0.42
_ENOUGH = 0.56
_SAME = 0.75


def _differs(one: Passage, other: Passage) -> bool:
    words, others = set(one.text.lower().split()), set(other.text.lower().split())
    return len(words & others) < _SAME * min(len(words), len(others))


def _prove(quotes: Sequence[Quote]) -> None:
    """No quote leaves that does not stand in its passage byte for byte."""
    for quote in quotes:
        if not stands_verbatim(quote.text, quote.passage.text):
            raise StoreError("A quote did not match its source and was held back.", "Run practice-ingest --rebuild.")


def _composed(asked: Understood, quotes: Sequence[Quote], sure: Confidence, dated: Deadline | None) -> Answer:
    first = quotes[0]
    direct = direct_words(asked, first.text)
    wrong = "" if dated else contradiction(asked.text, direct, [q.text for q in quotes])
    parts = [words for words in (due_words(dated) if dated else "", wrong) if words]
    parts += [f"{_caution(first)}{direct}", *(_also(asked, quote) for quote in quotes[1:])]
    if first.passage.depends:
        parts.append(f"This depends on {first.passage.depends.removeprefix('on ').rstrip('.')}.")
    whole = dated or (sure is Confidence.SURE and not _says_unread(direct))
    status = Status.ANSWERED if whole else Status.PARTIAL
    if status is Status.PARTIAL:
        parts.insert(0, "I found no exact answer. The nearest in my sources:")
    return Answer(status, _limited(parts), tuple(quotes))


def _says_unread(words: str) -> bool:
    """Whether a digest says that it has not seen the very words asked for, and gives no figure in their place."""
    return bool(_UNREAD.search(words)) and not FIGURE.search(_PROVISIONS.sub("", words))


_UNREAD = re.compile(r"\b(?:was|were) not (?:displayed|read)\b")
_PROVISIONS = re.compile(r"\b(?:regulation|section|schedule|paragraph|act) \d\w*(?:\(\w+\))*", re.IGNORECASE)


def _caution(quote: Quote) -> str:
    """The words that must come before a text that is not the law of England today."""
    if LAPSED.search(quote.passage.status):
        return f"Not the law today ({quote.passage.status}): "
    return "Enacted, but not yet in force as far as is known: " if "not yet in force" in quote.passage.status else ""


def _also(asked: Understood, quote: Quote) -> str:
    lead = _CONTRARY if quote.contrary else _LEADS[quote.authority]
    return f"{lead} ({quote.label}): {_caution(quote)}{direct_words(asked, quote.text, most=1)}"


_CONTRARY = "Your council's own procedure gives another figure than the law, so check it with whoever owns it"
_LEADS = {
    Authority.STATUTE: "The law also says",
    Authority.STATUTORY_GUIDANCE: "Statutory guidance",
    Authority.LOCAL_PROCEDURE: "Local procedure",
    Authority.INSPECTION: "Inspectors found",
    Authority.GOOD_PRACTICE: "Good practice, not law",
}


def _limited(parts: Sequence[str]) -> str:
    """As many whole parts as fit within the word limit; the first is always kept."""
    kept: list[str] = []
    words = 0
    for part in parts:
        words += len(part.split())
        if kept and words > MAX_WORDS:
            break
        kept.append(part)
    return "\n".join(kept)
