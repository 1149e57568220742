"""Drafts in a conversation: telling one from a question, holding it in memory for a while, and checking it."""

import re
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from mimetypes import guess_type
from pathlib import Path

from bot.names import shown
from bot.talk.messages import Attachment
from knowledge.deidentify import deidentify

HELD_FOR = 15 * 60.0
_MOST_HELD = 40
_MOST_BYTES = 2_000_000
# A pasted draft comes in pieces of this many UTF-16 units; the next piece comes within seconds.
WHOLE_MESSAGE = 3900
_NEXT_PIECE = 6.0
_LONG, _LONGISH, _LINES = 110, 45, 5
_HEADINGS = re.compile(
    r"\b(?:plan|minutes|record|letter|assessment|actions?|contingency|what (?:are we|we are) worried|worries|danger"
    r"|strengths|outcomes?|by when|who will|review date|reference|present|apologies|supervision"
    r"|placement|proceedings)\b",
    re.IGNORECASE,
)

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*"
_DATES = re.compile(
    rf"\b\d{{1,2}}[./-]\d{{1,2}}(?:[./-]\d{{2,4}})?\b|\b\d{{1,2}}(?:st|nd|rd|th)? {_MONTH}\b|\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)
# A line that begins with a bullet, a number, "Actions:" or capitals, or that is a row of a table.
_SET_OUT = re.compile(
    r"^\s*(?:[-*•·#|]|\(?(?:\d{1,2}|[a-z])[.)]?\s+[A-Z]|[A-Z][^.?!:]{0,40}:|[A-Z][A-Z\W]{5,}$)|\s\|\s", re.MULTILINE
)
_HERE = re.compile(
    r"\b(?:i|we)(?:['’]?(?:m|re)| am| are| can| can['’]?t| cannot| don['’]?t know|['’]ve just| have just)\b"
    r"|\b(?:now|tonight|(?:this|any) (?:minute|second)|as we speak"
    r"|just (?:rung|rang|phoned|called|texted|found|heard|seen|walked|picked|arrived|come|turned up|taken))\b",
    re.IGNORECASE,
)
_READ = frozenset({".docx", ".pdf", ".txt", ".md", ".html", ".htm"})
_SHORT, _LONGEST_QUESTION = 40, 250
_SENTENCES = re.compile(r"(?<=[.!?])\s+|\n+")
_ASKING = re.compile(
    r"(?:(?:hi|hello|hey|please|pls|quick question|and|also|so|ok)\b\W*)*"
    r"(?:(?:how|what|when|where|which|who|whose|why|whats)\b"
    r"|(?:can|could|do|does|did|is|are|must|may|should|would|will) "
    r"(?:i|we|you|a|an|the|they|he|she|it|there|reg|section|s\d+)\b)",
    re.IGNORECASE,
)

# What people write with a file that they want looked at: "can you check this", "any gaps?", "is it ok to send".
_TO_CHECK = re.compile(
    r"\b(?:check|mark|review|read|proof-?read|look (?:at|over|through)|go (?:over|through)) "
    r"(?:it|this|these|that|my|our|the (?:attached|file|draft|plan|letter|minutes|report)|attached)\b"
    r"|\bfeedback\b|\b(?:any|your) (?:gaps|thoughts|comments|issues|problems)\b|\bwhat do you think\b"
    r"|\b(?:anything|what(?:['’]?s| is| am i| have i)) (?:i(?:['’]?m| am|['’]?ve| have) )?(?:miss(?:ing|ed)|wrong)\b"
    r"|\b(?:is|are|does|do) (?:it|this|these|my (?:draft|plan|letter|report))(?: (?:draft|plan|letter|report|one))? "
    r"(?:any )?(?:ok|okay|good|right|alright|fine|enough|ready|clear|smart|safe to send|look)\b"
    r"|\bhow (?:does|do) (?:it|this|these|that) (?:read|look|sound)\b|\banything (?:i|we) should (?:add|change|cut)\b"
    r"|\b(?:can|could|should|do) (?:i|we) (?:improve|better|change) (?:it|this)\b"
    r"|\bwhat needs (?:changing|adding|doing)\b|\bwhere are the gaps\b",
    re.IGNORECASE,
)


def looks_like_draft(text: str) -> bool:
    """Whether a message is a piece of written work rather than a question."""
    words, lines = len(text.split()), _lines(text)
    if words >= _LONG:
        return not asks_at_length(text)
    headed = sum(bool(_HEADINGS.search(line)) for line in lines)
    return words >= _LONGISH and len(lines) >= _LINES and headed >= 2 and "?" not in lines[-1]


def asks_at_length(text: str) -> bool:
    """Whether a long message only tells what its question is about: no headings, lists or dates, and it ends in one.

    No development draft is taken for one, whole, in pieces or by its end (``tests/telegram/test_questions.py``).
    """
    if len(text.split()) > _LONGEST_QUESTION or len(_lines(text)) > 3:
        return False
    last = _SENTENCES.split(text.strip())[-1]
    return _is_told(text) and (last.endswith("?") or bool(_ASKING.match(last) and not last.endswith(".")))


def tells_of_now(text: str) -> bool:
    """Whether a long message is of somebody who is there now: no dates, headings or lists, and in the present.

    Of 723 development drafts none is taken for one, whole or in pieces (``tests/telegram/test_emergencies.py``).
    """
    return _is_told(text) and bool(_HERE.search(text))


def _is_told(text: str) -> bool:
    """Told and not set out: with no more than one date, and one line of a list, a heading or a table."""
    return len(_DATES.findall(text)) < 2 and sum(bool(_SET_OUT.search(line)) for line in text.splitlines()) < 2


def _lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.strip()]


def plainly_asks(text: str) -> bool:
    """Whether a message is a short question, whatever was waited for: none of the ends of development drafts is."""
    asking = text.strip()
    if "\n" in asking or len(asking.split()) > _SHORT:
        return False
    return asking.endswith("?") or bool(_ASKING.match(asking) and not asking.endswith("."))


def asks_to_check(text: str) -> bool:
    """Whether a question that comes with a file asks for the file to be looked at, and for nothing else."""
    return bool(_TO_CHECK.search(text))


def may_be_draft(name: str) -> bool:
    """Whether a file of this name may be one that is read; the file itself is looked at when it is checked."""
    kind, _ = guess_type(name)
    return Path(name).suffix.lower() in _READ or kind is None or kind.startswith(("text/", "message/"))


def spoken_name(name: str) -> str:
    """A file's name as words, for what looks for identifiers in it."""
    return name.rpartition(".")[0].replace("_", " ")


def safe_name(name: str) -> str:
    """A file's name that may be shown: one line, of a sane length, with nobody's details in it."""
    stem = shown(Path(name.replace("\\", "/")).name)[:80]
    return deidentify(stem.replace("_", " ")).text if stem else "draft"


@dataclass(slots=True)
class _Held:
    owner: str
    text: str = field(repr=False)
    since: float
    last_piece: int


class HeldDrafts:
    """Pasted drafts between the offer and the answer: in this process's memory only, for a quarter of an hour."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._held: dict[str, _Held] = {}
        self._waiting: dict[str, float] = {}
        self._refused: dict[str, tuple[int, float]] = {}
        self._lock = threading.Lock()

    def hold(self, owner: str, text: str) -> str:
        """Keep a draft; the key that finds it again."""
        with self._lock:
            self._sweep()
            key = secrets.token_urlsafe(9)
            self._held[key] = _Held(owner, text, self._clock(), len(text))
            return key

    def add(self, owner: str, text: str) -> bool:
        """Join the next piece of a draft that came in several messages; False when it is not one."""
        with self._lock:
            last = next((held for held in reversed(self._held.values()) if held.owner == owner), None)
            if last is None or last.last_piece < WHOLE_MESSAGE or self._clock() - last.since > _NEXT_PIECE:
                return False
            last.text, last.since, last.last_piece = f"{last.text}\n{text}", self._clock(), len(text)
            return True

    def refuse(self, owner: str, text: str) -> bool:
        """Whether a text is a draft or the next piece of one; of a piece only its length is held, for seconds."""
        with self._lock:
            now = self._clock()
            self._refused = {who: piece for who, piece in self._refused.items() if now - piece[1] <= _NEXT_PIECE}
            before, _ = self._refused.get(owner, (0, now))
            if before < WHOLE_MESSAGE and not looks_like_draft(text):
                return False
            self._refused[owner] = len(text), now
            return True

    def get(self, key: str) -> Attachment | None:
        """The draft, while it is held."""
        with self._lock:
            self._sweep()
            held = self._held.get(key)
            return Attachment("draft.txt", held.text.encode()) if held else None

    def expect(self, owner: str) -> None:
        """What this person sends next is a draft."""
        with self._lock:
            self._waiting[owner] = self._clock()

    def expected(self, owner: str) -> bool:
        """Whether a draft was asked for; asked once."""
        with self._lock:
            return self._clock() - self._waiting.pop(owner, -HELD_FOR) < HELD_FOR

    def waits(self, owner: str) -> bool:
        """Whether a draft was asked for and has not come."""
        with self._lock:
            return self._clock() - self._waiting.get(owner, -HELD_FOR) < HELD_FOR

    def drop(self, owner: str) -> None:
        """Forget a person's drafts."""
        with self._lock:
            self._waiting.pop(owner, None)
            for key in [key for key, held in self._held.items() if held.owner == owner]:
                del self._held[key]

    def _sweep(self) -> None:
        now = self._clock()
        for key in [key for key, held in self._held.items() if now - held.since > HELD_FOR]:
            del self._held[key]
        while len(self._held) >= _MOST_HELD or sum(len(held.text) for held in self._held.values()) > _MOST_BYTES:
            del self._held[next(iter(self._held))]
