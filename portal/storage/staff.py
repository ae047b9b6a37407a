"""Staff accounts."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Row, func, insert, select, update

from portal.domain.access import Role, StaffMember
from portal.storage.schema import staff
from portal.storage.sign_in_tables import staff_sessions

# All of an account but what only the door may see.
MEMBER = tuple(column for column in staff.c if column is not staff.c.password_hash)


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


def add(connection: Connection, member: StaffMember, password_hash: str, created_at: datetime) -> None:
    """Add an account."""
    if role_of(connection, member.login):
        raise LoginTaken(member.login)
    connection.execute(
        insert(staff).values(
            id=member.id,
            login=member.login,
            name=member.name,
            role=member.role,
            password_hash=password_hash,
            active=member.active,
            unit=member.unit,
            created_at=created_at,
        )
    )


def find_account(connection: Connection, login: str, *, held: bool = False) -> Account | None:
    """The account behind a login; where `held`, nobody changes it until the transaction ends."""
    query = select(staff).where(staff.c.login == login)
    row = connection.execute(query.with_for_update() if held else query).one_or_none()
    return Account(member_of(row), row.password_hash) if row else None


def of_login(connection: Connection, login: str) -> StaffMember | None:
    """The member behind a login, as the account is now; what lets somebody in is not looked at."""
    row = connection.execute(select(*MEMBER).where(staff.c.login == login)).one_or_none()
    return member_of(row) if row else None


def role_of(connection: Connection, login: str) -> Role | None:
    """As what the member behind a login is employed; nobody's is None."""
    return connection.execute(select(staff.c.role).where(staff.c.login == login)).scalar_one_or_none()


def find(connection: Connection, staff_id: UUID) -> StaffMember | None:
    """One member; in a transaction that changes the account, nobody else does until it ends."""
    query = select(*MEMBER).where(staff.c.id == staff_id)
    writing = connection.info.get("writing")
    row = connection.execute(query.with_for_update() if writing else query).one_or_none()
    return member_of(row) if row else None


def standings(connection: Connection, seen_since: datetime) -> list[StaffStanding]:
    """Every account, by name, with the sessions that are in use."""
    used = (staff_sessions.c.staff_id == staff.c.id) & (staff_sessions.c.seen_at >= seen_since)
    query = (
        select(*MEMBER, func.count(staff_sessions.c.id).label("sessions"))
        .outerjoin(staff_sessions, used)
        .group_by(staff.c.id)
        .order_by(staff.c.active.desc(), staff.c.name, staff.c.login)
    )
    return [StaffStanding(member_of(row), row.created_at, row.sessions) for row in connection.execute(query)]


def hold_administrators(connection: Connection) -> list[StaffMember]:
    """The active administrators; whoever else asks waits until the transaction ends, and sees what it left."""
    query = select(*MEMBER).where(staff.c.role == Role.ADMINISTRATOR, staff.c.active).order_by(staff.c.id)
    return [member_of(row) for row in connection.execute(query.with_for_update())]


def change(connection: Connection, staff_id: UUID, **values: Any) -> None:
    """Write some columns of an account."""
    connection.execute(update(staff).where(staff.c.id == staff_id).values(**values))


def members(connection: Connection) -> list[StaffMember]:
    """Everybody who has or had an account, by name."""
    return [member_of(row) for row in connection.execute(select(*MEMBER).order_by(staff.c.name, staff.c.login))]


def count(connection: Connection) -> int:
    """How many accounts there are."""
    return connection.execute(select(func.count()).select_from(staff)).scalar_one()


def member_of(row: Row) -> StaffMember:
    """A member of staff from a row of the table."""
    return StaffMember(row.id, row.login, row.name, row.role, row.active, row.unit)
