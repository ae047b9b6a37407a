"""Rows by the thousand, as fast as each driver takes them; rows that are there already are left alone.

SQLAlchemy's own way of executing many spends more time on preparing a row than the database spends on keeping it, and
does not say on PostgreSQL how many were new.
"""

from collections.abc import Callable, Sequence
from typing import Any

from sqlalchemy import Column, Connection, LargeBinary, Table, text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from portal.storage.types import Code


def insert_new(connection: Connection, table: Table, columns: Sequence[Sequence[Any]]) -> int:
    """Add rows, given column by column in the order of the table, later columns empty; how many were new."""
    if not columns[0]:
        return 0
    add = _copy if connection.dialect.name == "postgresql" else _execute_many
    return add(connection, table, columns)


def _execute_many(connection: Connection, table: Table, columns: Sequence[Sequence[Any]]) -> int:
    given = list(table.columns)[: len(columns)]
    ready = [
        _converted(values, _sqlite_converter(column.type, connection.dialect))
        for column, values in zip(given, columns, strict=True)
    ]
    marks = ", ".join("?" * len(ready))
    # Names and marks only: every value is a parameter.
    statement = f"INSERT INTO {table.name} ({_names(given)}) VALUES ({marks}) ON CONFLICT DO NOTHING"  # noqa: S608
    return connection.exec_driver_sql(statement, list(zip(*ready, strict=True))).rowcount


def _copy(connection: Connection, table: Table, columns: Sequence[Sequence[Any]]) -> int:
    given = list(table.columns)[: len(columns)]
    ready = [
        _converted(values, _postgresql_converter(column.type, connection.dialect))
        for column, values in zip(given, columns, strict=True)
    ]
    aside = f"new_{table.name}"
    connection.execute(text(f"CREATE TEMPORARY TABLE IF NOT EXISTS {aside} (LIKE {table.name}) ON COMMIT DROP"))
    connection.execute(text(f"TRUNCATE {aside}"))
    with connection.connection.cursor() as cursor, cursor.copy(f"COPY {aside} ({_names(given)}) FROM STDIN") as out:
        for row in zip(*ready, strict=True):
            out.write_row(row)
    statement = f"INSERT INTO {table.name} SELECT * FROM {aside} ON CONFLICT DO NOTHING"  # noqa: S608 - names only
    return connection.execute(text(statement)).rowcount


def _converted(values: Sequence[Any], convert: Callable[[Any], Any] | None) -> Sequence[Any]:
    return values if convert is None else [convert(value) for value in values]


def _sqlite_converter(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    if isinstance(kind, Code):
        return {member: member.value for member in kind.enum}.get
    if isinstance(kind, LargeBinary):
        return None  # bytes are taken as they are
    own = kind if isinstance(kind, TypeDecorator) else kind.dialect_impl(dialect)
    return own.bind_processor(dialect)


def _postgresql_converter(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    if isinstance(kind, TypeDecorator):
        return lambda value: kind.process_bind_param(value, dialect)
    return None  # the driver's own way of writing


def _names(given: Sequence[Column[Any]]) -> str:
    return ", ".join(f'"{column.name}"' for column in given)
