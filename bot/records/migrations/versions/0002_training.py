"""Training rounds and audits, what to practise again, and drafts checked again."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    _rounds()
    _work()
    _counts()


def _text(name: str, length: int | None = None, *, key: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.String(length) if length else sa.Text(), primary_key=key, nullable=False)


def _number(name: str) -> "sa.Column[int]":
    return sa.Column(name, sa.Integer, nullable=False)


def _of_round() -> "sa.Column[str]":
    return sa.Column("round", sa.String(16), sa.ForeignKey("rounds.round", ondelete="CASCADE"), primary_key=True)


def _rounds() -> None:
    op.create_table(
        "rounds",
        _text("round", 16, key=True),
        _text("code", 8),
        _text("kind", 10),
        _text("scenario", 80),
        _text("digest", 16),
        _text("team", 80),
        _text("trainer", 16),
        _text("chat_hash", 64),
        _text("state", 12),
        _number("shown"),
        _text("question", 40),
        sa.Column("opened", _MOMENT, nullable=False),
        sa.Column("closed", _MOMENT),
    )
    op.create_index("ix_rounds_code", "rounds", ["code"])
    op.create_table(
        "round_people",
        _of_round(),
        _text("person", 16, key=True),
        _number("seat"),
        _text("name_sealed"),
        sa.Column("joined", _MOMENT, nullable=False),
    )
    op.create_index("ix_round_people_person", "round_people", ["person"])
    op.create_index("round_people_by_seat", "round_people", ["round", "seat"], unique=True)


def _work() -> None:
    op.create_table(
        "round_submissions",
        _of_round(),
        _text("person", 16, key=True),
        _text("words_sealed"),
        _text("marks"),
        _number("times"),
        sa.Column("made", _MOMENT, nullable=False),
    )
    op.create_index("ix_round_submissions_person", "round_submissions", ["person"])
    op.create_table(
        "round_answers",
        _of_round(),
        _text("question", 40, key=True),
        _text("person", 16, key=True),
        _number("choice"),
        sa.Column("right", sa.Boolean, nullable=False),
    )
    op.create_index("ix_round_answers_person", "round_answers", ["person"])
    op.create_table("round_actions", _of_round(), _text("rule", 40, key=True), _text("words_sealed"))


def _counts() -> None:
    op.create_table(
        "practice",
        _text("person", 16, key=True),
        _text("rule", 40, key=True),
        _number("step"),
        sa.Column("day", sa.Date, nullable=False),
    )
    op.create_table(
        "check_again",
        _text("team", 80, key=True),
        _text("month", 7, key=True),
        _text("outcome", 10, key=True),
        _number("times"),
    )
