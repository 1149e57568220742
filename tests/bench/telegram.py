"""The Telegram bot under load, under limits and over kills, against the strict fake in ``tests/telegram``."""

from collections.abc import Iterator
from contextlib import contextmanager
from statistics import median, quantiles

from tests.bench.machine import taken_on
from tests.bench.questions import labelled
from tests.bench.tables import Measure, Row, markdown, missed, under, write_between
from tests.bench.workbench import Workbench
from tests.telegram.fake import FakeTelegram
from tests.telegram.load import FIRST, at_once, kills, traffic
from tests.telegram.process import BotProcess

PEOPLE, MESSAGES, KILLS = 50, 2000, 20


def bench(work: Workbench) -> None:
    """Measure, print the table and write it to ``docs/benchmarks.md``."""
    work.fill_ours()
    taken = taken_on("python -m tests.bench telegram")
    rows = [*_fifty(work), *_many(work), *_killed(work)]
    text = "\n\n".join((taken, markdown(rows), f"Targets not met: {'; '.join(missed(rows)) or 'none'}.", _NOTE))
    print(text)
    write_between("telegram", text)


def _fifty(work: Workbench) -> list[Row]:
    with _running(work, "fifty", PEOPLE) as (bot, telegram):
        bot.start()
        telegram.say(FIRST, "/stop")
        telegram.wait(FIRST, 1, 60)
        telegram.sent.clear()
        times = at_once(telegram, [one.text for one in labelled()][:PEOPLE])
    return [
        Row("50 people asking at once, p50 ms", Measure.TIME, 1000 * median(times)),
        Row(
            "50 people asking at once, p95 ms",
            Measure.TIME,
            1000 * quantiles(times, n=20)[-1],
            target=under(2000, "ms"),
        ),
    ]


def _many(work: Workbench) -> list[Row]:
    with _running(work, "many", PEOPLE) as (bot, telegram):
        telegram.limits = True
        bot.start()
        seen = traffic(telegram, PEOPLE, MESSAGES // PEOPLE, seconds=300)
    return [
        Row("2,000 messages under Telegram's limits: lost", Measure.TIME, seen.lost, target=under(1, "")),
        Row("2,000 messages: sent to somebody else", Measure.TIME, seen.misrouted, target=under(1, "")),
        Row("2,000 messages: answered twice", Measure.TIME, seen.doubled, target=under(1, "")),
        Row("2,000 messages: calls before a wait was over", Measure.TIME, seen.early, target=under(1, "")),
    ]


def _killed(work: Workbench) -> list[Row]:
    with _running(work, "kills", 10) as (bot, telegram):
        seen = kills(bot, telegram, KILLS)
    return [
        Row("200 messages over 20 kills: lost", Measure.TIME, seen.lost, target=under(1, "")),
        Row("200 messages over 20 kills: answered twice", Measure.TIME, seen.doubled, target=under(1, "")),
        Row("200 messages over 20 kills: the second did not say so", Measure.TIME, seen.unsaid, target=under(1, "")),
    ]


@contextmanager
def _running(work: Workbench, name: str, people: int) -> Iterator[tuple[BotProcess, FakeTelegram]]:
    folder = work.folder / f"telegram-{name}"
    folder.mkdir()
    telegram = FakeTelegram()
    telegram.start()
    bot = BotProcess(folder, work.data("ours-1"), telegram, f"http://127.0.0.1:{telegram.port}/bot")
    try:
        bot.people(range(FIRST, FIRST + people))
        yield bot, telegram
    finally:
        bot.close()
        telegram.stop()


_NOTE = (
    "Under the limits the fake refuses more than one message a second in a chat and thirty a second overall. "
    "At thirty a second the last of fifty answers cannot go out before 1.7 s. "
    "Telegram cannot be asked what a bot has already sent, so a bot that is killed in the instant between "
    "Telegram's acceptance and its own note of it answers that one message twice, and the second says that it may be."
)
