"""Run the migrations on the connection, and in the transaction, that `upgrade` holds."""

from __future__ import annotations

from alembic import context

from bot.store.schema.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, transactional_ddl=True)
context.run_migrations()
