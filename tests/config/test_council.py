"""What a council publishes, from its own file to what is left unmasked."""

from pathlib import Path

from bot.app import App
from config.settings import Settings
from knowledge.deidentify import deidentify
from knowledge.deidentify.kinds import Kind

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
