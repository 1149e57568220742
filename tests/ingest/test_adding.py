"""``practice-ingest add`` as it is used: several files at once, parts of one law, and names that clash."""

from pathlib import Path

import pytest

from ingest.parse import describe
from tests.ingest.council import Council
from tests.ingest.test_fetch import Server, address, server  # noqa: F401 - the fixture is used by name

POLICY = "# Supervision policy\n\nApproved 4 May 2031.\n\nThe {team} team meets its manager every {n} weeks.\n"
PART = """<P1group xmlns="http://www.legislation.gov.uk/namespaces/legislation" RestrictStartDate="2031-04-01">
<Title>Part {n}</Title><P1 DocumentURI="http://www.legislation.gov.uk/uksi/2031/77/regulation/{n}" id="regulation-{n}">
<Pnumber>{n}</Pnumber><P1para><Text>The keeper must trim lamp number {n}.</Text></P1para></P1></P1group>"""
WHOLE = """<Legislation xmlns="http://www.legislation.gov.uk/namespaces/legislation"
 DocumentURI="http://www.legislation.gov.uk/uksi/2031/77{place}" RestrictStartDate="2031-04-01"><Secondary><Body>
<P1 id="regulation-{first}"><Pnumber>{first}</Pnumber><P1para><Text>Trim the lamp.</Text></P1para></P1>
<P1 id="regulation-{last}"><Pnumber>{last}</Pnumber><P1para><Text>Ring the bell.</Text></P1para></P1>
</Body></Secondary></Legislation>"""


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_good_files_are_added_and_bad_ones_named(council: Council, tmp_path: Path) -> None:
    kettle = written(tmp_path / "kettle.md", "# Kettles\n\nApproved 4 May 2031.\n\nA carer fills the kettle.\n")
    undated = written(tmp_path / "undated.md", "# Toasters\n\nA carer empties the toaster.\n")
    empty = written(tmp_path / "empty.md", "")

    done = council.ingest("add", str(undated), str(kettle), str(empty), str(tmp_path / "gone.md"))

    assert done.returncode == 2
    assert "Added kettles" in done.stdout
    assert any("fills the kettle" in text for text in council.texts())
    assert [line.partition(".md")[0] for line in done.stderr.splitlines() if ".md" in line] == [
        "No date was found in undated",
        "empty",
        "There is no file gone",
    ]


def test_two_files_of_one_title_are_told_apart_and_neither_is_lost(council: Council, tmp_path: Path) -> None:
    first = written(tmp_path / "north" / "supervision.md", POLICY.format(team="north", n=4))
    second = written(tmp_path / "south" / "supervision.md", POLICY.format(team="south", n=6))

    council.ingest("add", str(first))
    refused = council.ingest("add", str(second))
    named = council.ingest("add", str(second), "--short", "South team")
    texts = " ".join(council.texts())

    assert refused.returncode == 2
    assert (
        "south/supervision.md was not added: its id would be supervision-policy, which north/supervision.md has."
        in (refused.stderr)
    )
    assert "Traceback" not in refused.stderr
    assert named.returncode == 0, named.stderr
    assert "every 4 weeks" in texts
    assert "every 6 weeks" in texts


def test_the_same_file_added_again_is_replaced_under_its_id(council: Council, tmp_path: Path) -> None:
    policy = written(tmp_path / "policy.md", POLICY.format(team="north", n=4))
    council.ingest("add", str(policy))
    written(policy, POLICY.format(team="north", n=5).replace("Supervision policy", "Supervision standard"))

    done = council.ingest("add", str(tmp_path / "data" / ".." / "policy.md"), "--owner", "A. Okafor")
    known = council.ingest("remove", "no-such-source")

    assert done.returncode == 0, done.stderr
    assert "supervision-policy: changed" in done.stdout
    assert [n for n in (4, 5) if any(f"every {n} weeks" in text for text in council.texts())] == [5]
    assert "Added sources: supervision-policy." in known.stderr


def test_a_page_of_the_web_is_read_from_the_copy_that_was_fetched(council: Council, server: Server) -> None:  # noqa: F811
    done = council.ingest("add", address(server, "good"), "--as-at", "2031-05-04", "--title", "Page")
    again = council.ingest()

    assert done.returncode == 0, done.stderr
    assert again.returncode == 0, again.stderr
    assert " 0 texts embedded" in again.stdout
    assert "page: Page" in council.ingest("status").stdout


def test_an_id_of_the_source_list_is_not_taken(council: Council, tmp_path: Path) -> None:
    other = written(tmp_path / "other.md", "# Manual\n\nApproved 4 May 2031.\n\nA carer reads it.\n")

    done = council.ingest("add", str(other))

    assert done.returncode == 2
    assert "its id would be manual, which the source list has" in done.stderr
    assert any("snake" in text for text in council.texts())


def test_parts_of_one_instrument_are_held_together(council: Council, tmp_path: Path) -> None:
    parts = [written(tmp_path / f"part{n}.xml", PART.format(n=n)) for n in (4, 7, 12)]

    first = council.ingest("add", str(parts[0]))
    rest = council.ingest("add", str(parts[1]), str(parts[2]))
    index = council.app().index
    labels = {row.passage.label for n in (4, 7, 12) for row in index.under(f"reg {n}", "SI 2031/77")}

    assert [first.returncode, rest.returncode] == [0, 0], rest.stderr
    assert "Added si-2031-77-reg-12" in rest.stdout
    assert labels == {"SI 2031/77 reg 4", "SI 2031/77 reg 7", "SI 2031/77 reg 12"}


@pytest.mark.parametrize(
    ("text", "part"),
    [
        (WHOLE.format(place="", first=1, last=9), ""),
        (WHOLE.format(place="/made", first=1, last=9), ""),
        (WHOLE.format(place="/part/1", first=1, last=3), "reg 1 to reg 3"),
        (WHOLE.format(place="", first=4, last=9), "reg 4 to reg 9"),
        (PART.format(n=1), "reg 1"),
    ],
)
def test_a_part_of_a_law_knows_what_it_holds(text: str, part: str) -> None:
    assert describe(text.encode(), "law.xml", None).part == part
