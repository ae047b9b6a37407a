"""A report that she made to another office herself, and what came of it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from portal.domain.vocabulary import Office

LONGEST_REFERENCE = 80
LONGEST_OUTCOME = 500


@dataclass(frozen=True, slots=True)
class Filing:
    """As stored: the number that the office gave, and its answer, are sealed."""

    complaint_id: UUID
    id: UUID
    office: Office
    filed_on: date | None
    added_at: datetime
    reference_sealed: bytes | None = field(default=None, repr=False)
    outcome_sealed: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class OpenFiling:
    """The same, opened."""

    filing: Filing
    reference: str | None = field(repr=False)
    outcome: str | None = field(repr=False)
