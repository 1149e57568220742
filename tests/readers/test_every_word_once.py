"""Whatever a form holds, each of its words is in the reading once and in order."""

import io
import re
from collections.abc import Sequence

import docx
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.readers import read_bytes
from knowledge.readers.blocks import row_text
from tests.readers.making import cell, control, paragraph, pdf_bytes, pdf_writer, row, table, word_file

_SOME = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
_SIZES = st.lists(st.lists(st.integers(0, 3), min_size=2, max_size=4), min_size=1, max_size=4)


class _Words:
    """Gives out words that never repeat, and remembers them."""

    def __init__(self) -> None:
        self.given: list[str] = []

    def some(self, count: int) -> str:
        words = [f"word{len(self.given) + place}x" for place in range(count)]
        self.given += words
        return " ".join(words)


def _found(text: str) -> list[str]:
    return re.findall(r"word\d+x", text)


@_SOME
@given(st.lists(st.tuples(st.sampled_from(["p", "control", "heading", "table", "nested"]), _SIZES), max_size=6))
def test_every_word_of_a_word_form_is_read_once_and_in_order(plan: list[tuple[str, list[list[int]]]]) -> None:
    words = _Words()
    body = [paragraph(words.some(1)), *(_piece(kind, sizes, words) for kind, sizes in plan)]

    text = read_bytes(word_file(*body), "plan.docx").text

    assert _found(text) == words.given


def _piece(kind: str, sizes: Sequence[Sequence[int]], words: _Words) -> str:
    if kind == "table":
        return _table(sizes, words)
    if kind == "nested":
        return table(row(cell(words.some(1), _table(sizes, words), "<w:p/>")))
    made = paragraph(words.some(1 + sum(sizes[0])), look="<w:outlineLvl w:val='0'/>" if kind == "heading" else "")
    return control(made) if kind == "control" else made


def _table(sizes: Sequence[Sequence[int]], words: _Words) -> str:
    return table(*(row(*(words.some(size) for size in line)) for line in sizes))


@_SOME
@given(_SIZES)
def test_every_word_of_a_table_made_by_word_is_read_once(sizes: list[list[int]]) -> None:
    words, form = _Words(), docx.Document()
    form.add_paragraph(words.some(2))
    made = form.add_table(rows=len(sizes), cols=4)
    for line, counts in enumerate(sizes):
        for column, count in enumerate(counts):
            made.cell(line, column).text = words.some(count)
    data = io.BytesIO()
    form.save(data)

    assert _found(read_bytes(data.getvalue(), "plan.docx").text) == words.given


@_SOME
@given(_SIZES, st.booleans())
def test_every_word_of_a_pdf_with_a_table_is_read_once(sizes: list[list[int]], ruled: bool) -> None:
    words, made = _Words(), pdf_writer()
    made.add_page()
    made.multi_cell(0, 6, words.some(30) + ".")
    with made.table(borders_layout="ALL" if ruled else "NONE") as grid:
        for counts in sizes:
            grid.row([words.some(count) for count in [*counts, 0, 0, 0, 0][:4]])
    made.ln(6)
    made.multi_cell(0, 6, words.some(20) + ".")

    assert sorted(_found(read_bytes(pdf_bytes(made), "plan.pdf").text)) == sorted(words.given)


@_SOME
@given(_SIZES, st.sampled_from(["\n", "\r\n"]))
def test_every_word_of_a_markdown_plan_is_read_once_and_in_order(sizes: list[list[int]], end: str) -> None:
    words = _Words()
    lines = [f"# {words.some(2)}", "", f"{words.some(3)} **{words.some(1)}**", f"- {words.some(2)}", ""]
    lines += ["| " + " | ".join(words.some(size) for size in line) + " |" for line in sizes]

    assert _found(read_bytes(end.join(lines).encode(), "plan.md").text) == words.given


@_SOME
@given(_SIZES)
def test_every_word_of_a_web_page_is_read_once_and_in_order(sizes: list[list[int]]) -> None:
    words = _Words()
    rows = "".join("<tr>" + "".join(f"<td><p>{words.some(size)}</p></td>" for size in line) + "</tr>" for line in sizes)
    page = f"<html><body><table>{rows}</table><ol><li>{words.some(2)}<ul><li>{words.some(1)}</ul></ol>"
    page += f"{words.some(1)}<br>{words.some(1)}</body></html>"

    assert _found(read_bytes(page.encode(), "plan.html").text) == words.given


@given(st.lists(st.text("ab ", max_size=5).map(str.strip), min_size=2, max_size=6))
def test_the_cells_of_a_row_can_be_told_from_its_line(cells: list[str]) -> None:
    line = row_text(cells).strip()
    inner = line.removeprefix("|").removesuffix("|")

    assert [piece.strip() for piece in inner.split("|")] == cells


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])))
def test_every_block_of_a_text_stands_in_the_text_of_its_reading(text: str) -> None:
    reading = read_bytes(f"Plan\n{text}".encode(), "plan.txt")

    assert all(block.text in reading.text for block in reading.blocks)
