"""Weeks without a call, a pregnancy that has ended, who looked and since when it stands: beside her calls."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.domain.access import Role
from portal.domain.delivery import Purpose
from portal.domain.handling import OpeningReason
from portal.domain.journal import REPORTER, Entry
from portal.domain.period import local_day
from portal.files import qr_code
from portal.intake.complaints import CLOSED_TO_HER, Withdrawn
from portal.storage import complaints as complaint_rows
from portal.storage import journal, staff
from portal.storage.database import Connection, Store

RECOVERED = "complaint.recover"
OPENED = {
    "complaint.open_sealed",
    "complaint.open_attachment",
    "complaint.open_letters",
    "complaint.open_identity",
    "complaint.look_at_trail",
}
DELIVERED = "complaint.deliver"
ENTERED = "complaint.enter"
STEPS = ("complaint.begin_review", "complaint.close", "complaint.reopen")


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody of the office opened what is sealed; as what, never who. No role where the account is gone."""

    at: datetime
    role: Role | None
    reason: OpeningReason


@dataclass(frozen=True, slots=True)
class HandedOut:
    """Rows about her calls, without a name, were given to an authority."""

    at: datetime
    receiver: str
    purpose: Purpose


def report_quiet(complaint_id: UUID, *, store: Store, at: datetime) -> bool:
    """Nobody called; False where she has said so today already."""
    with store.write(complaint_id) as connection:
        _refuse_withdrawn(connection, complaint_id)
        told = complaint_rows.quiet_reports_of(connection, complaint_id)
        if any(local_day(one) == local_day(at) for one in told):
            return False
        complaint_rows.add_quiet_report(connection, complaint_id, at)
        journal.append(connection, _entry("report_quiet", complaint_id, at))
    return True


def quiet_reports(complaint_id: UUID, *, store: Store) -> list[datetime]:
    """When she said that nobody had called, oldest first."""
    with store.read(complaint_id) as connection:
        return complaint_rows.quiet_reports_of(connection, complaint_id)


def change_pregnancy_ended(complaint_id: UUID, *, ended: bool, store: Store, at: datetime) -> None:
    """No words about weeks and stages from now on, or again; her calls count as before."""
    with store.write(complaint_id) as connection:
        _refuse_withdrawn(connection, complaint_id)
        complaint_rows.change_pregnancy_ended(connection, complaint_id, ended=ended)
        journal.append(connection, _entry("change_words", complaint_id, at))


def looks(complaint_id: UUID, *, store: Store) -> list[Look]:
    """Who of the office opened her words, and why; oldest first."""
    with store.read(complaint_id) as connection:
        opened = [deed for deed in _deeds(connection, complaint_id) if deed.verb in OPENED]
        roles = {login: staff.role_of(connection, login) for login in {deed.actor for deed in opened}}
    return [Look(deed.at, roles[deed.actor], OpeningReason(deed.details["reason"])) for deed in opened]


def handed_out(complaint_id: UUID, *, store: Store) -> list[HandedOut]:
    """To which authority rows about her calls were given, and for what; oldest first."""
    with store.read(complaint_id) as connection:
        told = [deed for deed in _deeds(connection, complaint_id) if deed.verb == DELIVERED]
    return [HandedOut(deed.at, deed.details["receiver"], Purpose(deed.details["purpose"])) for deed in told]


def recovered(complaint_id: UUID, *, store: Store) -> list[datetime]:
    """When her report was opened by words and PIN instead of the receipt; oldest first."""
    with store.read(complaint_id) as connection:
        return [deed.at for deed in _deeds(connection, complaint_id) if deed.verb == RECOVERED]


def stands_since(complaint_id: UUID, *, store: Store) -> datetime | None:
    """When the office last moved it on; None where it has not yet."""
    with store.read(complaint_id) as connection:
        moved = [deed.at for deed in _deeds(connection, complaint_id) if deed.verb in STEPS]
    return moved[-1] if moved else None


def entered_at(complaint_id: UUID, *, store: Store) -> datetime | None:
    """When a clerk of the hotline wrote it down for her; None where she did so herself."""
    with store.read(complaint_id) as connection:
        return next((deed.at for deed in _deeds(connection, complaint_id) if deed.verb == ENTERED), None)


def join_qr(public_url: str, hospital: int | None) -> bytes:
    """The QR code on a poster: where mothers join. The hospital's number stands after the #, which no server sees."""
    return qr_code.png(f"{public_url}/join" + (f"#{hospital}" if hospital is not None else ""))


def weekly_qr(public_url: str, code: str) -> bytes:
    """The QR code by which she says each week whether anybody called; her receipt stands after the #."""
    return qr_code.png(f"{public_url}/quiet#{code}")


def _refuse_withdrawn(connection: Connection, complaint_id: UUID) -> None:
    if complaint_rows.get(connection, complaint_id, lock=True).withdrawal in CLOSED_TO_HER:
        raise Withdrawn(str(complaint_id))


def _deeds(connection: Connection, complaint_id: UUID) -> list[Entry]:
    return journal.about(connection, f"complaint:{complaint_id}")


def _entry(verb: str, complaint_id: UUID, at: datetime) -> Entry:
    return Entry(at, REPORTER, f"complaint.{verb}", f"complaint:{complaint_id}")
