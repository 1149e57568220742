"""Finds people's names of every origin alike: a capitalised word that is not known in lower case, and clues.

Lists of names decide only for dictionary words that are names too (Grace, Storm, Brown) and for short or odd first
names that are typed without a capital.
"""

from collections.abc import Iterator, Sequence

from knowledge.deidentify.clues import Around
from knowledge.deidentify.initials import initialled
from knowledge.deidentify.joining import joined_up
from knowledge.deidentify.known import (
    all_names,
    given,
    helpers,
    is_function_word,
    is_known,
    is_only_english,
    is_typed,
    pair_words,
    word_names,
)
from knowledge.deidentify.lists import is_ours
from knowledge.deidentify.lists import words as listed
from knowledge.deidentify.public_names import public_is_name
from knowledge.deidentify.slips import is_slip
from knowledge.deidentify.slots import lower_pair, signed, syllables
from knowledge.deidentify.spelling import AFTER_PERSON, is_code, lower_is_name, upper_is_name
from knowledge.deidentify.tokens import Shape, Token, headlined, tokens
from knowledge.deidentify.whole import Whole
from knowledge.text import Span

_ARTICLES = frozenset("the a an this our any no each every my your".split())
_DERIVED = ("ing", "ion", "al", "ism", "ity", "ery", "ment", "ness", "ics", "ive", "ful", "ous", "ist", "ship", "ance")
_QUOTES = frozenset({"(", '"', "“", '("', "(“", "'", "‘"})


def names(text: str) -> Iterator[Span]:
    """Spans of people's names, whole names in one span."""
    found = tokens(text)
    if found:
        yield from joined_up(text, found, _Reading(text, found).marked())


def _is_heading(token: Token) -> bool:
    """A capital in mid-sentence on a word that is no name."""
    return token.has_capital and not token.opens and is_known(token.low) and token.low not in word_names()


class _Reading(Whole):
    """One text while its words are told apart."""

    def __init__(self, text: str, words: Sequence[Token]) -> None:
        super().__init__(text, words)
        self._headline = headlined(words) and any(_is_heading(token) for token in words)
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
            marks |= self.extended(marks)
        return frozenset(marks)

    # -- one word at a time

    def _is_name(self, place: int) -> bool:
        token = self._words[place]
        if token.shape in {Shape.LETTER, Shape.MASK} or is_code(self._text, token):
            return False
        around = Around(self._text, self._words, place)
        if place in self._public:
            return public_is_name(around, plain=not (self._loud or self._headline), loud=self._loud)
        if around.titled and (token.has_capital or around.surely_titled or not is_typed(token.low)):
            return not is_function_word(token.low)
        if token.shape is Shape.LOWER or self._loud:
            return lower_is_name(around, loud=self._loud, english=self._english)
        return upper_is_name(around) if token.shape is Shape.UPPER else self._capital_is_name(around)

    def _capital_is_name(self, around: Around) -> bool:
        low = around.token.low
        if around.thing or around.project or around.only_the or low in listed("cues", "projects"):
            return False
        placed = around.softly_titled or signed(around) or (around.household and not self._headline)
        if placed and low in word_names():
            return True
        if low in given():
            return self._word_is_name(around)
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
        if around.household or self._bears(around):
            return True
        low, short = around.token.low, len(around.token.low) < 5
        if around.token.opens:
            capital = bool(around.on()) and self._words[around.place + 1].has_capital and not is_ours(around.on())
            return capital or around.acting or (short and around.third_person)
        if around.back() in _ARTICLES or around.place - 1 in self._public:
            return False
        if (
            short
            or around.token.possessive
            or around.related
            or around.strong
            or around.of_kin
            or around.softly_titled
            or (around.before and around.after)
        ):
            return True
        return around.met and len(low) < 8 and not low.endswith(_DERIVED)

    def _bears(self, around: Around) -> bool:
        """A surname that is a word of no use here, in mid-sentence: "next is Marsh"."""
        return not around.token.opens and around.token.low in word_names() and around.back() not in _ARTICLES

    def _word_is_name(self, around: Around) -> bool:
        """Grace, Will, Storm: names in mid-sentence, and at its start when a person's verb follows."""
        token = around.token
        if token.low in helpers():
            sure = around.strong or around.softly_titled or around.third_person or around.acting or self._owns(around)
            if self._headline or (token.opens and not (around.of_kin and around.on() == "")):
                return sure
            return sure or around.of_kin or self._met_by_name(around)
        if token.opens or self._headline:
            sure = around.headed or around.acting or token.possessive
            return sure or (around.any and not (token.opens and around.on() in {"to", "for"}))
        return not around.occasion

    def _owns(self, around: Around) -> bool:
        """Mid-sentence with a possessive, not after an article or another capital: "a note of Liberty's last visit"."""
        if not around.token.possessive or around.token.opens or self._headline or around.back() in _ARTICLES:
            return False
        return not self._words[around.place - 1].has_capital

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
            plain = token.shape is Shape.LOWER or self._loud
            if plain and syllables(self._words, place):
                pairs |= {place, place + 1, place + 2}
            if plain and lower_pair(Around(self._text, self._words, place)) and place not in self._public:
                pairs |= {place, place + 1}
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
        return gap.strip() in {",", "&", "/", "+"} | _QUOTES

    def _could_stand(self, place: int, near: int) -> bool:
        """Whether it could be a name beside a name: "Summer and Autumn", "saw chardonnay and tommy"."""
        if self.could_be(place) or self._nicknamed(place, near):
            return True
        token = self._words[place]
        if token.opens and place + 2 == near and token.shape is Shape.CAPITAL and is_only_english(token.low):
            return self._words[near].shape is Shape.CAPITAL and place not in self._public
        if place in self._public:
            named = token.low in given() or (near == place + 1 and token.low in all_names())
            return token.shape is Shape.CAPITAL and named and (not token.opens or near > place)
        first = place < near and token.shape is Shape.LOWER and len(token.low) > 3 and not token.low.endswith("s")
        return (
            first
            and is_only_english(token.low)
            and Around(self._text, self._words, place).back() in listed("cues", "meeting")
        )

    def _nicknamed(self, place: int, near: int) -> bool:
        """In quotes straight after a name: "Alasdair 'Ally'"."""
        gap = self._text[self._words[near].span.end : self._words[place].span.start] if place == near + 1 else ""
        low, quoted = self._words[place].low, gap.strip() in _QUOTES and self._words[place].shape is Shape.CAPITAL
        return quoted and (gap.strip() != "(" or low in all_names())

    def _again(self, marks: set[int]) -> set[int]:
        """A name found once is the same name everywhere in the text."""
        seen = {self._words[place].text for place in marks if self._words[place].shape is not Shape.LOWER}
        seen = {word for word in seen if word.lower() not in helpers() and not is_function_word(word.lower())}
        return {place for place, token in enumerate(self._words) if token.text in seen and place not in self._public}
