"""What a council publishes, from its own file to what is left unmasked."""

import re
from pathlib import Path

import pytest

from bot.app import App
from bot.talk.words import words
from config.council import load_council
from config.settings import SettingProblem, Settings
from knowledge.answers import urgent
from knowledge.deidentify import deidentify
from knowledge.deidentify.kinds import Kind
from knowledge.reply import DutyTeam
from knowledge.talk import Question
from tests.conftest import ROOT

COUNCIL = """
name = "Sample council"
duty_phone = "01632 960500"
out_of_hours_phone = "01632 960501"
asks = "your manager"
public_contacts = ["1 Civic Square, TS91 1AA", "duty@council.example"]
"""


def app_with(council: str, folder: Path) -> App:
    file = folder / "council.toml"
    file.write_text(council, encoding="utf-8")
    return App(Settings(folder, council_file=file))


def test_contacts_in_the_councils_file_are_never_masked(tmp_path: Path) -> None:
    text = "ring 01632 960500 or 01632 960501, write to 1 Civic Square, TS91 1AA or duty@council.example"

    safe = deidentify(text, app_with(COUNCIL, tmp_path).public)

    assert safe.text == text


def test_other_contacts_are_masked_beside_the_councils_own(tmp_path: Path) -> None:
    text = "ring 01632 960500, mum is on 07700 900451"

    safe = deidentify(text, app_with(COUNCIL, tmp_path).public)

    assert safe.kinds == (Kind.PHONE,)
    assert "01632 960500" in safe.text
    assert "900451" not in safe.text


def test_the_sample_council_file_makes_no_practice_word_public(tmp_path: Path) -> None:
    text = "mum is on 07700 900451 and Darren has left"

    safe = deidentify(text, App(Settings(tmp_path)).public)

    assert set(safe.kinds) == {Kind.PHONE, Kind.NAME}


def test_in_danger_the_councils_numbers_are_given(tmp_path: Path) -> None:
    alarm = urgent(Question("the dad is hitting the child right now"), app_with(COUNCIL, tmp_path).team)

    assert alarm
    assert "Then call the duty team on 01632 960500 (out of hours: 01632 960501), and tell your manager." in alarm.text


def test_in_danger_a_number_that_is_not_set_is_left_out(tmp_path: Path) -> None:
    alarm = urgent(Question("the dad is hitting the child right now"), App(Settings(tmp_path)).team)

    assert alarm
    assert "Then call your council's duty team, and tell your manager." in alarm.text


@pytest.mark.parametrize(
    ("team", "said"),
    [
        (DutyTeam(duty_phone="01632 960500"), "the duty team on 01632 960500"),
        (DutyTeam(out_of_hours_phone="01632 960501"), "your council's duty team (out of hours: 01632 960501)"),
    ],
)
def test_one_number_of_two_is_given_alone(team: DutyTeam, said: str) -> None:
    assert team.at_any_hour == said


@pytest.mark.parametrize("name", ["welcome", "unknown_public", "off", "act_first"])
def test_no_sentence_of_the_bot_has_a_gap_where_no_number_is_set(name: str) -> None:
    said = words(name, DutyTeam(), reason="")

    assert "your council's duty team" in said
    assert not any(gap in said for gap in ("()", " .", "on .", "council.toml"))


def test_no_sentence_of_the_bot_says_the_duty_team_twice() -> None:
    """`{duty}` names the team and its number, as far as that is set."""
    text = (ROOT / "bot" / "talk" / "words.toml").read_text(encoding="utf-8")

    assert re.findall(r"duty team:? \(?\{duty", text) == []
    assert set(re.findall(r"\{(\w*(?:duty|hours)\w*)\}", text)) == {"duty", "duty_at_any_hour"}


def test_words_in_place_of_a_number_are_refused_by_name(tmp_path: Path) -> None:
    file = tmp_path / "council.toml"
    file.write_text(COUNCIL.replace("01632 960501", "the number on the wall"), encoding="utf-8")

    with pytest.raises(SettingProblem, match="out_of_hours_phone in the council file has no figure"):
        load_council(file)
