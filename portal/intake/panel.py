"""Weeks without a call, a pregnancy that has ended, and who looked: what she tells and is told beside her calls."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.domain.handling import OpeningReason
from portal.domain.journal import REPORTER, Entry
from portal.domain.period import local_day
from portal.files import qr_code
from portal.intake.complaints import CLOSED_TO_HER, Withdrawn
from portal.storage import complaints as complaint_rows
from portal.storage import journal
from portal.storage.database import Connection, Store

OPENED = "complaint.open_sealed"


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody of the office opened what is sealed."""

    at: datetime
    reason: OpeningReason


def report_quiet(complaint_id: UUID, *, store: Store, at: datetime) -> bool:
    """Nobody called; False where she has said so today already."""
    with store.write() as connection:
        _refuse_withdrawn(connection, complaint_id)
        told = complaint_rows.quiet_reports_of(connection, complaint_id)
        if any(local_day(one) == local_day(at) for one in told):
            return False
        complaint_rows.add_quiet_report(connection, complaint_id, at)
        journal.append(connection, _entry("report_quiet", complaint_id, at))
    return True


def quiet_reports(complaint_id: UUID, *, store: Store) -> list[datetime]:
    """When she said that nobody had called, oldest first."""
    with store.read() as connection:
        return complaint_rows.quiet_reports_of(connection, complaint_id)


def change_pregnancy_ended(complaint_id: UUID, *, ended: bool, store: Store, at: datetime) -> None:
    """No words about weeks and stages from now on, or again; her calls count as before."""
    with store.write() as connection:
        _refuse_withdrawn(connection, complaint_id)
        complaint_rows.change_pregnancy_ended(connection, complaint_id, ended=ended)
        journal.append(connection, _entry("change_words", complaint_id, at))


def looks(complaint_id: UUID, *, store: Store) -> list[Look]:
    """Who of the office opened her words, and why; oldest first."""
    with store.read() as connection:
        deeds = journal.about(connection, f"complaint:{complaint_id}")
    return [Look(deed.at, OpeningReason(deed.details["reason"])) for deed in deeds if deed.verb == OPENED]


def join_qr(public_url: str) -> bytes:
    """The QR code on the poster in a hospital: a picture of the address where mothers join."""
    return qr_code.png(f"{public_url}/join")


def _refuse_withdrawn(connection: Connection, complaint_id: UUID) -> None:
    if complaint_rows.get(connection, complaint_id, lock=True).withdrawal in CLOSED_TO_HER:
        raise Withdrawn(str(complaint_id))


def _entry(verb: str, complaint_id: UUID, at: datetime) -> Entry:
    return Entry(at, REPORTER, f"complaint.{verb}", f"complaint:{complaint_id}")
