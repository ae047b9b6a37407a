"""What the law promises her next, what is kept longer than its term, and whether something of hers got out."""

from uuid import UUID

from portal.domain.breach import Notice
from portal.domain.deadline import Clock, clock_of
from portal.domain.legal_hold import LegalHold
from portal.domain.legal_term import LegalTerms
from portal.storage import breaches, cases, clocks, legal_holds
from portal.storage import complaints as complaint_rows
from portal.storage.database import Store


def clock(complaint_id: UUID, *, terms: LegalTerms, store: Store) -> Clock | None:
    """The clock that runs for her complaint; none where no term does."""
    with store.read(complaint_id) as connection:
        complaint = complaint_rows.get(connection, complaint_id)
        kept = clocks.find(connection, complaint_id)
    return clock_of(complaint, kept, terms.default)


def case_numbers(complaint_id: UUID, *, store: Store) -> list[str]:
    """The cases that her calls support, by number only."""
    with store.read(complaint_id) as connection:
        return [case.number for case in cases.of_complaint(connection, complaint_id)]


def holds(complaint_id: UUID, *, store: Store) -> list[LegalHold]:
    """What keeps her words from being destroyed when their time is over; herself she is never kept from it."""
    with store.read(complaint_id) as connection:
        return [hold for hold in legal_holds.of_complaint(connection, complaint_id) if hold.delays]


def notices(complaint_id: UUID, *, store: Store) -> list[Notice]:
    """The breaches that concern her, newest first."""
    with store.read(complaint_id) as connection:
        return breaches.of_complaint(connection, complaint_id)
