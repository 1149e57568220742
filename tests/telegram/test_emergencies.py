"""Long messages of somebody who is there now get 999 first; plans that tell of past harm do not."""

import pytest

from bot.talk.drafts import looks_like_draft, tells_of_now
from knowledge.routes import in_danger
from knowledge.scenarios.reader import scenarios
from knowledge.text import cleaned
from tests.conftest import ROOT
from tests.telegram.talker import Talker, buttons, read

_PIECE = 3900
_LONG = (
    (
        "im at the house now on a visit and i dont know what to do, the dad has come back and he is drunk, really "
        "drunk, shouting at mum in the kitchen and she is crying and he has a knife in his hand, he keeps waving "
        "it about and saying he will do it this time. the little one is upstairs and i went up to see him and he "
        "is not waking up when i shake him, he is breathing i think but his eyes dont open and there is an empty "
        "bottle next to the cot. the older two are in the garden and the neighbour is looking over the fence. my "
        "manager is not picking up and the office phone just rings out. mum is telling me not to ring anybody "
        "because it will make him worse. i have locked myself in the bathroom with the baby and i can hear him "
        "coming up the stairs"
    ),
    (
        "sorry this is long but i need help quick. foster carer just rang me in tears, she went into the bathroom "
        "to check on the young person because she had gone quiet and she has found her on the floor, she says "
        "there are three empty packets of paracetamol and a bottle of vodka. she is not responding, her lips are "
        "blue and the carer says she cant get her to wake up. the carer is on her own with two other foster "
        "children who are both under six and she does not know if she should put her in the car and drive to the "
        "hospital or wait for somebody. i am forty minutes away and i have told her to put her on her side. her "
        "placement is only a week old and there is no risk assessment on the system that mentions tablets so i am "
        "really scared we have missed something. who do i tell first, the duty manager or the edt or her mum"
    ),
    (
        "dad at the property now, drunk, has a kitchen knife in his hand and says nobody is leaving. mum and three"
        " kids are in the front room with him. school rang at half past three to say that the eldest had sent a "
        "text saying please come. neighbours have heard shouting since lunchtime. youngest has a cut on her arm "
        "and it is bleeding heavily and mum is holding a towel on it. dad has put the sofa in front of the door. "
        "the family support worker is on the step outside and can see through the letterbox, she says the middle "
        "child is lying on the floor and not moving. duty line is engaged. dad has said he will stab anybody who "
        "comes in. there is a dog in the house as well. there was an order last year but nobody knows if it is "
        "still in force. what happens about the order and who goes in"
    ),
    (
        "need urgent advice please\n\nlad of 15 on my caseload has just texted me from the multi storey, he says "
        "he is on the roof and he is going to jump\n\nhe broke up with his girlfriend last night and he moved "
        "placement on 3 November so he knows nobody there\n\nhe says he wont talk to anybody but me. i have tried "
        "ringing four times and he cuts me off every time and then he texts again. the last one said tell my "
        "sister i love her and dont let them move her as well\n\ni am at home, it is my day off and i do not have "
        "my work laptop with me. i have no number for the placement because it is on the system\n\nhis key worker "
        "goes off shift at six. i am so scared that if the police turn up he will do it. should i go there myself "
        "or who should go, and am i allowed to tell his mum"
    ),
    (
        "the baby has stopped breathing. i am at nans and she has rang the ambulance but they said it is thirty "
        "minutes. she found him in the bed between mum and dad who are both asleep and she cant get them up "
        "either, there is foil and a pipe on the floor and the room stinks. he is six weeks old, he was eleven "
        "weeks early and he came home from the special care unit on friday. i have done a first aid course but it "
        "was years ago and i dont remember if it is two fingers or one. nan is screaming at mum and has slapped "
        "her and now dad is awake and he is shouting at me to get out of his house. there is a four year old stood"
        " in the doorway just watching all of it and nobody is with her. i know we are meant to do a strategy "
        "meeting but what do i do this minute"
    ),
    (
        "Please advise, I am on the phone to mum. She says she can't do it any more and she is stood on the bridge"
        " over the dual carriageway with the twins in the buggy. She sounds very calm, which is not like her at "
        "all, she is usually shouting. I have kept her talking for ten minutes but she keeps saying goodbye and "
        "telling me I was a good social worker. I do not know which bridge it is, I think it is the one by the "
        "leisure centre. Dad left on Sunday and took the car. The health visitor told us last month that her mood "
        "had dropped and the doctor put her tablets up. The twins are eighteen months. I am on my own in the "
        "office, everybody else has gone home, and if I ring anybody I have to put her on hold and I am afraid "
        "that she will hang up on me. Is there a protocol for this"
    ),
)


@pytest.mark.parametrize("text", [text for text in _LONG if not looks_like_draft(text)])
def test_a_long_message_of_now_that_ends_in_a_question_gets_the_999_line_alone(talker: Talker, text: str) -> None:
    talker.person("1")

    outgoing = talker.reply("1", text)

    assert read(outgoing).startswith("If anyone is in immediate danger, or needs an ambulance, call 999 now.")
    assert buttons(outgoing) == []


@pytest.mark.parametrize("text", [text for text in _LONG if looks_like_draft(text)])
def test_a_long_message_of_somebody_who_is_there_now_gets_999_first_and_then_the_offer(
    talker: Talker, text: str
) -> None:
    talker.person("1")

    outgoing = talker.reply("1", text)

    assert read(outgoing).startswith("If anyone is in immediate danger, or needs an ambulance, call 999 now.")
    assert "looks like a draft" in read(outgoing)
    assert buttons(outgoing) == ["Check it", "No"]


def test_a_long_message_of_now_gets_999_from_anybody_whether_the_bot_is_on_or_off(talker: Talker) -> None:
    talker.person("1")
    talker.records.switch.off("a wrong text")

    known, stranger = talker.said("1", _LONG[0]), talker.said("999", _LONG[0])

    assert known.startswith("If anyone is in immediate danger")
    assert "switched off" in known
    assert stranger.startswith("If anyone is in immediate danger")


def test_a_plan_that_tells_of_past_harm_gets_the_offer_alone(talker: Talker) -> None:
    talker.person("1")
    plan = (ROOT / "tests/quality/plans/development/r-reg01.txt").read_text(encoding="utf-8")[:_PIECE]

    said = talker.said("1", plan)

    assert in_danger(cleaned(plan))
    assert "looks like a draft" in said
    assert "immediate danger" not in said


def test_no_development_draft_is_taken_for_a_message_of_now() -> None:
    """Whole or in the pieces in which it is pasted; of pieces of 110 words and more, two in 2,400 at most."""
    plans = [path.read_text(encoding="utf-8") for path in (ROOT / "tests/quality/plans/development").glob("*.txt")]
    plans += [scenario.text for scenario in scenarios()]
    pieces = [plan[start : start + _PIECE] for plan in plans for start in range(0, len(plan), _PIECE)]

    assert len(plans) > 700
    assert not any(tells_of_now(text) for text in (*plans, *pieces) if looks_like_draft(text))


def test_a_draft_lost_in_a_restart_is_asked_for_with_999_beside_it(talker: Talker) -> None:
    """Nothing of it was kept, so nobody knows whether it told of danger."""
    talker.person("1")

    assert "999" in talker.said("1", "", lost=True)
