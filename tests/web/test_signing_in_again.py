"""Whoever is signed out in the middle of something comes back to it, with what they had typed."""

import re
from html import unescape
from pathlib import Path

import httpx
import pytest

from bot.records.store import open_records
from config.settings import load
from tests.conftest import clean_environment
from tests.web.conftest import FORM_KEY, Visit
from tests.web.test_training import HELD, opened

KETTLE = "The <purple> kettle\nis not mentioned & no date is given"
HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)">')


@pytest.fixture
def key(visit: Visit) -> str:
    """The sign-in key of a practitioner who is signed in."""
    return let_in(visit, "practitioner")


def test_a_page_is_come_back_to_after_signing_in(visit: Visit, key: str) -> None:
    end_session(visit)
    door = visit.client.get("/sources?page=2")

    back = sign_in(visit, door, key)

    assert door.url.path == "/sign-in"
    assert str(back.url).endswith("/sources?page=2")


def test_a_new_person_starts_at_the_page_that_they_wanted(visit: Visit) -> None:
    door = visit.client.get("/rules/CONT001")

    welcome = sign_in(visit, door, visit.invited())

    assert '<a class="button" href="/rules/CONT001">Start</a>' in welcome.text


@pytest.mark.parametrize(
    "to", ["//evil.example", "/\\evil.example", "https://evil.example", "/a b", "javascript:1", ""]
)
def test_no_address_leads_to_another_site(visit: Visit, key: str, to: str) -> None:
    visit.post("/sign-out")

    back = visit.client.post("/sign-in", data={"code": key, "to": to}, follow_redirects=False)

    assert back.headers["location"] == "/"


def test_a_hand_in_is_there_again_after_signing_in(visit: Visit, key: str, other: Visit) -> None:
    code = opened(other.sign_in("trainer"))
    visit.post("/rounds/join", code=code)
    form = {"form_key": visit.form_key(), "rule": [HELD.gaps[0].rule, HELD.gaps[1].rule], "words": KETTLE}
    end_session(visit)

    door = visit.client.post(f"/rounds/{code}/hand-in", data=form)
    wrong = sign_in(visit, door, "no-such-key")
    again = sign_in(visit, wrong, key)
    before = visit.client.get(f"/rounds/{code}").text
    receipt = send_again(visit, again)
    after = visit.client.get(f"/rounds/{code}").text

    assert "What you sent is not lost" in door.text
    assert "What you sent is not lost" in wrong.text
    assert "does not work" in wrong.text
    assert f"You ticked: {HELD.gaps[0].rule}, {HELD.gaps[1].rule}." in again.text
    assert words_on(again) == KETTLE
    assert "Yours is in" not in before
    assert "Received: 4 points" in receipt.text
    assert "Yours is in" in after


def test_a_form_of_an_earlier_session_is_sent_again_with_one_press(visit: Visit, key: str, other: Visit) -> None:
    code = opened(other.sign_in("trainer"))
    visit.post("/rounds/join", code=code)
    old = visit.form_key()
    visit.post("/sign-out")
    visit.client.post("/sign-in", data={"code": key})

    again = visit.client.post(f"/rounds/{code}/hand-in", data={"form_key": old, "words": KETTLE})
    receipt = send_again(visit, again)

    assert again.status_code == 403
    assert "what you sent was not taken" in again.text
    assert "Received: 2 points" in receipt.text


def test_a_draft_and_its_choices_are_kept_but_a_file_is_asked_for_again(visit: Visit, key: str) -> None:
    end_session(visit)
    form = {"text": "Mum will do it.", "kind": "supervision_record", "as": "page"}

    door = visit.client.post("/check", data=form, files={"file": ("draft.txt", b"Dad will do it.")})
    again = sign_in(visit, door, key)

    assert "choose it again" in again.text
    assert {("kind", "supervision_record"), ("as", "page")} <= set(HIDDEN.findall(again.text))
    assert "Findings, most serious first" in send_again(visit, again).text


def test_a_step_of_a_round_is_not_done_by_signing_in(visit: Visit) -> None:
    key = let_in(visit, "trainer")
    code = opened(visit)
    form = {"form_key": visit.form_key()}
    end_session(visit)

    back = sign_in(visit, visit.client.post(f"/rounds/{code}/close", data=form), key)

    assert back.url.path == f"/rounds/{code}"
    assert "Close the round" in back.text


def test_what_another_site_sends_is_not_carried(visit: Visit) -> None:
    page = visit.client.post("/", data={"question": KETTLE}, headers={"Origin": "https://evil.example"})

    assert page.status_code == 403
    assert "kettle" not in page.text


@pytest.mark.parametrize("path", ["/rounds", "/rounds/join", "/audits", "/feedback", "/sign-out"])
def test_the_address_of_a_form_leads_to_the_page_that_it_stands_on(member: Visit, path: str) -> None:
    assert member.client.get(path).url.path in {"/", "/train"}


def test_nothing_of_what_was_typed_is_kept_on_the_server(member: Visit, data: Path) -> None:
    end_session(member)

    member.client.post("/", data={"question": "zebra-lantern-4417"})

    assert not [file for file in data.rglob("*") if file.is_file() and b"zebra-lantern-4417" in file.read_bytes()]


def let_in(visit: Visit, role: str) -> str:
    """Sign in with an invite code; the key that is shown then."""
    welcome = visit.client.post("/sign-in", data={"code": visit.invited(role)}).text
    found = re.search(r"<code>([a-z0-9-]+)</code>", welcome)
    assert found
    return found[1]


def end_session(visit: Visit) -> None:
    """The session is over on the server, as after twelve hours; the browser does not know yet."""
    records = open_records(load(clean_environment(visit.data)))
    records.sessions.end(visit.client.cookies["practice_session"])
    records.close()


def sign_in(visit: Visit, door: httpx.Response, code: str) -> httpx.Response:
    """Sign in with the first form of a sign-in page, as a browser sends it."""
    first = door.text.partition("</form>")[0]
    return visit.client.post("/sign-in", data={**_hidden(first), "code": code})


def send_again(visit: Visit, page: httpx.Response) -> httpx.Response:
    """Press the button of the page that holds what was typed."""
    form = page.text[page.text.index('class="stack"') - 200 :]
    action = re.search(r'action="([^"]+)" class="stack"', form)
    assert action
    assert FORM_KEY.search(form)
    return visit.client.post(unescape(action[1]), data={**_hidden(form.partition("</form>")[0]), **_typed(page)})


def words_on(page: httpx.Response) -> str:
    return _typed(page)["words"]


def _typed(page: httpx.Response) -> dict[str, str]:
    found = re.findall(r'<textarea id="kept-\w+" name="(\w+)" rows="5">\n(.*?)</textarea>', page.text, re.DOTALL)
    return {name: unescape(words) for name, words in found}


def _hidden(form: str) -> dict[str, list[str]]:
    fields: dict[str, list[str]] = {}
    for name, value in HIDDEN.findall(form):
        fields.setdefault(unescape(name), []).append(unescape(value))
    return fields
