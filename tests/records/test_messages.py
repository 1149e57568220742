"""The inbox, buttons and the approval queue: once each, for the right person, after a restart too."""

import pytest

from bot.records.approvals import LEASE as APPROVAL_LEASE
from bot.records.buttons import LASTS
from bot.records.inbox import LEASE
from bot.records.people import Role
from bot.records.store import Records, open_records
from config.settings import Settings
from knowledge.errors import PeopleError
from tests.records.conftest import Hands, let_in


def test_an_update_is_accepted_once_and_kept_until_it_is_answered(records: Records) -> None:
    first = records.inbox.accept("telegram", 7, "1001", "how long is reg 24")
    again = records.inbox.accept("telegram", 7, "1001", "how long is reg 24")
    elsewhere = records.inbox.accept("web", 7, "1001", "how long is reg 24")

    (row,) = records.inbox.unfinished("telegram")
    records.inbox.answered(row.id)

    assert (first, again, elsewhere) == (True, False, True)
    assert (row.update_id, row.chat, row.payload) == (7, "1001", "how long is reg 24")
    assert records.inbox.unfinished("telegram") == ()
    assert records.inbox.accept("telegram", 7, "1001", "redelivered") is False


def test_what_waits_is_read_in_the_order_it_was_sent_even_after_a_restart(on_both: Settings, clock: Hands) -> None:
    before = open_records(on_both, clock)
    for update in (9, 7, 8):
        before.inbox.accept("telegram", update, "1001", f"message {update}")
    before.close()

    after = open_records(on_both, clock)

    assert [row.payload for row in after.inbox.unfinished("telegram")] == ["message 7", "message 8", "message 9"]
    after.close()


def test_a_row_is_claimed_by_one_worker_until_its_lease_is_over(records: Records, clock: Hands) -> None:
    records.inbox.accept("telegram", 1, "1001", "x")
    (row,) = records.inbox.unfinished("telegram")

    claims = [records.inbox.claim(row.id, worker) for worker in ("one", "two", "one")]
    clock.move(seconds=LEASE.total_seconds())

    assert claims == [True, False, True]
    assert records.inbox.claim(row.id, "two")
    records.inbox.answered(row.id)
    assert not records.inbox.claim(row.id, "two")


def test_a_restarted_process_frees_its_claims_at_once(records: Records) -> None:
    records.inbox.accept("telegram", 1, "1001", "x")
    (row,) = records.inbox.unfinished("telegram")
    records.inbox.claim(row.id, "killed")

    freed = records.inbox.release("telegram")

    assert freed == 1
    assert records.inbox.claim(row.id, "fresh")


def test_in_order_a_chats_second_message_waits_for_its_first_and_other_chats_do_not(records: Records) -> None:
    for update, chat in ((1, "a"), (2, "a"), (3, "b")):
        records.inbox.accept("telegram", update, chat, "x")
    first, second, other = records.inbox.unfinished("telegram")

    assert not records.inbox.claim(second.id, "w", in_order=True)
    assert records.inbox.claim(other.id, "w", in_order=True)
    assert records.inbox.claim(first.id, "w", in_order=True)
    assert not records.inbox.claim(second.id, "v", in_order=True)
    records.inbox.answered(first.id)
    assert records.inbox.claim(second.id, "v", in_order=True)


def test_f62_a_chat_that_is_gone_is_cleared_and_others_are_not(records: Records) -> None:
    for update, chat in ((1, "gone"), (2, "gone"), (3, "here")):
        records.inbox.accept("telegram", update, chat, "x")

    dropped = records.inbox.drop("telegram", "gone")

    assert dropped == 2
    assert [row.chat for row in records.inbox.unfinished("telegram")] == ["here"]


def test_a_button_fits_works_after_a_restart_and_only_for_its_person(on_both: Settings, clock: Hands) -> None:
    before = open_records(on_both, clock)
    mine, other = let_in(before, "1001"), let_in(before, "1002")
    token = before.buttons.make(mine.id, "quote", "si-2010-959/reg-24")
    before.close()

    after = open_records(on_both, clock)
    pressed = after.buttons.press(token, mine.id)

    assert len(token.encode()) <= 40
    assert pressed is not None
    assert (pressed.action, pressed.value) == ("quote", "si-2010-959/reg-24")
    assert after.buttons.press(token, other.id) is None
    assert after.buttons.press(token[:-1] + "!", mine.id) is None
    assert after.buttons.press("", mine.id) is None
    after.people.revoke(mine.id)
    assert after.buttons.press(token, mine.id) is None  # F46
    after.close()


def test_what_is_left_of_a_stopped_question_lasts_a_quarter_of_an_hour(records: Records, clock: Hands) -> None:
    mine, other = let_in(records, "1001"), let_in(records, "1002")
    lasting = records.buttons.make(mine.id, "full", "ANSWER01")
    tokens = [records.buttons.make(mine.id, "masked", "can [name] stay") for _ in range(2)]
    others = records.buttons.make(other.id, "masked", "is [name] safe")

    records.buttons.pressed(tokens[0])
    records.buttons.pressed(lasting)
    left = [records.buttons.press(token, mine.id) is not None for token in (*tokens, lasting)]
    records.buttons.drop(mine.id)
    dropped = records.buttons.press(tokens[1], mine.id)
    clock.move(seconds=LASTS.total_seconds() - 1)
    before = records.buttons.press(others, other.id)
    clock.move(seconds=1)
    over = records.buttons.press(others, other.id)

    assert left == [False, True, True]
    assert dropped is None
    assert before is not None
    assert over is None
    assert dict(records.retain().removed)["buttons"] == 1
    assert records.buttons.press(lasting, mine.id) is not None


def test_an_answer_waits_for_a_manager_is_claimed_by_one_and_delivered_once(records: Records) -> None:
    asker, manager, second = (
        let_in(records, "1"),
        let_in(records, "2", Role.MANAGER),
        let_in(records, "3", Role.MANAGER),
    )
    approval = records.approvals.ask("ANSWER01", asker.id, "telegram", "1001", "the answer")

    waiting = records.approvals.waiting()
    claims = [records.approvals.claim(approval, who.id) for who in (asker, manager, second, manager)]
    with pytest.raises(PeopleError):
        records.approvals.decide(approval, second.id, approved=True)
    decided = records.approvals.decide(approval, manager.id, approved=True, note="Good.")

    assert [one.id for one in waiting] == [approval]
    assert claims == [False, True, False, True]
    assert (decided.approved, decided.note, decided.payload, decided.chat) == (True, "Good.", "the answer", "1001")
    assert records.approvals.waiting() == ()
    assert records.approvals.undelivered("telegram") == (decided,)
    assert [records.approvals.delivered(approval) for _ in range(2)] == [True, False]
    assert records.approvals.undelivered("telegram") == ()
    with pytest.raises(PeopleError):
        records.approvals.decide(approval, manager.id, approved=False)


def test_a_manager_who_forgets_an_answer_lets_another_take_it(records: Records, clock: Hands) -> None:
    asker, manager, second = (
        let_in(records, "1"),
        let_in(records, "2", Role.MANAGER),
        let_in(records, "3", Role.MANAGER),
    )
    approval = records.approvals.ask("ANSWER01", asker.id, "telegram", "1001", "x")
    records.approvals.claim(approval, manager.id)

    clock.move(seconds=APPROVAL_LEASE.total_seconds())

    assert records.approvals.claim(approval, second.id)
    with pytest.raises(PeopleError):
        records.approvals.decide(approval, manager.id, approved=True)
