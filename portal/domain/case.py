"""A case: complaints that are about one thing, handled together, and those officials who may not touch it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from portal.domain.access import StaffMember
from portal.domain.period import local_day

LONGEST_TITLE = 80


class LinkKind(StrEnum):
    """How two complaints belong together."""

    DUPLICATE = "duplicate"  # one person told the same twice
    RELATED = "related"  # told of the same by others


class Interest(StrEnum):
    """Why an official may not touch a case."""

    KNOWS_REPORTER = "knows_reporter"
    KNOWS_SUSPECT = "knows_suspect"
    OWN_INTEREST = "own_interest"


@dataclass(frozen=True, slots=True)
class Case:
    """One case; its title is for the office only."""

    id: int
    title: str
    opened_at: datetime
    opened_by: str
    closed_at: datetime | None = None

    @property
    def number(self) -> str:
        """What it is called towards mothers: says nothing of what the case is about."""
        return f"{local_day(self.opened_at).year}-{self.id:04d}"


@dataclass(frozen=True, slots=True)
class Exclusion:
    """An official who may not touch a case."""

    member: StaffMember
    reason: Interest
    excluded_at: datetime


@dataclass(frozen=True, slots=True)
class Link:
    """Another complaint that tells of the same."""

    other_id: UUID
    kind: LinkKind
