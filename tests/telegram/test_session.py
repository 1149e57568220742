"""A whole training session: a trainer and thirty people, half in Telegram and half on the web page, in one round."""

import csv
import io
import re
import time
from collections.abc import Iterator

import pytest

from knowledge.scenarios.reader import scenario
from tests.telegram.fake import FakeTelegram
from tests.telegram.process import BotProcess
from tests.telegram.room import Browser, Room, gathered

HELD = scenario("reg-nan-kept-them-poor")
RULES = [gap.rule for gap in HELD.gaps]
TEAM = "=2+3"
MARKUP = "<script>alert(1)</script>"
KETTLE = "The purple kettle is nowhere in it, and no date is given"
REAL = "Just like Bartholomew Wigglesworth, born 3/4/2015"
HALF = 15


@pytest.fixture
def room(bot_process: BotProcess, telegram: FakeTelegram) -> Iterator[Room]:
    yield from gathered(bot_process, telegram, HALF, HALF)


def test_a_trainer_and_thirty_people_on_both_channels(
    room: Room, bot_process: BotProcess, telegram: FakeTelegram
) -> None:
    code = _opened(room)
    _joined(room, code)
    _few_have_handed_in(room, code)
    _all_hand_in(room, code)
    _nobody_sees_the_work_of_others(room, code)
    _both_servers_die_and_come_back(room, code, bot_process)
    _closed(room, code)
    _revealed(room, code)
    _summed_up(room, code)
    _the_same_round_later(room)

    assert telegram.refusals == []
    assert bot_process.end() == 0
    kept = b"".join(path.read_bytes() for path in bot_process.folder.glob("records.db*"))
    assert not re.search(rb"purple kettle|Wigglesworth|Quillon|alert\(1\)", kept)


# -- the session, step by step ---------------------------------------------------------------


def _opened(room: Room) -> str:
    page = room.trainer.post("/rounds", scenario=HELD.id, team=TEAM)
    found = re.search(r"/rounds/([A-Z0-9]+)$", str(page.url))
    assert found, page.text
    return found[1]


def _joined(room: Room, code: str) -> None:
    """First with a wrong code; every second person gives a name, one of them with markup."""
    wrong = room.browsers[0].post("/rounds/join", code="NOPE1")
    unknown = room.say({room.accounts[0]: "/join NOPE1"})[room.accounts[0]]
    names = {room.browsers[0]: f"Quillon {MARKUP}"} | dict.fromkeys(room.browsers[2::2], "Sam")
    pages, messages = room.at_once(
        lambda browser: browser.post("/rounds/join", code=code.lower(), name=names.get(browser, "")),
        {one: f"/join {code} {'Kim' if one % 2 else ''}" for one in room.accounts},
    )

    assert wrong.status_code == 400
    assert "no round with that code" in wrong.text
    assert "no round with that code" in unknown
    assert all(HELD.text.split("\n")[0][:30] in words for words in (*pages, *messages))
    seats = [int(found[1]) for words in messages if (found := re.search(r"You are number (\d+)", words))]
    assert len(set(seats)) == HALF
    leading = room.trainer.see(f"/rounds/{code}")
    assert "30 joined, 0 handed in" in leading
    assert "Quillon &lt;script&gt;" in leading
    assert MARKUP not in leading
    assert "Sam" in leading
    assert "Kim" in leading


def _few_have_handed_in(room: Room, code: str) -> None:
    """Two hand-ins, one with words that nobody else writes and markup: the board shows no themes yet."""
    page = room.browsers[0].post(f"/rounds/{code}/hand-in", words=f"{KETTLE}\n{MARKUP}").text
    said = room.say({room.accounts[0]: f"/handin {RULES[0]}"})[room.accounts[0]]

    assert "Received" in page
    assert "Received" in said
    assert "2 handed in" in room.browsers[1].see(f"/rounds/{code}/board")
    assert "when three people have handed in" in room.browsers[1].see(f"/rounds/{code}/board")
    assert "when three people have handed in" in room.say({room.accounts[1]: "/board"})[room.accounts[1]]


def _all_hand_in(room: Room, code: str) -> None:
    """Everybody but the last two in Telegram, at once; then again; and what looks real is stopped."""
    late = set(room.accounts[-2:])
    pages, messages = room.at_once(
        lambda browser: browser.post(f"/rounds/{code}/hand-in", rule=RULES[1]),
        {one: f"/handin {RULES[0]}\n{RULES[1]}" for one in room.accounts if one not in late},
    )
    stopped = room.browsers[3].post(f"/rounds/{code}/hand-in", words=REAL)
    stopped_too = room.say({room.accounts[3]: f"/handin {REAL}"})[room.accounts[3]]

    assert all("Received" in words for words in (*pages, *messages))
    assert "takes the place" in pages[0]
    assert "takes the place" in messages[0]
    assert stopped.status_code == 400
    assert "nothing was kept" in stopped.text
    assert "Wigglesworth" not in room.browsers[3].see(f"/rounds/{code}")
    assert "nothing was kept" in stopped_too
    assert _board(room, code, 28, found={RULES[0]: 13, RULES[1]: 28})
    told = room.say({room.accounts[2]: "/board"})[room.accounts[2]]
    assert "30 joined, 28 handed in" in told


def _board(room: Room, code: str, handed_in: int, found: dict[str, int]) -> bool:
    """Whether the board counts this within two seconds or so, all themes together."""
    for _ in range(50):
        shown = room.trainer.see(f"/rounds/{code}/board")
        finds = [int(count) for count in re.findall(r'value="(\d+)"', shown)]
        if f"30 joined, {handed_in} handed in" in shown and sum(finds) == sum(map(_worth, found.items())):
            return True
        time.sleep(0.1)
    return False


def _worth(found: tuple[str, int]) -> int:
    """A rule that stands twice in the key is found in both places."""
    return RULES.count(found[0]) * found[1]


def _nobody_sees_the_work_of_others(room: Room, code: str) -> None:
    browser, account = room.browsers[4], room.accounts[4]
    seen = "\n".join(
        (
            browser.see(f"/rounds/{code}"),
            browser.see(f"/rounds/{code}/board"),
            browser.see(f"/rounds/{code}/summary.csv"),
            browser.see(f"/rounds/{code}/print"),
            browser.post(f"/rounds/{code}/next").text,
            room.say({account: "/board"})[account],
            room.say({account: "/round next"})[account],
            room.trainer.see(f"/rounds/{code}"),
        )
    )

    assert "kettle" not in seen
    assert "Quillon" not in browser.see(f"/rounds/{code}")
    assert not any(gap.better in seen for gap in HELD.gaps)


def _both_servers_die_and_come_back(room: Room, code: str, bot: BotProcess) -> None:
    """The last two hand in while the servers are killed; nothing that was handed in is lost, everybody is signed in."""
    waiting = {one: len(room.telegram.to(one)) for one in room.accounts[-2:]}
    for account in waiting:
        room.telegram.say(account, f"/handin {RULES[0]}")
    bot.kill()
    room.page.kill()
    room.page.start()
    bot.start()
    room.page.wait()

    for account, before in waiting.items():
        assert "Received" in room.telegram.wait(account, before + 1)[-1].text
    assert _board(room, code, 30, found={RULES[0]: 15, RULES[1]: 28})


def _closed(room: Room, code: str) -> None:
    """Closed by the trainer; what comes afterwards is late, and changes nothing."""
    closed = room.trainer.post(f"/rounds/{code}/close").text
    late = room.browsers[5].post(f"/rounds/{code}/hand-in", rule=RULES[-1])
    late_too = room.say({room.accounts[5]: f"/handin {RULES[-1]}"})[room.accounts[5]]

    assert "The round is closed" in closed
    assert late.status_code == 400
    assert "too late" in late.text
    assert "too late" in late_too
    assert _board(room, code, 30, found={RULES[0]: 15, RULES[1]: 28})
    seen = room.browsers[5].see(f"/rounds/{code}") + room.say({room.accounts[5]: "/board"})[room.accounts[5]]
    assert not any(gap.better in seen for gap in HELD.gaps)


def _revealed(room: Room, code: str) -> None:
    """Theme by theme: each is shown to both channels when its turn has come, and not before."""
    browser, shown = Browser(room.page, ""), []
    browser.client.cookies = room.browsers[6].client.cookies
    while "Everything has been shown" not in (page := room.trainer.post(f"/rounds/{code}/next").text):
        found = re.search(r"Shown: ([^.<]+)\.", page)
        assert found, page
        shown.append(found[1])
        assert re.findall(r'<h2 id="step-\d+">([^<]+)</h2>', browser.see(f"/rounds/{code}")) == shown
        assert len(shown) <= len(HELD.gaps)
    told = room.say({room.accounts[6]: "/board"})
    browser.client.close()

    assert len(shown) == len({gap.theme for gap in HELD.gaps})
    assert "Your own marking" in room.browsers[5].see(f"/rounds/{code}")
    assert "found by 28 of 30" in page
    assert "Found by 28 of 30" in "\n".join(one.text for one in room.telegram.to(room.accounts[6])), told


def _summed_up(room: Room, code: str) -> None:
    summary = room.trainer.see(f"/rounds/{code}/summary.csv").lstrip("\ufeff")
    rows = list(csv.DictReader(io.StringIO(summary)))
    printed = room.trainer.client.get(f"/rounds/{code}/print")
    ended = room.trainer.post(f"/rounds/{code}/end").text

    expected = {rule: 15 if rule == RULES[0] else 28 if rule == RULES[1] else 0 for rule in RULES}
    assert [(row["rule"], int(row["found by"])) for row in rows] == [
        (row["rule"], expected[row["rule"]]) for row in rows
    ]
    assert len(rows) == len(RULES)
    assert {row["team"] for row in rows} == {f"'{TEAM}"}
    assert "30 people joined, 30 handed in" in printed.text
    assert "sha256-" in printed.headers["content-security-policy"]
    assert "The round is over" in ended


def _the_same_round_later(room: Room) -> None:
    """Weeks later the same team finds everything: the page sets it beside the first round."""
    code = _opened(room)
    people = room.browsers[:3]
    for browser in people:
        browser.post("/rounds/join", code=code)
        browser.client.post(f"/rounds/{code}/hand-in", data={"form_key": browser.key, "rule": sorted(set(RULES))})
    page = room.trainer.post(f"/rounds/{code}/close").text

    changes = re.findall(r'<tr><th scope="row">([^<]+)</th><td>(\d+)%</td><td>(\d+)%</td></tr>', page)
    assert len(changes) == 1 + len({gap.theme for gap in HELD.gaps})
    assert {now for *_, now in changes} == {"100"}
    assert all(int(then) < 100 for _, then, _ in changes)
    assert "The same draft, round by round" in room.trainer.see(f"/rounds/{code}/print")
