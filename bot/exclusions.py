"""What a council has asked not to be answered: topics by their words, and provisions by their labels."""

import re
from functools import cached_property

from config.council import Council
from knowledge.reply import Answer
from knowledge.routes import Status


class Exclusions:
    """The council's list, applied before and after an answer is looked for."""

    def __init__(self, council: Council) -> None:
        self._council = council

    def declined(self, text: str) -> Answer | None:
        """What to say instead, when the question is on a topic that is left out."""
        if self._topics is None or not self._topics.search(text):
            return None
        return self._answer("Your council has left this topic out of what I answer.")

    def withheld(self, given: Answer) -> Answer:
        """The answer, or what to say instead when it rests on a provision that is left out."""
        if not any(self._left_out(label) for label in given.citations):
            return given
        return self._answer("What I hold on this has been left out by your council.")

    @cached_property
    def _topics(self) -> re.Pattern[str] | None:
        phrases = [r"\s+".join(map(re.escape, topic.split())) for topic in self._council.not_answered]
        return re.compile(rf"\b(?:{'|'.join(phrases)})\b", re.IGNORECASE) if phrases else None

    def _left_out(self, label: str) -> bool:
        """``SI 2010/959 reg 2`` leaves out that regulation and not regulation 24."""
        return any(re.match(rf"{re.escape(start)}(?!\w)", label) for start in self._council.not_cited)

    def _answer(self, why: str) -> Answer:
        return Answer(Status.DECLINED, f"{why} Ask {self._council.asks}.")
