"""Webhooks: only Telegram is heard, and two identical copies share the work (F50, F59)."""

from datetime import timedelta

import httpx
from sqlalchemy import update

from bot.records.people import Role
from bot.records.schema import approvals
from tests.telegram.fake import FakeTelegram
from tests.telegram.process import BotProcess, free_ports

_HEADER = "X-Telegram-Bot-Api-Secret-Token"


def test_two_copies_answer_once_and_only_with_the_secret(bot_process: BotProcess, telegram: FakeTelegram) -> None:
    bot_process.person(7)
    addresses = [f"http://127.0.0.1:{port}/hook" for port in free_ports(2)]
    for address in addresses:
        bot_process.start("--webhook", address, "--listen", address.removeprefix("http://").removesuffix("/hook"))
    assert telegram.until(lambda: sum(call[0] == "setWebhook" for call in list(telegram.calls)) == 2, 60)
    secret = {_HEADER: telegram.webhook["secret_token"]}

    def sent(copy: int, number: int, text: str, **headers: str) -> int:
        update = {"update_id": number, "message": telegram.message(7, text=text)}
        return httpx.post(addresses[copy], json=update, headers=headers).status_code

    refused = [sent(0, 1, "/help"), sent(0, 1, "/help", **{_HEADER: "wrong"})]
    broken = httpx.post(addresses[0], content=b"{", headers=secret).status_code
    chats_only = {"update_id": 9, "message": {"message_id": 1, "date": 1, "chat": {"id": 7}}}
    unreadable = httpx.post(addresses[0], json=chats_only, headers=secret).status_code
    taken = [sent(0, 2, "can temporary approval under reg 24 be extended", **secret)]
    taken += [sent(1, 2, "can temporary approval under reg 24 be extended", **secret)]
    telegram.wait(7)
    taken += [sent(1, 3, "how long for?", **secret)]
    said = telegram.wait(7, 2)

    assert (refused, broken, unreadable, taken) == ([401, 403], 400, 200, [200, 200, 200])
    assert len(said) == 2
    assert "reg 25" in said[1].text


def test_answers_wait_for_a_manager_where_the_council_wants_that_and_have_their_buttons(
    bot_process: BotProcess, telegram: FakeTelegram
) -> None:
    bot_process.person(7)
    bot_process.person(8, Role.MANAGER)
    bot_process.start(PRACTICE_BOT_APPROVALS="on")
    telegram.say(8, "/start")
    telegram.wait(8)

    telegram.say(7, "how long can temporary approval last under reg 24")
    waiting = telegram.wait(7)[0]
    asked = telegram.wait(8, 2)[1]
    telegram.press(8, dict(asked.buttons)["Send it"])
    answer = telegram.wait(7, 2)[1]
    telegram.press(7, dict(answer.buttons)["Full quote"])
    full = telegram.wait(7, 3)[2]

    assert "a manager looks" in waiting.text
    assert "SI 2010/959 reg 24" in answer.text
    assert [label for label, _ in answer.buttons][-2:] == ["Helpful", "Not helpful"]
    assert "SI 2010/959 reg 24" in full.text


def test_an_answer_that_no_manager_could_be_told_of_waits_and_is_shown(
    bot_process: BotProcess, telegram: FakeTelegram
) -> None:
    bot_process.person(7)
    bot_process.person(8, Role.MANAGER)
    bot_process.start(PRACTICE_BOT_APPROVALS="on")
    telegram.say(7, "how long can temporary approval last under reg 24")
    told = telegram.wait(7)[0]

    telegram.say(8, "/start")
    welcome = telegram.wait(8)[0]
    telegram.say(8, "/waiting")
    shown = telegram.wait(8, 3)[2]
    telegram.press(8, dict(shown.buttons)["Send it"])
    answer = telegram.wait(7, 2)[1]
    telegram.say(8, "/waiting")
    empty = telegram.wait(8, 5)[4]
    telegram.say(7, "/waiting")
    refused = telegram.wait(7, 3)[2]

    assert "no manager has a chat with me yet" in told.text
    assert "/waiting" in welcome.text
    assert "SI 2010/959 reg 24" in answer.text
    assert empty.text == "No answer waits for you."
    assert "for managers and administrators" in refused.text


def test_a_decided_answer_that_a_killed_bot_did_not_send_goes_out_after_its_restart(
    bot_process: BotProcess, telegram: FakeTelegram
) -> None:
    bot_process.person(7)
    manager = bot_process.person(8, Role.MANAGER)
    bot_process.start(PRACTICE_BOT_APPROVALS="on")
    telegram.say(7, "how long can temporary approval last under reg 24")
    telegram.wait(7)
    assert bot_process.settled()
    bot_process.kill()
    with bot_process.records() as records:
        (asked,) = records.approvals.waiting()
        records.approvals.claim(asked.id, manager.id)
        records.approvals.decide(asked.id, manager.id, approved=True)
        with records.database.writing() as connection:
            connection.execute(update(approvals).values(decided=records.database.clock() - timedelta(minutes=1)))

    bot_process.start(PRACTICE_BOT_APPROVALS="on")
    answer = telegram.wait(7, 2, seconds=90)[1]

    assert "SI 2010/959 reg 24" in answer.text
