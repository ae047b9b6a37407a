"""A leaked list (流出名单) as the comparison may see it: dates and places of its rows, never a number or a name."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from portal.domain.canary import CanaryKind, Planting


class ListColumn(StrEnum):
    """What a column of a list may hold; the codes are those of an export's `columns` where these have one."""

    PHONE = "phone"
    NAME = "name"
    HOSPITAL = "hospital"
    DISTRICT = "district"
    REGISTERED_ON = "registered_on"
    DUE_DATE = "due_date"
    BABY_BIRTH_DATE = "baby_birth_date"
    ADDRESS = "address"
    HOUSEHOLD_TYPE = "household_type"
    ID_NUMBER = "id_number"


class ReadBy(StrEnum):
    """How it was found out what a column holds."""

    HEADER = "header"
    CONTENT = "content"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True)
class ColumnRead:
    """A column of the list and what it was taken for."""

    column: ListColumn
    header: str
    by: ReadBy


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row without what identifies anybody; a place that is not in the registry is None."""

    registered_on: date | None = None
    born_on: date | None = None
    hospital: str | None = None
    district: str | None = None


@dataclass(frozen=True, slots=True)
class ListedCanary:
    """A number of ours: whether it stands on the list, and whether with its invented name."""

    kind: CanaryKind
    plantings: tuple[Planting, ...]
    found: bool
    named: bool


@dataclass(frozen=True, slots=True)
class ListedReporter:
    """A mother who left a number: whether it stands on the list, and what her own card says."""

    found: bool
    registered_on: date | None
    hospital: str | None


@dataclass(frozen=True, slots=True)
class ComparedList:
    """A list after its numbers were compared and forgotten. `reporters` is None where contacts stayed sealed."""

    columns: tuple[ColumnRead, ...]
    size: int
    numbers: int
    repeated: int
    places_unknown: int
    rows: tuple[ListRow, ...] = field(repr=False)
    canaries: tuple[ListedCanary, ...] = ()
    reporters: tuple[ListedReporter, ...] | None = None
