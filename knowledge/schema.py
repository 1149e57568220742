"""The catalogue's tables, for SQLite and PostgreSQL alike."""

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    inspect,
)

SCHEMA_VERSION = "1"

metadata = MetaData()

# One row for each state a source has been in. Rows never change: a changed source is a new row.
versions = Table(
    "versions",
    metadata,
    Column("id", String(16), primary_key=True),
    Column("source_id", String(120), nullable=False, index=True),
    Column("title", Text, nullable=False),
    Column("short", String(200), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("authority", String(30), nullable=False),
    Column("as_at", Date, nullable=False),
    Column("url", Text, nullable=False),
    Column("licence", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("review_due", Date),
    Column("signed_off_by", Text, nullable=False),
    Column("signed_off_on", Date),
    Column("jurisdiction", String(60), nullable=False),
    Column("digest", Boolean, nullable=False),
    Column("sample", Boolean, nullable=False),
    Column("address", Text, nullable=False),
    Column("added_at", DateTime(timezone=True), nullable=False),
)

passages = Table(
    "passages",
    metadata,
    Column("key", Integer, primary_key=True, autoincrement=True),
    Column("version_id", String(16), ForeignKey("versions.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("id", String(200), nullable=False, index=True),
    Column("label", Text, nullable=False),
    Column("locator", Text, nullable=False),
    Column("instrument", String(200), nullable=False),
    Column("provision", String(40), nullable=False),
    Column("title", Text, nullable=False),
    Column("trail", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("page", Integer),
    Column("status", String(60), nullable=False),
    Column("confirmed", String(60), nullable=False),
    Column("as_at", Date),
    Column("url", Text, nullable=False),
    Column("theme", String(60), nullable=False),
    Column("applies_to", Text, nullable=False),
    Column("depends", Text, nullable=False),
    Column("questions", Text, nullable=False),
    Index("passages_by_version", "version_id", "position"),
    Index("passages_by_citation", "provision", "instrument"),
)

# One row for each published state of the index.
snapshots = Table(
    "snapshots",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(12), nullable=False, index=True),
    Column("model", String(80), nullable=False),
    Column("folder", String(120), nullable=False),
    Column("passages", Integer, nullable=False),
    Column("made_at", DateTime(timezone=True), nullable=False),
)

snapshot_versions = Table(
    "snapshot_versions",
    metadata,
    Column("snapshot", Integer, ForeignKey("snapshots.number", ondelete="CASCADE"), primary_key=True),
    Column("version_id", String(16), ForeignKey("versions.id"), primary_key=True),
)

# What an administrator added by hand, beside config/sources.toml.
added_sources = Table(
    "added_sources",
    metadata,
    Column("id", String(120), primary_key=True),
    Column("address", Text, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("title", Text, nullable=False),
    Column("short", String(200), nullable=False),
    Column("as_at", Date, nullable=False),
    Column("licence", Text, nullable=False),
    Column("owner", Text, nullable=False),
    Column("review_due", Date),
    Column("signed_off_by", Text),
    Column("signed_off_on", Date),
    # Filled for an older version: the day from which a newer one stands, and the id of that one.
    Column("superseded_on", Date),
    Column("superseded_by", String(120)),
)

# What was last read at each address: unchanged bytes are not parsed again.
readings = Table(
    "readings",
    metadata,
    Column("source_id", String(120), primary_key=True),
    Column("sha256", String(64), nullable=False),
    Column("version_id", String(16), nullable=False),
    Column("notes", Text, nullable=False),
)

# LangChain's record of what stands in the vector store, by index folder.
records = Table(
    "records",
    metadata,
    Column("namespace", String(120), primary_key=True),
    Column("key", String(64), primary_key=True),
    Column("group_id", String(200)),
    Column("updated_at", Float, nullable=False),
    Index("records_by_group", "namespace", "group_id"),
)

facts = Table(
    "facts",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)


def add_missing_columns(connection: Connection) -> None:
    """Columns that came later, added to tables of an older program; each may be empty."""
    held = inspect(connection)
    for table, column in ((versions, "signed_off_on"), *((added_sources, name) for name in _KEEPING)):
        if column not in {one["name"] for one in held.get_columns(table.name)}:
            kind = table.c[column].type.compile(connection.dialect)
            connection.exec_driver_sql(f"ALTER TABLE {table.name} ADD COLUMN {column} {kind}")


_KEEPING = ("review_due", "signed_off_by", "signed_off_on", "superseded_on", "superseded_by")
