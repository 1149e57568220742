"""Who answers for a text: sign-off, review and licence, as a council gives them and as citations tell of them."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import run_module

SPRINGS = "A carer checks the springs of the trampoline before each child uses it.\n"
QUESTION = "what does a carer check before a child uses the trampoline"
LAW = """<P1group xmlns="http://www.legislation.gov.uk/namespaces/legislation" RestrictExtent="E"
 RestrictStartDate="2020-01-01"><Title>Trampolines</Title>
<P1 DocumentURI="http://www.legislation.gov.uk/ukpga/2020/99/section/7" id="section-7"><Pnumber>7</Pnumber>
<P1para><Text>A carer must check the springs of the trampoline before each child uses it.</Text></P1para></P1>
</P1group>"""


class Council:
    """A copy of the bundled knowledge base that texts are added to."""

    def __init__(self, folder: Path, data: Path) -> None:
        self.folder = folder
        self.data = shutil.copytree(data, folder / "data")

    def add(self, name: str, text: str, *options: str) -> str:
        (self.folder / name).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_text(text, encoding="utf-8")
        done = run_module("ingest", "add", str(self.folder / name.split("/")[0]), *options, data=self.data)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def quote(self) -> dict[str, Any]:
        done = run_module("bot", "ask", "--json", QUESTION, data=self.data)
        assert done.returncode == 0, done.stderr
        quote: dict[str, Any] = json.loads(done.stdout)["quotes"][0]
        assert "springs of the trampoline" in quote["text"]
        return quote

    def told(self) -> str:
        return run_module("bot", "ask", QUESTION, data=self.data).stdout


@pytest.fixture
def council(data: Path, tmp_path: Path) -> Council:
    return Council(tmp_path, data)


DATED = ("--kind", "procedure", "--title", "Trampolines", "--as-at", "2026-01-05")
SIGNED = ("--licence", "Council's own", "--owner", "A. Okafor", "--signed-off-by", "Head of service")


def test_a_signed_off_text_shows_who_and_when_and_carries_no_flag(council: Council) -> None:
    council.add("t.txt", SPRINGS, *DATED, *SIGNED, "--signed-off-on", "2026-02-01", "--review-due", "2099-01-31")

    quote = council.quote()

    assert (quote["flags"], quote["signed_off_by"], quote["signed_off_on"]) == ([], "Head of service", "2026-02-01")
    assert (quote["review_due"], quote["owner"], quote["status"]) == ("2099-01-31", "A. Okafor", "local procedure")
    assert "not signed off" not in council.told()
    status = run_module("ingest", "status", data=council.data).stdout
    assert "signed off by Head of service on 2026-02-01" in status


def test_an_unsigned_text_past_its_review_without_a_licence_says_all_three(council: Council) -> None:
    said = council.add("t.txt", SPRINGS, *DATED, "--review-due", "2020-01-31")

    flags = ["REVIEW OVERDUE since 2020-01-31", "not signed off", "licence not recorded"]
    assert "No licence is recorded" in said
    assert council.quote()["flags"] == flags
    assert all(flag in council.told() for flag in flags)
    status = run_module("ingest", "status", data=council.data).stdout
    line = next(line for line in status.splitlines() if line.startswith("trampolines:"))
    assert all(flag in line for flag in flags)


def test_law_needs_no_sign_off_but_its_review_can_be_overdue(council: Council) -> None:
    kept = ("--licence", "Open Government Licence v3.0", "--review-due", "2020-01-31")
    council.add("law.xml", LAW, "--title", "Invented Trampolines Act 2020", *kept)

    assert council.quote()["flags"] == ["REVIEW OVERDUE since 2020-01-31"]


def test_a_date_of_sign_off_without_a_name_is_refused(council: Council) -> None:
    (council.folder / "t.txt").write_text(SPRINGS, encoding="utf-8")

    done = run_module(
        "ingest", "add", str(council.folder / "t.txt"), *DATED, "--signed-off-on", "2026-02-01", data=council.data
    )

    assert done.returncode == 2
    assert "--signed-off-by" in done.stderr


def test_a_file_without_headings_is_cited_by_its_own_title(council: Council) -> None:
    council.add("manual/big-trampolines.txt", SPRINGS, "--as-at", "2026-01-05", "--title", "Invented manual")

    assert council.quote()["label"] == "Invented manual big trampolines"


_CAME_LATER = {
    "versions": ("signed_off_on",),
    "added_sources": ("signed_off_on", "review_due", "superseded_on", "superseded_by"),
}


def test_a_knowledge_base_of_the_program_before_takes_the_new_columns(council: Council) -> None:
    with closing(sqlite3.connect(council.data / "catalogue.db")) as connection, connection:
        for table in ("versions", "added_sources"):
            held = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
            for column in set(held).intersection(_CAME_LATER[table]):
                connection.execute(f"ALTER TABLE {table} DROP COLUMN {column}")

    council.add("t.txt", SPRINGS, *DATED, *SIGNED, "--signed-off-on", "2026-02-01")

    assert council.quote()["signed_off_on"] == "2026-02-01"
