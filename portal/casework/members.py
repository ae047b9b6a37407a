"""Staff accounts: who comes, changes, goes and comes back; each step in the journal with its change.

Steps of administrators wait for each other (they hold the active administrators' rows), and whoever takes one is
looked up again inside the transaction: of two who deactivate each other at once, the second is none any more.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from portal.casework import passwords
from portal.casework.sign_in import IDLE_LIMIT
from portal.domain.access import Role, StaffMember
from portal.domain.journal import REPORTER, SYSTEM, Entry
from portal.storage import journal, staff
from portal.storage.database import Connection, Store
from portal.storage.staff import LoginTaken, StaffStanding

ADD, ROLE, DEACTIVATE, REACTIVATE, PASSPHRASE = (
    "staff.add", "staff.role", "staff.deactivate", "staff.reactivate", "staff.passphrase",
)  # fmt: skip
CHANGES = (ADD, ROLE, DEACTIVATE, REACTIVATE, PASSPHRASE)
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


class NothingChanges(RuntimeError):
    """The account is like that already."""


@dataclass(frozen=True, slots=True)
class MemberFile:
    """One account with what was done to it, oldest first."""

    member: StaffMember
    deeds: list[Entry]


def add(*, login: str, name: str, role: Role, password: str, by: str, at: datetime, store: Store) -> StaffMember:
    """Add an account."""
    member, hashed = _new(login, name, role), passwords.hashed(password)
    with store.write() as connection:
        _add(connection, member, hashed, by, at)
    return member


def employ(
    *, login: str, name: str, role: Role, by: StaffMember, at: datetime, store: Store
) -> tuple[StaffMember, str]:
    """Add an account with a made passphrase: the member and the passphrase, which is kept nowhere."""
    member, password = _new(login, name, role), passwords.generated()
    hashed = passwords.hashed(password)
    with _administering(by, store) as (connection, _administrators):
        _add(connection, member, hashed, by.login, at)
    return member, password


def change_role(member_id: UUID, *, role: Role, by: StaffMember, at: datetime, store: Store) -> None:
    """Employ somebody for something else; it holds from the next page on."""
    with _administering(by, store) as (connection, administrators):
        member = _other(connection, member_id, by)
        if member.role is role:
            raise NothingChanges
        _keep_one(administrators, member)
        staff.change(connection, member.id, role=role)
        details = {"before": member.role.value, "role": role.value}
        _record(connection, ROLE, member, by, at, details)


def deactivate(member_id: UUID, *, by: StaffMember, at: datetime, store: Store) -> None:
    """Shut somebody out: nobody signs in with the account, and its sessions end at once."""
    with _administering(by, store) as (connection, administrators):
        member = _other(connection, member_id, by)
        if not member.active:
            raise NothingChanges
        _keep_one(administrators, member)
        staff.change(connection, member.id, active=False)
        closed = staff.close_sessions_of(connection, member.id)
        _record(connection, DEACTIVATE, member, by, at, {"sessions": closed})


def reactivate(member_id: UUID, *, by: StaffMember, at: datetime, store: Store) -> None:
    """Let somebody in again, with the passphrase of before."""
    with _administering(by, store) as (connection, _administrators):
        member = _found(connection, member_id)
        if member.active:
            raise NothingChanges
        staff.change(connection, member.id, active=True)
        _record(connection, REACTIVATE, member, by, at, {})


def renew_passphrase(member_id: UUID, *, by: StaffMember, at: datetime, store: Store) -> tuple[StaffMember, str]:
    """Put a made passphrase in the place of the old one and end the sessions; it is kept nowhere."""
    password = passwords.generated()
    hashed = passwords.hashed(password)
    with _administering(by, store) as (connection, _administrators):
        member = _found(connection, member_id)
        staff.change(connection, member.id, password_hash=hashed)
        closed = staff.close_sessions_of(connection, member.id)
        _record(connection, PASSPHRASE, member, by, at, {"sessions": closed})
    return member, password


def listed(*, store: Store, at: datetime) -> list[StaffStanding]:
    """Every account, the active ones first."""
    with store.read() as connection:
        return staff.standings(connection, at - IDLE_LIMIT)


def read(member_id: UUID, *, store: Store) -> MemberFile:
    """One account and what was done to it; when its owner came and went is not part of it."""
    with store.read() as connection:
        member = _found(connection, member_id)
        deeds = [entry for entry in journal.about(connection, _subject(member)) if entry.verb in CHANGES]
    return MemberFile(member, deeds)


@contextmanager
def _administering(by: StaffMember, store: Store) -> Iterator[tuple[Connection, list[StaffMember]]]:
    with store.write() as connection:
        administrators = staff.hold_administrators(connection)
        if by.id not in {one.id for one in administrators}:
            raise NotAdministrator(by.login)
        yield connection, administrators


def _new(login: str, name: str, role: Role) -> StaffMember:
    if login.strip() in NO_LOGINS:
        raise LoginTaken(login)
    return StaffMember(uuid4(), login.strip(), name.strip(), role)


def _add(connection: Connection, member: StaffMember, hashed: str, by: str, at: datetime) -> None:
    staff.add(connection, member, hashed, at)
    journal.append(connection, Entry(at, by, ADD, _subject(member), {"role": member.role.value}))


def _found(connection: Connection, member_id: UUID) -> StaffMember:
    member = staff.find(connection, member_id)
    if member is None:
        raise MemberMissing(str(member_id))
    return member


def _other(connection: Connection, member_id: UUID, by: StaffMember) -> StaffMember:
    member = _found(connection, member_id)
    if member.id == by.id:
        raise OwnAccount
    return member


def _keep_one(administrators: list[StaffMember], leaving: StaffMember) -> None:
    # Whoever takes the step stays, so this cannot happen as long as nobody may touch his own account; it must not then.
    if {one.id for one in administrators} == {leaving.id}:
        raise LastAdministrator


def _record(
    connection: Connection, verb: str, member: StaffMember, by: StaffMember, at: datetime, details: dict[str, Any]
) -> None:
    journal.append(connection, Entry(at, by.login, verb, _subject(member), details))


def _subject(member: StaffMember) -> str:
    return f"staff:{member.id}"
