"""The records' tables, for SQLite and PostgreSQL alike. A column that holds a person's id is called ``person``."""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
)

VERSION_TABLE = "records_version"


class Moment(TypeDecorator[datetime]):
    """A point in time: stored in UTC, and always read with its zone (SQLite forgets it)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """To UTC."""
        del dialect
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """With its zone."""
        del dialect
        if value is None:
            return None
        return value.astimezone(UTC) if value.tzinfo else value.replace(tzinfo=UTC)


metadata = MetaData()

# ``*_sealed`` columns are encrypted, ``*_hash`` columns are keyed hashes: neither can be read without the key file.
people = Table(
    "people",
    metadata,
    Column("person", String(16), primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("account_hash", String(64), nullable=False),
    Column("role", String(20), nullable=False),
    Column("name_sealed", Text, nullable=False),
    Column("invited_by", String(40), nullable=False),
    Column("joined", Moment, nullable=False),
    Column("confirmed", Moment, nullable=False),
    Column("revoked", Moment),
    Index("people_by_account", "channel", "account_hash", unique=True),
)

invites = Table(
    "invites",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    Column("role", String(20), nullable=False),
    Column("name_sealed", Text, nullable=False),
    Column("made_by", String(40), nullable=False),
    Column("made", Moment, nullable=False),
    Column("expires", Moment, nullable=False),
    Column("used", Moment),
    Column("person", String(16)),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("person", String(16), ForeignKey("people.person", ondelete="CASCADE"), nullable=False, index=True),
    Column("made", Moment, nullable=False),
    Column("expires", Moment, nullable=False),
)

inbox = Table(
    "inbox",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("channel", String(20), nullable=False),
    Column("update_id", BigInteger, nullable=False),
    Column("chat_hash", String(64), nullable=False),
    Column("chat_sealed", Text, nullable=False),
    Column("payload_sealed", Text, nullable=False),
    Column("made", Moment, nullable=False),
    Column("claimed_by", String(80)),
    Column("claimed", Moment),
    Column("answered", Moment),
    Index("inbox_by_update", "channel", "update_id", unique=True),
    Index("inbox_by_chat", "chat_hash"),
)

buttons = Table(
    "buttons",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("person", String(16), nullable=False, index=True),
    Column("action", String(40), nullable=False),
    Column("value_sealed", Text, nullable=False),
    Column("made", Moment, nullable=False),
    Column("expires", Moment),
)

answers = Table(
    "answers",
    metadata,
    Column("id", String(12), primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("snapshot", String(12), nullable=False),
    Column("status", String(20), nullable=False),
    Column("made", Moment, nullable=False),
)

answer_quotes = Table(
    "answer_quotes",
    metadata,
    Column("answer", String(12), ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("passage", String(200), nullable=False),
    Column("label", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
)

feedback = Table(
    "feedback",
    metadata,
    Column("answer", String(12), primary_key=True),
    Column("person", String(16), primary_key=True),
    Column("helpful", Boolean, nullable=False),
    Column("reason_sealed", Text, nullable=False),
    Column("made", Moment, nullable=False),
)

topics = Table(
    "topics",
    metadata,
    Column("day", Date, primary_key=True),
    Column("theme", String(60), primary_key=True),
    Column("status", String(20), primary_key=True),
    Column("times", Integer, nullable=False),
)

check_drafts = Table(
    "check_drafts",
    metadata,
    Column("team", String(80), primary_key=True),
    Column("month", String(7), primary_key=True),
    Column("drafts", Integer, nullable=False),
)

check_findings = Table(
    "check_findings",
    metadata,
    Column("team", String(80), primary_key=True),
    Column("month", String(7), primary_key=True),
    Column("rule", String(40), primary_key=True),
    Column("found", Integer, nullable=False),
)

# So that a draft that is checked again and again counts once.
counted_drafts = Table(
    "counted_drafts",
    metadata,
    Column("draft_hash", String(64), primary_key=True),
    Column("made", Moment, nullable=False),
)

# Rows are numbered without a gap and chained; triggers refuse a change, and a delete from the middle.
audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("made", Moment, nullable=False),
    Column("kind", String(40), nullable=False),
    Column("person", String(40), nullable=False),
    Column("facts", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Index("audit_by_kind", "kind", "id"),
)

switch = Table(
    "switch",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("is_off", Boolean, nullable=False),
    Column("reason_sealed", Text, nullable=False),
    Column("set_by", String(40), nullable=False),
    Column("since", Moment, nullable=False),
)

approvals = Table(
    "approvals",
    metadata,
    Column("id", String(12), primary_key=True),
    Column("answer", String(12), nullable=False),
    Column("person", String(16), nullable=False, index=True),
    Column("channel", String(20), nullable=False),
    Column("chat_sealed", Text, nullable=False),
    Column("payload_sealed", Text, nullable=False),
    Column("made", Moment, nullable=False),
    Column("claimed_by", String(16)),
    Column("claimed", Moment),
    Column("decided", Moment),
    Column("approved", Boolean),
    Column("note_sealed", Text, nullable=False),
    Column("delivered", Moment),
)

record_facts = Table(
    "record_facts",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)

# The last turns of a conversation, sealed and short-lived, so that any process understands a follow-up.
turns = Table(
    "turns",
    metadata,
    Column("place_hash", String(64), primary_key=True),
    Column("person", String(16), nullable=False, index=True),
    Column("turns_sealed", Text, nullable=False),
    Column("expires", Moment, nullable=False),
)

# Where those can be reached who look after the bot; nobody else's chat is kept.
reached = Table(
    "reached",
    metadata,
    Column("person", String(16), primary_key=True),
    Column("channel", String(20), primary_key=True),
    Column("chat_sealed", Text, nullable=False),
)

open_groups = Table(
    "open_groups",
    metadata,
    Column("chat_hash", String(64), primary_key=True),
    Column("person", String(16), nullable=False),
    Column("is_open", Boolean, nullable=False),
    Column("made", Moment, nullable=False),
    Column("chat_sealed", Text),
)

# What was said once and need not be said again.
told = Table(
    "told",
    metadata,
    Column("subject_hash", String(64), primary_key=True),
    Column("made", Moment, nullable=False),
)
