"""Forms as they arrive: held in memory, limited in size and time, and only from our own pages."""

import asyncio
import re
from collections.abc import AsyncGenerator
from dataclasses import dataclass

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from bot.web_page.parts import visitor_of

MOST_BYTES = 10 * 1024 * 1024
TOO_LARGE = "That is larger than 10 MB. Send a smaller file, or only the text."
_SECONDS = 30
_MOST_FIELDS = 40
_MOST_FILES = 2
_NUMBER = re.compile(r"[0-9]{1,6}")


class Refused(Exception):
    """A request that is turned away with one clear sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        self.status = status
        self.sentence = sentence
        super().__init__(sentence)


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent: the name its sender gave, and its bytes."""

    name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Form:
    """The fields of a form in the order they were sent."""

    fields: tuple[tuple[str, str], ...] = ()
    uploads: tuple[tuple[str, Upload], ...] = ()

    def text(self, name: str) -> str:
        """A field's text; empty where it was not sent."""
        return next((value for key, value in self.fields if key == name), "").strip()

    def number(self, name: str) -> int | None:
        """A whole number in a field; None where there is none, or one of more than six figures."""
        return int(self.text(name)) if _NUMBER.fullmatch(self.text(name)) else None

    def texts(self, name: str) -> tuple[str, ...]:
        """Every value of a field that may come more than once."""
        return tuple(value for key, value in self.fields if key == name)

    def upload(self, name: str) -> Upload | None:
        """A file that was chosen; None where the field was left empty."""
        return next((file for key, file in self.uploads if key == name and file.name), None)


class Stale(Refused):
    """A form of an earlier session, from somebody who has signed in again since; ``form`` is what it holds."""

    def __init__(self, form: Form) -> None:
        self.form = form
        super().__init__(403, "The page was open too long. Open it again and send the form once more.")


async def form_of(request: Request, *, signed_in: bool = True) -> Form:
    """The form of a request; raises ``Refused`` for one that is too large, too slow, broken or not ours."""
    if not _same_site(request):
        raise Refused(403, "That form came from another site. Open the page again and send it from there.")
    try:
        async with asyncio.timeout(_SECONDS):
            form = await _parsed(request)
    except TimeoutError:
        raise Refused(408, "The form took too long to arrive. Try again, or send a smaller file.") from None
    except (MultiPartException, ClientDisconnect, UnicodeDecodeError):
        raise Refused(400, "The form could not be read. Open the page again and try once more.") from None
    if signed_in and not visitor_of(request).may_send(form.text("form_key")):
        raise Stale(form)
    return form


def _same_site(request: Request) -> bool:
    """Browsers say where a form comes from; a request without that word is no browser's."""
    origin = request.headers.get("origin", "")
    if origin in {"", "null"}:
        return request.headers.get("sec-fetch-site", "same-origin") in {"same-origin", "none"}
    return origin.split("://", 1)[-1] == request.headers.get("host", "")


async def _parsed(request: Request) -> Form:
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind == "multipart/form-data":
        parser = MultiPartParser(request.headers, _limited(request), max_files=_MOST_FILES, max_fields=_MOST_FIELDS)
        parser.max_part_size = MOST_BYTES
        # A larger upload would otherwise be written to the disk, where a draft must never be.
        parser.spool_max_size = 2 * MOST_BYTES
        return await _form(await parser.parse())
    return await _form(await FormParser(request.headers, _limited(request)).parse())


async def _limited(request: Request) -> AsyncGenerator[bytes, None]:
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if size > MOST_BYTES:
            raise Refused(413, TOO_LARGE)
        yield chunk


async def _form(data: FormData) -> Form:
    fields: list[tuple[str, str]] = []
    uploads: list[tuple[str, Upload]] = []
    for key, value in data.multi_items():
        if isinstance(value, UploadFile):
            uploads.append((key, Upload(value.filename or "", await value.read())))
            await value.close()
        else:
            fields.append((key, value))
    return Form(tuple(fields), tuple(uploads))
