"""Days between an instant and a date, in SQL: the two databases count them differently."""

from typing import Any

from sqlalchemy import Integer
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from portal.domain.period import LOCAL_ZONE


class DaysSince(FunctionElement[int]):
    """`DaysSince(instant, day)`: how many local days after the day the instant lies."""

    type = Integer()
    inherit_cache = True
    name = "days_since"


@compiles(DaysSince, "sqlite")
def _on_sqlite(element: DaysSince, compiler: SQLCompiler, **how: Any) -> str:
    instant, day = (compiler.process(clause, **how) for clause in element.clauses)
    # SQLite knows no zones; Shanghai has kept eight hours since 1991.
    return f"CAST(julianday(date({instant}, '+8 hours')) - julianday({day}) AS INTEGER)"


@compiles(DaysSince, "postgresql")
def _on_postgresql(element: DaysSince, compiler: SQLCompiler, **how: Any) -> str:
    instant, day = (compiler.process(clause, **how) for clause in element.clauses)
    return f"(CAST(({instant}) AT TIME ZONE '{LOCAL_ZONE.key}' AS DATE) - {day})"
