"""The first tables of the records."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables, and the triggers that keep the audit append-only."""
    _people()
    _messages()
    _buttons()
    _approvals()
    _answers()
    _counts()
    _facts()
    _audit()


def _text(name: str, length: int | None = None) -> "sa.Column[str]":
    return sa.Column(name, sa.String(length) if length else sa.Text(), nullable=False)


def _moment(name: str, *, optional: bool = False) -> "sa.Column[object]":
    return sa.Column(name, _MOMENT, nullable=optional)


def _people() -> None:
    op.create_table(
        "people",
        sa.Column("person", sa.String(16), primary_key=True),
        _text("channel", 20),
        _text("account_hash", 64),
        _text("role", 20),
        _text("name_sealed"),
        _text("invited_by", 40),
        _moment("joined"),
        _moment("confirmed"),
        _moment("revoked", optional=True),
    )
    op.create_index("people_by_account", "people", ["channel", "account_hash"], unique=True)
    op.create_table(
        "invites",
        sa.Column("code_hash", sa.String(64), primary_key=True),
        _text("role", 20),
        _text("name_sealed"),
        _text("made_by", 40),
        _moment("made"),
        _moment("expires"),
        _moment("used", optional=True),
        sa.Column("person", sa.String(16)),
    )
    op.create_table(
        "sessions",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("person", sa.String(16), sa.ForeignKey("people.person", ondelete="CASCADE"), nullable=False),
        _moment("made"),
        _moment("expires"),
    )
    op.create_index("ix_sessions_person", "sessions", ["person"])


def _messages() -> None:
    op.create_table(
        "inbox",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        _text("channel", 20),
        sa.Column("update_id", sa.BigInteger, nullable=False),
        _text("chat_hash", 64),
        _text("chat_sealed"),
        _text("payload_sealed"),
        _moment("made"),
        sa.Column("claimed_by", sa.String(80)),
        _moment("claimed", optional=True),
        _moment("answered", optional=True),
    )
    op.create_index("inbox_by_update", "inbox", ["channel", "update_id"], unique=True)
    op.create_index("inbox_by_chat", "inbox", ["chat_hash"])


def _buttons() -> None:
    op.create_table(
        "buttons",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        _text("person", 16),
        _text("action", 40),
        _text("value_sealed"),
        _moment("made"),
    )
    op.create_index("ix_buttons_person", "buttons", ["person"])


def _approvals() -> None:
    op.create_table(
        "approvals",
        sa.Column("id", sa.String(12), primary_key=True),
        _text("answer", 12),
        _text("person", 16),
        _text("channel", 20),
        _text("chat_sealed"),
        _text("payload_sealed"),
        _moment("made"),
        sa.Column("claimed_by", sa.String(16)),
        _moment("claimed", optional=True),
        _moment("decided", optional=True),
        sa.Column("approved", sa.Boolean),
        _text("note_sealed"),
        _moment("delivered", optional=True),
    )
    op.create_index("ix_approvals_person", "approvals", ["person"])


def _answers() -> None:
    op.create_table(
        "answers",
        sa.Column("id", sa.String(12), primary_key=True),
        _text("channel", 20),
        _text("snapshot", 12),
        _text("status", 20),
        _moment("made"),
    )
    op.create_table(
        "answer_quotes",
        sa.Column("answer", sa.String(12), sa.ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True),
        _text("passage", 200),
        _text("label"),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        _text("sha256", 64),
    )


def _counts() -> None:
    op.create_table(
        "feedback",
        sa.Column("answer", sa.String(12), primary_key=True),
        sa.Column("person", sa.String(16), primary_key=True),
        sa.Column("helpful", sa.Boolean, nullable=False),
        _text("reason_sealed"),
        _moment("made"),
    )
    op.create_table(
        "topics",
        sa.Column("day", sa.Date, primary_key=True),
        sa.Column("theme", sa.String(60), primary_key=True),
        sa.Column("status", sa.String(20), primary_key=True),
        sa.Column("times", sa.Integer, nullable=False),
    )
    op.create_table(
        "check_drafts",
        sa.Column("team", sa.String(80), primary_key=True),
        sa.Column("month", sa.String(7), primary_key=True),
        sa.Column("drafts", sa.Integer, nullable=False),
    )
    op.create_table(
        "check_findings",
        sa.Column("team", sa.String(80), primary_key=True),
        sa.Column("month", sa.String(7), primary_key=True),
        sa.Column("rule", sa.String(40), primary_key=True),
        sa.Column("found", sa.Integer, nullable=False),
    )


def _facts() -> None:
    op.create_table(
        "switch",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("is_off", sa.Boolean, nullable=False),
        _text("reason_sealed"),
        _text("set_by", 40),
        _moment("since"),
    )
    op.create_table(
        "record_facts",
        sa.Column("name", sa.String(40), primary_key=True),
        _text("value"),
    )


def _audit() -> None:
    op.create_table(
        "audit",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
        _moment("made"),
        _text("kind", 40),
        _text("person", 40),
        _text("facts"),
        _text("previous", 64),
        _text("hash", 64),
    )
    op.create_index("audit_by_kind", "audit", ["kind", "id"])
    for statement in _APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)


# No row may be changed. Rows may only be dropped up to where a later row of the retention job says.
_KEEPS = """
CREATE TRIGGER audit_keeps BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END
"""
_STAYS = """
CREATE TRIGGER audit_stays BEFORE DELETE ON audit WHEN NOT EXISTS (
  SELECT 1 FROM audit AS note WHERE note.kind = 'audit.pruned' AND json_extract(note.facts, '$.through') >= OLD.id)
BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END
"""
_REFUSES = """
CREATE FUNCTION audit_refuses() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF TG_OP = 'DELETE' AND EXISTS (
    SELECT 1 FROM audit WHERE kind = 'audit.pruned' AND (facts::json ->> 'through')::integer >= OLD.id)
  THEN RETURN OLD; END IF;
  RAISE EXCEPTION 'the audit is append-only'; END $$
"""
_GUARDS = """
CREATE TRIGGER audit_keeps BEFORE UPDATE OR DELETE ON audit FOR EACH ROW EXECUTE FUNCTION audit_refuses()
"""
_APPEND_ONLY = {"sqlite": (_KEEPS, _STAYS), "postgresql": (_REFUSES, _GUARDS)}
