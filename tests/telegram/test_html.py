"""Every message that can be made is one that Telegram's own parser takes, and nothing is lost on the way (F51, F52)."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.render.message import Block, Run, Shape, Style, quotation, said
from bot.render.telegram_html import parts, plain_parts
from tests.telegram.judge import judged, utf16

_URLS = st.sampled_from(
    ["", 'https://www.legislation.gov.uk/uksi/2010/959?a=1&b="2"', "javascript:alert(1)", "http://x"]
)
_WORDS = st.one_of(
    st.text(max_size=60),
    st.text(alphabet="a <>&\"'*_[]()`\n.👩‍👧🇬🇧e\u0301\u202e", max_size=200),
    st.sampled_from(
        ["<b>", "</blockquote>", "&amp;", "&#x41;", "<a href=x>", "[x](javascript:1)", "😀" * 40, "word " * 300]
    ),
)
_RUNS = st.builds(Run, _WORDS, st.sampled_from(Style), _URLS)
_BLOCKS = st.builds(Block, st.lists(_RUNS, max_size=6).map(tuple), st.sampled_from(Shape), st.booleans())
_MESSAGES = st.lists(_BLOCKS, max_size=8).map(tuple)
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff\\s]")


def _bare(text: str) -> str:
    """The text without spaces and without what no message shows."""
    return _UNSEEN.sub("", text)


@settings(max_examples=100, deadline=None)
@given(_MESSAGES)
def test_telegram_takes_every_part_and_no_word_is_lost(message: tuple[Block, ...]) -> None:
    made = parts(message)

    verdicts = [judged(part.html) for part in made]
    assert [verdict.refused for verdict in verdicts if verdict.refused] == []
    assert _bare("".join(v.text for v in verdicts)) == _bare("".join(block.text for block in message))


@settings(max_examples=100, deadline=None)
@given(_MESSAGES, st.integers(20, 80), st.integers(3, 6))
def test_small_limits_are_kept_too(message: tuple[Block, ...], longest: int, most: int) -> None:
    made = [judged(part.html) for part in parts(message, longest, most)]

    assert all(utf16(one.text) <= longest and len(one.entities) <= most for one in made)
    assert _bare("".join(one.text for one in made)) == _bare("".join(block.text for block in message))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.text(alphabet="abcdefg", min_size=1, max_size=30), min_size=1, max_size=60))
def test_a_cut_never_falls_inside_a_word(words: list[str]) -> None:
    made = parts((said(" ".join(words)),), longest=40)

    assert [word for part in made for word in part.plain.split()] == words


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(["👩‍👧", "🇬🇧", "e\u0301", "👍🏽", "😀"]), min_size=1, max_size=80))
def test_a_cut_never_falls_inside_an_emoji(signs: list[str]) -> None:
    made = parts((said("".join(signs)),), longest=40)

    kept = [re.findall("👩‍👧|🇬🇧|e\u0301|👍🏽|😀", part.plain) for part in made]
    assert [sign for part in kept for sign in part] == signs
    assert all("".join(signs_of) == part.plain for signs_of, part in zip(kept, made, strict=True))


def test_a_citation_stays_with_its_quote() -> None:
    filler = said("Ordinary words. " * 250)
    quote, citation = quotation("Ninety words. " * 20), said("SI 2010/959 reg 24", close=True)

    made = parts((filler, quote, citation))

    assert len(made) == 2
    assert made[1].plain.startswith("Ninety words.")
    assert made[1].plain.endswith("SI 2010/959 reg 24")


def test_a_word_longer_than_a_message_is_sent_whole() -> None:
    word = "x" * 9000

    made = parts((said(word),))

    assert "".join(part.plain for part in made) == word
    assert len(made) == 3


def test_more_than_a_hundred_entities_are_spread_over_messages() -> None:
    runs = tuple(Run(f"{number} ", Style.BOLD) for number in range(250))

    made = [judged(part.html) for part in parts((Block(runs),))]

    assert [one.refused for one in made] == ["", "", ""]
    assert sum(len(one.entities) for one in made) == 250


def test_markup_in_words_is_shown_as_it_was_typed() -> None:
    typed = "<b>bold</b> & *this* _that_ [x](javascript:alert(1)) </blockquote>"

    made = parts((quotation(typed),))

    verdict = judged(made[0].html)
    assert verdict.text == typed
    assert [entity["type"]["@type"] for entity in verdict.entities] == ["textEntityTypeBlockQuote"]


def test_only_web_addresses_become_links() -> None:
    good, bad = Run("law", url="https://www.legislation.gov.uk/"), Run("trap", url="javascript:alert(1)")

    html = parts((Block((good, bad)),))[0].html

    assert html == '<a href="https://www.legislation.gov.uk/">law</a>trap'


def test_plain_parts_keep_the_address_of_a_link() -> None:
    message = (Block((Run("the law", url="https://www.legislation.gov.uk/x"),)),)

    assert plain_parts(message) == ("the law (https://www.legislation.gov.uk/x)",)
