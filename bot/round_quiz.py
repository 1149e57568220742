"""The quiz of a round: questions that a trainer puts to the room, each with its citation once it is over."""

from collections import Counter
from dataclasses import dataclass

from bot.records.people import Person
from bot.records.rounds import Stage
from bot.rounds import Rounds
from knowledge.errors import RoundError
from knowledge.quiz import QuizQuestion, question, questions
from knowledge.scenarios.model import Scenario


@dataclass(frozen=True, slots=True)
class Settled:
    """A quiz question that is over: how many chose each option, and the one that this person chose, if any."""

    question: QuizQuestion
    tally: Counter[int]
    chosen: int | None

    @property
    def right(self) -> int:
        """How many chose the right option."""
        return self.tally[self.question.right]


class Quiz:
    """The questions of rounds. It holds no state, as the rounds hold none."""

    def __init__(self, rounds: Rounds) -> None:
        self._rounds = rounds

    def ask(self, code: str, trainer: Person, question_id: str = "") -> QuizQuestion:
        """Put a question to the room: the one named, or the next that this round has not had."""
        current = self._rounds.led(code, trainer)
        last = current.asked[-1] if current.asked else ""
        chosen = question(question_id) if question_id else _next_question(self._rounds.scenario_of(current), last)
        asked = dict.fromkeys((*current.asked, chosen.id))
        self._rounds.store.change(current.id, question=chosen.id, asked=" ".join(asked))
        return chosen

    def settle(self, code: str, trainer: Person) -> QuizQuestion:
        """Take the question from the floor, so that everybody sees its right answer."""
        current = self._rounds.led(code, trainer)
        if not current.question:
            raise RoundError("There is no question on the floor.", "Ask one first.")
        self._rounds.store.change(current.id, question="")
        return question(current.question)

    def answer(self, code: str, person: Person, choice: int) -> bool:
        """Take an answer to the question on the floor; the first one counts. Whether this was taken."""
        current = self._rounds.known(code)
        if current.stage is Stage.ENDED:
            raise RoundError("The round is over, so that came too late.", "Its answers are on its page.")
        if not current.question or not self._rounds.store.has_seat(current.id, person.id):
            raise RoundError("There is no question to answer.", "Wait for the trainer's next one.")
        asked = question(current.question)
        if not 0 <= choice < len(asked.options):
            raise RoundError("That is not one of the options.", f"Give a number from 1 to {len(asked.options)}.")
        return self._rounds.store.answer(current.id, asked.id, person.id, choice, right=choice == asked.right)

    def settled(self, code: str, person: str) -> tuple[Settled, ...]:
        """The questions that everybody may see the answer of: those that are off the floor, or all after the end."""
        current = self._rounds.known(code)
        chosen = self._rounds.store.choices(current.id, person)
        over = [one for one in current.asked if current.stage is Stage.ENDED or one != current.question]
        return tuple(
            Settled(question(one), self._rounds.store.answers(current.id, one), chosen.get(one)) for one in over
        )

    def tally(self, code: str, question_id: str) -> Counter[int]:
        """How many chose each option of a question."""
        return self._rounds.store.answers(self._rounds.known(code).id, question_id)


def _next_question(held: Scenario, last: str) -> QuizQuestion:
    fitting = [one for one in questions() if one.theme in held.themes] or list(questions())
    ids = [one.id for one in fitting]
    return fitting[(ids.index(last) + 1) % len(fitting)] if last in ids else fitting[0]
