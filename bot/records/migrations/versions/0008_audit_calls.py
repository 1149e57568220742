"""Where an auditor is told that the other audit is in."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "audit_calls",
        sa.Column("round", sa.String(16), sa.ForeignKey("rounds.round", ondelete="CASCADE"), primary_key=True),
        sa.Column("person", sa.String(16), primary_key=True),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("chat_sealed", sa.Text, nullable=False),
    )
    op.create_index("ix_audit_calls_person", "audit_calls", ["person"])
