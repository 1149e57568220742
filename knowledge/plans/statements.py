"""What part each sentence, list item or cell plays in a draft."""

import re
from collections.abc import Callable, Iterator

from knowledge.plans.lexicon import pattern, whole
from knowledge.plans.model import Column, Entry, Role, Section, Statement, Topic
from knowledge.plans.people import subject
from knowledge.text import Span, sentences, trimmed

_BY_TOPIC = {
    Topic.WORRIES: Role.WORRY,
    Topic.STRENGTHS: Role.STRENGTH,
    Topic.OUTCOMES: Role.OUTCOME,
    Topic.CONTINGENCY: Role.CONTINGENCY,
    Topic.VOICE: Role.VOICE,
    Topic.VISITS: Role.VISIT,
    Topic.REVIEWS: Role.REVIEW,
    Topic.HISTORY: Role.HISTORY,
    Topic.ADMIN: Role.ADMIN,
}
_BY_COLUMN = {
    Column.WORRY: Role.WORRY,
    Column.STRENGTH: Role.STRENGTH,
    Column.MEASURE: Role.OUTCOME,
    Column.CONTINGENCY: Role.CONTINGENCY,
    Column.VOICE: Role.VOICE,
    Column.OWNER: Role.ADMIN,
    Column.WHEN: Role.ADMIN,
    Column.PROGRESS: Role.NARRATIVE,
    Column.OTHER: Role.NARRATIVE,
}
_SLASH = re.compile(r"\s+/\s+(?=[^/\n]{15})")
# ``We expect you to come to the clinic, to keep him home and to tell us``: three things are asked.
_ASKED = re.compile(
    r"\b(?:expects?|asks?|asked|requires?|required|need|needs|want|wants) (?:you|both of you|mum|dad|the parents?"
    r"|(?:\w+ )?\w+) to (?=[^.]{6,90}(?:,|,? and) to [a-z]+)"
)
_AND_TO = re.compile(r"(?:[,;]\s+(?:and\s+)?|\s+and\s+)(?=to\s+[a-z]{3,}\s+[a-z])")
_QUOTE = re.compile(r'"[^"]{1,400}"')


def unquoted(plain: str) -> str:
    """The text with quoted speech blanked out, character for character."""
    return _QUOTE.sub(lambda match: " " * len(match[0]), plain)


class Reader:
    """Gives every sentence of a draft its part."""

    def __init__(
        self, text: str, plain: str, sections: tuple[Section, ...], who: Callable[[str], str] = subject
    ) -> None:
        self.who = who
        self.text = text
        self.bare = unquoted(plain)
        self.plain = plain
        self.sections = sections

    def read(self, entries: tuple[Entry, ...]) -> tuple[Statement, ...]:
        """Every statement of every entry, in order."""
        return tuple(one for at, entry in enumerate(entries) for one in self._entry(at, entry))

    def _entry(self, at: int, entry: Entry) -> Iterator[Statement]:
        if not entry.cells:
            yield from self._sentences(at, entry, Column.TEXT, entry.span)
        for cell in entry.cells:
            if cell.span.of(self.text).strip():
                yield from self._sentences(at, entry, cell.column, cell.span)

    def _pieces(self, span: Span) -> Iterator[Span]:
        """Sentences, and in note form what stands between spaced slashes."""
        for sentence in sentences(span.of(self.text)):
            whole = trimmed(self.text, sentence.shifted(span.start))
            start = whole.start
            bare = self.bare[whole.start : whole.end]
            asked = _ASKED.search(bare)
            for match in _AND_TO.finditer(bare, asked.end()) if asked else _SLASH.finditer(whole.of(self.text)):
                yield Span(start, whole.start + match.start())
                start = whole.start + match.end()
            yield Span(start, whole.end)

    def _sentences(self, at: int, entry: Entry, column: Column, span: Span) -> Iterator[Statement]:
        conditional = False
        pieces = list(self._pieces(span))
        for number, piece in enumerate(piece for piece in pieces if any(map(str.isalpha, piece.of(self.text)))):
            role = self._role(entry, column, piece, number)
            conditional = role is Role.CONTINGENCY or (conditional and role is Role.ACTION and number > 0)
            kept = Role.CONTINGENCY if conditional else role
            yield Statement(piece, kept, entry.section, at, column, self._settled(piece))

    def _role(self, entry: Entry, column: Column, span: Span, number: int) -> Role:
        if column in _BY_COLUMN:
            return _BY_COLUMN[column]
        words = self.bare[span.start : span.end]
        topic = self.sections[entry.section].topic
        if pattern("roles", "admin").match(words.strip(" *_")):
            return Role.ADMIN
        if self._conditional(words, topic) and topic not in {Topic.WORRIES, Topic.VOICE, Topic.OUTCOMES}:
            return Role.CONTINGENCY
        if column is Column.ACTION or (topic is Topic.ACTIONS and entry.table is None):
            return self._task(entry, column, span, number)
        return self._by_topic(topic, entry, span, number)

    def _by_topic(self, topic: Topic, entry: Entry, span: Span, number: int) -> Role:
        words = self.bare[span.start : span.end]
        if pattern("roles", "meeting_line").match(words):
            return Role.REVIEW
        if topic is Topic.OUTCOMES and entry.listed and number == 0 and self._asks(span):
            return Role.ACTION
        if topic in {Topic.CONTINGENCY, Topic.ADMIN, Topic.HISTORY, Topic.OUTCOMES, Topic.STRENGTHS, Topic.WORRIES}:
            return _BY_TOPIC[topic]
        tasked = (self.promises(span) and not self._foretells(span)) or self._scheduled(span, words)
        if tasked and not self._timed(words) and _WILL.match(words) and topic is Topic.OTHER:
            tasked = bool(pattern("timescales", "vague").search(words))
        if topic is Topic.IDENTITY or (topic in _ASIDE and not self._timed(words)):
            tasked = False
        if tasked and not pattern("roles", "fear").search(words):
            return Role.ACTION
        return _BY_TOPIC.get(topic, Role.NARRATIVE)

    def _conditional(self, words: str, topic: Topic) -> bool:
        if pattern("roles", "conditional_help").search(words):
            return False
        found = pattern("roles", "condition").search(words)
        if found and (words.rstrip().endswith("?") or _WAS_READ.search(words)):
            return False
        if found and _ASKED_IF.search(words[: found.end()]):
            return False
        inside = topic is not Topic.ACTIONS and " if " in words[10:]
        return bool(found and (found.start() < 3 or inside)) and len(words) > 25

    def _task(self, entry: Entry, column: Column, span: Span, number: int) -> Role:
        """In a list of actions nearly every item is one; later sentences need the form of one."""
        words = self.bare[span.start : span.end]
        if pattern("roles", "meeting_line").match(words):
            return Role.REVIEW
        first = number == 0 and (entry.listed or column is Column.ACTION)
        if (self.promises(span) or self.does(span)) and (number == 0 or not entry.listed or self._timed(words)):
            return Role.ACTION
        if first and (column is Column.ACTION or not self._tells(words)):
            return Role.ACTION
        if number == 0 and self._imperative(words):
            return Role.ACTION
        return Role.NARRATIVE

    def _asks(self, span: Span) -> bool:
        """An instruction, or one after a name and a colon: ``Kirsty: start the clinic``."""
        words = self.bare[span.start : span.end]
        label = re.match(r"[^:.]{2,40}:\s+", words)
        main = words[label.end() :] if label else words
        return bool(_DO_NOT.match(main)) or bool(pattern("roles", "verbs").match(main) and not _STATE.match(main))

    def _foretells(self, span: Span) -> bool:
        """``He will know``, ``she will be there``: what will be, not what is to be done."""
        who = self.who(span.of(self.text))
        return bool(_WILL_BE.match(self.bare[span.start + len(who) : span.end].lstrip(" ,")))

    def promises(self, span: Span) -> bool:
        """Whether somebody or something is to do or undergo something."""
        raw = span.of(self.text)
        who = self.who(raw)
        after = self.bare[span.start + len(who) : span.end] if who else self.bare[span.start : span.end]
        if who and re.match(r"\W*(?:also |both |all |then |and )*", after):
            return bool(_tasked(after))
        return bool(_PASSIVE.search(after))

    def does(self, span: Span) -> bool:
        """Whether a named person opens the sentence and does something in the present."""
        who = self.who(span.of(self.text))
        after = _WHERE.sub("", self.bare[span.start + len(who) : span.end])
        verb = pattern("roles", "verbs").match(after.lstrip(" ,"))
        many = bool(_MANY.search(who.lower())) or who.isupper()
        if who and not verb and self._timed(after) and _PRESENT.match(after.lstrip(" ,")):
            return True
        return bool(who and verb) and (many or (verb is not None and verb[0].endswith(("s", "goes", "does"))))

    def _scheduled(self, span: Span, words: str) -> bool:
        """Whether a named person does something on a day to come or again and again."""
        if _arranged(words) and self.who(span.of(self.text)) and self._timed(words) and not _BEFORE.search(words):
            return True
        if not self.does(span) or _PAST.search(words):
            return False
        return not _MEET.match(words) and self._timed(words)

    def _timed(self, words: str) -> bool:
        timed = any(pattern("timescales", key).search(words) for key in ("frequency", "bounded"))
        return timed or bool(_DAY.search(words))

    def _imperative(self, words: str) -> bool:
        return bool(pattern("roles", "verbs").match(words.lstrip(" to-*\"'")))

    def _tells(self, words: str) -> bool:
        """Whether a list item reports a fact instead of setting a task."""
        fragment = len(words.split()) < 2 or bool(whole("timescales", "bare").match(words))
        return fragment or bool(_PAST.search(words) or _STATE.match(words) or _LEFT_OUT.search(words))

    def _settled(self, span: Span) -> bool:
        return bool(pattern("roles", "settled").search(self.bare[span.start : span.end]))


_DO_NOT = re.compile(r"(?:please )?(?:do not|don't|never|let|stop|start|come|show)\b")
_PASSIVE = re.compile(
    r"\b(?:will|to|must|should|shall|needs? to) (?:also |then |now )?be "
    r"(?:re)?(?:made|completed|referred|offered|arranged|sought|explored|considered|undertaken|provided|held|booked"
    r"|agreed|done|put|given|sent|shared|reviewed|monitored|supported|allocated|identified|fitted|carried|chased"
    r"|progressed|discussed|requested|convened|assessed|followed|delivered|commissioned|started|set|developed"
    r"|encouraged|liaised|registered|updated|obtained|checked|invited|seen|visited|taken|moved|kept|locked|told"
    r"|removed|replaced|cleaned|repaired|installed|raised|looked|spoken|contacted|facilitated|supervised|written)\b"
    r"|\bneeds? (?:\w+ )?(?:look|sort|clean|check|chas|fix|repair|assess|review)\w*ing\b"
    r"|\b(?:referrals?|work|support|assessment|appointments?|checks?|meeting)\b[^.]{0,40}\b(?:to|will) \w+"
)
_LEFT_OUT = re.compile(r"\bnot (?:been )?(?:involved|invited|spoken|seen|known|present)\b")
_STATE = re.compile(
    r"[^,.]{2,40}\b(?:(?:seen|spoken to|presented|lovely|all good)\b|(?:is|are|has|have) (?!to\b|agreed to))"
)
_DAY = re.compile(r"\b\d{1,2}(?:st|nd|rd|th)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\b\d{1,2}/\d{1,2}\b")
_WILL_BE = re.compile(
    r"(?:will|should) (?:know|see|feel|have (?:had|been|him|her|them)|be (?!\w+(?:ed|en)\b|made|given|done|sent"
    r"|held|put|up |in bed|out))"
)
_MEET = re.compile(r"we (?:all )?meet|panel|review|core group")
_ASIDE = frozenset({Topic.VOICE, Topic.REFLECTION, Topic.IDENTITY, Topic.PARENT_VIEWS, Topic.SUPPORT, Topic.DECISION})
_WHERE = re.compile(r"\A,? (?:at|from|of|in) (?:the |his |her )?[a-z]+(?: [a-z]+)??(?= [a-z]+s\b)")
_ASKED_IF = re.compile(
    r"\b(?:ask\w*|said|says|told|see|know|check\w*|wonder\w*|even|as|decide\w*|unsure|want|wants|threat\w*)"
    r" (?:\w+ ){0,12}if\Z"
)
_WILL = re.compile(r"[^,.]{2,40}? will (?!be )")
_ARRANGED = re.compile(
    r"\b(?:is|are) (?:also |now |then )?(?:seeing|meeting|starting|having|going (?:to|on)|doing|taking|living|staying"
    r"|changing|fitting|joining|visiting|coming|bringing|collecting|moving|booked|due|signed up)\b"
    r"|\bha(?:s|ve) a place (?:on|at|with|in)\b"
)
_BEFORE = re.compile(r"\b(?:was|were|since|last|ago|said|told|found|had been)\b")
_WAS_READ = re.compile(r"\b(?:was|were) (?:read|discussed|talked|agreed|shared|looked)\b")
_PRESENT = re.compile(
    r"(?:also |then |still |each )?"
    r"(?!(?:is|was|has|says|thinks|feels|lives|likes|loves|wants|needs|seems|knows|gets)\b)"
    r"[a-z]{2,}s\b(?! (?:and|or|of)\b)"
)
_MANY = re.compile(r" and |[,&/]|s\Z|\A(?:i|we|you|they|both|all|parents|everyone)\b")
_PAST = re.compile(r"\b(?:was|were|went|found|said|told|came|had|has been|have been|did|didn't)\b")


def _arranged(words: str) -> bool:
    """``Nasrin is seeing the adviser on 16 September``, ``he has a place on the course; he starts on ...``."""
    return bool(_ARRANGED.search(words))


def _tasked(after: str) -> bool:
    lead = re.match(r"\W*(?:also |both |all |then |now |each |and |each of them |\([^)]*\) )*", after)
    rest = after[lead.end() :] if lead else after
    rest = rest.removeprefix("not ")
    found = pattern("roles", "modal").match(rest)
    return bool(found) and bool(re.match(r"\s*(?:[a-z]|\Z)", rest[found.end() :] if found else ""))
