"""Audit practice as counts for the theme board."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "audit_counts",
        sa.Column("team", sa.String(80), primary_key=True, nullable=False),
        sa.Column("month", sa.String(7), primary_key=True, nullable=False),
        sa.Column("outcome", sa.String(10), primary_key=True, nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
    )
