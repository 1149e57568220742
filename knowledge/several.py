"""An answer to each of several questions in one message, numbered, each after a search of its own."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from knowledge.citing import is_bare
from knowledge.composing import MAX_QUOTES, MAX_WORDS, also, cautioned, chosen, limited, prove
from knowledge.confidence import Confidence
from knowledge.index import Index
from knowledge.parts import Part
from knowledge.premise import contradiction
from knowledge.reply import Answer, DutyTeam, Quote
from knowledge.routes import Status
from knowledge.search import search
from knowledge.selection import direct_words, opening_words
from knowledge.talk import Question, Turn
from knowledge.understanding import Understood, understand
from knowledge.weighing import Retrieved

_UNSURE = "I found no exact answer to that part. Ask {team.asks}."
_MORE = "I answer three questions at a time. Send me the rest again."
# Words that stand around an answer: its number and a caution.
_BESIDES = 10
# A later part rather has a passage of its own, where one comes as near as this to one already used.
_AS_NEAR = 0.9

Found = Sequence[Retrieved]
Sure = Callable[[Understood, Found], Confidence]
Opens = Callable[[Understood, Found], bool]


@dataclass(frozen=True, slots=True)
class _Served:
    """One of several questions, and the quotes that answer it: the best, then what adds to it; none if unsure."""

    asked: Understood
    quotes: tuple[Quote, ...]


def each_answered(
    index: Index, question: Question, asked: Sequence[Part], sure: Sure, opens: Opens, team: DutyTeam
) -> Answer | None:
    """A numbered answer to each of the first three parts of a message.

    Nothing where one answer says it all, where the first part is too open or has no sure answer (the others
    lean on it), or where a local text gives another figure than the law: then the whole message is answered as one.
    """
    served = _served(index, _leaning(question, asked[:MAX_QUOTES]), sure, opens)
    said = [_said(part, MAX_WORDS // len(served), team) for part in served]
    if len(set(said)) <= 1 or any(quote.contrary for part in served for quote in part.quotes):
        return None
    quotes = dict.fromkeys(part.quotes[0] for part in served if part.quotes)
    lines = [f"{number}. {words}" for number, words in enumerate(said, start=1)]
    beside = next((quote for quote in served[0].quotes if quote not in quotes), None)
    if len(asked) > len(served):
        lines.append(_MORE)
    elif beside and len(quotes) < MAX_QUOTES:
        lines.append(also(served[0].asked, beside))
        quotes[beside] = None
    prove(tuple(quotes))
    status = Status.ANSWERED if all(part.quotes for part in served) else Status.PARTIAL
    return Answer(status, limited(lines), tuple(quotes))


def _leaning(question: Question, asked: Sequence[Part]) -> Iterator[Question]:
    """Each part as a question; one that does not say all it needs leans on the first."""
    history = question.history
    for part in asked:
        yield replace(question, text=part.text, history=() if part.whole else history)
        if history is question.history:
            history = (*history, Turn(by_user=True, text=part.text))


def _served(index: Index, asked: Iterable[Question], sure: Sure, opens: Opens) -> list[_Served]:
    """What is found for each part; nothing at all where the first has no answer to lean on."""
    served: list[_Served] = []
    for one in asked:
        words = understand(one, index.vocabulary)
        found = search(index, words)
        answers = sure(words, found) is Confidence.SURE
        if not served and (not answers or opens(words, found)):
            return []
        served.append(_Served(words, tuple(chosen(words, _fresh(words, found, served))) if answers else ()))
    return served


def _fresh(asked: Understood, found: Found, served: Sequence[_Served]) -> list[Retrieved]:
    """The findings, with passages that an earlier part is answered with put behind others that come as near.

    Those of a citation sent alone stand in an order of their own, which is kept.
    """
    used = {part.quotes[0].passage.id for part in served if part.quotes}
    if is_bare(asked):
        return sorted(found, key=lambda one: one.passage.id in used)
    return sorted(found, key=lambda one: -one.score * (_AS_NEAR if one.passage.id in used else 1))


def _said(part: _Served, most: int, team: DutyTeam) -> str:
    """The sentence or two that answer a part, within so many words, with their citation."""
    if not part.quotes:
        return _UNSURE.format(team=team)
    quote = part.quotes[0]
    direct = direct_words(part.asked, quote.text)
    wrong = contradiction(part.asked.text, direct, [quote.text])
    words = opening_words(direct, most - len(quote.label.split()) - len(wrong.split()) - _BESIDES)
    return " ".join(said for said in (wrong, cautioned(quote, words), f"({quote.label})") if said)
