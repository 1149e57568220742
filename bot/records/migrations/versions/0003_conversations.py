"""The last turns of conversations, where administrators are reached, open groups, and what was said once."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "turns",
        sa.Column("place_hash", sa.String(64), primary_key=True),
        sa.Column("person", sa.String(16), nullable=False),
        sa.Column("turns_sealed", sa.Text(), nullable=False),
        sa.Column("expires", _MOMENT, nullable=False),
    )
    op.create_index("ix_turns_person", "turns", ["person"])
    op.create_table(
        "reached",
        sa.Column("person", sa.String(16), primary_key=True),
        sa.Column("channel", sa.String(20), primary_key=True),
        sa.Column("chat_sealed", sa.Text(), nullable=False),
    )
    op.create_table(
        "open_groups",
        sa.Column("chat_hash", sa.String(64), primary_key=True),
        sa.Column("person", sa.String(16), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("made", _MOMENT, nullable=False),
    )
    op.create_table(
        "told",
        sa.Column("subject_hash", sa.String(64), primary_key=True),
        sa.Column("made", _MOMENT, nullable=False),
    )
