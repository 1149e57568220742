"""Audit practice in Telegram: a trainer and two auditors, blind, over a restart, to the close."""

import re

from bot.records.people import Role
from knowledge.plans.model import Severity
from knowledge.plans.rules import catalogue
from knowledge.scenarios.reader import scenario
from tests.telegram.fake import FakeTelegram
from tests.telegram.process import BotProcess

TRAINER, FIRST, SECOND, THIRD, GROUP = 1, 11, 12, 13, -77
HELD = scenario("lbp-harper-poor")
SERIOUS = sorted(HELD.rules & {rule.id for rule in catalogue() if rule.severity is Severity.HIGH})
KETTLE = "The purple kettle is missing"


def test_neither_auditor_nor_the_trainer_sees_an_audit_before_both_are_in(
    bot_process: BotProcess, telegram: FakeTelegram
) -> None:
    code = opened(bot_process, telegram)
    joined = [said(telegram, account, f"/join {code}") for account in (FIRST, SECOND, THIRD)]
    no_grade = said(telegram, FIRST, f"/handin {KETTLE}")
    said(telegram, FIRST, f"/handin {KETTLE}\nLBP002\nGood")
    looks = (
        (SECOND, "/audit"),
        (SECOND, "/audit compare"),
        (TRAINER, "/audit"),
        (TRAINER, f"/round close {code}"),
        (TRAINER, f"/board {code}"),
        (THIRD, f"/audit compare {code}"),
    )
    blind = "\n".join(said(telegram, account, text) for account, text in looks)

    assert "You are auditor 1 of 2" in joined[0]
    assert "Dear Ms Harper" in joined[1]
    assert "Two people are auditing" in joined[2]
    assert "Your grade is missing" in no_grade
    assert "1 of 2 audits are in" in blind
    assert "Both audits must be in" in blind
    assert "You have not joined this audit" in blind
    assert not re.search(r"kettle|Good|LBP002", blind)
    assert telegram.refusals == []


def test_two_audits_are_compared_after_a_restart_and_closed_with_their_actions(
    bot_process: BotProcess, telegram: FakeTelegram
) -> None:
    code = opened(bot_process, telegram)
    for account in (FIRST, SECOND):
        said(telegram, account, f"/join {code}")
    said(telegram, FIRST, f"/handin {KETTLE}\nLBP002\nGood")
    bot_process.kill()
    bot_process.start()
    both = said(telegram, SECOND, "/handin LBP002\nADULT001\nMy grade: inadequate.")
    compared = said(telegram, SECOND, "/audit compare", "CORRECTIVE|corrective action")
    late = said(telegram, FIRST, "/handin LBP001\nInadequate")
    unfinished = said(telegram, TRAINER, "/audit close")
    undated = said(telegram, FIRST, f"/audit correct {SERIOUS[0]} somebody does it")
    kept = [said(telegram, FIRST, f"/audit correct {rule} The team manager does it by 4 May") for rule in SERIOUS]
    by_auditor = said(telegram, FIRST, "/audit close")
    closed = said(telegram, TRAINER, "/audit close")

    assert telegram.until(lambda: "the other audit is in too" in " ".join(one.text for one in telegram.to(FIRST)))
    assert not any("the other audit is in too" in one.text for one in telegram.to(SECOND))
    assert "Both are in" in both
    assert "Both named: LBP002" in compared
    assert "Only the second auditor named: ADULT001" in compared
    assert "2 grades too kind" in compared
    assert HELD.gaps[0].better.split(":")[0] in compared
    assert "too late" in late
    assert "cannot close" in unfinished
    assert "needs a date" in undated
    assert "Kept. Next: /audit close." in kept[-1]
    assert "Only a trainer" in by_auditor
    assert f"{SERIOUS[0]}: The team manager does it by 4 May" in closed
    assert telegram.refusals == []


def test_an_audit_is_opened_and_compared_in_an_open_group_but_handed_in_privately(
    bot_process: BotProcess, telegram: FakeTelegram
) -> None:
    bot_process.person(TRAINER, Role.ADMINISTRATOR)
    for account in (FIRST, SECOND):
        bot_process.person(account)
    bot_process.start()

    said_in(telegram, TRAINER, "/open")
    found = re.search(r"Audit ([A-Z0-9]+) is open", said_in(telegram, TRAINER, f"/audit open {HELD.id}"))
    assert found
    for account in (FIRST, SECOND):
        said(telegram, account, f"/join {found[1]}")
    aloud = said_in(telegram, FIRST, "/handin LBP002\nGood")
    for account in (FIRST, SECOND):
        said(telegram, account, "/handin LBP002\nGood")
    compared = said_in(telegram, TRAINER, "/audit compare")

    assert "privately" in aloud
    assert "Both named: LBP002" in compared
    assert telegram.refusals == []


def opened(bot_process: BotProcess, telegram: FakeTelegram) -> str:
    """The code of an audit that the trainer has opened; the others are invited."""
    bot_process.person(TRAINER, Role.TRAINER)
    for account in (FIRST, SECOND, THIRD):
        bot_process.person(account)
    bot_process.start()
    answer = said(telegram, TRAINER, f"/audit open {HELD.id} North hub")
    found = re.search(r"Audit ([A-Z0-9]+) is open", answer)
    assert found, answer
    return found[1]


def said(telegram: FakeTelegram, account: int, text: str, until: str = "") -> str:
    """What somebody gets back in their private chat, in one message or more."""
    return _answer(telegram, account, account, text, until)


def said_in(telegram: FakeTelegram, account: int, text: str) -> str:
    """What the group sees after somebody has written in it."""
    return _answer(telegram, account, GROUP, text, "")


def _answer(telegram: FakeTelegram, account: int, chat: int, text: str, until: str) -> str:
    before = len(telegram.to(chat))
    telegram.say(account, text, chat=None if chat == account else chat)

    def words() -> str:
        return "\n".join(one.text for one in telegram.to(chat)[before:])

    telegram.wait(chat, before + 1)
    assert telegram.until(lambda: re.search(until, words()) is not None)
    return words()
