"""Run by Alembic: migrations go through the connection that ``bot.records.migrate`` has opened and will commit."""

from alembic import context

from bot.records.schema import VERSION_TABLE, metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    version_table=VERSION_TABLE,
    transactional_ddl=False,  # the transaction is the caller's
)
context.run_migrations()
