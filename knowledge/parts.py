"""Several questions in one message: where it parts, and which of them are questions of their own."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.citations import references
from knowledge.openings import names_subject
from knowledge.talk import is_follow_up
from knowledge.timescales import clocks_named
from knowledge.words import content_words

# "when" and "where" before somebody or something open no question: "when a child is missing".
_WHICH = (
    r"(?:(?:by|until|till|from|since|to|for|in) )?"
    r"(?:who|whom|what|why|which|how|(?:when|where)(?! (?:an?|the|i|we|you|it|he|she|they|there|someone|mum|dad"
    r"|(?:child|kid|parent|carer)\w*)\b))(?:'?s|'?re)?\b"
)
_DOES = r"(?:can|could|do|does|did|is|are|was|were|must|should|may|might|will|would|has|have|am)"
_WHETHER = (
    rf"{_DOES}(?:n'?t)? "
    r"(?:it|its|they|we|i|he|she|you|this|that|these|those|there|the|a|an|any|anyone|both|either|my|our|his|her|their"
    r"|mum|dad|parents?|nan|gran|carers?|children|kids?|social workers?)\b"
)
_OPENING = re.compile(rf"(?:{_WHICH}|{_WHETHER})", re.IGNORECASE)
_INNER = re.compile(rf"\b{_WHICH}", re.IGNORECASE)
# Where a question may end and another begin: a stop, a comma or a joining word, before the opening of a question.
_JOINT = re.compile(
    r"(?P<stop>\s*[?.;!,:]+\s*|\s+[-–—]+\s+|\s+(?=(?:and|also|plus)\b|&))"
    rf"(?:(?:and|also|plus|then|so|but|oh|ok|lastly|finally|secondly) |& ?){{0,3}}(?={_OPENING.pattern})",
    re.IGNORECASE,
)
# A question in the middle of what leads up to it, such as "EPO how long".
_LATER = re.compile(
    r"\b(?:what|when|where|which|how(?: \w+)?)(?: (?:is|are|do|does|can|could|must|should|may|will|would)\b|$)"
    r"|\bhow (?:long|often|soon)\b",
    re.IGNORECASE,
)
_POLITE = re.compile(
    r"^\W*(?:(?:hi|hello|hey|pls|please|so|ok|quick (?:one|question)|can i ask)\b\W*)*"
    r"(?:(?:(?:can|could|would|will) (?:you|u)|do (?:you|u)|i (?:need|want) to)?\s*(?:please |pls )?"
    r"(?:tell me|remind me|explain|know|let me know)\b\W*)?",
    re.IGNORECASE,
)
# What a question may be made of and still ask nothing of its own: "is that right", "what do i do".
_TAGS = frozenset(
    "right true correct ok okay fine yes no wrong sure please thanks ask question quick help know happens".split()
)
# "is it 3": an answer offered to the question before.
_OFFERS = re.compile(r"(?:is|was|isn'?t|are) (?:it|that|this|they)\b", re.IGNORECASE)
# Questions that need no other word of their own: "by when", "how long", "who can do it".
_ENOUGH = re.compile(
    r"(?:(?:by |until |from |since )?when|how (?:long|often|soon|quick(?:ly)?|fast|many|much)|who \w+ \w+)\b",
    re.IGNORECASE,
)
# The words of a question before what it is about.
_UP_TO_SUBJECT = re.compile(
    rf"\b(?:{_WHICH}(?: (?:long|often|soon|quick(?:ly)?|fast|many|much))?(?: {_DOES}\b)*|^{_DOES}\b)"
    r"(?: (?:i|we|it|they|you|he|she|there)\b)?(?: (?:have|need) to\b)?(?: be\b)?(?: (?:an?|the|my|our)\b)*",
    re.IGNORECASE,
)
_POSITION = re.compile(r"^(?:(?:in|on|at|of|to|for|with|about|an?|the|my|our) )+", re.IGNORECASE)
# Where a question begins that other words lead up to: after a stop, a tag or a word that leads on, as "tell me".
_LED_UP_TO = re.compile(
    r"(?:[.?!;:,>\])}]\s*|\s[-–—]\s|\b(?:and|then|now|also|so|me|please),? )"
    rf"(?P<question>{_OPENING.pattern}[^.?!<\[]*)",
    re.IGNORECASE,
)
_STOPS = re.compile(r"[.?!;:>\])}]+\s*|\s[-–—]\s|, (?:just|but) ")
_ASKS_WHAT = re.compile(r"\b(?:how (?:long|often|many|soon|much)|what(?:'?s)?|who|when|which|whether)\b", re.IGNORECASE)
# Words that a piece needs to be a question of its own.
_TELLING = 2
_FURTHER = re.compile(r"[,.;:!?]\s+\S|\s[-–—]\s")
_POINTER = re.compile(r"\b(?:it|they|them|one|that|this|there|those|these)\b", re.IGNORECASE)
# "whats the difference between s17 and s47" asks what each of the two is.
_COMPARES = re.compile(
    r"\b(?:difference|diff|distinction) between (?P<one>(?:[^\s?.,;]+ ){1,6}?)(?:and|&|or) "
    r"(?P<other>[^\s?.,;]+(?: [^\s?.,;]+){0,5})",
    re.IGNORECASE,
)
_SHORT = 7


@dataclass(frozen=True, slots=True)
class Part:
    """One of several questions; ``whole`` where its words, with the subject of the first put in, say all it needs."""

    text: str
    whole: bool


def parts(text: str, *, in_talk: bool = False) -> tuple[Part, ...]:
    """The questions of a message in order, the first with what leads up to it; nothing where there is only one.

    ``in_talk`` tells that something went before the message, which the first of them may lean on in turn.
    """
    compared = _COMPARES.search(text)
    if compared:
        return tuple(Part(f"what is {compared[side]}", whole=True) for side in ("one", "other"))
    setting, questions = _with_setting(_questions(_pieces(_POLITE.sub("", text))))
    if len(questions) <= 1:
        return ()
    first = f"{setting}. {questions[0]}" if setting else questions[0]
    subject = "" if in_talk and is_follow_up(first) else setting or _subject(questions[0])
    return (Part(first, whole=False), *(_with_subject(question, subject) for question in questions[1:]))


def only_asks(text: str) -> bool:
    """Whether a message is one question and nothing is told beside it."""
    asked = _POLITE.sub("", text)
    return bool(_OPENING.match(asked)) and not _FURTHER.search(asked)


def questions_within(text: str) -> tuple[str, ...]:
    """What may be the question of a message that also says other things, the likeliest first.

    The last question that other words lead up to; then the pieces between stops, the last first ("no waffle: weeks for
    a first review"); then what follows the last words that ask how, what or who.
    """
    led = [match["question"] for match in _LED_UP_TO.finditer(text)]
    pieces = [piece for piece in _STOPS.split(text) if len(content_words(piece)) >= _TELLING]
    asking = [text[match.start() :] for match in _ASKS_WHAT.finditer(text)]
    found = (*led[-1:], *reversed(pieces), *asking[-1:])
    return tuple(dict.fromkeys(stripped for piece in found if (stripped := piece.strip(" ,\"'?."))))


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """The pieces of a text, each after the stop that it comes after."""
    start, stop = 0, ""
    for joint in _JOINT.finditer(text):
        yield stop, text[start : joint.start()].strip(" ,")
        start, stop = joint.end(), joint["stop"].strip()
    yield stop, text[start:].strip(" ?.")


def _questions(pieces: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The pieces, with those that are no questions of their own put back on the one before."""
    held = ""
    for stop, piece in pieces:
        if held and (not _asks(piece) or (stop in {"", ","} and _goes_on(held, piece))):
            held = f"{held}{stop or ' and'} {piece}"
            continue
        if held:
            yield held
        held = piece
    if held:
        yield held


def _with_setting(pieces: Iterable[str]) -> tuple[str, list[str]]:
    """What is told before the first question, and the questions."""
    questions, told = list(pieces), list[str]()
    while questions and not (_asks(questions[0]) or _LATER.search(questions[0])):
        told.append(questions.pop(0))
    return ". ".join(told), questions


def _asks(piece: str) -> bool:
    """Whether a piece is a question with something to ask."""
    if not _OPENING.match(piece) or _OFFERS.match(piece):
        return False
    return bool(_ENOUGH.match(piece)) or not set(content_words(piece)) <= _TAGS


def _goes_on(before: str, piece: str) -> bool:
    """Whether a piece runs on from a question within the one before: "do we record who came and what was said"."""
    opening = _OPENING.match(before)
    return bool(opening and _INNER.search(before, opening.end()) and _INNER.match(piece))


_DOES_TO = r"(?: (?:up|off|on|out|for|at|in|to))?"
_DOER = re.compile(
    r"who (?:(?:can|must|should|will|may|has to|needs to|usually) )*"
    rf"(?:[a-z]+{_DOES_TO} (?=(?:the|an?|our|this|that)\b)|[a-z]{{3,}}s{_DOES_TO} )",
    re.IGNORECASE,
)


def _subject(question: str) -> str:
    """What a question is about: the words after those that ask, or after what somebody does ("who chairs the icpc")."""
    doer = _DOER.match(question)
    if doer and question[doer.end() :]:
        return question[doer.end() :]
    return _POSITION.sub("", " ".join(_UP_TO_SUBJECT.sub(" ", question, count=1).split()))


def _with_subject(question: str, subject: str) -> Part:
    """A later question with the subject of the first in place of the word that points to it, or after it."""
    if references(question) or names_subject(question) or clocks_named(question):
        return Part(question, whole=True)
    if not is_follow_up(question) or not content_words(subject):
        return Part(question, whole=False)
    if _POINTER.search(question) and len(subject.split()) <= _SHORT:
        return Part(_POINTER.sub(lambda _: subject, question, count=1), whole=True)
    return Part(f"{question} - {subject}", whole=True)
