"""A case: complaints that are about one thing, handled together, and those officials who may not touch it."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from portal.domain.access import StaffMember
from portal.domain.note_removal import RemovalReason
from portal.domain.period import local_day

LONGEST_TITLE = 80
MOST_NOTES = 100  # of one case


class TooManyNotes(ValueError):
    """A case holds no more notes than `MOST_NOTES`."""


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


@dataclass(frozen=True, slots=True)
class CaseNote:
    """What an official noted on a case, as stored; the text is gone of one that was removed."""

    case_id: int
    id: UUID
    by: str
    written_at: datetime
    text_sealed: bytes | None = field(repr=False)
    removed_by: str | None = None
    removed_at: datetime | None = None
    removed_reason: RemovalReason | None = None


@dataclass(frozen=True, slots=True)
class OpenCaseNote:
    """The same, opened."""

    note: CaseNote
    text: str | None = field(repr=False)  # None: removed
