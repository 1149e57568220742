"""Updates from Telegram as what may be kept of them: masked, and without the words of a draft."""

import json
import logging
from dataclasses import dataclass, field
from typing import Any

from telegram import Bot, Message, Update
from telegram.ext import filters

from bot.talk.drafts import looks_like_draft, safe_name, spoken_name
from knowledge.deidentify import Public, deidentify
from knowledge.deidentify.masking import NOTHING_PUBLIC
from knowledge.text import visible

_LOG = logging.getLogger(__name__)
CHANNEL = "telegram"
ALLOWED = ("message", "edited_message", "callback_query", "my_chat_member")
_KINDS = ("photo", "voice", "audio", "video", "video_note", "sticker", "animation", "contact", "location", "venue")
_MORE_KINDS = ("poll", "dice", "story")


@dataclass(frozen=True, slots=True)
class Arrival:
    """One update: its number, its chat, what may be kept (``payload``), and its own words, which may not."""

    number: int
    chat: str
    payload: dict[str, Any] = field(repr=False)
    words: str = field(default="", repr=False)

    @property
    def kept(self) -> str:
        """What the inbox keeps, sealed."""
        return json.dumps(self.payload)


def arrival(update: Update, public: Public = NOTHING_PUBLIC) -> Arrival | None:
    """What an update is for us; nothing when it is none of our business. What the council publishes is not masked."""
    if update.callback_query:
        return _press(update)
    if update.my_chat_member:
        return _membership(update)
    if update.effective_message and update.effective_message.from_user:
        return _message(update, update.effective_message, public)
    return None


def readable(update: dict[str, Any], bot: Bot, public: Public) -> Arrival | None:
    """What an update is for us as it came; one that cannot be read is passed over, so that it holds up no other."""
    try:
        return arrival(Update.de_json(update, bot), public)
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        _LOG.warning("An update could not be read: %s", type(problem).__name__)
        return None


def _press(update: Update) -> Arrival | None:
    query = update.callback_query
    if query is None or query.message is None:
        return None
    chat = query.message.chat
    payload = {"kind": "press", "account": str(query.from_user.id), "token": query.data or "", "query": query.id}
    return Arrival(update.update_id, str(chat.id), {**payload, "group": chat.type != "private"})


def _membership(update: Update) -> Arrival | None:
    change = update.my_chat_member
    if change is None:
        return None
    kind = "joined" if change.new_chat_member.status in {"member", "administrator", "restricted"} else "gone"
    payload = {"kind": kind, "account": str(change.from_user.id), "type": change.chat.type}
    return Arrival(update.update_id, str(change.chat.id), {**payload, "group": change.chat.type != "private"})


def _message(update: Update, message: Message, public: Public) -> Arrival | None:
    sender = message.from_user
    if sender is None or (sender.is_bot and not message.sender_chat) or filters.StatusUpdate.ALL.check_update(update):
        return None  # a title that was changed, a pin and the like are said by nobody
    facts: dict[str, Any] = {
        "account": str(sender.id),
        "group": message.chat.type != "private",
        "edited": update.edited_message is not None,
    }
    chat = str(message.chat.id)
    if message.text:
        return Arrival(update.update_id, chat, {**facts, **_text(visible(message.text), public)}, message.text)
    caption = visible(message.caption or "")
    if message.document and not message.animation:
        return Arrival(update.update_id, chat, {**facts, **_file(message, caption, public)}, caption)
    what = next((kind for kind in (*_KINDS, *_MORE_KINDS) if getattr(message, kind, None)), "")
    return Arrival(update.update_id, chat, {**facts, **_text(caption, public), "kind": "other", "what": what}, caption)


def _text(text: str, public: Public) -> dict[str, Any]:
    """A draft's words are never kept; others only with masks."""
    if looks_like_draft(text):
        return {"kind": "text", "text": "", "lost": True}
    safe = deidentify(text, public)
    return {"kind": "text", "text": safe.text, "kinds": [kind.words for kind in safe.kinds]}


def _file(message: Message, caption: str, public: Public) -> dict[str, Any]:
    document = message.document
    name = (document.file_name if document else "") or "draft"
    size = document.file_size if document else None
    safe = deidentify(caption, public)
    return {
        "kind": "file",
        "file": document.file_id if document else "",
        "size": 1 if size is None else size,
        "name": safe_name(name),
        "text": safe.text,
        "kinds": [kind.words for kind in safe.kinds],
        "name_kinds": [kind.words for kind in deidentify(spoken_name(name), public).kinds],
    }
