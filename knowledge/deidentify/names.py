"""Finds people's names of every origin alike: a capitalised word that is not known in lower case, and clues.

Lists of names decide only for dictionary words that are names too (Grace, Storm, Brown) and for short or odd first
names that are typed without a capital.
"""

import re
from collections.abc import Iterator, Sequence

from knowledge.deidentify.clues import Around
from knowledge.deidentify.initials import initialled
from knowledge.deidentify.joining import NAME_GAP, joined_up, shortened
from knowledge.deidentify.known import (
    given,
    helpers,
    is_function_word,
    is_known,
    is_only_english,
    is_typed,
    lower_names,
    pair_words,
    public_places,
    word_names,
)
from knowledge.deidentify.lists import is_ours
from knowledge.deidentify.lists import words as listed
from knowledge.deidentify.slips import is_slip
from knowledge.deidentify.spelling import AFTER_PERSON, is_code, lower_is_name, upper_is_name
from knowledge.deidentify.tokens import Shape, Token, headlined, shouted, tokens
from knowledge.text import Span

_ARTICLES = frozenset({"the", "a", "an", "this", "our", "any", "no", "each", "every", "my", "your"})
_DERIVED = ("ing", "ion", "al", "ism", "ity", "ery", "ment", "ness", "ics", "ive", "ful", "ous", "ist", "ship", "ance")
_SUFFIXES = frozenset({"led", "like", "type", "free", "born", "based", "to", "and", "or", "of", "in", "aged"})
_DATED = re.compile(
    r"(?:\d|\d(?:st|nd|rd|th)|\b(?:in|by|until|since|from|of|last|next|late|early|mid))\W*$", re.IGNORECASE
)


def names(text: str) -> Iterator[Span]:
    """Spans of people's names, whole names in one span."""
    found = tokens(text)
    if found:
        yield from joined_up(text, found, _Reading(text, found).marked())


class _Reading:
    """One text while its words are told apart."""

    def __init__(self, text: str, words: Sequence[Token]) -> None:
        self._text = text
        self._words = words
        self._public = public_places(words)
        self._loud = shouted(words)
        self._headline = headlined(words)
        long = [token for token in words if len(token.low) > 2 and token.shape is not Shape.MASK]
        self._english = sum(is_typed(token.low) for token in long) > 0.5 * len(long)

    def marked(self) -> frozenset[int]:
        """The places of the words that belong to a name."""
        marks = {place for place in range(len(self._words)) if self._is_name(place)}
        marks |= self._word_pairs()
        marks |= initialled(self._text, self._words, loud=self._loud)
        if not marks:
            return frozenset()
        marks |= self._beside(marks)
        marks |= self._again(marks)
        for _ in range(3):
            marks |= self._extended(marks)
        return frozenset(marks)

    # -- one word at a time

    def _is_name(self, place: int) -> bool:
        token = self._words[place]
        if token.shape in {Shape.LETTER, Shape.MASK} or is_code(self._text, token):
            return False
        around = Around(self._text, self._words, place)
        if place in self._public:
            return self._public_yet_name(around)
        if around.titled and (token.has_capital or around.surely_titled or not is_typed(token.low)):
            return not is_function_word(token.low)
        if token.shape is Shape.LOWER or self._loud:
            return lower_is_name(around, loud=self._loud, english=self._english)
        return upper_is_name(around) if token.shape is Shape.UPPER else self._capital_is_name(around)

    def _public_yet_name(self, around: Around) -> bool:
        """Chelsea, India, April: a person when something says so."""
        token = around.token
        if self._loud or token.low in listed("words_as_names", "calendar"):
            return not self._loud and token.has_capital and self._dated_yet_name(around)
        if around.related and token.shape is Shape.CAPITAL and not is_ours(token.low):
            return True
        if around.titled and token.shape is Shape.CAPITAL and not is_ours(token.low):
            return True
        if token.low not in word_names():
            return False
        if token.shape is Shape.LOWER:
            return token.low in lower_names() and (around.owns or around.strongly_before)
        if token.opens:
            return around.strong or (around.third_person and token.low in given())
        if around.strong or around.back() in listed("cues", "kin"):
            return True
        shire = token.low in listed("words_as_names", "shires")
        met = around.back() in listed("cues", "meeting") if shire else around.met
        return met and around.on() in AFTER_PERSON

    def _dated_yet_name(self, around: Around) -> bool:
        """April, Sunday: a person's verb, a family word or a sure clue, not "by May" or "August is busy"."""
        if around.acting or around.strong or around.related or around.third_person_only:
            return True
        season = around.back() == "about" and around.token.low in {"summer", "autumn", "winter"}
        met = season or around.back() in listed("cues", "meeting")
        return not around.token.opens and met and around.on() in AFTER_PERSON

    def _capital_is_name(self, around: Around) -> bool:
        low = around.token.low
        if around.thing or around.project or around.only_the or low in listed("cues", "projects"):
            return False
        if low in given():
            return self._word_is_name(around)
        if around.softly_titled and low in word_names():
            return True
        if is_known(low):
            return self._stands_out(around)
        if around.strong or around.of_kin or (around.met and around.after):
            return True
        # A slip with a capital in mid-sentence is rarer than a name there.
        return not is_slip(low, 6 if around.token.opens else 9)

    def _stands_out(self, around: Around) -> bool:
        """A rare English word with a capital in mid-sentence, or before another: "for Romaine"."""
        if self._headline or not is_only_english(around.token.low):
            return False
        low, short = around.token.low, len(around.token.low) < 5
        if around.token.opens:
            capital = bool(around.on()) and self._words[around.place + 1].has_capital and not is_ours(around.on())
            return capital or around.acting or (short and around.third_person)
        if around.back() in _ARTICLES or around.place - 1 in self._public:
            return False
        if (
            short
            or around.related
            or around.strong
            or around.of_kin
            or around.softly_titled
            or (around.before and around.after)
        ):
            return True
        return around.met and len(low) < 8 and not low.endswith(_DERIVED)

    def _word_is_name(self, around: Around) -> bool:
        """Grace, Will, Storm: names in mid-sentence, and at its start when a person's verb follows."""
        token = around.token
        if token.low in helpers():
            sure = around.strong or around.softly_titled or around.third_person or around.acting
            if self._headline or (token.opens and not (around.of_kin and around.on() == "")):
                return sure
            return sure or around.of_kin or self._met_by_name(around)
        if token.opens or self._headline:
            return (
                around.headed or token.possessive or (around.any and not (token.opens and around.on() in {"to", "for"}))
            )
        return not around.occasion

    def _met_by_name(self, around: Around) -> bool:
        """Glory, Destiny in mid-sentence after what takes a person; words of this field need more."""
        if around.on() in listed("cues", "things"):
            return False
        if is_ours(around.token.low):
            return around.back() in listed("cues", "meeting") and around.on() in AFTER_PERSON | {"on"}
        return around.before or around.after

    # -- words that names bring with them

    def _word_pairs(self) -> set[int]:
        """A first name and a surname that are both dictionary words: Dean Cooper, Rose Brown."""
        first_names, surnames = pair_words(loud=self._loud)
        pairs: set[int] = set()
        for place, token in enumerate(self._words[:-1]):
            if token.has_capital and token.low in first_names and self._words[place + 1].low in surnames:
                pairs |= self._pair(place)
        return pairs

    def _pair(self, place: int) -> set[int]:
        first, last = self._words[place : place + 2]
        if self._headline or not last.has_capital or self._text[first.span.end : last.span.start] != " ":
            return set()
        public = place in self._public and (place + 1 in self._public or self._after_number(first))
        return set() if public or Around(self._text, self._words, place + 1).thing else {place, place + 1}

    def _beside(self, marks: set[int]) -> set[int]:
        """Names in a row: "Sky and Storm", "zara, asif and tom"."""
        beside = {(place, near) for near in marks for place in (near - 2, near - 1, near + 1, near + 2)}
        return {
            place
            for place, near in beside
            if 0 <= place < len(self._words) and self._in_a_row(place, near) and self._could_stand(place, near)
        }

    def _in_a_row(self, place: int, near: int) -> bool:
        first, last = sorted((place, near))
        if last - first == 2:
            return self._words[first + 1].low in {"and", "or", "&", "with"}
        gap = self._text[self._words[first].span.end : self._words[last].span.start]
        return gap.strip() in {",", "&", "/", "+"}

    def _could_stand(self, place: int, near: int) -> bool:
        """Whether it could be a name beside a name: "Summer and Autumn", "saw chardonnay and tommy"."""
        if self._could_be(place):
            return True
        token = self._words[place]
        if place in self._public:
            return token.shape is Shape.CAPITAL and token.low in given() and (not token.opens or near > place)
        first = place < near and token.shape is Shape.LOWER and len(token.low) > 3 and not token.low.endswith("s")
        return (
            first
            and is_only_english(token.low)
            and Around(self._text, self._words, place).back() in listed("cues", "meeting")
        )

    def _could_be(self, place: int) -> bool:
        token = self._words[place]
        if token.shape in {Shape.LETTER, Shape.MASK} or place in self._public:
            return False
        if token.shape is Shape.LOWER or self._loud:
            return token.low in lower_names() or (not is_typed(token.low) and not is_slip(token.low))
        return (token.low in word_names() and not (token.low in helpers() and is_ours(token.low))) or not is_known(
            token.low
        )

    def _again(self, marks: set[int]) -> set[int]:
        """A name found once is the same name everywhere in the text."""
        seen = {self._words[place].text for place in marks if self._words[place].shape is not Shape.LOWER}
        seen = {word for word in seen if word.lower() not in helpers() and not is_function_word(word.lower())}
        return {place for place, token in enumerate(self._words) if token.text in seen and place not in self._public}

    def _extended(self, marks: set[int]) -> set[int]:
        """First names take their surnames with them, and the other way round."""
        return {
            side
            for place in marks
            for side in (place - 1, place + 1)
            if 0 <= side < len(self._words) and side not in marks and self._belongs(place, side, marks)
        }

    def _belongs(self, place: int, side: int, marks: set[int]) -> bool:
        first, last = sorted((place, side))
        token = self._words[side]
        gap = self._text[self._words[first].span.end : self._words[last].span.start]
        if not NAME_GAP.fullmatch(gap) or self._words[first].possessive:
            return False
        if self._words[last].joined and token.has_capital:
            return True
        if self._is_public(first, side):
            return False
        if self._words[last].joined:
            short = len(token.low) < 5 and token.low not in _SUFFIXES
            return not is_known(token.low) or short
        if gap == ". " and not shortened(self._words[first]):
            return False
        return self._surname(place, side, marks)

    def _is_public(self, first: int, side: int) -> bool:
        """Public words stay out of names, but Chelsea and April before a surname are first names."""
        if side not in self._public or (side == first and self._words[side].low in listed("cues", "honours")):
            return False
        token = self._words[side]
        after = self._text[token.span.end : token.span.end + 2].strip()
        return token.low not in given() or (after[:1].isdigit() if first != side else self._after_number(token))

    def _after_number(self, token: Token) -> bool:
        """In "3 April Kelly" of a table the day ends and a name begins."""
        return _DATED.search(self._text[max(0, token.span.start - 8) : token.span.start]) is not None

    def _surname(self, place: int, side: int, marks: set[int]) -> bool:
        token, low = self._words[side], self._words[side].low
        if low in listed("cues", "particles"):
            beyond = 2 * side - place
            return beyond in marks or (0 <= beyond < len(self._words) and self._could_be(beyond))
        if token.shape is Shape.LETTER:
            return token.text.isupper() and side + 1 in marks and side - 1 in marks
        if token.shape is Shape.LOWER or self._loud:
            family = low in listed("words_as_names", "family") and low in lower_names()
            if side > place and is_only_english(low) and Around(self._text, self._words, side).strongly_after:
                return True
            return (not is_typed(low) and not is_slip(low)) or (family and self._words[place].shape is token.shape)
        if side > place and token.opens and self._words[place].low != "st":
            return False
        if side < place and is_known(low) and low not in given():
            return token.has_capital and not token.opens and is_only_english(low)
        return token.has_capital and (low in word_names() or not is_ours(low)) and not is_function_word(low)
