"""A page that several people work on by steps, such as a round: opened or joined, then one thing at a time."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.records.people import Person
from bot.web_page.forms import Form, Refused, form_of
from bot.web_page.hints import on_page
from bot.web_page.pages import page
from bot.web_page.parts import Parts, parts_of, person_of
from bot.web_page.training import Typed, start_page, typed_from, typed_of
from knowledge.errors import GuidanceError, RoundError

S = TypeVar("S")
# Does one thing in the room with a code; gives the name of what was done, which the page then says.
Step = Callable[[S, str, Person, Form], str]


@dataclass(frozen=True, slots=True)
class Room(Generic[S]):
    """``service`` carries the steps out, and ``view`` is what a person may see of the room with a code.

    A step gives a name of ``done``, and with it the place on the page to open, if any.
    The view holds ``mine``, what this person has handed in, and ``rules``, the checks that have a box.
    """

    template: str
    service: Callable[[Parts], S]
    view: Callable[[Parts, str, Person], dict[str, Any]]
    steps: Mapping[str, Step[S]]
    done: Mapping[str, Callable[[dict[str, Any]], str]]

    async def page(self, request: Request, problem: str = "", typed: Typed | None = None) -> Response:
        """The room as this person may see it now; ``typed`` stands in its fields again.

        What was done last stands in the address, and is said from what the room shows.
        """
        parts, person = parts_of(request), person_of(request)
        view = await parts.work.run(self.view, parts, request.path_params["code"], person)
        say = self.done.get(request.query_params.get("done", ""))
        said = say(view) if say and not problem else ""
        shown = {**view, "typed": typed or typed_from(view["mine"], view["rules"])}
        return page(request, self.template, 400 if problem else 200, said=said, problem=problem, **shown)

    async def step(self, request: Request) -> Response:
        """One thing that somebody does; the page, opened anew, then shows how it stands."""
        form = await form_of(request)
        parts, person = parts_of(request), person_of(request)
        step = self.steps.get(request.path_params["step"])
        if step is None:
            return await self.refused(request, "There is no such step.", form)
        try:
            done = await parts.work.run(step, self.service(parts), request.path_params["code"], person, form)
        except GuidanceError as problem:
            return await self.refused(request, on_page(problem), form)
        return RedirectResponse(f"{_address(request)}?done={done}", 303)

    async def back(self, request: Request) -> Response:
        """The room, for who opens the address of a step."""
        return RedirectResponse(_address(request), 303)

    async def refused(self, request: Request, problem: str, form: Form) -> Response:
        """The room with what went wrong and what was sent; a page of its own where there is no such room to show."""
        sent = form.text("words") or form.texts("rule") or form.text("action")
        try:
            return await self.page(request, problem=problem, typed=typed_of(form) if sent else None)
        except RoundError:
            raise Refused(400, problem) from None


def _address(request: Request) -> str:
    """The room that a step's address belongs to."""
    return request.url.path.rpartition("/")[0]


async def entered(request: Request, enter: Callable[[Parts, Person, Form], str]) -> Response:
    """Opens or joins a room, and goes to the address that this gives."""
    form = await form_of(request)
    parts, person = parts_of(request), person_of(request)
    try:
        address = await parts.work.run(enter, parts, person, form)
    except GuidanceError as problem:
        return await start_page(request, on_page(problem), form)
    return RedirectResponse(address, 303)
