"""Many people and many kills, for the tests in small and for the bench in full."""

import random
import time
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.timescales import deadline, find_clock, written
from tests.telegram.fake import FakeTelegram
from tests.telegram.process import BotProcess

FIRST = 100
AGAIN = "you may have had it already"
_START = date(2026, 11, 2)


@dataclass(frozen=True)
class Outcome:
    """What became of the messages that were sent; ``unsaid``: twice, and the second does not say so."""

    asked: int
    lost: int
    doubled: int
    misrouted: int
    early: int
    refused: int
    unsaid: int = 0


def expected(number: int) -> tuple[str, str]:
    """A message that nobody else sends, and words that only its answer holds."""
    start = _START + timedelta(days=number)
    return f"/deadline reg 24 {start}", f"from {written(start)} to {written(deadline(find_clock('reg 24'), start).due)}"


def traffic(telegram: FakeTelegram, people: int, each: int, seconds: float = 120) -> Outcome:
    """Everybody sends messages of their own; each answer must come to the one who asked, once, in order."""
    asked = {FIRST + person: [expected(person * each + turn) for turn in range(each)] for person in range(people)}
    for turn in range(each):
        for account, messages in asked.items():
            telegram.say(account, messages[turn][0])
    telegram.until(lambda: len(telegram.sent) >= people * each, seconds)
    time.sleep(1)
    return outcome(telegram, {account: [words for _, words in messages] for account, messages in asked.items()})


def outcome(telegram: FakeTelegram, wanted: dict[int, list[str]]) -> Outcome:
    """Counts what came against what was wanted."""
    lost = doubled = misrouted = unsaid = 0
    for account, words in wanted.items():
        texts = [one.text for one in telegram.to(account)]
        lost += sum(not any(word in text for text in texts) for word in words)
        doubled += sum(max(0, sum(word in text for text in texts) - 1) for word in words)
        unsaid += sum(max(0, sum(word in text and AGAIN not in text for text in texts) - 1) for word in words)
        misrouted += sum(not any(word in text for word in words) for text in texts)
    total = sum(map(len, wanted.values()))
    return Outcome(total, lost, doubled, misrouted, telegram.early, len(telegram.refusals), unsaid)


def kills(bot: BotProcess, telegram: FakeTelegram, times: int, seed: int = 7) -> Outcome:
    """Kills the bot at random moments while people write; afterwards everything has been answered once."""
    chance, number = random.Random(seed), 0  # noqa: S311 - moments, not secrets
    wanted: dict[int, list[str]] = {FIRST + person: [] for person in range(10)}
    for _ in range(times):
        bot.start()
        before = len(telegram.sent)
        for _ in range(10):
            account = FIRST + number % 10
            message, words = expected(number)
            wanted[account].append(words)
            telegram.say(account, message)
            number += 1
        telegram.until(lambda floor=before: len(telegram.sent) > floor, 60)
        time.sleep(chance.uniform(0, 0.25))
        bot.kill()
    bot.start()
    telegram.until(lambda: outcome(telegram, wanted).lost == 0, 60)
    time.sleep(1)
    return outcome(telegram, wanted)


def at_once(telegram: FakeTelegram, questions: list[str], seconds: float = 60) -> list[float]:
    """Everybody asks a question at the same moment: how long each waited for the first message back."""
    began = time.monotonic()
    for place, question in enumerate(questions):
        telegram.say(FIRST + place, question)
    telegram.until(lambda: all(telegram.to(FIRST + place) for place in range(len(questions))), seconds)
    return [telegram.to(FIRST + place)[0].at - began for place in range(len(questions))]
