"""Nothing is lost, doubled or sent to somebody else: under load, under Telegram's limits, and over kills."""

from tests.telegram.fake import FakeTelegram
from tests.telegram.load import FIRST, Outcome, kills, traffic
from tests.telegram.process import BotProcess


def test_nothing_is_lost_or_misrouted_under_telegrams_limits(bot_process: BotProcess, telegram: FakeTelegram) -> None:
    """T9, F61, F67, F69: one message a second a chat and thirty overall."""
    bot_process.people(range(FIRST, FIRST + 40))
    telegram.limits = True
    bot_process.start()

    outcome = traffic(telegram, people=40, each=4)

    assert outcome == Outcome(asked=160, lost=0, doubled=0, misrouted=0, early=0, refused=0)


def test_every_accepted_message_is_answered_over_kills(bot_process: BotProcess, telegram: FakeTelegram) -> None:
    """F57: a kill between Telegram's acceptance and the bot's note of it doubles one, and the second says so."""
    bot_process.people(range(FIRST, FIRST + 10))

    outcome = kills(bot_process, telegram, times=3)

    assert (outcome.asked, outcome.lost, outcome.misrouted) == (30, 0, 0)
    assert outcome.doubled <= 3
    assert outcome.unsaid == 0


def test_one_person_who_sends_fifty_questions_is_told_once(bot_process: BotProcess, telegram: FakeTelegram) -> None:
    """F67: fifteen questions a minute, and one line about the others."""
    bot_process.people(range(FIRST, FIRST + 1))
    bot_process.start()

    for _ in range(50):
        telegram.say(FIRST, "what does reg 24 say")
    said = telegram.wait(FIRST, 16, 90)
    telegram.say(FIRST, "/help")
    said = telegram.wait(FIRST, 17, 30)

    assert "left out" in said[15].text
    assert said[16].text.startswith("Type a question")
