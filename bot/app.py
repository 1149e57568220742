"""The composition root: the one place where real parts are chosen and joined.

What only questions need is imported when the first is asked: a draft is checked without it, a second sooner.
"""

from collections.abc import Callable
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from bot.records.off import OffSwitch
from config.council import Council, load_council
from config.settings import Settings
from knowledge.catalogue import Catalogue
from knowledge.encoder import ALL_THREADS, DRAFTS, load_reader
from knowledge.engine import open_engine
from knowledge.errors import StoreError, SwitchedOff
from knowledge.scenarios.reader import use_own

if TYPE_CHECKING:
    from bot.exclusions import Exclusions
    from bot.records.store import Records
    from bot.wording import Wording
    from knowledge.deidentify import Public
    from knowledge.index import Index, Places
    from knowledge.plans.learnt import Embed
    from knowledge.reply import Answer, DutyTeam
    from knowledge.talk import Question

_WARM_UP = "how long can a child stay with family under reg 24"


class App:
    """Everything the channels use. Parts are made when they are first needed.

    ``threads`` is for the texts of a draft. A channel where many ask at once (``many``) has each question embedded by
    one processor, which costs less than sharing it; the other channels share it, so that it comes sooner.
    """

    def __init__(
        self,
        settings: Settings,
        today: Callable[[], date] = date.today,
        *,
        threads: int = ALL_THREADS,
        many: bool = False,
    ) -> None:
        self.settings = settings
        use_own(settings.scenarios_folder)
        self._threads, self._many = threads, many
        self._today = today

    def ask(self, question: "Question") -> "Answer":
        """Answer a question; danger is answered first, with no knowledge base and when the bot is off."""
        from knowledge.answers import answer, urgent

        alarm = urgent(question, self.team)
        if alarm is not None:
            return alarm
        self.allow()
        declined = self._exclusions.declined(question.text)
        if declined:
            return declined
        given = self._exclusions.withheld(answer(self.index, question, self.team, self._today()))
        return self._wording.of(given, question.text) if self._wording else given

    def warm(self) -> None:
        """Make ready what questions need, for a channel that stays up: the first person then waits for nothing."""
        from knowledge.answers import answer
        from knowledge.talk import Question

        self.index.warm()
        answer(self.index, Question(_WARM_UP), self.team, self._today())

    def allow(self) -> None:
        """Raise ``SwitchedOff`` when an administrator has switched the bot off."""
        if self._off_switch.is_off:
            raise SwitchedOff(
                "The bot has been switched off for now.",
                f"Ask {self.team.asks}. If a child is in danger, call 999 and {self.team.by_day}.",
            )

    @cached_property
    def records(self) -> "Records":
        """What people did. Only channels that know who is asking open it."""
        from bot.records.store import open_records

        return open_records(self.settings)

    @property
    def index(self) -> "Index":
        """The index in use; a newer snapshot is taken up as soon as it is published."""
        from knowledge.index import open_index

        current = self.catalogue.current()
        opened = self.__dict__.get("_index")
        if opened is None or current is None or opened.snapshot.number != current.number:
            opened = self.__dict__["_index"] = open_index(self.catalogue, self._places)
        return opened

    def link(self, label: str) -> str:
        """The address of what a label cites, or nothing when there is no knowledge base."""
        if label not in self._links:
            try:
                snapshot = self.catalogue.current()
                rows = self.catalogue.by_label(snapshot, label) if snapshot else ()
            except StoreError:
                rows = ()
            self._links[label] = next((row.passage.url or row.source.url for row in rows), "")
        return self._links[label]

    @cached_property
    def embed(self) -> "Embed | None":
        """What helps the plan checker read wording that is in no list; None until the model has been prepared."""
        try:
            return load_reader(self.settings.models_folder, DRAFTS, self._threads).embed
        except StoreError:
            return None

    @cached_property
    def _wording(self) -> "Wording | None":
        if not self.settings.llm_model:
            return None
        from bot.wording import wording

        return wording(self.settings)

    @cached_property
    def _links(self) -> dict[str, str]:
        return {}

    @cached_property
    def team(self) -> "DutyTeam":
        """Whom to call, from the council's file."""
        from knowledge.reply import DutyTeam

        council = self._council
        return DutyTeam(council.name, council.duty_phone, council.out_of_hours_phone, council.asks)

    @cached_property
    def public(self) -> "Public":
        """What the council publishes, which is never taken for a private person's details."""
        from knowledge.deidentify import Public

        council = self._council
        return Public.of(council.duty_phone, council.out_of_hours_phone, *council.public_contacts)

    @cached_property
    def catalogue(self) -> Catalogue:
        """The stored texts; raises ``StoreError`` before anything was ingested."""
        if not self.settings.database_url and not (self.settings.data / "catalogue.db").is_file():
            raise StoreError("The knowledge base has not been built.", "Run practice-ingest first.")
        return Catalogue(open_engine(self.settings.catalogue_url))

    @cached_property
    def _council(self) -> Council:
        return load_council(self.settings.council_file)

    @cached_property
    def _exclusions(self) -> "Exclusions":
        from bot.exclusions import Exclusions

        return Exclusions(self._council)

    @cached_property
    def _off_switch(self) -> OffSwitch:
        return OffSwitch(self.settings)

    @property
    def _places(self) -> "Places":
        from knowledge.index import Places

        its, threads = self.settings, ALL_THREADS if self._many else 1
        return Places(its.index_folder, its.models_folder, its.chroma_url, its.embedding_model, threads)


def draft_folder() -> Path:
    """The folder of the bundled example drafts."""
    return Path(__file__).parent / "drafts"
