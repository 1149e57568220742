"""Questions, drafts and dates as people type them, told apart; and replies that lead the right way."""

import pytest

from bot.talk.drafts import WHOLE_MESSAGE, asks_at_length, plainly_asks
from bot.talk.messages import Attachment
from knowledge.scenarios.reader import scenarios
from tests.conftest import ROOT
from tests.telegram.talker import Talker, buttons, read

QUESTION = "how long does temporary approval last under reg 24"
DRAFT = "Child in need plan\n\nActions\n1. School to monitor. ASAP.\n2. Worker to visit regularly. Ongoing.\n"


@pytest.mark.parametrize("question", [QUESTION, f"{QUESTION}?", "Can I ask who signs the plan?"])
def test_a_question_is_answered_where_a_draft_was_waited_for_and_the_draft_still_is(
    talker: Talker, question: str
) -> None:
    talker.person("1")
    talker.said("1", "/check")

    answer, report = talker.said("1", question), talker.said("1", DRAFT)

    assert "Receipt" not in answer
    assert "Receipt: checked in memory" in report


def test_a_question_after_check_is_answered(talker: Talker) -> None:
    talker.person("1")

    assert "16 weeks" in talker.said("1", f"/check {QUESTION}?")
    assert "Receipt: checked in memory" in talker.said("1", f"/check {DRAFT}")


def test_a_question_right_after_a_whole_message_is_answered_and_the_next_piece_still_joins(talker: Talker) -> None:
    talker.person("1")
    whole = (DRAFT * 60)[:WHOLE_MESSAGE]
    offered = talker.reply("1", whole)

    answer, joined = talker.said("1", f"{QUESTION}?"), talker.said("1", "3. Dad to be seen in due course.")

    assert buttons(offered) == ["Check it", "No"]
    assert "16 weeks" in answer
    assert joined == "I added this to the draft above."


def test_no_end_of_a_development_draft_is_taken_for_a_question() -> None:
    """The piece that is left when the rest has filled a message."""
    plans = [path.read_text(encoding="utf-8") for path in (ROOT / "tests/quality/plans/development").glob("*.txt")]
    plans += [scenario.text for scenario in scenarios()]
    ends = [plan[cut:] for plan in plans for cut in range(WHOLE_MESSAGE, 4097, 49) if len(plan) > cut]

    assert len(ends) > 100
    assert not any(map(plainly_asks, ends))
    assert not any(map(asks_at_length, ends))


LONG = (
    "hi, a boy has been living with his nan since the summer because his mum agreed to it herself and nobody told us "
    "until the school rang. now the nan wants money and my manager says it is private fostering, but a nan is a close "
    "relative so i think it is not, and then there is the uncle too who lives there and has the boy most nights. the "
    "school is worried about the uniform and the mum has gone away to work for some time and cannot be reached by us. "
    "the health visitor has been twice and says the house is clean and the boy is well. i looked in the procedures "
    "and found nothing that fits. what makes it private fostering and who has to tell the council"
)


@pytest.mark.parametrize("ending", ["", "?"])
def test_a_long_message_that_only_tells_what_its_question_is_about_is_answered(talker: Talker, ending: str) -> None:
    talker.person("1")

    outgoing = talker.reply("1", f"{LONG}{ending}")

    assert len(LONG.split()) > 110
    assert "looks like a draft" not in read(outgoing)
    assert "Helpful" in buttons(outgoing)


def test_no_development_draft_is_taken_for_a_long_question() -> None:
    plans = [path.read_text(encoding="utf-8") for path in (ROOT / "tests/quality/plans/development").glob("*.txt")]
    plans += [scenario.text for scenario in scenarios()]
    pieces = [plan[start : start + WHOLE_MESSAGE] for plan in plans for start in range(0, len(plan), WHOLE_MESSAGE)]

    assert len(plans) > 700
    assert not any(map(asks_at_length, (*plans, *pieces)))


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("reg 24", "The day it started is missing."),
        ("icpc", "The day it started is missing."),
        ("reg 24 31 Feb 2026", "There is no such day as '31 Feb 2026'."),
        ("reg 24 2026-02-31", "There is no such day as '2026-02-31'."),
        ("nonsense thing 3 Nov 2026", "No statutory clock is called 'nonsense thing'."),
        ("reg 24 3 Nov 2026", "Tuesday 23 February 2027"),
        ("reg 24 on 3/11/2026", "Tuesday 23 February 2027"),
    ],
)
def test_a_deadline_says_whether_the_event_or_the_day_is_wrong(talker: Talker, typed: str, expected: str) -> None:
    talker.person("1")

    said = talker.said("1", f"/deadline {typed}")

    assert expected in said
    assert "practice-bot" not in said


@pytest.mark.parametrize("caption", [QUESTION, f"{QUESTION}?", f"/ask {QUESTION}", f"hi, {QUESTION}? plan attached"])
def test_a_question_beside_a_file_is_answered_and_the_file_is_offered(talker: Talker, caption: str) -> None:
    talker.person("1")

    outgoing = talker.reply("1", caption, Attachment("plan.docx", ref="ref"))

    assert "16 weeks" in read(outgoing)
    assert read(outgoing).endswith("Shall I look for gaps in this draft? I check it in memory and keep nothing of it.")
    assert buttons(outgoing)[-2:] == ["Check it", "No"]


def test_a_question_beside_a_file_that_was_asked_for_is_answered_and_the_file_is_checked(talker: Talker) -> None:
    talker.person("1")
    talker.said("1", "/check")

    said = talker.said("1", f"{QUESTION}?", Attachment("plan.txt", DRAFT.encode(), "ref"))

    assert "16 weeks" in said
    assert "Receipt: checked in memory" in said


@pytest.mark.parametrize(
    "caption",
    [
        "can you check this?",
        "could you look at it pls?",
        "Is this ok?",
        "is my plan good enough to send?",
        "what do you think?",
        "any gaps?",
        "what have i missed?",
        "what's missing?",
        "are there any gaps in this?",
        "please can you review the attached?",
        "does this look right?",
        "can i have feedback on this?",
    ],
)
def test_a_request_to_check_beside_a_file_is_the_offer_alone(talker: Talker, caption: str) -> None:
    talker.person("1")

    outgoing = talker.reply("1", caption, Attachment("plan.docx", ref="ref"))

    assert buttons(outgoing) == ["Check it", "No"]
    assert len(outgoing.replies) == 1


def test_details_beside_a_file_are_spoken_of_once_and_those_of_its_name_as_well(talker: Talker) -> None:
    talker.person("1")
    caption = "can Zebedee Thistlewood stay with his nan under reg 24?"

    beside = talker.said("1", caption, Attachment("plan.docx", ref="ref"), kinds=("name",))
    named = talker.said("1", f"{QUESTION}?", Attachment("plan.docx", ref="ref", kinds=("name",)))

    assert "I stopped your message" in beside
    assert beside.count("personal details") == 1
    assert "16 weeks" in named
    assert "The file's name seems to hold personal details: name." in named


@pytest.mark.parametrize("name", ["setup.exe", "photo.JPG", "plan.doc", "notes.rtf", "sheet.xlsx"])
def test_a_file_that_cannot_be_read_is_not_offered_to_be_checked(talker: Talker, name: str) -> None:
    talker.person("1")

    outgoing = talker.reply("1", "", Attachment(name, ref="ref"))

    assert "I cannot read this kind of file" in read(outgoing)
    assert buttons(outgoing) == []


@pytest.mark.parametrize("name", ["plan.docx", "PLAN.PDF", "notes.txt", "a.md", "page.html", "plan v2.final", "draft"])
def test_a_file_that_may_be_a_draft_is_offered_to_be_checked(talker: Talker, name: str) -> None:
    talker.person("1")

    assert buttons(talker.reply("1", "", Attachment(name, ref="ref"))) == ["Check it", "No"]
