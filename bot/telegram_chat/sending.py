"""Sends what the conversation says: HTML, plain words where that is refused, files, and buttons as tokens."""

import asyncio
from dataclasses import replace

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InputFile, LinkPreviewOptions
from telegram.constants import PollType
from telegram.error import BadRequest, Forbidden
from telegram.ext import ExtBot

from bot.records.store import Records
from bot.render.message import Message
from bot.render.telegram_html import parts, plain_parts
from bot.talk.messages import Notice, OutFile, Outgoing, Poll, Rows
from bot.telegram_chat.arrivals import CHANNEL
from bot.telegram_chat.pace import PLAIN, Slip

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_LONGEST_LABEL = 60
# Telegram's limits on polls; the quiz bank is tested to stay within the first two.
_LONGEST_QUESTION, _LONGEST_OPTION, _LONGEST_EXPLANATION = 300, 100, 200


class ChatGone(Exception):
    """The chat is blocked or deleted."""


class Sender:
    """One bot's outgoing side."""

    def __init__(self, bot: "ExtBot[Slip]", records: Records) -> None:
        self._bot, self._records = bot, records

    async def deliver(self, chat: str, outgoing: Outgoing, slip: Slip = PLAIN) -> None:
        """Everything for one chat; raises ``ChatGone``. ``slip`` is told of the last message's arrival alone."""
        under_way = replace(slip, arrived=PLAIN.arrived)
        for number, reply in enumerate(outgoing.replies, start=1):
            last = number == len(outgoing.replies) and not (outgoing.files or outgoing.polls)
            # Of what is urgent the first line goes before everybody's messages, and the rest in its turn.
            mine = replace(slip if last else under_way, urgent=outgoing.urgent and number == 1)
            await self._message(chat, reply.blocks, reply.rows, outgoing.person, mine)
        for file in outgoing.files:
            await self._file(chat, file, under_way)
        for poll in outgoing.polls:
            await self._poll(chat, poll, under_way)
        slip.arrived()

    async def notify(self, notice: Notice) -> None:
        """A message to a chat, or to all who have a role; those who are gone are passed over."""
        if notice.chat:
            targets: tuple[tuple[str, str], ...] = ((notice.person, notice.chat),)
        elif notice.role:
            targets = await asyncio.to_thread(self._records.chats.of_role, notice.role, CHANNEL)
        else:
            return
        for person, chat in targets:
            try:
                await self._message(chat, notice.blocks, notice.rows, person, PLAIN)
            except ChatGone:
                continue
        if notice.approval:
            await asyncio.to_thread(self._records.approvals.delivered, notice.approval)

    async def _message(self, chat: str, blocks: Message, rows: Rows, person: str, slip: Slip) -> None:
        keyboard = await self._keyboard(rows, person)
        made = parts(blocks)
        for number, part in enumerate(made, start=1):
            markup = keyboard if number == len(made) else None
            try:
                await self._send(chat, part.html, "HTML", markup, slip)
            except BadRequest as problem:
                if _gone(problem):
                    raise ChatGone from None
                await self._plainly(chat, plain_parts(blocks) if len(made) == 1 else (part.plain,), markup, slip)
            if number == len(made):
                slip.arrived()

    async def _plainly(
        self, chat: str, texts: tuple[str, ...], markup: InlineKeyboardMarkup | None, slip: Slip
    ) -> None:
        for number, text in enumerate(texts, start=1):
            try:
                await self._send(chat, text, None, markup if number == len(texts) else None, slip)
            except BadRequest:
                raise ChatGone from None

    async def _send(
        self, chat: str, text: str, mode: str | None, markup: InlineKeyboardMarkup | None, slip: Slip
    ) -> None:
        try:
            await self._bot.send_message(
                chat,
                text,
                parse_mode=mode,
                reply_markup=markup,
                link_preview_options=_NO_PREVIEW,
                rate_limit_args=slip,
            )
        except Forbidden:
            raise ChatGone from None

    async def _file(self, chat: str, file: OutFile, slip: Slip) -> None:
        try:
            document = InputFile(file.data, filename=file.name)
            await self._bot.send_document(chat, document, caption=file.caption or None, rate_limit_args=slip)
        except (Forbidden, BadRequest):
            raise ChatGone from None

    async def _poll(self, chat: str, poll: Poll, slip: Slip) -> None:
        try:
            await self._bot.send_poll(
                chat,
                poll.question[:_LONGEST_QUESTION],
                [option[:_LONGEST_OPTION] for option in poll.options],
                type=PollType.QUIZ,
                correct_option_ids=[poll.right],  # type: ignore[list-item]  # a literal type of 0 to 11
                explanation=poll.explanation[:_LONGEST_EXPLANATION],
                rate_limit_args=slip,
            )
        except (Forbidden, BadRequest):
            raise ChatGone from None

    async def _keyboard(self, rows: Rows, person: str) -> InlineKeyboardMarkup | None:
        """Tokens in place of what the buttons do; nobody's buttons are left out."""
        flat = [button for row in rows for button in row]
        if not flat or not person:
            return None
        wanted = [(button.action, button.value) for button in flat]
        tokens = iter(await asyncio.to_thread(self._records.buttons.make_all, person, wanted))
        return InlineKeyboardMarkup(
            [
                [InlineKeyboardButton(button.label[:_LONGEST_LABEL], callback_data=next(tokens)) for button in row]
                for row in rows
            ]
        )


def _gone(problem: BadRequest) -> bool:
    words = str(problem).lower()
    return any(
        sign in words for sign in ("chat not found", "user is deactivated", "peer_id_invalid", "not enough rights")
    )
