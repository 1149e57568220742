"""A council that takes no drafts in Telegram: each is refused in one sentence, and questions are answered."""

import pytest

from bot.conversation import Conversation
from bot.talk.drafting import DraftRef
from bot.talk.drafts import WHOLE_MESSAGE
from bot.talk.messages import Attachment, Press
from tests.telegram.fake import FakeTelegram
from tests.telegram.process import BotProcess
from tests.telegram.talker import Talker, buttons, read
from tests.telegram.test_questions import LONG

QUESTION = "how long can temporary approval last under reg 24"
REFUSED = "I take no drafts here, and nothing of yours was kept: check it on the bot's web page or in the terminal"
DRAFT = "Child in need plan\n\nActions\n1. School to monitor. ASAP.\n2. Worker to visit regularly. Ongoing.\n" * 4
NAMED = DRAFT + "What we are worried about\nMum, Fictional Bramble Oakfield, drinks most evenings.\n"
NOW = "the dad is here now and he has a knife, he is shouting and i am locked in the bathroom with the baby. " * 6


@pytest.fixture
def refusing(talker: Talker) -> Talker:
    talker.person("1")
    return Talker(Conversation(talker.talk.app, talker.records, refuses_drafts=True), talker.records)


@pytest.mark.parametrize("text", [DRAFT, f"/check {DRAFT}"])
def test_a_draft_is_refused_and_not_offered(refusing: Talker, text: str) -> None:
    outgoing = refusing.reply("1", text)

    assert read(outgoing).startswith(REFUSED)
    assert buttons(outgoing) == []


@pytest.mark.parametrize("caption", ["", "/check", "can you check this"])
def test_a_file_is_refused_whatever_its_kind(refusing: Talker, caption: str) -> None:
    for name in ("plan.docx", "photo.jpg"):
        outgoing = refusing.reply("1", caption, Attachment(name, ref="ref"))

        assert read(outgoing).startswith(REFUSED)
        assert "fewer words" not in read(outgoing)
        assert buttons(outgoing) == []


def test_check_alone_says_where_to_check_and_waits_for_nothing(refusing: Talker) -> None:
    said = refusing.said("1", "/check")

    assert said.startswith("I take no drafts here: check yours on the bot's web page or in the terminal")
    assert not refusing.talk.held.waits("telegram:1:1")


def test_the_last_short_piece_of_a_pasted_draft_is_refused_with_the_others(refusing: Talker) -> None:
    whole = (DRAFT * 20)[:WHOLE_MESSAGE]

    first, last = refusing.said("1", whole), refusing.said("1", "3. Dad to be seen in due course.")
    question = refusing.said("1", QUESTION)

    assert first.startswith(REFUSED)
    assert last.startswith(REFUSED)
    assert "16 weeks" in question


def test_questions_are_answered_with_and_without_a_file_and_after_check(refusing: Talker) -> None:
    plain, checked = refusing.said("1", QUESTION), refusing.said("1", f"/check {QUESTION}?")
    long = refusing.said("1", LONG)
    beside = refusing.said("1", QUESTION, Attachment("plan.docx", ref="ref"))

    assert "16 weeks" in plain
    assert "16 weeks" in checked
    assert "16 weeks" in beside
    assert REFUSED in beside
    assert REFUSED not in long
    assert "private fostering" in long


def test_danger_comes_before_the_refusal(refusing: Talker) -> None:
    of_now, named = refusing.said("1", NOW), refusing.said("1", NAMED)
    lost = refusing.said("1", "", lost=True)
    file = refusing.said("1", "", Attachment("plan.docx", ref="ref", kinds=("name",)))

    assert of_now.startswith("If anyone is in immediate danger")
    assert REFUSED in of_now
    for said in (named, lost, file):
        assert said.startswith("If a child may be at risk now, act first")
        assert REFUSED in said
        assert "Oakfield" not in said


@pytest.mark.parametrize("action", ["check", "findings", "finding", "word"])
def test_a_button_from_before_the_setting_reads_no_draft(refusing: Talker, action: str) -> None:
    press = Press(action, str(DraftRef("file1", "plan.txt")))

    said = refusing.said("1", "", Attachment("plan.txt", DRAFT.encode()), press=press)

    assert said.startswith("I take no drafts here")


def test_nobody_is_invited_to_send_a_draft(refusing: Talker) -> None:
    welcome, help_text = refusing.said("1", "/start"), refusing.said("1", "/help")

    assert "send a draft" not in welcome
    assert "I take no drafts here" in welcome
    assert "/check" not in help_text
    assert "/ask" in help_text


def test_the_running_bot_refuses_fetches_nothing_and_keeps_nothing(
    bot_process: BotProcess, telegram: FakeTelegram
) -> None:
    bot_process.person(7)
    bot_process.start(PRACTICE_BOT_REFUSE_TELEGRAM_DRAFTS="on")

    telegram.say(7, NAMED)
    telegram.file(7, "Bramble Oakfield.docx", b"x" * 100, "/check")
    photo = [{"file_id": "a", "file_unique_id": "b", "width": 9, "height": 9}]
    telegram.update({"message": telegram.message(7, photo=photo)})
    telegram.say(7, QUESTION)
    said = [one.text for one in telegram.wait(7, 4)]

    assert all(REFUSED in text for text in said[:2])
    assert said[2].startswith("I can read text. I cannot read pictures")
    assert "SI 2010/959 reg 24" in said[3]
    assert not any(method == "getFile" for method, *_ in telegram.calls)
    assert "Oakfield" not in bot_process.kept()
    assert bot_process.settled()
    assert bot_process.end() == 0
    assert "Oakfield" not in bot_process.log
