"""The web page as a person without scripts meets it."""

import html
import io
import re
import socket
import time
import zipfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from docx import Document

from bot.records import training_schema  # noqa: F401 - its tables are among those of the records
from bot.records.retention import days_kept
from bot.records.schema import metadata
from bot.web_page.doors import Turnstile
from bot.web_page.forms import Refused
from knowledge.scenarios.model import Quality
from knowledge.scenarios.reader import scenarios
from tests.web.conftest import Visit

PAGES = ("/", "/check", "/deadline", "/rules", "/rules/RISK001", "/sources", "/privacy")
QUESTION = "how long does temporary approval under reg 24 last"
DRAFT = """Child protection plan (FICTIONAL), 3 March 2026
Worry: Dad, Kwabena, kicks the doors in when he has been drinking.
Action: Kwabena to engage with support. Timescale: ongoing.
Contingency: legal advice will be sought.
"""


# -- the door --------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/", "/check", "/sources", "/rules", "/deadline"])
def test_a_stranger_is_sent_to_the_door(visit: Visit, path: str) -> None:
    page = visit.client.get(path)

    assert page.url.path == "/sign-in"
    assert "999" in page.text


def test_an_invite_code_lets_one_person_in_once(visit: Visit, other: Visit) -> None:
    code = visit.invited()

    first = visit.client.post("/sign-in", data={"code": code})
    second = other.client.post("/sign-in", data={"code": code})

    assert "sign-in key" in first.text
    assert second.status_code == 403
    assert "does not work" in second.text


def test_the_key_shown_once_lets_the_same_person_in_again(visit: Visit, other: Visit) -> None:
    welcome = visit.client.post("/sign-in", data={"code": visit.invited()}).text
    key = re.search(r"<code>([a-z0-9-]+)</code>", welcome)
    assert key

    again = other.client.post("/sign-in", data={"code": key[1].upper()})

    assert again.url.path == "/"
    assert "Your question" in again.text


def test_signing_out_ends_the_session_on_the_server(member: Visit) -> None:
    token = member.client.cookies["practice_session"]

    member.post("/sign-out")

    member.client.cookies.set("practice_session", token)
    assert member.client.get("/").url.path == "/sign-in"


def test_a_code_is_seen_while_it_is_typed_and_a_key_is_not(visit: Visit) -> None:
    page = visit.client.get("/sign-in").text

    assert re.search(r'<input id="code" name="code" autocomplete', page)
    assert re.search(r'<input id="key" name="code" type="password"', page)


def test_wrong_codes_from_one_address_shut_out_no_other() -> None:
    turnstile = Turnstile(lambda: 0.0)
    for _ in range(40):
        turnstile.check("192.0.2.1")
        turnstile.failed("192.0.2.1")

    with pytest.raises(Refused):
        turnstile.check("192.0.2.1")
    turnstile.check("192.0.2.2")


def test_wrong_codes_from_everywhere_are_slowed_for_a_minute() -> None:
    now = [0.0]
    turnstile = Turnstile(lambda: now[0])
    for number in range(400):
        turnstile.failed(f"192.0.2.{number}")

    with pytest.raises(Refused):
        turnstile.check("198.51.100.1")
    now[0] = 61.0
    turnstile.check("198.51.100.1")


def test_a_room_that_mistypes_its_codes_still_gets_in(visit: Visit, other: Visit) -> None:
    for _ in range(30):
        assert other.client.post("/sign-in", data={"code": "WRON-GCOD-E000"}).status_code == 403

    assert visit.client.post("/sign-in", data={"code": visit.invited()}).status_code == 200


# -- asking ----------------------------------------------------------------------------------


def test_an_answer_quotes_its_source_and_marks_the_words_in_their_passage(member: Visit) -> None:
    page = member.ask(QUESTION)

    assert "16 weeks" in page
    assert "SI 2010/959 reg 24" in page
    quote = re.search(r"<blockquote><p>(.*?)</p>", page, re.DOTALL)
    assert quote
    assert f"<mark>{quote[1]}</mark>" in page
    assert "our summary, not the official wording" in page


def test_a_follow_up_is_understood(member: Visit) -> None:
    first = member.ask(QUESTION)
    turns = re.findall(r'name="turn" value="([^"]*)"', first)[:2]

    page = member.client.post(
        "/",
        data={
            "form_key": member.form_key(),
            "turn_by": ["user", "bot"],
            "turn": turns,
            "question": "and can it be extended?",
        },
    ).text

    assert "8 weeks" in page


def test_danger_comes_first_in_fixed_words(member: Visit) -> None:
    page = member.ask("a baby is not breathing in front of me")

    assert 'role="alert"' in page
    assert "call 999" in page
    assert "Then call your council&#39;s duty team, and tell your manager." in page  # no number is set here


def test_personal_details_stop_a_question_and_do_not_come_back(member: Visit) -> None:
    page = member.ask("Should Tamsin Okonkwo-Reilly, born 3/4/2015, have a core group?")

    assert "act first" in page
    assert "Okonkwo" not in page
    assert "core group" in page


def test_the_sixteenth_question_in_a_minute_waits_but_danger_does_not(member: Visit) -> None:
    key = member.form_key()

    asked = [member.client.post("/", data={"form_key": key, "question": "core group"}) for _ in range(16)]
    danger = member.client.post("/", data={"form_key": key, "question": "a baby is not breathing in front of me"})

    assert [page.status_code for page in asked] == [200] * 15 + [429]
    assert "15 questions in a minute" in asked[-1].text
    assert "call 999" in danger.text


def test_what_people_type_is_shown_and_never_run(member: Visit) -> None:
    page = member.ask("<script>alert(1)</script> & <b>reg 24</b>")

    assert "<script>alert" not in page
    assert "<b>reg" not in page


# -- checking --------------------------------------------------------------------------------


def test_a_pasted_draft_comes_back_with_its_matrix_and_marks(member: Visit) -> None:
    page = member.post("/check", files={"file": ("", b"")}, text=DRAFT).text

    assert "Risks at a glance" in page
    assert "kicks the doors in" in page
    assert "CONT003" in page
    assert "not kept" in page


def test_a_word_file_comes_back_with_comments(member: Visit) -> None:
    document = Document()
    for line in DRAFT.splitlines():
        document.add_paragraph(line)
    held = io.BytesIO()
    document.save(held)

    answer = member.post("/check", files={"file": ("plan.docx", held.getvalue())}, **{"as": "word"})

    assert "attachment" in answer.headers["content-disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.content)) as made:
        assert b"Ofsted" in made.read("word/comments.xml")


def test_no_word_of_a_draft_reaches_the_disk(member: Visit, data: Path) -> None:
    mark = "Zebedee-Quillfeather"

    member.post("/check", files={"file": ("plan.txt", f"{DRAFT}\n{mark}\n".encode() + b"\n" * 1_200_000)})

    kept = [path for path in data.rglob("*") if path.is_file() and mark.encode() in path.read_bytes()]
    assert kept == []


@pytest.mark.parametrize("wrong", [{"team": "Bartholomew Wigglesworth"}, {"day": "soon"}, {"kind": "novel"}])
def test_a_refused_check_gives_the_draft_and_the_choices_back(member: Visit, wrong: dict[str, str]) -> None:
    fields = {"text": f"{DRAFT}<b>", "kind": "child_protection_plan", "day": "2026-03-03", "team": "Harbour team"}

    page = member.post("/check", files={"file": ("", b"")}, **(fields | wrong))

    assert page.status_code == 400
    assert 'role="alert"' in page.text
    assert f"{html.escape(fields['text'])}</textarea>" in page.text
    assert 'value="Harbour team"' in page.text or "team" in wrong
    assert 'value="child_protection_plan" selected' in page.text or "kind" in wrong


def test_a_refused_file_is_asked_for_again(member: Visit) -> None:
    page = member.post("/check", files={"file": ("plan.txt", DRAFT.encode())}, day="soon")

    assert "choose your file again" in page.text


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("empty.docx", b"", "empty"),
        ("plan.docm", b"PK\x03\x04" + b"\0" * 40, "damaged"),
        ("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, ""),
    ],
)
def test_a_file_that_cannot_be_read_gets_one_sentence(member: Visit, name: str, content: bytes, sentence: str) -> None:
    page = member.post("/check", files={"file": (name, content)})

    assert page.status_code == 400
    assert 'role="alert"' in page.text
    assert sentence in page.text
    assert "Traceback" not in page.text


def test_ten_megabytes_are_too_much(member: Visit) -> None:
    page = member.post("/check", files={"file": ("big.txt", b"word " * 2_200_000)})

    assert page.status_code == 413
    assert "10 MB" in page.text
    assert "<h1>That did not work</h1>" in page.text
    assert "Sign out" in page.text


def test_a_page_number_that_is_no_number_is_no_accident(member: Visit) -> None:
    link = re.search(r'href="(/sources/[^"?]+)', member.client.get("/sources").text)
    assert link

    assert [member.client.get(link[1], params={"page": number}).status_code for number in ("²", "9" * 5000)] == [
        200
    ] * 2


# -- long drafts -----------------------------------------------------------------------------

POOR = "\n\n".join(one.text for one in scenarios() if one.quality is Quality.POOR)


@pytest.mark.parametrize("as_file", [False, True])
def test_the_report_on_a_long_draft_is_a_small_page_and_the_rest_is_a_file(member: Visit, as_file: bool) -> None:
    text = f"{POOR}\n\n{POOR}"[:29_000]
    given = (
        {"files": {"file": ("plan.txt", text.encode())}} if as_file else {"files": {"file": ("", b"")}, "text": text}
    )

    page = member.post("/check", **given)  # type: ignore[arg-type]
    whole = member.post("/check", **given, **{"as": "whole"})  # type: ignore[arg-type]

    assert len(page.content) < 150_000
    assert "This page shows the first 20 of" in page.text
    assert "Whole report as a file" in page.text
    anchors = set(re.findall(r'href="#([^"]+)"', page.text))
    assert anchors <= set(re.findall(r'id="([^"]+)"', page.text))
    assert "attachment" in whole.headers["content-disposition"]
    assert "This page shows" not in whole.text
    assert whole.text.count('class="severity"') > page.text.count('class="severity"') == 20


def test_a_short_draft_is_shown_whole(member: Visit) -> None:
    assert "This page shows" not in member.post("/check", files={"file": ("", b"")}, text=DRAFT).text


def test_a_draft_that_is_too_long_is_refused_in_one_sentence(member: Visit) -> None:
    page = member.post("/check", files={"file": ("plan.txt", b"The plan is reviewed. " * 10_000)})

    assert page.status_code == 400
    assert "longer than 200,000 characters" in page.text


def test_a_long_draft_holds_up_nobody_else(member: Visit, other: Visit) -> None:
    text = POOR * 8
    with ThreadPoolExecutor(1) as pool:
        under_way = pool.submit(member.post, "/check", {"file": ("plan.txt", text[:150_000].encode())})
        waits = []
        while not under_way.done():
            started = time.perf_counter()
            assert other.client.get("/privacy").status_code == 200
            waits.append(time.perf_counter() - started)
            time.sleep(0.05)

    assert under_way.result().status_code == 200
    assert max(waits) < 2.0


# -- looking things up -----------------------------------------------------------------------


def test_a_deadline_is_worked_out(member: Visit) -> None:
    page = member.client.get("/deadline", params={"event": "reg 24", "day": "3 November 2026"}).text

    assert "23 February 2027" in page


def test_a_date_that_is_none_gets_one_sentence(member: Visit) -> None:
    page = member.client.get("/deadline", params={"event": "reg 24", "day": "soonish"})

    assert page.status_code == 400
    assert "is not a date" in page.text


def test_a_source_opens_at_the_passage(member: Visit) -> None:
    answer = member.ask(QUESTION)
    link = re.search(r'href="(/sources/[^"#]+)#', answer)
    assert link

    page = member.client.get(link[1].replace("&amp;", "&")).text

    assert 'class="passage-box here"' in page


@pytest.mark.parametrize("path", ["/nothing", "/rules/NOPE001", "/sources/none", "/static/../settings.py", "/static/x"])
def test_what_is_not_there_is_said_in_one_sentence(member: Visit, path: str) -> None:
    page = member.client.get(path)

    assert page.status_code == 404
    assert "<h1>That did not work</h1>" in page.text


# -- safety ----------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_small_and_loads_nothing_from_outside(member: Visit, path: str) -> None:
    page = member.client.get(path)

    assert page.status_code == 200
    assert len(page.content) < 150_000
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"
    loaded = re.findall(r"""<(?:script|link|img|iframe)[^>]*(?:src|href)=["']([^"']+)""", page.text)
    assert loaded
    assert all(address.startswith("/static/") for address in loaded)
    assert "<script>" not in page.text
    assert " style=" not in page.text


def test_a_form_from_another_site_is_refused(member: Visit) -> None:
    fields = {"form_key": member.form_key(), "question": QUESTION}

    page = member.client.post("/", data=fields, headers={"Origin": "https://elsewhere.example"})

    assert page.status_code == 403


@pytest.mark.parametrize("key", ["", "0" * 64])
def test_a_form_without_the_key_of_its_session_is_refused(member: Visit, key: str) -> None:
    page = member.client.post("/", data={"form_key": key, "question": QUESTION})

    assert page.status_code == 403
    assert "what you sent was not taken" in page.text
    assert "16 weeks" not in page.text


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(visit: Visit) -> None:
    answer = visit.client.post("/sign-in", data={"code": visit.invited()}, follow_redirects=False)

    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_a_request_without_a_host_is_refused(served: str) -> None:
    host, port = served.removeprefix("http://").split(":")

    with socket.create_connection((host, int(port)), timeout=10) as line:
        line.sendall(b"GET / HTTP/1.1\r\n\r\n")
        answer = line.recv(100)

    assert b" 400 " in answer


def test_slow_clients_do_not_hold_up_others(member: Visit, served: str) -> None:
    host, port = served.removeprefix("http://").split(":")
    slow = [socket.create_connection((host, int(port)), timeout=10) for _ in range(40)]
    for line in slow:
        line.sendall(b"POST /check HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nslow")

    page = member.ask(QUESTION)

    assert "16 weeks" in page
    for line in slow:
        line.close()


# -- what is kept ----------------------------------------------------------------------------


def test_what_is_kept_names_training_and_every_time_as_the_schedule_has_it(visit: Visit) -> None:
    page = visit.client.get("/privacy").text

    for table, kept in {
        "rounds": (
            "What you hand in",
            "The name that you give",
            "Your answers to quiz questions",
            "corrective actions",
        ),
        "answers": ("For each answer",),
        "feedback": ("whether an answer helped",),
        "counted_drafts": ("a draft counts once",),
        "people": ("your role",),
        "audit": ("A log of what was done",),
    }.items():
        for words in kept:
            (line,) = (line for line in page.splitlines() if words in line)
            assert f" {days_kept(table)} days" in line
    assert "Which checks you missed" in page


def test_every_table_that_holds_a_person_of_the_page_or_of_training_is_told(visit: Visit) -> None:
    page = visit.client.get("/privacy").text
    told = {
        "people": "your role",
        "invites": "the name your administrator gave",
        "sessions": "signed in",
        "feedback": "whether an answer helped",
        "audit": "A log of what was done",
        "round_people": "The name that you give",
        "round_submissions": "What you hand in",
        "round_answers": "quiz questions",
        "practice": "Which checks you missed",
    }
    only_in_chats = {"buttons", "approvals", "turns", "reached", "open_groups", "audit_calls"}

    holding = {table.name for table in metadata.sorted_tables if "person" in table.c}

    assert holding == told.keys() | only_in_chats
    assert all(words in page for words in told.values())


def test_connections_on_which_nothing_comes_are_let_go(served: str) -> None:
    host, port = served.removeprefix("http://").split(":")
    silent = [socket.create_connection((host, int(port)), timeout=15) for _ in range(405)]

    closed = [line.recv(1) == b"" for line in silent]

    assert all(closed)
    assert httpx.get(f"{served}/privacy").status_code == 200
    for line in silent:
        line.close()
