"""What was typed into a form whose session had ended: only the pages carry it, until it can be sent."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self
from urllib.parse import quote

from starlette.requests import Request

from bot.web_page.forms import Form

# An address on this site, and none that a browser takes for another site's.
_OURS = re.compile(r"/(?![/\\])[!-\[\]-~]*")
_CARRIED = "kept."
_MOST_CHARACTERS, _MOST_FIELDS = 500_000, 300
# What a person types: it is seen before it is sent again. Everything else of a form travels out of sight.
_TYPED = {
    "question": "Your question",
    "words": "Your own words",
    "action": "Which role does what by which day",
    "text": "The draft",
    "earlier_text": "The earlier draft",
}


@dataclass(frozen=True, slots=True)
class Kept:
    """Where somebody wanted to go, and the form that they sent there, without its key."""

    to: str = "/"
    fields: tuple[tuple[str, str], ...] = ()
    file: bool = False

    @classmethod
    def of(cls, request: Request, form: Form) -> Self:
        """What a request wanted and its form held; a form larger than any of ours is left out."""
        fields = tuple((name, value) for name, value in form.fields if value and name != "form_key")
        size = sum(len(name) + len(value) for name, value in fields)
        fits = len(fields) <= _MOST_FIELDS and size <= _MOST_CHARACTERS
        return cls(_wanted(request), fields if fits else (), any(file.name for _, file in form.uploads))

    @classmethod
    def carried(cls, form: Form) -> Self:
        """What the sign-in page has carried."""
        fields = ((name.removeprefix(_CARRIED), value) for name, value in form.fields if name.startswith(_CARRIED))
        return cls(_ours(form.text("to")), tuple(fields), bool(form.text("file")))

    @classmethod
    def asked(cls, request: Request) -> Self:
        """What stands in the address of the sign-in page."""
        return cls(_ours(request.query_params.get("to", "")))

    @property
    def door(self) -> str:
        """The address of the sign-in page that leads back."""
        return "/sign-in" if self.to == "/" else f"/sign-in?to={quote(self.to, safe='/')}"

    @property
    def hidden(self) -> Iterable[tuple[str, str]]:
        """The fields of the sign-in page that carry it."""
        yield "to", self.to
        yield from (("file", "1"),) if self.file else ()
        yield from ((f"{_CARRIED}{name}", value) for name, value in self.fields)

    @property
    def typed(self) -> Iterable[tuple[str, str, str]]:
        """What a person typed: the name of the field, its label and its words."""
        return ((name, _TYPED[name], value) for name, value in self.fields if name in _TYPED)

    @property
    def unseen(self) -> Iterable[tuple[str, str]]:
        """The fields that were chosen or stood in the page."""
        return ((name, value) for name, value in self.fields if name not in _TYPED)

    @property
    def ticked(self) -> tuple[str, ...]:
        """The checks that were ticked."""
        return tuple(value for name, value in self.fields if name == "rule")


def _wanted(request: Request) -> str:
    query = request.url.query
    return _ours(f"{request.url.path}?{query}" if query else request.url.path)


def _ours(address: str) -> str:
    return address if _OURS.fullmatch(address) else "/"
