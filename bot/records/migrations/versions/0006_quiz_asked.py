"""Which quiz questions a round has had."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the column; a round that is under way has had the question on its floor."""
    op.add_column("rounds", sa.Column("asked", sa.Text, nullable=False, server_default=""))
    op.execute("UPDATE rounds SET asked = question")
