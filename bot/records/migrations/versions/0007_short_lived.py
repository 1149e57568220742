"""Buttons that are wiped soon, and where a group is that waits to be opened, so that it can be left."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the columns; what stands behind older buttons of stopped questions is wiped."""
    op.add_column("buttons", sa.Column("expires", sa.DateTime(timezone=True), nullable=True))
    op.add_column("open_groups", sa.Column("chat_sealed", sa.Text(), nullable=True))
    op.execute("DELETE FROM buttons WHERE action = 'masked'")
