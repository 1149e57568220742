"""Plain text, markdown and saved web pages, in the encodings and shapes that people have."""

import pytest

from knowledge.errors import UnreadableFile
from knowledge.readers import Block, BlockKind, read_bytes

_WORDS = "Zoë’s plan – “Little Steps” café"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"])
def test_text_is_read_in_the_encoding_it_is_in(encoding: str) -> None:
    assert read_bytes(_WORDS.encode(encoding), "plan.txt").text == _WORDS


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_a_web_page_is_read_in_the_encoding_it_is_in(encoding: str) -> None:
    page = f"<!DOCTYPE html><html><body><p>{_WORDS}</p></body></html>"

    assert read_bytes(page.encode(encoding), "plan.htm").text == _WORDS


def test_a_web_page_is_read_in_the_encoding_it_declares() -> None:
    page = '<html><head><meta charset="iso-8859-2"></head><body><p>Łukasz</p></body></html>'

    assert read_bytes(page.encode("iso-8859-2"), "plan.html").text == "Łukasz"


def test_an_encoding_that_nobody_knows_does_not_stop_the_reading() -> None:
    assert (
        read_bytes(b'<html><meta charset="klingon-8"><p>Mum will attend.</p></html>', "a.html").text
        == "Mum will attend."
    )


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_empty_lines_of_a_text_are_kept_once(end: str) -> None:
    draft = end.join(["Plan for Jordan", "", "", "1. Mum will attend", "- Dad too", "By when: 12 May", "", "End."])

    assert read_bytes(draft.encode(), "plan.txt").text == (
        "Plan for Jordan\n\n1. Mum will attend\n- Dad too\nBy when: 12 May\n\nEnd."
    )


def test_invisible_characters_are_taken_out() -> None:
    reading = read_bytes("Mum\u200b will\u00ad \u202eattend.\U000e0041".encode(), "plan.txt")

    assert reading.text == "Mum will attend."
    assert reading.notes == ("Invisible characters in the file were taken out.",)


def test_emoji_and_joined_letters_stay() -> None:
    words = "\U0001f468\u200d\U0001f469\u200d\U0001f467 \u0645\u06cc\u200c\u062e\u0648"

    assert read_bytes(words.encode(), "plan.txt").text == words


def test_markdown_gives_headings_items_and_rows_without_its_marks() -> None:
    draft = """# Plan

Under *one* **bold** word and __another__
========

Worries
-------
Text <!-- a remark
over two lines --> goes on
- an item
1. a number

| Who | When |
|:----|-----:|
| Dad \\| Mum | 12 May |
| | |
| Gran | |
```
code_like **as it is**
```
"""

    reading = read_bytes(draft.encode(), "plan.md")

    assert reading.format == "markdown"
    assert [(block.kind.value, block.text) for block in reading.blocks] == [
        ("heading", "Plan"),
        ("heading", "Under *one* bold word and another"),
        ("heading", "Worries"),
        ("paragraph", "Text  goes on"),
        ("item", "- an item"),
        ("item", "1. a number"),
        ("row", "Who | When"),
        ("row", "Dad | Mum | 12 May"),
        ("row", "Gran |  |"),
        ("paragraph", "code_like as it is"),
    ]


def test_marks_in_plain_text_are_words_of_the_writer() -> None:
    assert read_bytes(b"Rated **high** by the __team__.", "plan.txt").text == "Rated **high** by the __team__."


def test_a_web_page_keeps_its_order_and_lists() -> None:
    page = b"""<h1>Plan</h1>Loose words<br>and more <b>bo</b>ld.
        <ul><li>one<ul><li>inner</li></ul></li><li><p>two</p><p>more</p></li></ul>
        <ol start="3"><li>three</li></ol><ol type="a"><li>four</li></ol><div><div>Deep</div>tail</div>"""

    assert read_bytes(page, "plan.html").text.split("\n") == [
        "Plan", "Loose words and more bold.", "- one", "- inner", "- two", "more", "3. three", "a. four",
        "Deep", "tail",
    ]  # fmt: skip


def test_a_web_table_keeps_its_columns() -> None:
    page = b"""<table><caption>Actions</caption><thead><tr><th>Worry</th><th colspan=2>Who and when</th></tr></thead>
        <tr><td rowspan=2>Safety</td><td>Dad<br>and Mum</td><td>12 May</td></tr>
        <tr><td><div>Gran</div><div>too</div></td><td></td></tr></table>"""

    assert read_bytes(page, "plan.html").text.split("\n") == [
        "Actions", "Worry | Who and when |  |", "Safety | Dad and Mum | 12 May", "|  | Gran too |  |",
    ]  # fmt: skip


def test_a_table_used_for_layout_is_read_through() -> None:
    inner = b"<table><tr><td>a</td><td>b</td></tr></table>"
    page = b"<table><tr><td><h2>Plan</h2><p>Mum will attend.</p>" + inner + b"</td></tr></table>"

    assert read_bytes(page, "plan.html").text.split("\n") == ["Plan", "Mum will attend.", "a | b"]


def test_the_furniture_of_a_site_is_left_out_unless_it_is_all_there_is() -> None:
    page = b"<nav>Home</nav><header>Site</header><form><p>Mum will attend.</p></form><footer>Foot</footer>"

    assert read_bytes(page, "plan.html").text == "Mum will attend."
    assert read_bytes(b"<html><body><header>Only this.</header></body></html>", "plan.html").text == "Only this."


def test_the_main_part_of_a_page_is_enough_and_its_own_header_is_kept() -> None:
    page = b"<div>Menu</div><main><header><h1>Plan</h1></header><p>Mum will attend.</p></main><div>Foot</div>"

    assert read_bytes(page, "plan.html").text == "Plan\nMum will attend."


def test_several_articles_are_all_read() -> None:
    page = b"<article><p>One.</p></article><article><p>Two.</p></article>"

    assert read_bytes(page, "plan.html").text == "One.\nTwo."


def test_deleted_words_of_a_page_are_dropped() -> None:
    assert (
        read_bytes(b"<html><p>Dad <del>may</del><ins>will</ins> attend.</p></html>", "a.html").text
        == "Dad will attend."
    )


@pytest.mark.parametrize("depth", [100, 300])
def test_a_page_of_tags_that_were_never_closed_loses_no_words(depth: int) -> None:
    page = b"<html><body><p>Start.</p>" + b"<div>" * depth + b"<p>Deep.</p>" + b"</div>" * depth + b"<p>End.</p>"

    assert read_bytes(page, "plan.html").text == "Start.\nDeep.\nEnd."


def test_a_page_nested_beyond_reason_is_refused() -> None:
    page = b"<html>" + b"<div>" * 5000 + b"deep" + b"</div>" * 5000

    with pytest.raises(UnreadableFile):
        read_bytes(page, "plan.html")


def test_a_page_without_words_says_so() -> None:
    with pytest.raises(UnreadableFile, match="holds no text"):
        read_bytes(b"<html><body><img src=x></body></html>", "plan.html")


def test_the_same_words_make_the_same_blocks_whatever_the_name() -> None:
    assert read_bytes(b"<html><p>Mum.</p></html>", "a").blocks == (Block(BlockKind.PARAGRAPH, "Mum."),)
