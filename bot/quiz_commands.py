"""/answer as words in and words out: the quiz question of a round, for one who has joined it in a chat."""

from collections.abc import Iterator

from bot.handing_in import ASK
from bot.records.people import Person
from bot.records.rounds import Round
from bot.round_quiz import Quiz, Settled
from bot.rounds import Rounds
from knowledge.errors import RoundError
from knowledge.quiz import QuizQuestion, question


class QuizCommands:
    """What the room does with a question; it holds no state."""

    def __init__(self, rounds: Rounds) -> None:
        self._rounds, self._quiz = rounds, Quiz(rounds)

    def answer(self, rest: str, person: Person) -> str:
        """Take the number of an option; without one, show the question on the floor or how the last one ended."""
        joined = self._rounds.store.of_person(person.id, "round")
        if not joined:
            raise RoundError("You have not joined a round.", ASK)
        current = joined[0]
        return self._taken(current, person, rest) if rest else "\n".join(self._asked(current, person))

    def _taken(self, current: Round, person: Person, number: str) -> str:
        choice = int(number) - 1 if number.isascii() and number.isdigit() and len(number) < 3 else -1
        if not self._quiz.answer(current.code, person, choice):
            return "You have answered this one already. The first answer counts."
        return _answered(question(current.question), choice)

    def _asked(self, current: Round, person: Person) -> Iterator[str]:
        settled = self._quiz.settled(current.code, person.id)
        if not current.question:
            yield from settled_lines(settled[-1]) if settled else ("No question has been asked yet.",)
            return
        asked, chosen = question(current.question), self._rounds.store.choices(current.id, person.id)
        yield from question_lines(asked)
        yield _answered(asked, chosen[asked.id]) if asked.id in chosen else "Send /answer and a number."


def question_lines(asked: QuizQuestion) -> Iterator[str]:
    """A question and its options, numbered from 1."""
    yield asked.text
    yield from (f"{number}. {option}" for number, option in enumerate(asked.options, 1))


def settled_lines(one: Settled) -> Iterator[str]:
    """A question that is over, with its right answer and where that stands."""
    yield one.question.text
    chose = f" {one.right} of {one.tally.total()} chose it." if one.tally.total() else ""
    yield f"The right answer: {one.question.options[one.question.right]}.{chose}"
    if one.chosen is not None:
        yield f"You chose: {one.question.options[one.chosen]}."
    yield f"Source: {one.question.cite}"


def _answered(asked: QuizQuestion, choice: int) -> str:
    return f"Your answer is in: {asked.options[choice]}. The right one is shown when the trainer goes on."
