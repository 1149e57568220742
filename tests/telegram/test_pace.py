"""The pace of messages, with a clock that stands still: how long each would have waited for those before it."""

import asyncio

from bot.telegram_chat.pace import PLAIN, Pace, Slip


def test_the_line_for_danger_does_not_wait_for_those_who_were_before() -> None:
    waits: list[float] = []

    async def sleep(seconds: float) -> None:
        waits[-1] += seconds

    async def arrived() -> bool:
        return True

    async def said() -> None:
        pace = Pace(lambda: 0.0, sleep)
        for chat, slip in (
            *((str(number), PLAIN) for number in range(60)),
            ("danger", Slip(urgent=True)),
            ("later", PLAIN),
        ):
            waits.append(0.0)
            await pace.process_request(arrived, (), {}, "sendMessage", {"chat_id": chat}, slip)

    asyncio.run(said())

    *before, danger, later = waits
    assert danger == 0
    assert before[-1] > 1.9
    assert later > before[-1]
