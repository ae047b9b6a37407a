"""For how long each class of data is kept: a table, one row a class, each with its source."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

SHIPPED = Path(__file__).with_name("retention_terms.toml")
SHORTEST_DAYS, LONGEST_DAYS = 1, 3660
# New or changed numbers destroy nothing for so long: a slip of the pen in the table can still be mended.
NOTICE = timedelta(days=7)
EVERY = timedelta(days=1)


class RetentionClass(StrEnum):
    """What is kept by one rule."""

    UNVERIFIED = "unverified"
    CLOSED = "closed"
    SILENT = "silent"
    FACTS = "facts"
    BACKUPS = "backups"


class RetentionTermsUnreadable(ValueError):
    """The table of terms is not what it should be; says where."""


@dataclass(frozen=True, slots=True)
class RetentionTerm:
    """The row of one class; `source` says where its number comes from."""

    kept: timedelta
    source: str


@dataclass(frozen=True, slots=True)
class RetentionTerms:
    """The whole table."""

    by_class: Mapping[RetentionClass, RetentionTerm]

    def days(self) -> dict[str, int]:
        """Its numbers alone, as the journal keeps them."""
        return {kind.value: term.kept.days for kind, term in self.by_class.items()}


def shipped() -> RetentionTerms:
    """The table that comes with the portal."""
    return read(SHIPPED)


@cache
def read(path: Path) -> RetentionTerms:
    """The table in a file; read once."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
        return RetentionTerms({kind: _term(told[kind.value]) for kind in RetentionClass})
    except (OSError, UnicodeError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise RetentionTermsUnreadable(f"{path}: {error}") from error


def _term(row: Mapping[str, object]) -> RetentionTerm:
    days, source = row["days"], row["source"]
    if not isinstance(days, int) or not SHORTEST_DAYS <= days <= LONGEST_DAYS:
        raise ValueError(f"{days}: {SHORTEST_DAYS} to {LONGEST_DAYS} days")
    if not isinstance(source, str) or not source.strip():
        raise ValueError("a term needs a source")
    return RetentionTerm(timedelta(days=days), source)
