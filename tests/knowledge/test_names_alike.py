"""F7: the same sentences with names of many origins: nobody's name is found less often than an English one."""

import pytest

from knowledge.deidentify import deidentify

# Fictional people. First name and surname, some of several words.
_NAMES = {
    "English": ("Kayleigh Thornbury", "Alfie Ramsbottom", "Jodie Hartley", "Callum Birtwistle"),
    "West African": ("Chidi Okonkwo", "Amara Adeyemi", "Kwabena Mensah", "Ngozi Eze"),
    "Polish": ("Zofia Kowalczyk", "Tomasz Wojcik", "Agnieszka Nowak", "Kacper Zielinski"),
    "Welsh": ("Ifan ap Gwilym", "Angharad Llewelyn", "Rhodri Bevan", "Nerys Pritchard"),
    "Arabic": ("Fatima Al-Sayed", "Yusuf Haddad", "Layla Al-Masri", "Tariq bin Saleh"),
    "East Asian": ("Xia Chen", "Minh Nguyen", "Haruka Ito", "Seoyeon Kim"),
    "South Asian": ("Harpreet Sandhu", "Aisha Begum", "Priyanka Iyer", "Imran Qureshi"),
}
_SENTENCES = (
    "{} was seen at school on Tuesday.",
    "I spoke to {} about contact.",
    "Can {} stay with a grandmother under reg 24?",
    "The worker asked whether {} feels safe at home.",
    "Report for {}, child in need meeting.",
    "we are worried that {} is left alone at night",
)


def _found(group: str) -> float:
    """The share of the words of names that are masked."""
    texts = [(name, deidentify(sentence.format(name)).text) for name in _NAMES[group] for sentence in _SENTENCES]
    left = sum(
        word in text.replace(",", " ").replace(".", " ").split() for name, text in texts for word in name.split()
    )
    return 1 - left / sum(len(name.split()) for name, _ in texts)


@pytest.mark.parametrize("group", [group for group in _NAMES if group != "English"])
def test_names_of_every_origin_are_found_as_often_as_english_ones(group: str) -> None:
    share = _found(group)

    assert share >= 0.95
    assert _found("English") - share <= 0.05


@pytest.mark.xfail(strict=True, reason="not mended yet: a surname that reads as the end of a place's name")
def test_a_surname_that_could_be_a_place_is_found() -> None:
    text = deidentify("Can Seoyeon Park stay with a grandmother under reg 24?").text

    assert "Seoyeon" not in text
