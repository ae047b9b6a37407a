"""How long what names people is kept after the last contact; dates and codes stay to be counted."""

from datetime import datetime, timedelta

from portal.domain.journal import SYSTEM, Entry
from portal.storage import complaints, journal
from portal.storage.database import Store

# Civil claims lapse three years after the damage is known (Civil Code of the PRC, art. 188): until then a number or a
# note may be evidence. Afterwards nothing needs it, and it has to go (Personal Information Protection Law, art. 19
# and 47).
KEPT_AFTER_LAST_CONTACT = timedelta(days=3 * 365 + 1)
COMPLAINTS_A_TRANSACTION = 500
DESTROY, SUBJECT = "retention.destroy", "complaints"  # in the journal


def due(*, store: Store, at: datetime) -> int:
    """How many complaints have been kept long enough."""
    with store.read() as connection:
        return len(complaints.sealed_since(connection, at - KEPT_AFTER_LAST_CONTACT))


def last(*, store: Store) -> Entry | None:
    """The last time that something was destroyed; None where it never was."""
    with store.read() as connection:
        entries = [entry for entry in journal.about(connection, SUBJECT) if entry.verb == DESTROY]
    return entries[-1] if entries else None


def destroy_due(*, store: Store, at: datetime) -> int:
    """Destroy keys and sealed fields of those complaints; how many."""
    destroyed = 0
    while True:
        with store.write() as connection:
            some = complaints.sealed_since(connection, at - KEPT_AFTER_LAST_CONTACT, limit=COMPLAINTS_A_TRANSACTION)
            if not some:
                return destroyed
            for complaint_id in some:
                complaints.destroy_sealed(connection, complaint_id)
            journal.append(connection, Entry(at, SYSTEM, DESTROY, SUBJECT, {"complaints": len(some)}))
        destroyed += len(some)
