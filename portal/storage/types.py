"""Column types that keep meaning on both databases."""

from datetime import UTC, datetime
from enum import Enum
from typing import Any

from sqlalchemy import JSON, DateTime, String
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from portal.domain.period import as_utc

# Plain JSON, not JSONB, on PostgreSQL: a saved finding and a journal entry come back exactly as they were written.
DOCUMENT = JSON()


class UtcInstant(TypeDecorator[datetime]):
    """An aware instant, stored as UTC. SQLite forgets offsets, so they are taken off and put back here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        instant = as_utc(value)
        return instant.replace(tzinfo=None) if dialect.name == "sqlite" else instant

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Code(TypeDecorator[Any]):
    """A member of one of the domain's enums, stored as its code."""

    impl = String(40)
    cache_ok = True

    def __init__(self, enum: type[Enum]) -> None:
        super().__init__()
        self.enum = enum

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else str(self.enum(value).value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else self.enum(value)

    @property
    def codes(self) -> list[str]:
        """Every code that may stand in such a column, for its CHECK constraint."""
        return [str(member.value) for member in self.enum]

    def coerce_compared_value(self, op: Any, value: Any) -> TypeEngine[Any]:
        return self
