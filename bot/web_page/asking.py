"""The page that answers questions, with follow-ups. What was said before stays in the browser, not here."""

import time
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response

from bot.talk.limits import MOST
from bot.web_page.doors import CHANNEL
from bot.web_page.forms import Form, Refused, form_of
from bot.web_page.pages import page
from bot.web_page.parts import Parts, parts_of, person_of
from bot.web_page.quoting import groups
from knowledge.answers import urgent
from knowledge.deidentify import deidentify
from knowledge.errors import GuidanceError
from knowledge.reply import Answer
from knowledge.routes import Status
from knowledge.talk import Question, Turn
from knowledge.text import MAX_LENGTH

_KEPT_TURNS = 6
_REASONS = ("It is not what I asked", "It is out of date", "It is wrong", "I cannot understand it", "Something else")


@dataclass(frozen=True, slots=True)
class Reply:
    """What became of a question: an answer, a stop because of personal details, or a problem."""

    question: str
    answer: Answer | None = None
    answer_id: str = ""
    kinds: tuple[str, ...] = ()
    masked: str = ""
    problem: str = ""


async def ask_page(request: Request) -> Response:
    """An empty form."""
    return page(request, "ask.html", reply=None, turns=(), groups=(), reasons=_REASONS)


async def ask(request: Request) -> Response:
    """The answer to the question in the form."""
    form = await form_of(request)
    parts, person = parts_of(request), person_of(request)
    words, before = _question(form), _turns(form)
    if not words:
        return page(request, "ask.html", reply=None, turns=before, groups=(), reasons=_REASONS)
    question = Question(words, before, person.role.value)
    # Danger is answered here and now, however many questions wait for a thread.
    alarm = urgent(question, parts.app.team)
    if alarm is None and not parts.limits.allows(person.id):
        raise Refused(429, f"You may ask {MOST} questions in a minute. Wait a minute, then ask again.")
    reply = Reply(words, alarm) if alarm else await parts.work.run(replied, parts, question)
    shown = groups(reply.answer, parts.today()) if reply.answer else ()
    turns = (*before, *_said(reply))[-_KEPT_TURNS:]
    return page(request, "ask.html", reply=reply, turns=turns, groups=shown, reasons=_REASONS)


def replied(parts: Parts, question: Question) -> Reply:
    """Personal details stop a question; the others are answered, and nothing of them is kept."""
    checked = deidentify(question.text, parts.app.public)
    if checked.kinds:
        parts.metrics.stopped(*(kind.value for kind in checked.kinds))
        kinds = tuple(kind.value.replace("_", " ") for kind in checked.kinds)
        return Reply("", kinds=kinds, masked=checked.text)
    begun = time.monotonic()
    try:
        answer = parts.app.ask(question)
    except GuidanceError as problem:
        parts.metrics.failed(CHANNEL)
        return Reply(question.text, problem=str(problem))
    parts.metrics.answered(CHANNEL, answer.status.value, time.monotonic() - begun)
    if answer.status is Status.NOT_FOUND:
        parts.records.topics.unanswered(_theme(answer), answer.status.value)
    return Reply(question.text, answer, parts.records.answers.keep(answer, CHANNEL))


async def feedback(request: Request) -> Response:
    """Keep what somebody thought of an answer: a reason from a list, never free text."""
    form = await form_of(request)
    parts, person = parts_of(request), person_of(request)
    reason = next((reason for reason in _REASONS if reason == form.text("reason")), "")
    answer_id = form.text("answer_id")[:20]
    try:
        give = parts.records.feedback.give
        await parts.work.run(give, answer_id, person.id, helpful=not reason, reason=reason)
    except GuidanceError as problem:
        return page(request, "said.html", 400, title="Not kept", words=str(problem))
    return page(request, "said.html", title="Thank you", words="The people who look after the sources will see this.")


def _question(form: Form) -> str:
    return form.text("choice") or form.text("question")[:MAX_LENGTH]


def _turns(form: Form) -> tuple[Turn, ...]:
    """What was said before, as the form carried it."""
    said = zip(form.texts("turn_by"), form.texts("turn"), strict=False)
    return tuple(Turn(by == "user", text[:MAX_LENGTH]) for by, text in said)[-_KEPT_TURNS:]


def _said(reply: Reply) -> tuple[Turn, ...]:
    if reply.answer is None:
        return ()
    return (Turn(by_user=True, text=reply.question), Turn(by_user=False, text=reply.answer.text))


def _theme(answer: Answer) -> str:
    return answer.quotes[0].passage.theme if answer.quotes else "other"
