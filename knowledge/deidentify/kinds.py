"""Kinds of identifier, and one identifier at its place in a text."""

from dataclasses import dataclass
from enum import StrEnum

from knowledge.text import Span


class Kind(StrEnum):
    """What an identifier is."""

    NAME = "name"
    DATE_OF_BIRTH = "date_of_birth"
    NHS_NUMBER = "nhs_number"
    NI_NUMBER = "ni_number"
    POSTCODE = "postcode"
    ADDRESS = "address"
    PHONE = "phone"
    EMAIL = "email"
    UPN = "upn"
    CASE_NUMBER = "case_number"
    CAR_REGISTRATION = "car_registration"
    INITIALS = "initials"
    DOCUMENT_NUMBER = "document_number"
    BANK_DETAILS = "bank_details"
    ONLINE = "online"

    @property
    def words(self) -> str:
        """The kind as a person says it."""
        return _WORDS.get(self, self.value.replace("_", " "))

    @property
    def mask(self) -> str:
        """What stands in the text in place of the identifier."""
        return f"[{self.words}]"


_WORDS = {
    Kind.NHS_NUMBER: "NHS number",
    Kind.NI_NUMBER: "NI number",
    Kind.UPN: "pupil number",
    Kind.PHONE: "phone number",
    Kind.EMAIL: "e-mail address",
    Kind.ONLINE: "online name",
}


@dataclass(frozen=True, slots=True)
class Identifier:
    """One identifier; ``identifier.span.of(text)`` is its words."""

    kind: Kind
    span: Span
