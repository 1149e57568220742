"""The bundled scenarios and the quiz bank: complete, exact and cited."""

from pathlib import Path

import pytest

from knowledge.areas import place_of, themes
from knowledge.digest import digest_files, read_digest
from knowledge.errors import ScenarioError
from knowledge.plans.model import DocType
from knowledge.plans.rules import catalogue
from knowledge.quiz import questions
from knowledge.scenarios.checked import compare
from knowledge.scenarios.model import Level, Quality
from knowledge.scenarios.reader import FOLDER, read_scenario, scenario, scenarios

SECTIONS = {one.id: one for path in digest_files() for one in read_digest(path).sections}
LABELS = {one.label for one in SECTIONS.values()}


def test_there_are_enough_scenarios_of_every_kind_theme_level_and_quality() -> None:
    held = scenarios()

    assert len(held) >= 24
    assert {one.kind for one in held} == set(DocType) - {DocType.UNKNOWN}
    assert {theme for one in held for theme in one.themes} == set(themes())
    assert {one.level for one in held} == set(Level)
    assert {one.quality for one in held} == set(Quality)


@pytest.mark.parametrize("held", scenarios(), ids=lambda held: held.id)
def test_a_scenario_has_what_a_trainer_needs_and_every_citation_resolves(held: object) -> None:
    one = scenario(held.id)  # type: ignore[attr-defined]

    assert "Fictional" in one.text.splitlines()[0]
    assert set(one.cites) <= LABELS
    assert len(one.learning) >= 2
    assert len(one.questions) >= 2
    assert one.keep
    assert len(one.gaps) <= 1 if one.quality is Quality.GOOD else len(one.gaps) >= 4


def test_the_checker_and_the_keys_agree_on_most_gaps_and_good_drafts_stay_nearly_silent() -> None:
    pairs = [(one, compare(one)) for one in scenarios()]

    agreed = sum(len(found.agreed) for _, found in pairs)
    alarms = [len(found.only_checker) for one, found in pairs if one.quality is Quality.GOOD]
    assert agreed >= 0.5 * sum(len(one.gaps) for one, _ in pairs)
    assert sum(alarms) <= 2 * len(alarms)


def test_every_rule_has_a_theme_an_area_and_three_sources_in_the_corpus() -> None:
    places = [place_of(rule.id) for rule in catalogue()]

    assert all(place.theme in themes() for place in places)
    assert {place.area for place in places} == {"I1", "I2", "I3", "I4"}
    assert {label for place in places for label in place.sources} <= LABELS


def test_quiz_questions_fit_a_poll_and_their_proof_stands_in_the_passage_they_cite() -> None:
    bank = questions()

    assert len(bank) >= 40
    assert len({one.id for one in bank}) == len(bank)
    for one in bank:
        assert len(one.text) <= 300
        assert len(set(one.options)) == 4
        assert all(len(option) <= 100 for option in one.options)
        assert one.proof in SECTIONS[one.passage].text
        assert SECTIONS[one.passage].label == one.cite
        assert len(one.explanation) <= 200
    assert len({one.right for one in bank}) == 4


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("kind = ", "kinds = "), "kinds is not known"),
        (('level = "easy"', 'level = "simple"'), "level must be one of"),
        (('rule = "RISK007"', 'rule = "RISK700"'), "RISK700 is not known"),
        (('quote = "Statutory visits by the social worker."', 'quote = "Not in it"'), "do not stand in the draft"),
        (("date = 2026-03-02", 'date = "2 March"'), "must be a date"),
        (("learning = [", "learning = [[["), "not valid TOML"),
    ],
)
def test_a_scenario_that_is_wrong_is_refused_in_one_sentence(
    change: tuple[str, str], said: str, tmp_path: Path
) -> None:
    key = (FOLDER / "cp-otter-lane-poor.toml").read_text(encoding="utf-8")
    (tmp_path / "mine.toml").write_text(key.replace(*change), encoding="utf-8")
    (tmp_path / "mine.md").write_text((FOLDER / "cp-otter-lane-poor.md").read_text(encoding="utf-8"), encoding="utf-8")

    with pytest.raises(ScenarioError) as refused:
        read_scenario(tmp_path / "mine.toml")

    assert said in str(refused.value)
    assert str(refused.value).startswith("mine.toml")
