"""The HTML report: one file that needs nothing, says everything in words and lets nothing through."""

import base64
import hashlib
import re
from itertools import pairwise

from lxml import html

from bot.render.html_marks import in_context, marked, marks_of
from bot.render.report_html import html_page
from knowledge.plans.model import Quality, Severity
from knowledge.plans.report import Finding, MatrixRow
from tests.render.making import ADDRESS, LABEL, action, checked_text, finding, link, span_of

TEXT = "Worries\nMum is drinking most evenings.\n\nSupport for mum, ongoing and regularly.\nReview: TBC <b>soon</b>"
LEFT_OUT = "RISK010 was left out by local choice: the welfare team has it."


def page(*findings: Finding, **given: object) -> html.HtmlElement:
    return html.document_fromstring(html_page(checked_text(TEXT, *findings, **given), link))  # type: ignore[arg-type]


def paper(*findings: Finding) -> html.HtmlElement:
    made = marked(TEXT, marks_of([[one] for one in findings], TEXT))
    return html.fragment_fromstring("".join(made), create_parent="div")


def row(**given: object) -> MatrixRow:
    blank = {"action": None, "owner": None, "by_when": None, "how_we_will_know": None, "if_not": None}
    risk = span_of(TEXT, "Mum is drinking most evenings.")
    return MatrixRow("parental_substance_misuse", risk, **{**blank, **given})  # type: ignore[arg-type]


def test_the_page_has_a_language_landmarks_and_headings_in_order() -> None:
    made = page(finding(TEXT, "ongoing"), matrix=(row(),))

    assert made.get("lang") == "en-GB"
    assert [len(made.findall(f".//{name}")) for name in ("header", "nav", "main", "footer", "h1")] == [1] * 5
    levels = [int(node.tag[1]) for node in made.iter("h1", "h2", "h3", "h4")]
    assert all(after - before <= 1 for before, after in pairwise(levels))
    ids = [node.get("id") for node in made.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    assert {node.get("href")[1:] for node in made.iter("a") if node.get("href").startswith("#")} <= set(ids)


def test_the_matrix_comes_first_and_marks_gaps_and_weak_words_in_words() -> None:
    span = span_of(TEXT, "Support for mum")
    made = page(
        finding(TEXT, "ongoing"),
        matrix=(row(action=span, by_when="ongoing"),),
        actions=(action(span, "ongoing", Quality.VAGUE),),
    )

    assert [node.get("id") for node in made.findall(".//main/section")][:2] == ["matrix", "findings"]
    assert [node.get("scope") for node in made.findall(".//thead//th")] == ["col"] * 6
    cells = [node.text_content() for node in made.findall(".//tbody//td")]
    assert cells == [
        "Support for mum",
        "Gap: nobody named",
        "ongoing (vague)",
        "Gap: no test found",
        "Gap: no fallback found",
    ]
    assert made.find(".//tbody//th").get("scope") == "row"
    assert made.find(".//tbody//th").text_content().startswith("Parental substance misuse")


def test_findings_are_most_serious_first_with_place_why_and_better() -> None:
    made = page(finding(TEXT, "regularly", Severity.LOW, "Low one."), finding(TEXT, None, Severity.HIGH, "High one."))

    titles = [node.text_content() for node in made.findall(".//ol//h3")]
    assert titles == ["1. High High one.", "2. Low Low one."]
    first, second = (node.text_content() for node in made.findall(".//ol/li"))
    assert "The whole document" in first
    assert "regularly" in second
    assert "By 4 March." in second
    links = [node for node in made.iter("a") if node.text == LABEL]
    assert {node.get("href") for node in links} == {ADDRESS}


def test_every_place_is_marked_and_linked_both_ways_also_where_places_overlap() -> None:
    findings = (finding(TEXT, "Support for mum, ongoing"), finding(TEXT, "mum, ongoing and regularly"))
    made = html.fragment_fromstring(
        "".join(marked(TEXT, marks_of([[one] for one in findings], TEXT))), create_parent="div"
    )

    assert "".join(node.text_content() for node in made.iter("mark")) == "Support for mum, ongoing and regularly"
    assert [node.get("href") for node in made.iter("a")] == ["#finding-1", "#finding-2"]
    assert [node.get("id") for node in made.iter("a")] == ["place-1-1", "place-2-1"]


def test_findings_that_say_the_same_share_a_card_and_few_words_are_shown_in_their_line() -> None:
    made = page(finding(TEXT, "ongoing"), finding(TEXT, "regularly"), finding(TEXT, "TBC", message="Another."))

    cards = made.findall(".//ol/li")
    assert len(cards) == 2
    assert [node.text_content() for node in cards[0].iter("mark")] == ["ongoing", "regularly"]
    assert "Support for mum, ongoing and regularly." in cards[0].text_content()
    assert [node.get("href") for node in cards[0].findall(".//ul//a")] == ["#place-1-1", "#place-1-2"]


def test_a_long_line_around_a_few_words_is_cut_between_words() -> None:
    text = f"{'before ' * 20}ongoing{' afterwards' * 20}"

    shown = in_context(text, span_of(text, "ongoing"))

    assert shown.startswith("… before ")
    assert "before <mark>ongoing</mark> afterwards" in shown
    assert shown.endswith("afterwards …")


def test_a_place_over_several_lines_is_marked_on_each() -> None:
    words = TEXT[TEXT.index("Mum is") : TEXT.index(", ongoing")]
    made = html.fragment_fromstring(
        "".join(marked(TEXT, marks_of([[finding(TEXT, words)]], TEXT))), create_parent="div"
    )

    assert [node.text for node in made.iter("mark")] == ["Mum is drinking most evenings.", "Support for mum"]
    assert len(list(made.iter("a"))) == 1


def test_words_of_the_draft_are_escaped_everywhere() -> None:
    bad = "</style><script>alert(1)</script>"
    text = f'{bad} "onmouseover="x {TEXT}'
    found = finding(text, bad, message=bad)
    checked = checked_text(text, found, doc=bad, notes=(bad,), matrix=(MatrixRow(bad, found.span, *[None] * 5),))  # type: ignore[arg-type]

    made = html_page(checked, lambda _: 'javascript:alert(1)"')

    assert "<script" not in made
    assert "javascript:" not in made
    assert made.count("</style>") == 1
    assert "&lt;script&gt;" in made


def test_the_page_loads_nothing_and_its_policy_allows_only_its_own_style() -> None:
    made = html_page(checked_text(TEXT, finding(TEXT, "ongoing")), link)

    style = re.search(r"<style>(.*?)</style>", made, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style.group(1).encode()).digest()).decode()
    assert f"default-src 'none'; style-src 'sha256-{digest}'" in made
    assert not re.search(r"<(?:script|img|link|iframe|object|form)\b|\bsrc=|url\(|@import|\bstyle=", made)


def test_nothing_found_is_said_and_never_called_safe() -> None:
    words = page().text_content()

    assert "None of the 93 checks found a gap." in words
    assert "That is not a finding that the plan is safe or complete." in words


def test_what_was_not_seen_and_what_was_left_out_with_its_reason_stand_at_the_end() -> None:
    made = page(finding(TEXT, "ongoing"), notes=("The case file was not seen.", LEFT_OUT))

    ends = [node.text_content() for node in made.findall(".//main/section")][-2:]
    assert "The case file was not seen." in ends[0]
    assert "was left out" not in ends[0]
    assert LEFT_OUT in ends[1]


def test_text_colours_stand_out_enough_from_their_grounds() -> None:
    style = re.search(r"<style>(.*?)</style>", html_page(checked_text(TEXT), link), re.DOTALL)
    assert style is not None
    colours = dict(re.findall(r"--(\w+): (#\w{6})", style.group(1)))

    pairs = [(colours[name], "#ffffff") for name in ("ink", "soft", "link", "high", "medium", "low")]
    pairs += [(colours["high"], "#fdf1f0"), (colours["high"], "#fff6e5"), (colours["link"], "#fbe3e1")]
    pairs += [(colours["ink"], ground) for ground in ("#e8eff6", "#fbe3e1", "#fff0d1", "#eef2f5")]
    assert all(contrast(*pair) >= 4.5 for pair in pairs)  # WCAG 2.2, 1.4.3


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
