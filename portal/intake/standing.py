"""What the law promises her next, and why that day: her side of the legal clock."""

from uuid import UUID

from portal.domain.deadline import Clock, clock_of
from portal.domain.legal_term import LegalTerms
from portal.storage import cases, clocks
from portal.storage import complaints as complaint_rows
from portal.storage.database import Store


def clock(complaint_id: UUID, *, terms: LegalTerms, store: Store) -> Clock | None:
    """The clock that runs for her complaint; none where no term does."""
    with store.read() as connection:
        complaint = complaint_rows.get(connection, complaint_id)
        kept = clocks.find(connection, complaint_id)
    return clock_of(complaint, kept, terms.default)


def case_numbers(complaint_id: UUID, *, store: Store) -> list[str]:
    """The cases that her calls support, by number only."""
    with store.read() as connection:
        return [case.number for case in cases.of_complaint(connection, complaint_id)]
