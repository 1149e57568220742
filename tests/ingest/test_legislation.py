"""Acts and instruments to pinpoints: invented provisions, and the real ones where they are at hand."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

import pytest

from ingest.parse import describe, parse
from ingest.split import split
from knowledge.documents import Authority, Document, Kind, Section, Source
from knowledge.errors import SourceError
from tests.conftest import SHARED

REAL = SHARED / "real" / "legislation"
needs_real = pytest.mark.skipif(not REAL.is_dir(), reason="the real documents are not here")

ORDER = """<?xml version="1.0" encoding="utf-8"?>
<Legislation xmlns="http://www.legislation.gov.uk/namespaces/legislation"
 xmlns:ukm="http://www.legislation.gov.uk/namespaces/metadata" xmlns:dc="http://purl.org/dc/elements/1.1/"
 DocumentURI="http://www.legislation.gov.uk/uksi/2031/77" RestrictExtent="E+W" RestrictStartDate="2031-04-01">
<ukm:Metadata><dc:title>The Invented Visits to Lighthouse Children (England) Regulations 2031</dc:title>
<ukm:UnappliedEffects>
<ukm:UnappliedEffect Type="words inserted" AffectedProvisions="reg. 3(1)" RequiresApplied="true">
<ukm:AffectingTitle>The Invented Boats Act 2032</ukm:AffectingTitle></ukm:UnappliedEffect>
<ukm:UnappliedEffect Type="applied" AffectedProvisions="reg. 9" RequiresApplied="false"/>
</ukm:UnappliedEffects></ukm:Metadata>
<Secondary><Body>
<Part id="part-1"><Number>PART 1</Number><Title>Visiting</Title><Pblock><Title>How often</Title>
<P1group RestrictStartDate="2031-06-01"><Title>Visits to the lantern room</Title>
<P1 id="regulation-3"><Pnumber><CommentaryRef Ref="c1"/>3</Pnumber><P1para>
<P2 id="regulation-3-1"><Pnumber>1</Pnumber><P2para>
<Text>The keeper must visit the child<CommentaryRef Ref="c2"/>—</Text>
<P3 id="regulation-3-1-a"><Pnumber>a</Pnumber><P3para>
<Text>within <Addition ChangeId="x">nine</Addition> days,</Text></P3para></P3>
<P3 id="regulation-3-1-b"><Pnumber>b</Pnumber><P3para><Text>at every spring tide,</Text></P3para></P3>
<Text>unless the child asks the keeper to wait.</Text></P2para></P2>
<P2 id="regulation-3-2"><Pnumber>2</Pnumber><P2para><Text>In this regulation—</Text>
<UnorderedList Class="Definition"><ListItem><Para><Text>“<Term>tide</Term>” means a printed tide;</Text></Para>
</ListItem>
<ListItem><Para><Text>“visit” means a visit in person.</Text></Para></ListItem></UnorderedList></P2para></P2>
</P1para></P1></P1group>
<P1group><Title>Lamps</Title><P1 id="regulation-4"><Pnumber>4</Pnumber><P1para>
<Text>The keeper must trim every lamp.</Text></P1para></P1></P1group>
<P1group Status="Repealed"><Title>Foghorns</Title><P1 id="regulation-5"><Pnumber>5</Pnumber><P1para>
<Text>. . . . . . . . . . . . . . . .</Text></P1para></P1></P1group>
<P1group Status="Prospective"><Title>Radios</Title><P1 id="regulation-6"><Pnumber>6</Pnumber><P1para>
<Text>The keeper must carry a radio.</Text></P1para></P1></P1group>
<P1group RestrictExtent="E" AltVersionRefs="v1"><Title>Oil</Title><P1 id="regulation-7"><Pnumber>7</Pnumber><P1para>
<Text>The oil must be English oil.</Text></P1para></P1></P1group>
</Pblock></Part></Body>
<Schedules><Schedule id="schedule-4"><Number>SCHEDULE 4</Number><TitleBlock><Title>Matters to be noted</Title>
</TitleBlock>
<Reference>Regulation 3</Reference><ScheduleBody><P1group><Title>The child</Title>
<P1 id="schedule-4-paragraph-2"><Pnumber>2</Pnumber><P1para><P2><Pnumber>1</Pnumber><P2para>
<Text>The keeper must note the child’s name.</Text></P2para></P2></P1para></P1></P1group>
<Tabular><table><tr><th>Tide</th><th>Days</th></tr><tr><td>Spring</td><td>9</td></tr></table></Tabular>
</ScheduleBody></Schedule></Schedules></Secondary>
<Versions><Version id="v1"><P1group RestrictExtent="W"><Title>Oil</Title><P1 id="regulation-7"><Pnumber>7</Pnumber>
<P1para>
<Text>The oil must be Welsh oil.</Text></P1para></P1></P1group></Version></Versions>
<Commentaries><Commentary id="c1"><Para><Text>Words substituted by the invented Act.</Text></Para></Commentary>
</Commentaries>
</Legislation>"""

ACT = """<P1group xmlns="http://www.legislation.gov.uk/namespaces/legislation"
 RestrictExtent="W" RestrictStartDate="2030-01-01">
<Title>Sheep</Title><P1 DocumentURI="http://www.legislation.gov.uk/ukpga/2030/9/section/12" id="section-12">
<Pnumber>12</Pnumber><P1para><Text>Sheep must be counted.</Text></P1para></P1></P1group>"""

PAGE = """<!DOCTYPE html><html><head><title>Invented</title>
<link rel="canonical" href="http://www.legislation.gov.uk/uksi/2031/77/regulation/4"/>
<meta name="DC.Date.Modified" content="2031-05-02"/></head><body>
<h1 id="pageTitle">The Invented Visits (England) Regulations 2031</h1>
<p>There are outstanding changes not yet made to these Regulations.</p>
<div class="LegSnippet"><h2 class="LegPartFirst"><span class="LegPartNo">PART 2</span> <span>Visits</span></h2>
<h3 class="LegP1GroupTitleFirst">How often to visit<span class="LegExtentRestriction">E</span></h3>
<p class="LegP1ParaText">
<span class="LegP1No" id="regulation-4">4.</span>—(1) The keeper must visit<a
 class="LegCommentaryLink">F1</a>—</p>
<p class="LegClearFix LegP3Container"><span class="LegDS LegLHS LegP3No">(a)</span>
<span class="LegDS LegRHS LegP3Text">within one week<span
 class="LegChangeDelimiter">[</span>, or sooner<span
 class="LegChangeDelimiter">]</span>; and</span></p>
<p class="LegClearFix LegP3Container"><span class="LegDS LegLHS LegP3No">(b)</span>
<span class="LegDS LegRHS LegP3Text">after that every six weeks,</span></p>
<p class="LegP2Text">unless the child asks otherwise.</p>
<p class="LegP2ParaText">(2) In this regulation—</p>
<ul><li><p class="LegListTextStandard">“visit” means a visit in person.</p></li></ul>
<div class="LegAnnotations"><p>Textual Amendments</p><p>F1 Words inserted</p></div>
<h2 class="LegScheduleFirst"><span class="LegScheduleNo">SCHEDULE 3</span> <span>Matters</span></h2>
<p class="LegP1ParaText"><span class="LegP1No" id="schedule-3-paragraph-1">1.</span> The child's name.</p>
</div><p>Footer of the site</p></body></html>"""

ACT_PAGE = """<html><body><h1 id="pageTitle">Children Act 1989</h1>
<link rel="canonical" href="https://www.legislation.gov.uk/ukpga/1989/41/section/900"/>
<div class="LegSnippet"><h4 class="LegP1ContainerFirst"><span class="LegDS LegP1No" id="section-900">900</span>
<span class="LegDS LegP1GroupTitleFirst">Invented duty.<span class="LegExtentRestriction">E+W</span></span></h4>
<p class="LegClearFix LegP2Container"><span class="LegDS LegLHS LegP2No">(1)</span>
<span class="LegRHS LegP2Text">Where a council—</span></p>
<p class="LegClearFix LegP3Container"><span class="LegDS LegLHS LegP3No">(a)</span>
<span class="LegRHS LegP3Text">is told,</span></p>
<p class="LegRHS LegP2Text">it must write it down.</p>
<p class="LegClearFix LegP2Container"><span class="LegDS LegLHS LegP2No">(2)</span>
<span class="LegP2Text">. . . . . . . . . .</span></p>
</div></body></html>"""


def source(short: str = "") -> Source:
    return Source("invented", "Invented", short, Kind.LEGISLATION, Authority.STATUTE, date(2026, 1, 1))


def read(text: str | bytes, name: str = "law.xml", short: str = "") -> Document:
    return parse(text.encode() if isinstance(text, str) else text, name, source(short))


def at(sections: Iterable[Section], locator: str) -> Section:
    return next(section for section in sections if section.locator == locator)


def test_each_numbered_paragraph_is_a_section_with_its_list_and_closing_words() -> None:
    section = at(read(ORDER).sections, "reg 3(1)")

    assert section.text.splitlines() == [
        "(1) The keeper must visit the child—",
        "(a) within nine days,",
        "(b) at every spring tide,",
        "unless the child asks the keeper to wait.",
    ]
    assert section.label == "SI 2031/77 reg 3"
    assert section.title == "Visits to the lantern room"
    assert section.trail == ("PART 1 Visiting", "How often")
    assert (section.as_at, section.status) == (date(2031, 6, 1), "in force")


@pytest.mark.parametrize(("text", "name", "first"), [(ORDER, "law.xml", "reg 3(1)"), (PAGE, "page.html", "reg 4(1)")])
def test_a_short_paragraph_stays_whole_and_each_item_in_it_has_its_own_pinpoint(
    text: str, name: str, first: str
) -> None:
    document = read(text, name)
    whole, item, other = (
        next(passage for passage in split(document) if passage.locator == f"{first}{inside}")
        for inside in ("", "(a)", "(b)")
    )

    lines = whole.text.splitlines()
    assert item.text.splitlines() == [lines[0], lines[1], "…", lines[3]]
    assert other.text.splitlines() == [lines[0], "…", lines[2], lines[3]]
    assert (item.within, other.within, whole.within) == (whole.id, whole.id, "")
    assert other.label == whole.label


def test_pinpoints_go_down_to_the_items_of_items_and_stay_with_their_own_version() -> None:
    items = "<P4><Pnumber>i</Pnumber><P4para><Text>a lamp,</Text></P4para></P4><P4><Pnumber>ii</Pnumber><P4para>"
    items = f"<Text>or—</Text>{items}<Text>a bell.</Text></P4para></P4>"
    fragment = (
        '<P1group xmlns="http://www.legislation.gov.uk/namespaces/legislation"><P1 id="section-9" '
        'DocumentURI="http://www.legislation.gov.uk/ukpga/2030/9/section/9"><Pnumber>9</Pnumber><P1para><P2><Pnumber>2'
        "</Pnumber><P2para><Text>Bring—</Text><P3><Pnumber>a</Pnumber><P3para><Text>oil,</Text></P3para></P3><P3>"
        f"<Pnumber>b</Pnumber><P3para>{items}</P3para></P3></P2para></P2></P1para></P1></P1group>"
    )
    document = read(fragment)
    again = replace(document, sections=document.sections * 2)

    passages = split(again)

    assert [passage.locator for passage in passages[:5]] == [
        "s 9(2)",
        "s 9(2)(a)",
        "s 9(2)(b)",
        "s 9(2)(b)(i)",
        "s 9(2)(b)(ii)",
    ]
    assert passages[4].text.splitlines() == ["(2) Bring—", "…", "(b) or—", "…", "(ii) a bell."]
    assert {passage.within for passage in passages[6:]} == {passages[5].id}
    assert len({passage.id for passage in passages}) == 10


def test_the_items_of_a_definition_are_no_items_of_their_paragraph() -> None:
    inside = "<OrderedList Type='alpha'><ListItem><Para><Text>a ebb</Text></Para></ListItem></OrderedList>"
    text = ORDER.replace("means a printed tide;</Text>", f"means—</Text>{inside}")

    assert not any(passage.within for passage in split(read(text)) if passage.locator.startswith("reg 3(2)"))


def test_definitions_stay_with_their_lead_in() -> None:
    text = at(read(ORDER).sections, "reg 3(2)").text

    assert text == "(2) In this regulation—\n“tide” means a printed tide;\n“visit” means a visit in person."


def test_a_provision_without_numbers_is_one_section() -> None:
    section = at(read(ORDER).sections, "reg 4")

    assert section.text == "The keeper must trim every lamp."
    assert section.as_at == date(2031, 4, 1)


def test_repealed_words_are_left_out_and_named_in_the_notes() -> None:
    document = read(ORDER)

    assert not any(section.locator == "reg 5" for section in document.sections)
    assert any("reg 5" in note for note in document.notes)


def test_law_that_has_not_begun_says_so() -> None:
    assert at(read(ORDER).sections, "reg 6").status == "enacted, not yet in force"


def test_the_welsh_version_of_a_provision_stands_apart_and_is_not_law_in_england() -> None:
    english, welsh = (section for section in read(ORDER).sections if section.locator == "reg 7")

    assert (english.text, english.status) == ("The oil must be English oil.", "in force")
    assert (welsh.text, welsh.status) == ("The oil must be Welsh oil.", "not in force in England (Wales only)")


def test_schedules_are_cited_by_paragraph_and_keep_their_tables() -> None:
    sections = read(ORDER).sections

    paragraph = at(sections, "Sch 4 para 2(1)")
    assert (paragraph.label, paragraph.trail) == ("SI 2031/77 Sch 4", ("SCHEDULE 4 Matters to be noted",))
    assert "Spring | 9" in at(sections, "Sch 4").text


def test_commentary_is_kept_out_and_outstanding_changes_are_told() -> None:
    document = read(ORDER)

    assert "invented Act" not in " ".join(section.text for section in document.sections)
    assert document.notes[0].startswith("1 changes by other legislation are not yet made in this text: reg. 3(1)")


def test_a_welsh_instrument_is_not_english_law_whatever_its_extent_says() -> None:
    welsh = ORDER.replace("/uksi/", "/wsi/")

    assert {section.status for section in read(welsh).sections} == {"not in force in England (Wales only)"}


def test_a_long_paragraph_is_cited_by_its_items_each_with_its_lead_in() -> None:
    items = "".join(
        f"<P3><Pnumber>{letter}</Pnumber><P3para><Text>{'a lamp and ' * 30}a wick;</Text></P3para></P3>"
        for letter in "abc"
    )
    fragment = (
        '<P1 id="section-9" DocumentURI="http://www.legislation.gov.uk/ukpga/2030/9/section/9"><Pnumber>9</Pnumber><P1para><P2>'
        f"<Pnumber>2</Pnumber><P2para><Text>The keeper must bring—</Text>{items}</P2para></P2></P1para></P1>"
    )

    sections = read(fragment).sections

    assert [section.locator for section in sections] == ["s 9(2)(a)", "s 9(2)(b)", "s 9(2)(c)"]
    assert all(section.text.startswith("(2) The keeper must bring—\n") for section in sections)
    assert sections[1].text.splitlines()[1:2] == ["…"]


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Children Act 1989", "CA 1989"),
        ("Equality Act 2010", "EqA 2010"),
        ("Children’s Wellbeing and Schools Act 2026", "CWSA 2026"),
        ("Invented Foghorns Act 2030", "Invented Foghorns Act 2030"),
    ],
)
def test_labels_use_the_short_names_that_citations_know(title: str, short: str) -> None:
    xml = (
        '<Legislation DocumentURI="http://www.legislation.gov.uk/ukpga/1989/41"><Metadata><title>'
        f'{title}</title></Metadata><Body><P1 id="section-1"><Pnumber>1</Pnumber>'
        "<P1para><Text>Be kind.</Text></P1para></P1></Body></Legislation>"
    )

    assert read(xml).sections[0].label == f"{short} s 1"


def test_the_short_name_of_the_source_list_wins() -> None:
    assert read(ACT, short="Sheep Act").sections[0].label == "Sheep Act s 12"


def test_a_section_that_extends_to_wales_alone_says_so() -> None:
    assert read(ACT).sections[0].status == "not in force in England (Wales only)"


@pytest.mark.parametrize(
    "xml",
    [
        '<!DOCTYPE Legislation [<!ENTITY a "b">]><Legislation><Body/></Legislation>',
        '<!DOCTYPE Legislation SYSTEM "http://example.invalid/x.dtd"><Legislation><Body/></Legislation>',
        "<Legislation><Body>",
        "<Legislation><Contents/></Legislation>",
        '<?xml version="1.0"?><invoice>1</invoice>',
        "<Legislation>" + "<P2>" * 200 + "</P2>" * 200 + "</Legislation>",
    ],
)
def test_hostile_broken_or_empty_xml_is_refused(xml: str) -> None:
    with pytest.raises(SourceError):
        read(xml)


def test_a_page_gives_the_same_pinpoints_without_marks_and_notes() -> None:
    document = read(PAGE, "page.html")

    section = at(document.sections, "reg 4(1)")
    assert section.text.splitlines() == [
        "(1) The keeper must visit—",
        "(a) within one week, or sooner; and",
        "(b) after that every six weeks,",
        "unless the child asks otherwise.",
    ]
    assert (section.label, section.title, section.trail) == (
        "SI 2031/77 reg 4",
        "How often to visit",
        ("PART 2 Visits",),
    )
    assert section.as_at == date(2031, 5, 2)
    assert [section.locator for section in document.sections] == ["reg 4(1)", "reg 4(2)", "Sch 3 para 1"]
    assert any("outstanding changes" in note for note in document.notes)


def test_a_page_of_an_act_takes_its_number_from_the_heading() -> None:
    (section,) = read(ACT_PAGE, "page.html").sections

    assert (section.label, section.locator) == ("CA 1989 s 900", "s 900(1)")
    assert section.text == "(1) Where a council—\n(a) is told,\nit must write it down."


def test_law_describes_itself() -> None:
    about = describe(ORDER.encode(), "law.xml", None)

    assert (about.kind, about.short, about.as_at) == (Kind.LEGISLATION, "SI 2031/77", date(2031, 6, 1))


def test_words_whose_time_has_passed_are_superseded_and_those_still_running_are_not() -> None:
    past = ACT.replace('RestrictExtent="W"', 'RestrictExtent="E+W" RestrictEndDate="2020-09-25"')
    running = ACT.replace('RestrictExtent="W"', 'RestrictExtent="E+W" RestrictEndDate="9999-01-01"')

    assert read(past).sections[0].status == "superseded: replaced on 2020-09-25"
    assert read(running).sections[0].status == "in force"


def test_the_text_as_made_says_so() -> None:
    made = ACT.replace('RestrictExtent="W"', "").replace("section/12", "section/12/enacted")

    assert read(made).sections[0].status == "as enacted: later changes are not shown"


@needs_real
@pytest.mark.parametrize(
    ("number", "locators"),
    [
        (1, ["s 18(2)(a)"]),
        (2, [f"s 4({n})" for n in range(1, 12)]),
        (4, [f"s 5({n})" for n in range(1, 9)]),
        (5, [f"s 18({n})" for n in range(1, 6)]),
        (7, [f"s 1({n})" for n in range(1, 9)]),
        (8, ["s 10(1)", "s 10(2)", "s 10(3)"]),
    ],
)
def test_the_real_fragments_parse_to_their_subsections(number: int, locators: list[str]) -> None:
    path = REAL / f"clml-fragment-{number}.xml"

    assert [section.locator for section in read(path.read_bytes(), path.name).sections] == locators


@needs_real
def test_the_real_order_is_cited_by_article() -> None:
    path = REAL / "clml-fragment-6.xml"

    sections = read(path.read_bytes(), path.name).sections

    assert sections[0].label == "SI 2022/1406 art 6"
    assert at(sections, "art 6(3)(c)").text.endswith("wing walls and culverts;")
    assert at(sections, "art 7").title == "Power to deviate"


@needs_real
def test_law_for_northern_ireland_is_not_law_in_england() -> None:
    path = REAL / "clml-fragment-4.xml"

    statuses = {section.status for section in read(path.read_bytes(), path.name).sections}

    assert statuses == {"not in force in England (Northern Ireland only)"}


@needs_real
@pytest.mark.timeout(60)
def test_the_real_pdf_gives_every_regulation_and_schedule_paragraph() -> None:
    path = REAL / "childrens-homes-regulations-2015.pdf"

    document = read(path.read_bytes(), path.name)

    provisions = list(dict.fromkeys(section.locator.partition("(")[0] for section in document.sections))
    assert provisions[:57] == [f"reg {number}" for number in range(1, 58)]
    assert [len([p for p in provisions if p.startswith(f"Sch {n} ")]) for n in range(1, 6)] == [22, 6, 26, 7, 6]
    assert document.source.short == "SI 2015/541"
    assert {section.as_at for section in document.sections} == {date(2024, 5, 21)}


@needs_real
@pytest.mark.timeout(60)
def test_the_real_pdf_reads_without_its_editorial_marks() -> None:
    path = REAL / "childrens-homes-regulations-2015.pdf"

    sections = read(path.read_bytes(), path.name).sections

    lines = at(sections, "reg 20(1)").text.splitlines()
    assert [line[:3] for line in lines] == ["(1)", "(a)", "(b)", "(c)"]
    everything = "\n".join(section.text for section in sections)
    for stray in ("⟦", "Textual Amendments", "Marginal Citations", "Document Generated", "Edward Timpson", "S.I. 2010"):
        assert stray not in everything
