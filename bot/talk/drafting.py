"""Checks drafts in a conversation: offered, read in memory, answered with masked excerpts, and never kept."""

import json
from dataclasses import dataclass, replace

from bot.app import App
from bot.board import count_draft
from bot.checked import Checked
from bot.checking import check_draft
from bot.names import writable
from bot.records.people import Person
from bot.records.store import Records
from bot.render.message import said
from bot.render.wording import plural
from bot.rendering import Form, Renderer
from bot.talk.drafts import WHOLE_MESSAGE, HeldDrafts, may_be_draft, safe_name, spoken_name
from bot.talk.messages import Attachment, Button, Incoming, OutFile, Outgoing, Rows, message
from bot.talk.reporting import FIRST, Mask, finding_message, findings_message, report_message
from bot.talk.watching import Watch
from bot.talk.words import listed, words
from knowledge.deidentify import deidentify

_HELD = "held:"


@dataclass(frozen=True, slots=True)
class DraftRef:
    """How a button finds a draft again: in memory, or where the channel fetches it. ``number`` is a finding's."""

    ref: str
    name: str
    number: int = 0

    def __str__(self) -> str:
        return json.dumps([self.ref, self.name, self.number])

    @classmethod
    def read(cls, value: str) -> "DraftRef":
        """From a button's value."""
        return cls(*json.loads(value))

    @property
    def elsewhere(self) -> bool:
        """Whether the channel must fetch the file."""
        return not self.ref.startswith(_HELD)


class Drafting:
    """Offers and makes reports."""

    def __init__(self, app: App, records: Records, held: HeldDrafts, watch: Watch) -> None:
        self._app, self._records, self._held, self._watch = app, records, held, watch

    def offer(self, incoming: Incoming, person: Person, text: str) -> Outgoing:
        """Ask whether a long text is a draft to be checked."""
        del person
        ref = DraftRef(_HELD + self._held.hold(self._owner(incoming), text), "draft.txt")
        kinds = tuple(dict.fromkeys((*incoming.kinds, *_kinds(text))))
        blocks = [said(words("act_first", self._app.team))] if kinds else []
        blocks += [said(words("offer_draft"))]
        blocks += [said(words("offer_kinds", kinds=listed(kinds)))] if kinds else []
        return message(tuple(blocks), (Button("Check it", "check", str(ref)), Button("No", "nothing")))

    def offer_file(self, incoming: Incoming, attachment: Attachment) -> Outgoing:
        """Ask whether a file is to be checked; a caption or a name with identifiers is said so."""
        named = attachment.kinds or _kinds(spoken_name(attachment.name))
        beside = incoming.kinds or _kinds(incoming.text)
        blocks = [said(words("act_first", self._app.team))] if named or beside else []
        blocks += [said(words("stopped_file", kinds=listed(named)))] if named else []
        blocks += [said(words("stopped_caption", kinds=listed(beside)))] if beside else []
        if not may_be_draft(attachment.name):
            return message((*blocks, said(words("not_a_draft"))))
        blocks = [*blocks, said(words("offer_file"))]
        ref = DraftRef(attachment.ref, safe_name(attachment.name))
        return message(tuple(blocks), (Button("Check it", "check", str(ref)), Button("No", "nothing")))

    def offer_or_check(self, incoming: Incoming, person: Person, text: str) -> Outgoing:
        """A text that is said to be a draft; one that fills a message may have more to come, so it waits."""
        if len(text) >= WHOLE_MESSAGE:
            return self.offer(incoming, person, text)
        ref = _HELD + self._held.hold(self._owner(incoming), text)
        return self.check(incoming, person, Attachment("draft.txt", text.encode(), ref))

    def found(self, incoming: Incoming, value: str) -> tuple[Attachment | None, int]:
        """The draft that a button is about, and the number of the finding."""
        ref = DraftRef.read(value)
        if not ref.elsewhere:
            held = self._held.get(ref.ref.removeprefix(_HELD))
            return (replace(held, ref=ref.ref) if held else None), ref.number
        fetched = incoming.attachment
        return (replace(fetched, name=ref.name, ref=ref.ref) if fetched else None), ref.number

    def check(self, incoming: Incoming, person: Person, draft: Attachment) -> Outgoing:
        """The report with a receipt."""
        checked, mask = self._checked(draft)
        report = checked.report
        self._counted(checked, person)
        self._watch.checked(incoming.channel)
        count = plural(len(report.findings), "finding")
        which = "receipt" if incoming.person is None else "receipt_here"
        receipt = words(which, rules=report.rules_run, findings=count)
        blocks = (*report_message(checked, safe_name(draft.name), mask), said(receipt))
        return message(blocks, *_rows(draft, checked))

    def all_findings(self, draft: Attachment) -> Outgoing:
        """Every finding."""
        checked, mask = self._checked(draft)
        return message(findings_message(checked, mask))

    def one_finding(self, draft: Attachment, number: int) -> Outgoing:
        """One finding with its reasons."""
        checked, mask = self._checked(draft)
        return message(finding_message(checked, number, mask))

    def word_file(self, draft: Attachment) -> Outgoing:
        """The user's own file back with comments."""
        checked, _ = self._checked(draft)
        data = Renderer(Form.DOCX, self._app.link).contents([checked])
        name = writable(safe_name(draft.name).rpartition(".")[0] or "draft", ".docx", set())
        return Outgoing(files=(OutFile(name, data, words("receipt_word")),))

    def _checked(self, draft: Attachment) -> tuple[Checked, Mask]:
        checked = check_draft(self._app, draft.data, draft.name)
        return checked, Mask(checked.text)

    def _counted(self, checked: Checked, person: Person) -> None:
        """Counts only: which checks found something, for the month; never a word."""
        report = checked.report
        facts: dict[str, str | int] = {"checks": report.rules_run, "findings": len(report.findings)}
        with self._records.database.writing():
            count_draft(self._records, "", f"{self._records.database.clock():%Y-%m}", checked)
            self._records.audit.append("draft.checked", person.id, facts)

    def _owner(self, incoming: Incoming) -> str:
        return f"{incoming.channel}:{incoming.account}:{incoming.chat}"


def _kinds(text: str) -> tuple[str, ...]:
    return tuple(kind.words for kind in deidentify(text).kinds)


def _rows(draft: Attachment, checked: Checked) -> Rows:
    count = len(checked.report.findings)
    if not draft.ref:
        return ()
    ref = DraftRef(draft.ref, draft.name)
    why = tuple(
        Button(f"Why {number}", "finding", str(replace(ref, number=number)))
        for number in range(1, min(count, FIRST) + 1)
    )
    more = (Button(f"All {count}", "findings", str(ref)),) if count > FIRST else ()
    return (why, (*more, Button("Word file", "word", str(ref))))
