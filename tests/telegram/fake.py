"""A small strict Bot API server: offsets, redelivery, Telegram's limits, its parser as judge, faults on demand."""

import asyncio
import itertools
import json
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.telegram.judge import judged

TOKEN = "123456789:" + "A" * 35
_SENDS = {"sendMessage", "sendDocument", "editMessageText", "sendPoll"}


@dataclass
class Sent:
    """One message that the bot got through."""

    chat: int
    text: str
    at: float
    buttons: tuple[tuple[str, str], ...] = ()
    document: bytes = b""
    name: str = ""


@dataclass
class FakeTelegram:
    """Runs in a thread of its own. ``limits``: one message a second a chat, thirty a second overall."""

    limits: bool = False
    sent: list[Sent] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)
    calls: list[tuple[str, float, int]] = field(default_factory=list)
    alerts: list[str] = field(default_factory=list)
    left: list[int] = field(default_factory=list)
    webhook: dict[str, Any] = field(default_factory=dict)
    early: int = 0
    faults: deque[tuple[str, str, Any]] = field(default_factory=deque)
    blocked: set[int] = field(default_factory=set)
    files: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._updates: list[dict[str, Any]] = []
        self._numbers = itertools.count(1000)
        self._messages = itertools.count(1)
        self._wait_until: dict[int, float] = {}
        self._times: dict[int, deque[float]] = {}
        self._all: deque[float] = deque()
        self._changed = threading.Condition()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    # -- for tests -----------------------------------------------------------------------

    def start(self) -> str:
        self._thread.start()
        assert self._ready.wait(10)
        return f"http://127.0.0.1:{self.port}/bot"

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def say(self, user: int, text: str, chat: int | None = None, **more: Any) -> int:
        return self.update({"message": self.message(user, chat, text=text, **more)})

    def edit(self, user: int, text: str) -> int:
        return self.update({"edited_message": self.message(user, text=text, edit_date=int(time.time()))})

    def file(self, user: int, name: str, data: bytes, caption: str = "") -> int:
        ref = f"file{next(self._messages)}"
        self.files[ref] = data
        document = {"file_id": ref, "file_unique_id": ref, "file_name": name, "file_size": len(data)}
        more = {"caption": caption} if caption else {}
        return self.update({"message": self.message(user, document=document, **more)})

    def press(self, user: int, token: str, chat: int | None = None) -> int:
        query = {
            "id": str(next(self._messages)),
            "from": _user(user),
            "chat_instance": "1",
            "data": token,
            "message": self.message(user, chat, text="before"),
        }
        return self.update({"callback_query": query})

    def message(self, user: int, chat: int | None = None, **more: Any) -> dict[str, Any]:
        where = user if chat is None else chat
        kind = {"id": where, "type": "private"} if where > 0 else {"id": where, "type": "group", "title": "Group"}
        return {"message_id": next(self._messages), "date": int(time.time()), "chat": kind, "from": _user(user), **more}

    def update(self, body: dict[str, Any], number: int | None = None) -> int:
        number = next(self._numbers) if number is None else number
        with self._changed:
            self._updates.append({"update_id": number, **body})
        return number

    def to(self, chat: int) -> list[Sent]:
        return [one for one in list(self.sent) if one.chat == chat]

    def wait(self, chat: int, count: int = 1, seconds: float = 30) -> list[Sent]:
        """The chat's messages once there are so many."""
        assert self.until(lambda: len(self.to(chat)) >= count, seconds), (chat, count, [s.text for s in self.to(chat)])
        return self.to(chat)

    def until(self, true: Callable[[], bool], seconds: float = 30) -> bool:
        with self._changed:
            return self._changed.wait_for(true, seconds)

    # -- the server ----------------------------------------------------------------------

    def _run(self) -> None:
        self._loop = asyncio.new_event_loop()
        asyncio.set_event_loop(self._loop)
        app = web.Application(client_max_size=60 * 2**20)
        app.router.add_route("*", "/bot{token}/{method}", self._call)
        app.router.add_route("GET", "/file/bot{token}/{ref}", self._download)
        runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        self._loop.run_until_complete(runner.setup())
        site = web.TCPSite(runner, "127.0.0.1", 0)
        self._loop.run_until_complete(site.start())
        self.port = runner.addresses[0][1]
        self._ready.set()
        self._loop.run_forever()
        self._loop.run_until_complete(runner.cleanup())
        hanging = asyncio.all_tasks(self._loop)
        for task in hanging:
            task.cancel()
        self._loop.run_until_complete(asyncio.gather(*hanging, return_exceptions=True))
        self._loop.close()

    async def _download(self, request: web.Request) -> web.Response:
        return web.Response(body=self.files[request.match_info["ref"]])

    async def _call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        if request.match_info["token"] != TOKEN:
            return _refused(401, "Unauthorized")
        form = {name: _value(value) for name, value in (await request.post()).items()}
        chat = int(form.get("chat_id", 0) or 0)
        if method != "getUpdates":
            self._note(self.calls, (method, time.monotonic(), chat))
        if broken := await self._broken(request, method, form):
            return broken
        if method == "getUpdates":
            return await self._updates_after(form)
        return self._answer(method, form, chat)

    async def _broken(self, request: web.Request, method: str, form: dict[str, Any]) -> web.StreamResponse | None:
        """A fault that was asked for: kind, method, detail.

        "lost": it is done, and the reply does not arrive; "slow": it is done, and the reply takes its time.
        """
        if not self.faults or self.faults[0][1] != method:
            return None
        with self._changed:
            kind, _, detail = self.faults.popleft()
            self._changed.notify_all()
        chat = int(form.get("chat_id", 0) or 0)
        if kind == "429":
            self._wait_until[chat] = time.monotonic() + detail
            return _refused(429, "Too Many Requests", {"retry_after": detail})
        if kind == "html":
            return web.Response(status=502, text="<html>Bad Gateway</html>", content_type="text/html")
        if kind == "hang":
            await asyncio.sleep(detail)
        if kind in {"lost", "slow"}:
            answer = self._answer(method, form, chat)
        if kind == "slow":
            await asyncio.sleep(detail)
            return answer
        if kind in {"drop", "hang", "lost"}:
            assert request.transport
            request.transport.close()
            return web.Response()
        return _refused(int(kind), str(detail))

    async def _updates_after(self, form: dict[str, Any]) -> web.Response:
        offset, end = int(form.get("offset", 0) or 0), time.monotonic() + float(form.get("timeout", 0) or 0)
        with self._changed:
            self._updates = [one for one in self._updates if one["update_id"] >= offset or one.get("_again")]
        while True:
            with self._changed:
                waiting = [dict(one) for one in self._updates[:100]]
            if waiting or time.monotonic() > end:
                return _good(waiting)
            await asyncio.sleep(0.01)

    def _answer(self, method: str, form: dict[str, Any], chat: int) -> web.Response:
        if method == "getMe":
            return _good({"id": 1, "is_bot": True, "first_name": "Bot", "username": "practice_bot"})
        if method == "getFile":
            ref = form["file_id"]
            if ref not in self.files:
                return _refused(400, "Bad Request: file not found")
            facts = {"file_id": ref, "file_unique_id": ref, "file_size": len(self.files[ref]), "file_path": ref}
            return _good(facts)
        if method == "answerCallbackQuery":
            self._note(self.alerts, form.get("text", ""))
        if method == "leaveChat":
            self._note(self.left, chat)
        if method == "setWebhook":
            self.webhook = form
        return self._send(method, form, chat) if method in _SENDS else _good(True)

    def _send(self, method: str, form: dict[str, Any], chat: int) -> web.Response:
        now = time.monotonic()
        if now < self._wait_until.get(chat, 0):
            self.early += 1
            return _refused(429, "Too Many Requests", {"retry_after": 1})
        if chat in self.blocked:
            return _refused(403, "Forbidden: bot was blocked by the user")
        if self.limits and (wait := self._over(chat, now)):
            self._wait_until[chat] = now + wait
            return _refused(429, "Too Many Requests", {"retry_after": wait})
        if problem := _wrong(method, form):
            self.refusals.append(problem)
            return _refused(400, f"Bad Request: {problem}")
        self._note(self.sent, _made(method, form, chat, now))
        return _good(self.message(1, chat, text="sent"))

    def _over(self, chat: int, now: float) -> int:
        mine = self._times.setdefault(chat, deque())
        for times in (mine, self._all):
            while times and now - times[0] >= 1:
                times.popleft()
        if mine or len(self._all) >= 30:
            return 1
        mine.append(now)
        self._all.append(now)
        return 0

    def _note(self, where: list[Any], what: Any) -> None:
        with self._changed:
            where.append(what)
            self._changed.notify_all()


def joined(user: int, chat: int) -> dict[str, Any]:
    """A change of membership: somebody has brought the bot into a group."""
    bot = {"id": 1, "is_bot": True, "first_name": "Bot"}
    return {
        "chat": {"id": chat, "type": "group", "title": "Group"},
        "from": _user(user),
        "date": 1,
        "old_chat_member": {"status": "left", "user": bot},
        "new_chat_member": {"status": "member", "user": bot},
    }


def _user(user: int) -> dict[str, Any]:
    return {"id": user, "is_bot": False, "first_name": "Person"}


def _value(value: Any) -> Any:
    return value if isinstance(value, str) else (value.filename, value.file.read())


def _wrong(method: str, form: dict[str, Any]) -> str:
    if method == "sendDocument":
        return "caption is too long" if len(form.get("caption", "")) > 1024 else ""
    if method == "sendPoll":
        return _wrong_poll(form)
    verdict = judged(form.get("text", ""), form.get("parse_mode", ""))
    return verdict.refused or next(
        (f"button {data!r}" for _, data in _buttons(form) if not 0 < len(data.encode()) <= 64), ""
    )


def _wrong_poll(form: dict[str, Any]) -> str:
    options = [option["text"] for option in json.loads(form["options"])]
    right = json.loads(form["correct_option_ids"])
    if not 1 <= len(form["question"]) <= 300 or len(form.get("explanation", "")) > 200:
        return "poll question or explanation is too long"
    if not 2 <= len(options) <= 12 or any(not 1 <= len(option) <= 100 for option in options):
        return "poll options are wrong"
    return "" if all(0 <= place < len(options) for place in right) else "no such option"


def _buttons(form: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    rows = json.loads(form["reply_markup"])["inline_keyboard"] if form.get("reply_markup") else []
    return tuple((button["text"], button["callback_data"]) for row in rows for button in row)


def _made(method: str, form: dict[str, Any], chat: int, now: float) -> Sent:
    if method == "sendDocument":
        name, data = next(value for value in form.values() if isinstance(value, tuple))
        return Sent(chat, form.get("caption", ""), now, (), data, name)
    if method == "sendPoll":
        return Sent(chat, form["question"], now)
    return Sent(chat, judged(form["text"], form.get("parse_mode", "")).text, now, _buttons(form))


def _good(result: Any) -> web.Response:
    return web.json_response({"ok": True, "result": result})


def _refused(code: int, description: str, parameters: dict[str, Any] | None = None) -> web.Response:
    body = {"ok": False, "error_code": code, "description": description, "parameters": parameters or {}}
    return web.json_response(body, status=code)
