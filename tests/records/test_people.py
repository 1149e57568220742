"""Deny by default: invitations, roles, confirmation and leaving."""

import pytest

from bot.records.people import Role, Standing
from bot.records.store import Records
from knowledge.errors import PeopleError
from tests.records.conftest import Hands, let_in


def test_nobody_is_known_without_an_invitation(records: Records) -> None:
    assert records.people.find("telegram", "1001") is None
    assert records.people.standing("telegram", "1001") is Standing.UNKNOWN


def test_a_code_lets_one_person_in_as_what_it_says_however_it_is_typed(records: Records) -> None:
    code = records.people.invite(Role.MANAGER, name="Ann Example")

    person = records.people.enrol(code.lower().replace("-", " "), "telegram", "1001")

    assert (person.role, person.name, person.channel) == (Role.MANAGER, "Ann Example", "telegram")
    assert records.people.find("telegram", "1001") == person
    assert records.people.get(person.id) == person
    assert records.people.find("web", "1001") is None


def test_a_code_works_once(records: Records) -> None:
    code = records.people.invite(Role.PRACTITIONER)
    records.people.enrol(code, "telegram", "1001")

    with pytest.raises(PeopleError, match="does not work"):
        records.people.enrol(code, "telegram", "1002")

    assert records.people.standing("telegram", "1002") is Standing.UNKNOWN


def test_a_code_stops_working_when_its_days_are_over(records: Records, clock: Hands) -> None:
    code = records.people.invite(Role.PRACTITIONER, days=2)
    clock.move(days=2)

    with pytest.raises(PeopleError):
        records.people.enrol(code, "telegram", "1001")


@pytest.mark.parametrize("days", [0, -1, 91])
def test_an_invitation_lasts_between_a_day_and_ninety(own: Records, days: int) -> None:
    with pytest.raises(PeopleError, match="1 to 90"):
        own.people.invite(Role.PRACTITIONER, days=days)


def test_a_guessed_code_lets_nobody_in(records: Records) -> None:
    records.people.invite(Role.ADMINISTRATOR)

    for guess in ("", "0000-0000-0000", "' OR 1=1 --", "\N{PILE OF POO}" * 50):
        with pytest.raises(PeopleError):
            records.people.enrol(guess, "telegram", "1001")


def test_whoever_is_revoked_is_not_found_and_comes_back_only_with_a_new_code(records: Records) -> None:
    person = let_in(records)

    records.people.revoke(person.id)

    assert records.people.find("telegram", "1001") is None
    assert records.people.get(person.id) is None
    assert records.people.standing("telegram", "1001") is Standing.REVOKED
    again = let_in(records, role=Role.TRAINER)
    assert (again.id, again.role, again.revoked) == (person.id, Role.TRAINER, None)
    assert records.people.standing("telegram", "1001") is Standing.ACTIVE


def test_the_last_administrator_stays_one_except_at_the_command_line(records: Records, clock: Hands) -> None:
    first, second = let_in(records, "1", Role.ADMINISTRATOR), let_in(records, "2", Role.ADMINISTRATOR)
    records.people.revoke(second.id, by=first.id)

    with pytest.raises(PeopleError, match="only administrator"):
        records.people.revoke(first.id, by=first.id)
    with pytest.raises(PeopleError, match="only administrator"):
        records.people.set_role(first.id, Role.MANAGER, by=first.id)
    still = records.people.find("telegram", "1")
    third = let_in(records, "3", Role.ADMINISTRATOR)
    records.people.set_role(first.id, Role.MANAGER, by=first.id)
    clock.move(days=1)
    records.people.revoke(third.id)

    assert still == first
    assert records.people.standing("telegram", "1") is Standing.ACTIVE
    assert records.people.standing("telegram", "3") is Standing.REVOKED
    assert "people.revoked" in [row.kind for row in records.audit.rows()]


def test_after_ninety_days_somebody_must_say_that_the_person_still_works_here(records: Records, clock: Hands) -> None:
    person = let_in(records)

    clock.move(days=89)
    before = records.people.standing("telegram", "1001")
    clock.move(days=1)

    assert before is Standing.ACTIVE
    assert records.people.standing("telegram", "1001") is Standing.UNCONFIRMED
    assert records.people.find("telegram", "1001") is None
    records.people.confirm(person.id)
    assert records.people.find("telegram", "1001") is not None


def test_a_role_can_be_changed_and_an_unknown_id_is_refused(records: Records) -> None:
    person = let_in(records)

    records.people.set_role(person.id, Role.ADMINISTRATOR)

    changed = records.people.find("telegram", "1001")
    assert changed is not None
    assert changed.role is Role.ADMINISTRATOR
    for refused in (records.people.revoke, records.people.confirm):
        with pytest.raises(PeopleError, match="nobody with that id"):
            refused("NOBODY00")


def test_everyone_is_listed_with_ids_and_roles_and_without_accounts(records: Records, clock: Hands) -> None:
    first = let_in(records, "1001", name="Ann Example")
    clock.move(seconds=1)
    second = let_in(records, "1002", Role.TRAINER)
    records.people.revoke(second.id)

    listed = records.people.everyone()

    assert [person.id for person in listed] == [first.id, second.id]
    assert "1001" not in repr(listed)


def test_a_session_lasts_twelve_hours_and_not_past_revocation(records: Records, clock: Hands) -> None:
    person = let_in(records)
    token, other = records.sessions.make(person.id), records.sessions.make(person.id)

    assert records.sessions.find(token) == person
    assert records.sessions.find(token + "x") is None
    records.sessions.end(other)
    assert records.sessions.find(other) is None
    clock.move(hours=12)
    assert records.sessions.find(token) is None
    fresh = records.sessions.make(person.id)
    records.people.revoke(person.id)
    assert records.sessions.find(fresh) is None


def test_what_is_done_to_people_is_in_the_audit_with_ids_only(records: Records) -> None:
    person = let_in(records, name="Ann Example")
    records.people.set_role(person.id, Role.MANAGER, by="ADMIN001")
    records.people.revoke(person.id)

    rows = records.audit.rows()

    assert [row.kind for row in rows] == ["people.invited", "people.enrolled", "people.role", "people.revoked"]
    assert rows[2].person == "ADMIN001"
    assert dict(rows[2].facts) == {"person": person.id, "role": "manager"}
    assert "Ann" not in repr(rows)
    assert "1001" not in repr(rows)
