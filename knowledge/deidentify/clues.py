"""What stands around a word, and whether it makes the word a person's name."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.deidentify.known import word_names
from knowledge.deidentify.lists import entries, is_english
from knowledge.deidentify.lists import words as listed
from knowledge.deidentify.tokens import Shape, Token

_AGE = re.compile(
    r"(?:['’]s)?,? ?(?:\(\s*\d{1,2}\s*(?:yrs?|years?|y/?o|mths?|months?|m|f)?\s*\)|,? ?(?:is )?aged? \d"
    r"|, \d{1,2}(?:,|\.|$| (?:yrs|years|months))|, (?:who|whose)\b"
    r"| \((?:step)?(?:mother|father|mum|dad|aunt|uncle|carer|sister|brother)\b)"
)
_JOTTED = re.compile(
    r" ?[:–—-] +(?:not|no|seen|missing|never|closed|still|aged|left|ran|hit"
    r"|goes|known|aka|came|has|was|is|wants|rang|\d)\b"
)
_HAVING = frozenset({"has", "have", "had", "got", "with", "having"})
_ABBREVIATED = frozenset({"mr", "mrs", "ms", "dr", "prof", "rev", "sgt", "cllr"})
_OBJECTS = frozenset({"him", "her", "them", "me", "us", "his", "their"})
_PRONOUNS = frozenset({"her", "his", "their", "she", "he"})


@dataclass(frozen=True, slots=True)
class Around:
    """One word of a text with what stands beside it."""

    text: str
    words: Sequence[Token]
    place: int

    @property
    def token(self) -> Token:
        """The word itself."""
        return self.words[self.place]

    def back(self, steps: int = 1) -> str:
        """The word so many places before in lower case, or nothing across a break or a new sentence."""
        first = self.place - steps
        return self.words[first].low if first >= 0 and self._in_one_sentence(first, self.place) else ""

    def on(self, steps: int = 1) -> str:
        """The word so many places after in lower case, or nothing across a new sentence."""
        last = self.place + steps
        return self.words[last].low if last < len(self.words) and self._in_one_sentence(self.place, last) else ""

    def _in_one_sentence(self, first: int, last: int) -> bool:
        return not any(self.words[place].opens for place in range(first + 1, last + 1))

    @property
    def titled(self) -> bool:
        """After Mr, Mrs, Auntie and the like."""
        return self.back() in listed("cues", "titles") or self._abbreviated_title()

    @property
    def surely_titled(self) -> bool:
        """After Mr or Mrs, before which even a known word is a name."""
        return self.titled and (self.back() or "mr") in listed("cues", "sure_titles")

    @property
    def softly_titled(self) -> bool:
        """After Nurse, Judge, Grandma: words of their own that also go before a name."""
        return self.back() in listed("cues", "soft_titles")

    @property
    def of_kin(self) -> bool:
        """After a family or case word, directly or with a small word between."""
        kin = listed("cues", "kin")
        if self.back() in kin:
            return True
        gap = self.text[self.words[self.place - 1].span.end : self.token.span.start] if self.place else ""
        if gap.strip() in {":", ",", "-", "–", "=", "("} and self.words[self.place - 1].low in kin:
            return True
        return self.back() in {"called", "named", "is", "name"} and self.back(2) in kin

    @property
    def strongly_before(self) -> bool:
        """After words that nearly always lead to a person: "spoke to", "called"."""
        strong = listed("cues", "strong_before")
        return self.back() in strong or f"{self.back(2)} {self.back()}" in strong

    @property
    def strongly_after(self) -> bool:
        """Before what only people do, or a person's age."""
        return self.on() in listed("cues", "strong_after") or self.aged or self._acts_on_somebody()

    @property
    def before(self) -> bool:
        """After a verb or preposition that takes a person."""
        leading = self.back()
        return leading in listed("cues", "before") or (
            len(leading) > 4 and leading.endswith("ed") and is_english(leading)
        )

    @property
    def met(self) -> bool:
        """The same, leaving out what proves little."""
        return self.before and self.back() not in listed("cues", "auxiliaries")

    @property
    def only_the(self) -> bool:
        """After "the" alone: an institution, unless family or a surname follows."""
        if self.back() != "the" or self.token.possessive:
            return False
        following = self.on()
        if following in listed("cues", "kin") or following in listed("cues", "belongings"):
            return False
        return not (following and self.words[self.place + 1].has_capital)

    @property
    def project(self) -> bool:
        """After "Operation" and the like."""
        return self.back() in listed("cues", "projects")

    @property
    def after(self) -> bool:
        """Before what people do."""
        following = self.on()
        return following in listed("cues", "after") or (following.endswith("ed") and is_english(following))

    @property
    def owns(self) -> bool:
        """With a possessive ending before what belongs to a person."""
        ending = self.token.possessive or (self.token.shape is Shape.LOWER and self.token.low.endswith("s"))
        return ending and self.on() in listed("cues", "belongings")

    @property
    def aged(self) -> bool:
        """Followed by an age."""
        return _AGE.match(self.text[self.token.span.end : self.token.span.end + 24]) is not None

    @property
    def thing(self) -> bool:
        """Followed by what makes it the name of a place, a body, a rule or a tool."""
        following = self.on()
        if not following or self._broken_off():
            return False
        if following in listed("cues", "ideas"):
            return True
        return following in listed("cues", "things") and self.words[self.place + 1].has_capital

    @property
    def paired(self) -> bool:
        """Followed by "and" with a pronoun: "Hope and her brother"."""
        return self.on() in {"and", "&"} and self.on(2) in _PRONOUNS

    @property
    def third_person(self) -> bool:
        """Before a verb that only fits a person as its subject: "Will is four"."""
        verbs = {"is", "has", "was", "hasn't", "isn't", "wasn't", "needs", "wants", "came", "went", "got", "gets"}
        denied = self.on() in {"did", "does", "would", "could", "will"} and self.on(2) in {"not", "like", "never"}
        return self.on() in verbs or self.paired or denied

    @property
    def third_person_only(self) -> bool:
        """The same without what a date can be: "April has", "April is 4", "April and her brother"."""
        age = self.text[self.token.span.end : self.token.span.end + 5]
        return self.on() in {"has", "hasn't"} or self.paired or re.match(r" is \d", age) is not None

    @property
    def strong(self) -> bool:
        """Any clue that is nearly always right."""
        return self.titled or self.strongly_before or self.strongly_after or self.owns or self.greeted

    @property
    def greeted(self) -> bool:
        """After a greeting: "Hi Mercy,", "Thanks Grace for"."""
        greetings = listed("cues", "greetings")
        if self.back() not in greetings or self._gap_before() != " ":
            return False
        return self.text[self.token.span.end :][:1] in {"", ",", ".", "!"} or self.on() in {"for", "here", "its"}

    @property
    def household(self) -> bool:
        """A surname between "the" and who bears it: "the Parry children", not "the Irish children"."""
        if self.back() != "the" or (self.token.low,) in entries("peoples"):
            return False
        return self.on() in listed("cues", "households") and not self.words[self.place + 1].opens

    @property
    def headed(self) -> bool:
        """At the start of a jotting: "Rob – not seen since"."""
        return self.token.opens and _JOTTED.match(self.text[self.token.span.end : self.token.span.end + 16]) is not None

    @property
    def occasion(self) -> bool:
        """After "at" or "in" and before a plain word: "at Dawn raids"."""
        following = self.on()
        if not following or self.token.possessive or self.words[self.place + 1].has_capital:
            return False
        persons = listed("cues", "before") | listed("cues", "after")
        return self.back() in listed("cues", "occasions") and following not in persons

    @property
    def any(self) -> bool:
        """Any clue at all."""
        return self.strong or self.softly_titled or self.of_kin or self.before or self.after or self.paired

    @property
    def acting(self) -> bool:
        """Before a verb that only fits a person, whatever the word is: "Glory sang"."""
        return self.on() in listed("cues", "acts")

    @property
    def alone_at_the_end(self) -> bool:
        """After what takes a person, with nothing more to come: "SEEN WITH SUNNY."."""
        return self.on() == "" and self.back() in listed("cues", "meeting")

    @property
    def gone(self) -> bool:
        """At the start, missing or gone: "FAITH MISSING SINCE FRIDAY"."""
        return self.token.opens and self.on() in {"missing", "absconded", "gone", "left"}

    @property
    def related(self) -> bool:
        """Straight after a family word: "her sister Mali"."""
        return self.back() in listed("cues", "relations") and self._gap_before() == " "

    def _gap_before(self) -> str:
        return self.text[self.words[self.place - 1].span.end : self.token.span.start] if self.place else ""

    def _broken_off(self) -> bool:
        """With a comma or another mark before the next word."""
        last = self.place + 1
        return last < len(self.words) and "," in self.text[self.token.span.end : self.words[last].span.start]

    def _acts_on_somebody(self) -> bool:
        """Before a verb and its object: "trusts him"."""
        following = self.on()
        return following.endswith("s") and is_english(following) and self.on(2) in _OBJECTS

    def _abbreviated_title(self) -> bool:
        if not self.place or not self.token.opens:
            return False
        gap = self.text[self.words[self.place - 1].span.end : self.token.span.start]
        return gap == ". " and self.words[self.place - 1].low in _ABBREVIATED and not self._after_illness()

    def _after_illness(self) -> bool:
        """In a sentence of its own after an illness and no title: "who has MS. must we"."""
        title, held = self.words[self.place - 1].low, self.words[self.place - 2].low if self.place > 1 else ""
        plain = not self.token.has_capital and is_english(self.token.low) and self.token.low not in word_names()
        return title == "ms" and held in _HAVING and plain
