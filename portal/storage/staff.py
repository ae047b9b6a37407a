"""Staff accounts and their sessions."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from portal.domain.access import Role, StaffMember
from portal.storage.schema import staff, staff_sessions


class LoginTaken(ValueError):
    """Somebody already has that login."""


@dataclass(frozen=True, slots=True)
class Account:
    """What signing in needs to know."""

    member: StaffMember
    password_hash: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class StaffStanding:
    """A member as the administrator's list shows one."""

    member: StaffMember
    created_at: datetime
    sessions: int


@dataclass(frozen=True, slots=True)
class Session:
    """One signed-in browser."""

    member: StaffMember
    created_at: datetime
    seen_at: datetime


def add(connection: Connection, member: StaffMember, password_hash: str, created_at: datetime) -> None:
    """Add an account."""
    if find_account(connection, member.login):
        raise LoginTaken(member.login)
    connection.execute(
        insert(staff).values(
            id=member.id,
            login=member.login,
            name=member.name,
            role=member.role,
            password_hash=password_hash,
            active=member.active,
            created_at=created_at,
        )
    )


def find_account(connection: Connection, login: str, *, held: bool = False) -> Account | None:
    """The account behind a login; where `held`, nobody changes it until the transaction ends."""
    query = select(staff).where(staff.c.login == login)
    row = connection.execute(query.with_for_update() if held else query).one_or_none()
    return Account(member_of(row), row.password_hash) if row else None


def find(connection: Connection, staff_id: UUID) -> StaffMember | None:
    """One member; in a transaction that changes the account, nobody else does until it ends."""
    query = select(staff).where(staff.c.id == staff_id)
    writing = connection.info.get("writing")
    row = connection.execute(query.with_for_update() if writing else query).one_or_none()
    return member_of(row) if row else None


def standings(connection: Connection, seen_since: datetime) -> list[StaffStanding]:
    """Every account, by name, with the sessions that are in use."""
    used = (staff_sessions.c.staff_id == staff.c.id) & (staff_sessions.c.seen_at >= seen_since)
    query = (
        select(staff, func.count(staff_sessions.c.token_digest).label("sessions"))
        .outerjoin(staff_sessions, used)
        .group_by(staff.c.id)
        .order_by(staff.c.active.desc(), staff.c.name, staff.c.login)
    )
    return [StaffStanding(member_of(row), row.created_at, row.sessions) for row in connection.execute(query)]


def hold_administrators(connection: Connection) -> list[StaffMember]:
    """The active administrators; whoever else asks waits until the transaction ends, and sees what it left."""
    query = select(staff).where(staff.c.role == Role.ADMINISTRATOR, staff.c.active).order_by(staff.c.id)
    return [member_of(row) for row in connection.execute(query.with_for_update())]


def change(connection: Connection, staff_id: UUID, **values: Any) -> None:
    """Write some columns of an account."""
    connection.execute(update(staff).where(staff.c.id == staff_id).values(**values))


def close_sessions_of(connection: Connection, staff_id: UUID) -> int:
    """Forget every session of a member; how many."""
    return connection.execute(delete(staff_sessions).where(staff_sessions.c.staff_id == staff_id)).rowcount


def count_sessions(connection: Connection, seen_since: datetime) -> int:
    """How many sessions are in use."""
    query = select(func.count()).select_from(staff_sessions).where(staff_sessions.c.seen_at >= seen_since)
    return connection.execute(query).scalar_one()


def open_session(connection: Connection, digest: bytes, staff_id: UUID, at: datetime) -> None:
    """Remember a signed-in browser."""
    connection.execute(insert(staff_sessions).values(token_digest=digest, staff_id=staff_id, created_at=at, seen_at=at))


def find_session(connection: Connection, digest: bytes) -> Session | None:
    """The session behind a token's digest."""
    query = (
        select(staff, staff_sessions.c.created_at.label("opened_at"), staff_sessions.c.seen_at)
        .join(staff_sessions, staff_sessions.c.staff_id == staff.c.id)
        .where(staff_sessions.c.token_digest == digest)
    )
    row = connection.execute(query).one_or_none()
    return Session(member_of(row), row.opened_at, row.seen_at) if row else None


def touch_session(connection: Connection, digest: bytes, at: datetime) -> None:
    """Note that a session is in use."""
    connection.execute(update(staff_sessions).where(staff_sessions.c.token_digest == digest).values(seen_at=at))


def close_session(connection: Connection, digest: bytes) -> None:
    """Forget a session."""
    connection.execute(delete(staff_sessions).where(staff_sessions.c.token_digest == digest))


def close_idle_sessions(connection: Connection, seen_before: datetime) -> int:
    """Forget sessions that nobody used since; how many."""
    return connection.execute(delete(staff_sessions).where(staff_sessions.c.seen_at < seen_before)).rowcount


def members(connection: Connection) -> list[StaffMember]:
    """Everybody who has or had an account, by name."""
    return [member_of(row) for row in connection.execute(select(staff).order_by(staff.c.name, staff.c.login))]


def count(connection: Connection) -> int:
    """How many accounts there are."""
    return connection.execute(select(func.count()).select_from(staff)).scalar_one()


def member_of(row: Row) -> StaffMember:
    """A member of staff from a row of the table."""
    return StaffMember(row.id, row.login, row.name, row.role, row.active)
