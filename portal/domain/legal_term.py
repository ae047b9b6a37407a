"""Within how many days the law wants a complaint accepted and finished: a table, one row a legal basis."""

import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

SHIPPED = Path(__file__).with_name("legal_terms.toml")
LONGEST_DAYS = 366


class LegalBasis(StrEnum):
    """Under which rules a complaint is handled."""

    PETITION = "petition"
    MARKET = "market"
    TELECOM = "telecom"
    HOTLINE = "hotline"


class Unit(StrEnum):
    """Which days count."""

    CALENDAR = "calendar"
    WORKING = "working"


class TermsUnreadable(ValueError):
    """The table of terms is not what it should be; says where."""


@dataclass(frozen=True, slots=True)
class LegalTerm:
    """The row of one basis; `source` says where its numbers come from."""

    basis: LegalBasis
    accept: int
    accept_unit: Unit
    finish: int
    finish_unit: Unit
    extension: int
    source: str


@dataclass(frozen=True, slots=True)
class LegalTerms:
    """The whole table, and the basis of a complaint for which nobody has chosen one yet."""

    default: LegalTerm
    by_basis: Mapping[LegalBasis, LegalTerm]


def shipped() -> LegalTerms:
    """The table that comes with the portal."""
    return read(SHIPPED)


@cache
def read(path: Path) -> LegalTerms:
    """The table in a file; read once."""
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeError, tomllib.TOMLDecodeError) as error:
        raise TermsUnreadable(f"{path}: {error}") from error
    try:
        found = {basis: from_document({"basis": basis, **told[basis.value]}) for basis in LegalBasis}
        return LegalTerms(found[LegalBasis(told["default"])], found)
    except (KeyError, TypeError, ValueError) as error:
        raise TermsUnreadable(f"{path}: {error}") from error


def from_document(told: Mapping[str, Any]) -> LegalTerm:
    """A row from the plain values in which it is kept."""
    days = {name: int(told[name]) for name in ("accept", "finish", "extension")}
    if not all(0 <= count <= LONGEST_DAYS for count in days.values()):
        raise ValueError(f"{told['basis']}: 0 to {LONGEST_DAYS} days")
    units = {name: Unit(told[name]) for name in ("accept_unit", "finish_unit")}
    return LegalTerm(basis=LegalBasis(told["basis"]), source=str(told["source"]), **days, **units)


def to_document(term: LegalTerm) -> dict[str, Any]:
    """The plain values from which `from_document` makes the row again."""
    return {name: str(value) if isinstance(value, StrEnum) else value for name, value in asdict(term).items()}
