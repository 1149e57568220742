"""The tables of training: rounds and audits, who joined, what they handed in, and what to practise again.

The trainer's id stands in ``trainer``: a round belongs to the room, and outlives the trainer's own record.
"""

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, String, Table, Text

from bot.records.schema import Moment, metadata

rounds = Table(
    "rounds",
    metadata,
    Column("round", String(16), primary_key=True),
    Column("code", String(8), nullable=False, index=True),
    Column("kind", String(10), nullable=False),
    Column("scenario", String(80), nullable=False),
    Column("digest", String(16), nullable=False),
    Column("team", String(80), nullable=False),
    Column("trainer", String(16), nullable=False),
    Column("chat_hash", String(64), nullable=False),
    Column("state", String(12), nullable=False),
    Column("shown", Integer, nullable=False),
    Column("question", String(40), nullable=False),
    Column("asked", Text, nullable=False, server_default=""),
    Column("opened", Moment, nullable=False),
    Column("closed", Moment),
)

round_people = Table(
    "round_people",
    metadata,
    Column("round", String(16), ForeignKey("rounds.round", ondelete="CASCADE"), primary_key=True),
    Column("person", String(16), primary_key=True, index=True),
    Column("seat", Integer, nullable=False),
    Column("name_sealed", Text, nullable=False),
    Column("joined", Moment, nullable=False),
    Index("round_people_by_seat", "round", "seat", unique=True),
)

round_submissions = Table(
    "round_submissions",
    metadata,
    Column("round", String(16), ForeignKey("rounds.round", ondelete="CASCADE"), primary_key=True),
    Column("person", String(16), primary_key=True, index=True),
    Column("words_sealed", Text, nullable=False),
    Column("marks", Text, nullable=False),
    Column("times", Integer, nullable=False),
    Column("made", Moment, nullable=False),
)

round_answers = Table(
    "round_answers",
    metadata,
    Column("round", String(16), ForeignKey("rounds.round", ondelete="CASCADE"), primary_key=True),
    Column("question", String(40), primary_key=True),
    Column("person", String(16), primary_key=True, index=True),
    Column("choice", Integer, nullable=False),
    Column("right", Boolean, nullable=False),
)

round_actions = Table(
    "round_actions",
    metadata,
    Column("round", String(16), ForeignKey("rounds.round", ondelete="CASCADE"), primary_key=True),
    Column("rule", String(40), primary_key=True),
    Column("words_sealed", Text, nullable=False),
)

# Where an auditor in a chat is told that the other audit is in; gone as soon as they are told.
audit_calls = Table(
    "audit_calls",
    metadata,
    Column("round", String(16), ForeignKey("rounds.round", ondelete="CASCADE"), primary_key=True),
    Column("person", String(16), primary_key=True, index=True),
    Column("channel", String(20), nullable=False),
    Column("chat_sealed", Text, nullable=False),
)

practice = Table(
    "practice",
    metadata,
    Column("person", String(16), primary_key=True),
    Column("rule", String(40), primary_key=True),
    Column("step", Integer, nullable=False),
    Column("day", Date, nullable=False),
)

check_again = Table(
    "check_again",
    metadata,
    Column("team", String(80), primary_key=True),
    Column("month", String(7), primary_key=True),
    Column("outcome", String(10), primary_key=True),
    Column("times", Integer, nullable=False),
)

audit_counts = Table(
    "audit_counts",
    metadata,
    Column("team", String(80), primary_key=True),
    Column("month", String(7), primary_key=True),
    Column("outcome", String(10), primary_key=True),
    Column("times", Integer, nullable=False),
)
