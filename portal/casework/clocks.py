"""An official's verbs on the legal clock: choose the basis, let it stand still and go on, take more time."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from portal.domain.deadline import (
    ENDED_BY_HER,
    Clock,
    ClockRefuses,
    ExtensionReason,
    PauseReason,
    extended,
    paused,
    rebased,
    resumed,
    started,
)
from portal.domain.journal import Entry
from portal.domain.legal_term import LegalBasis, LegalTerms
from portal.domain.period import local_day
from portal.storage import clocks as rows
from portal.storage import complaints as complaint_rows
from portal.storage import journal
from portal.storage.database import Connection, Store


def choose_basis(
    complaint_id: UUID, *, basis: LegalBasis, terms: LegalTerms, by: str, at: datetime, store: Store
) -> None:
    """Under which rules it is handled; its days are counted anew from the same beginning."""
    with store.write() as connection:
        _turn(connection, complaint_id, lambda clock: rebased(clock, terms.by_basis[basis]), terms, at)
        _journal(connection, complaint_id, "choose_basis", by, at, basis=basis.value)


def pause(complaint_id: UUID, *, reason: PauseReason, terms: LegalTerms, by: str, at: datetime, store: Store) -> None:
    """Let no day count from tomorrow on; the mother reads why."""
    with store.write() as connection:
        _turn(connection, complaint_id, lambda clock: paused(clock, reason, local_day(at)), terms, at)
        _journal(connection, complaint_id, "pause_clock", by, at, pause=reason.value)


def resume(complaint_id: UUID, *, terms: LegalTerms, by: str, at: datetime, store: Store) -> None:
    """Let days count again from tomorrow on."""
    with store.write() as connection:
        _turn(connection, complaint_id, lambda clock: resumed(clock, local_day(at)), terms, at)
        _journal(connection, complaint_id, "resume_clock", by, at)


def extend(
    complaint_id: UUID,
    *,
    days: int,
    reason: ExtensionReason,
    terms: LegalTerms,
    by: str,
    at: datetime,
    store: Store,
) -> None:
    """Take more time, before it runs out; the mother reads how much and why."""
    with store.write() as connection:
        _turn(connection, complaint_id, lambda clock: extended(clock, days, reason, local_day(at)), terms, at)
        _journal(connection, complaint_id, "extend_clock", by, at, extension=reason.value, days=days)


def _turn(
    connection: Connection, complaint_id: UUID, change: Callable[[Clock], Clock], terms: LegalTerms, at: datetime
) -> None:
    complaint = complaint_rows.get(connection, complaint_id, lock=True)
    if complaint.withdrawal in ENDED_BY_HER:
        raise ClockRefuses("not_running")
    clock = started(complaint, rows.find(connection, complaint_id), terms.default, at)
    rows.put(connection, complaint_id, change(clock))


def _journal(connection: Connection, complaint_id: UUID, verb: str, by: str, at: datetime, **details: object) -> None:
    journal.append(connection, Entry(at, by, f"complaint.{verb}", f"complaint:{complaint_id}", details))
