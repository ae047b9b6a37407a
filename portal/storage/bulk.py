"""Rows by the thousand, as fast as each driver takes them; rows that are there already are left alone.

SQLAlchemy's own way of executing many spends more time on preparing a row than the database spends on keeping it, and
does not say on PostgreSQL how many were new.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Table, text
from sqlalchemy.types import TypeDecorator


def insert_new(connection: Connection, table: Table, columns: Sequence[Sequence[Any]]) -> int:
    """Add rows, given column by column in the order of the table; how many were not there yet."""
    if not columns[0]:
        return 0
    add = _copy if connection.dialect.name == "postgresql" else _execute_many
    return add(connection, table, columns)


def _execute_many(connection: Connection, table: Table, columns: Sequence[Sequence[Any]]) -> int:
    ready = []
    for column, values in zip(table.columns, columns, strict=True):
        kind = column.type
        own = kind if isinstance(kind, TypeDecorator) else kind.dialect_impl(connection.dialect)
        convert = own.bind_processor(connection.dialect)
        ready.append([convert(value) for value in values] if convert else values)
    marks = ", ".join("?" * len(ready))
    # Names and marks only: every value is a parameter.
    statement = f"INSERT INTO {table.name} ({_names(table)}) VALUES ({marks}) ON CONFLICT DO NOTHING"  # noqa: S608
    return connection.exec_driver_sql(statement, list(zip(*ready, strict=True))).rowcount


def _copy(connection: Connection, table: Table, columns: Sequence[Sequence[Any]]) -> int:
    ready = []
    for column, values in zip(table.columns, columns, strict=True):
        kind = column.type
        if isinstance(kind, TypeDecorator):
            values = [kind.process_bind_param(value, connection.dialect) for value in values]
        ready.append(values)
    aside = f"new_{table.name}"
    connection.execute(text(f"CREATE TEMPORARY TABLE IF NOT EXISTS {aside} (LIKE {table.name}) ON COMMIT DROP"))
    connection.execute(text(f"TRUNCATE {aside}"))
    with connection.connection.cursor() as cursor, cursor.copy(f"COPY {aside} ({_names(table)}) FROM STDIN") as out:
        for row in zip(*ready, strict=True):
            out.write_row(row)
    statement = f"INSERT INTO {table.name} SELECT * FROM {aside} ON CONFLICT DO NOTHING"  # noqa: S608 - names only
    return connection.execute(text(statement)).rowcount


def _names(table: Table) -> str:
    return ", ".join(f'"{column.name}"' for column in table.columns)
