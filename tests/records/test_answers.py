"""What is kept of answers, opinions, gaps and checks: what proves and counts, never what was typed."""

from datetime import date, timedelta

from bot.records.answers import fingerprint
from bot.records.store import Records
from knowledge.documents import Authority, Kind, Passage, Source
from knowledge.reply import Answer, Quote
from knowledge.routes import Status
from tests.records.conftest import Hands, let_in

SOURCE = Source(
    id="fiction",
    title="The Fictional Regulations",
    short="Fiction",
    kind=Kind.LEGISLATION,
    authority=Authority.STATUTE,
    as_at=date(2024, 1, 1),
    url="",
    licence="MIT",
    owner="nobody",
)
TEXT = "First words. The limit is 16 weeks – no more. Last words."
QUOTED = "The limit is 16 weeks – no more."


def given(status: Status = Status.ANSWERED) -> Answer:
    """An answer with one quote from the middle of a fictional passage."""
    passage = Passage(id="fiction/reg-1", source_id="fiction", label="Fiction reg 1", locator="reg 1", text=TEXT)
    return Answer(status, "The limit is 16 weeks.", (Quote(QUOTED, passage, SOURCE),), snapshot="abc123")


def test_a_kept_answer_says_where_each_quote_stands_and_nothing_that_was_typed(records: Records) -> None:
    answer_id = records.answers.keep(given(), "telegram")

    kept = records.answers.get(answer_id.lower())

    assert kept is not None
    assert (kept.id, kept.channel, kept.snapshot, kept.status) == (answer_id, "telegram", "abc123", "answered")
    (quote,) = kept.quotes
    assert TEXT[quote.start : quote.end] == QUOTED
    assert quote.sha256 == fingerprint(QUOTED)
    assert (quote.passage, quote.label) == ("fiction/reg-1", "Fiction reg 1")


def test_ids_are_short_and_differ_and_an_unknown_one_finds_nothing(records: Records) -> None:
    ids = {records.answers.keep(given(), "web") for _ in range(50)}

    assert len(ids) == 50
    assert all(len(one) == 8 for one in ids)
    assert records.answers.get("NOSUCH00") is None


def test_the_last_opinion_of_a_person_counts_and_opinions_say_not_whose(records: Records) -> None:
    person = let_in(records)
    answer_id = records.answers.keep(given(), "telegram")
    records.feedback.give(answer_id, person.id, True, "")
    records.feedback.give(answer_id, person.id, False, "wrong law")

    (opinion,) = records.feedback.all()

    assert (opinion.answer, opinion.helpful, opinion.reason) == (answer_id, False, "wrong law")
    assert person.id not in repr(opinion)


def test_gaps_are_counted_by_theme_most_often_first(records: Records, clock: Hands) -> None:
    records.topics.unanswered("private fostering", "not_found")
    clock.move(days=10)
    for theme in ("housing", "housing", ""):
        records.topics.unanswered(theme, "not_found")

    gaps = records.topics.gaps()
    recent = records.topics.gaps(since=clock.now.date() - timedelta(days=1))

    assert [(gap.theme, gap.times) for gap in gaps] == [("housing", 2), ("other", 1), ("private fostering", 1)]
    assert gaps[0].last == clock.now.date()
    assert {gap.theme for gap in recent} == {"housing", "other"}


def test_rates_leave_out_numbers_under_five(records: Records) -> None:
    for _ in range(6):
        records.checks.count("North", "2026-11", {"TIME002": 1, "RISK005": 0})
    records.checks.count("North", "2026-11", {"RISK005": 3}, drafts=4)
    records.checks.count("South", "2026-11", {"TIME002": 4}, drafts=4)

    rates = {(rate.team, rate.rule): rate for rate in records.checks.rates(month="2026-11")}

    assert (rates["North", "TIME002"].found, rates["North", "TIME002"].drafts) == (6, 10)
    assert rates["North", "TIME002"].share == 0.6
    assert (rates["North", "RISK005"].found, rates["North", "RISK005"].share) == (None, None)
    assert (rates["South", "TIME002"].found, rates["South", "TIME002"].drafts) == (None, None)
    assert {rate.team for rate in records.checks.rates(team="South")} == {"South"}
