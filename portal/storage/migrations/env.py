"""Alembic's entry: runs the migrations on the connection that `storage.upgrade` hands over."""

from typing import Any

from alembic import context
from sqlalchemy.types import TypeDecorator

from portal.storage.schema import metadata


def render_plainly(kind: str, item: Any, _autogen: Any) -> str | bool:
    """A migration outlives our own column types, so it is written with the types underneath them."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=metadata,
    render_item=render_plainly,
    # SQLite cannot alter a column in place: batches copy the table.
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
