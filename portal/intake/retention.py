"""What has been kept long enough goes by itself, class by class; who can say so keeps it by a hold.

A run is a row of small transactions, each with its entry in the journal: one that is killed goes on where it was, and
one that has nothing to do changes nothing. Its last entry says that the day's work is done.
"""

from dataclasses import dataclass
from datetime import datetime

from portal.domain.card_slip import LIVES
from portal.domain.journal import SYSTEM, Entry
from portal.domain.retention_term import EVERY, NOTICE, RetentionClass, RetentionTerm, RetentionTerms
from portal.storage import backups, card_slips, expiry, journal
from portal.storage.database import Connection, Store

COMPLAINTS_A_TRANSACTION = 500
# In the journal: new terms are announced, a class's share is destroyed, a run is done.
SUBJECT = "retention"
ANNOUNCE, DESTROY, RUN = "retention.announce", "retention.destroy", "retention.run"


@dataclass(frozen=True, slots=True)
class Due:
    """What a run would find of one class: how much goes, and how much a hold delays."""

    kind: RetentionClass
    term: RetentionTerm
    before: datetime
    count: int
    held: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """When the last run was and what it destroyed; when the next one is."""

    last: Entry | None
    next_at: datetime


def due(*, terms: RetentionTerms, store: Store, at: datetime) -> list[Due]:
    """Every class, with what is due of it; nothing changes."""
    with store.read() as connection:
        return [_due_of(connection, kind, terms.by_class[kind], at) for kind in RetentionClass]


def schedule(*, terms: RetentionTerms, store: Store, at: datetime) -> Schedule:
    """The last run, and the next: a day later, or when new numbers have stood in the journal for a week."""
    with store.read() as connection:
        entries = journal.about(connection, SUBJECT)
    ran = [entry for entry in entries if entry.verb == RUN]
    announced = _announced(entries, terms)
    allowed = announced + NOTICE if announced else at + NOTICE
    return Schedule(ran[-1] if ran else None, max(allowed, ran[-1].at + EVERY) if ran else allowed)


def keep_house(*, terms: RetentionTerms, store: Store, at: datetime) -> bool:
    """The scheduled work: announce new terms, or run where a run is due; whether anything was done."""
    with store.read() as connection:
        known = _announced(journal.about(connection, SUBJECT), terms)
    if known is None:
        with store.write() as connection:
            journal.append(connection, Entry(at, SYSTEM, ANNOUNCE, SUBJECT, terms.days()))
        return True
    if at < schedule(terms=terms, store=store, at=at).next_at:
        return False
    run(terms=terms, store=store, at=at)
    return True


def run(*, terms: RetentionTerms, store: Store, at: datetime, by: str = SYSTEM) -> dict[RetentionClass, int]:
    """Destroy what is due now; how many complaints of each class."""
    done = {kind: _destroy(kind, at - terms.by_class[kind].kept, store, at, by) for kind in expiry.DESTROYS}
    with store.write() as connection:
        card_slips.sweep(connection, at - LIVES)
        counts = {kind.value: count for kind, count in done.items()}
        journal.append(connection, Entry(at, by, RUN, SUBJECT, counts))
    return done


def _destroy(kind: RetentionClass, before: datetime, store: Store, at: datetime, by: str) -> int:
    destroyed = 0
    while True:
        with store.write() as connection:
            some = expiry.due(connection, kind, before, limit=COMPLAINTS_A_TRANSACTION)
            if not some:
                return destroyed
            for complaint_id in some:
                expiry.DESTROYS[kind](connection, complaint_id)
            details = {"class": kind.value, "complaints": len(some), "keys": "destroyed"}
            journal.append(connection, Entry(at, by, DESTROY, SUBJECT, details))
        destroyed += len(some)


def _due_of(connection: Connection, kind: RetentionClass, term: RetentionTerm, at: datetime) -> Due:
    before = at - term.kept
    if kind is RetentionClass.BACKUPS:
        return Due(kind, term, before, backups.count_older(connection, before), 0)
    return Due(kind, term, before, *expiry.count(connection, kind, before))


def _announced(entries: list[Entry], terms: RetentionTerms) -> datetime | None:
    """Since when exactly these numbers stand in the journal; None where others do, or none."""
    told = [entry for entry in entries if entry.verb == ANNOUNCE]
    return told[-1].at if told and told[-1].details == terms.days() else None
