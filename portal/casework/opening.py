"""Opening what is sealed: within an allowance, with a reason, and on record before anything is open."""

from datetime import datetime, timedelta
from uuid import UUID

from portal.domain.allowance import ALLOWANCES, DAY, MOMENT, Reached, Sealed, reached
from portal.domain.handling import OpeningReason
from portal.domain.journal import Entry
from portal.storage import complaints as complaint_rows
from portal.storage import journal
from portal.storage.database import Connection, Store
from portal.vault.sealing import WrappedKey

ALARMS, ALARM = "quota", "quota.reached"
SHOWN_FOR = timedelta(days=7)


class NothingSealed(RuntimeError):
    """The complaint's key is gone: she has withdrawn, or the time to keep it is over."""


class QuotaReached(RuntimeError):
    """Somebody has opened as much as anybody may for now; supervisors and administrators see it."""

    def __init__(self, found: Reached) -> None:
        super().__init__(found.of.value)
        self.reached = found


def record(complaint_id: UUID, verb: str, reason: OpeningReason, *, by: str, at: datetime, store: Store) -> WrappedKey:
    """Write down a look at what is sealed; the key with which it may then be opened."""
    with store.write() as connection:
        complaint_rows.get(connection, complaint_id, lock=True)
        wrapped = complaint_rows.wrapped_key(connection, complaint_id)
        if wrapped is None:
            raise NothingSealed(str(complaint_id))
        subject = f"complaint:{complaint_id}"
        found = spent(connection, Sealed.WORDS, subject, by=by, at=at)
        if found is None:
            journal.append(connection, Entry(at, by, f"complaint.{verb}", subject, {"reason": reason.value}))
    if found is not None:
        raise QuotaReached(found)
    return wrapped


def spent(connection: Connection, of: Sealed, subject: str, *, by: str, at: datetime) -> Reached | None:
    """Whether an allowance is spent, and an alarm where it is: raise only after the alarm is durable.

    Two looks at once wait for each other here, so that the last of an allowance is given once.
    """
    journal.hold(connection)
    allowance = ALLOWANCES[of]
    found = reached(allowance, journal.by_actor(connection, by, allowance.verbs, at - DAY), subject, at)
    if found is not None and not journal.by_actor(connection, by, (ALARM,), at - MOMENT):
        details = {"of": of.value, "most": found.most, "minutes": found.within // timedelta(minutes=1)}
        journal.append(connection, Entry(at, by, ALARM, ALARMS, details))
    return found


def alarms(*, at: datetime, store: Store) -> list[Entry]:
    """Who came to the end of an allowance in the last days, newest first."""
    with store.read() as connection:
        return journal.since(connection, ALARMS, at - SHOWN_FOR)
