"""Staff accounts: who comes, changes, goes and comes back; each step in the journal with its change.

Steps of administrators wait for each other (they hold the active administrators' rows), and whoever takes one is
looked up again inside the transaction: of two who deactivate each other at once, the second is none any more.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from portal.casework import passwords
from portal.casework.sign_in import IDLE_LIMIT
from portal.domain.access import Role, StaffMember
from portal.domain.journal import REPORTER, SYSTEM, Entry
from portal.storage import account_requests, card_slips, hospitals, journal, sessions, staff
from portal.storage.database import Connection, Store
from portal.storage.staff import LoginTaken, StaffStanding

ADD, ROLE, RESET, RESET_PASSPHRASE, DEACTIVATE, REACTIVATE = (
    "staff.add",
    "staff.role",
    "staff.reset",
    "staff.reset_passphrase",
    "staff.deactivate",
    "staff.reactivate",
)
UNIT = "staff.unit"
VERIFIES, VERIFIES_NOWHERE = "staff.verifies", "staff.verifies_nowhere"
ASKED = ("staff.ask_employ", "staff.ask_role", "staff.ask_reset", "staff.refuse_request")
FACTORS = ("staff.factor_added", "staff.factor_removed", "staff.proof_failed")
OTHERS = (UNIT, VERIFIES, VERIFIES_NOWHERE)
RESETS = (RESET, RESET_PASSPHRASE)
CHANGES = (ADD, ROLE, *RESETS, DEACTIVATE, REACTIVATE, "staff.passphrase", *OTHERS, *ASKED, *FACTORS)
# What the journal calls actors who are no member of staff: an account of that name would be taken for them.
NO_LOGINS = frozenset({SYSTEM, REPORTER, "command_line"})


class NotAdministrator(RuntimeError):
    """Whoever takes the step is no active administrator (any more)."""


class MemberMissing(LookupError):
    """No such account."""


class OwnAccount(RuntimeError):
    """Nobody deactivates himself or changes his own role."""


class LastAdministrator(RuntimeError):
    """Without this one nobody could administer the portal."""


class NeverConfirmed(RuntimeError):
    """No second administrator has agreed to this account yet."""


class HospitalMissing(LookupError):
    """No hospital of that name."""


class NothingChanges(RuntimeError):
    """The account is like that already."""


@dataclass(frozen=True, slots=True)
class MemberFile:
    """One account with what was done to it, oldest first."""

    member: StaffMember
    deeds: list[Entry]
    verifies_at: str | None = None


def add_with_first(
    *, login: str, name: str, role: Role, by: str, at: datetime, store: Store, unit: str = ""
) -> str:  # fmt: skip
    """Add an account; the passphrase that its owner has to replace."""
    member, made = replace(new_member(login, name, role), unit=unit.strip() or None), passwords.generated()
    hashed = passwords.hashed_first(made)
    with store.write() as connection:
        _add(connection, member, hashed, by, at)
    return made


def add(
    *, login: str, name: str, role: Role, password: str, by: str, at: datetime, store: Store, unit: str = ""
) -> StaffMember:
    """Add an account whose passphrase is known already, as the demonstration does."""
    member, hashed = replace(new_member(login, name, role), unit=unit.strip() or None), passwords.hashed(password)
    with store.write() as connection:
        _add(connection, member, hashed, by, at)
    return member


def deactivate(member_id: UUID, *, by: StaffMember, at: datetime, store: Store) -> None:
    """Shut somebody out: nobody signs in with the account, and its sessions end at once."""
    with administering(by, store) as (connection, administrators):
        member = other(connection, member_id, by)
        if not member.active:
            raise NothingChanges
        _keep_one(administrators, member)
        staff.change(connection, member.id, active=False)
        closed = sessions.close_all_of(connection, member.id)
        record(connection, DEACTIVATE, member, by, at, {"sessions": closed})


def reactivate(member_id: UUID, *, by: StaffMember, at: datetime, store: Store) -> None:
    """Let somebody in again, with the passphrase of before."""
    with administering(by, store) as (connection, _administrators):
        member = found(connection, member_id)
        if member.active:
            raise NothingChanges
        if account_requests.never_confirmed(connection, member.id):
            raise NeverConfirmed
        staff.change(connection, member.id, active=True)
        record(connection, REACTIVATE, member, by, at, {})


def set_unit(member_id: UUID, unit: str, *, by: StaffMember, at: datetime, store: Store) -> None:
    """Say which office of the organisation somebody belongs to; nothing, where it is not known."""
    with administering(by, store) as (connection, _administrators):
        _set_unit(connection, found(connection, member_id), unit, by.login, at)


def set_unit_on_server(login: str, unit: str, *, by: str, at: datetime, store: Store) -> None:
    """The same from the command line on the server."""
    with store.write() as connection:
        account = staff.find_account(connection, login, held=True)
        if account is None:
            raise MemberMissing(login)
        _set_unit(connection, account.member, unit, by, at)


def verify_at(member_id: UUID, hospital: str | None, *, by: StaffMember, at: datetime, store: Store) -> None:
    """Say at which hospital somebody verifies, or that it is none."""
    with administering(by, store) as (connection, _administrators):
        member = other(connection, member_id, by)
        hospital_id = hospitals.ids_by_name(connection).get(hospital) if hospital else None
        if hospital and hospital_id is None:
            raise HospitalMissing(hospital)
        card_slips.set_hospital(connection, member.id, hospital_id)
        details = {"hospital": hospital} if hospital else {}
        record(connection, VERIFIES if hospital else VERIFIES_NOWHERE, member, by, at, details)


def listed(*, store: Store, at: datetime) -> list[StaffStanding]:
    """Every account, the active ones first."""
    with store.read() as connection:
        return staff.standings(connection, at - IDLE_LIMIT)


def read(member_id: UUID, *, store: Store) -> MemberFile:
    """One account and what was done to it; when its owner came and went is not part of it."""
    with store.read() as connection:
        member = found(connection, member_id)
        place = card_slips.hospital_of(connection, member.id)
        return MemberFile(member, _deeds(connection, member), place[1] if place else None)


def deeds(member_id: UUID, *, store: Store) -> list[Entry]:
    """What was done to one account; the door, behind which owners read it, knows of no hospital."""
    with store.read() as connection:
        return _deeds(connection, found(connection, member_id))


@contextmanager
def administering(by: StaffMember, store: Store) -> Iterator[tuple[Connection, list[StaffMember]]]:
    """A step of an administrator, who must still be one when his turn comes."""
    with store.write() as connection:
        administrators = staff.hold_administrators(connection)
        if by.id not in {one.id for one in administrators}:
            raise NotAdministrator(by.login)
        yield connection, administrators


def new_member(login: str, name: str, role: Role, *, active: bool = True) -> StaffMember:
    """Somebody with an account; refused for names that the journal gives to others."""
    if login.strip() in NO_LOGINS:
        raise LoginTaken(login)
    return StaffMember(uuid4(), login.strip(), name.strip(), role, active)


def _add(connection: Connection, member: StaffMember, hashed: str, by: str, at: datetime) -> None:
    staff.add(connection, member, hashed, at)
    journal.append(connection, Entry(at, by, ADD, subject_of(member), {"role": member.role.value}))


def _set_unit(connection: Connection, member: StaffMember, unit: str, by: str, at: datetime) -> None:
    named = unit.strip() or None
    if named == member.unit:
        raise NothingChanges
    staff.change(connection, member.id, unit=named)
    details = {"unit_before": member.unit or "", "unit": named or ""}
    journal.append(connection, Entry(at, by, UNIT, subject_of(member), details))


def found(connection: Connection, member_id: UUID) -> StaffMember:
    """One account, held until the transaction ends."""
    member = staff.find(connection, member_id)
    if member is None:
        raise MemberMissing(str(member_id))
    return member


def other(connection: Connection, member_id: UUID, by: StaffMember) -> StaffMember:
    """The same, and not the own one."""
    member = found(connection, member_id)
    if member.id == by.id:
        raise OwnAccount
    return member


def _keep_one(administrators: list[StaffMember], leaving: StaffMember) -> None:
    # Whoever takes the step stays, so this cannot happen as long as nobody may touch his own account; it must not then.
    if {one.id for one in administrators} == {leaving.id}:
        raise LastAdministrator


def record(
    connection: Connection, verb: str, member: StaffMember, by: StaffMember, at: datetime, details: dict[str, Any]
) -> None:
    """The journal's entry of a step, last in its transaction."""
    journal.append(connection, Entry(at, by.login, verb, subject_of(member), details))


def subject_of(member: StaffMember) -> str:
    """What the journal calls an account."""
    return f"staff:{member.id}"


def _deeds(connection: Connection, member: StaffMember) -> list[Entry]:
    return [entry for entry in journal.about(connection, subject_of(member)) if entry.verb in CHANGES]
