"""What one administrator asked for and another decides."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, Row, Select, insert, select, update

from portal.domain.account_request import AccountRequest, AccountStep
from portal.storage.schema import staff
from portal.storage.sign_in_tables import account_requests as table
from portal.storage.staff import MEMBER, member_of


def add(connection: Connection, request: AccountRequest) -> None:
    """Keep a request."""
    connection.execute(
        insert(table).values(
            id=request.id, staff_id=request.member.id, step=request.step, role=request.role,
            asked_by=request.asked_by, asked_at=request.asked_at,
        )
    )  # fmt: skip


def find(connection: Connection, request_id: UUID) -> AccountRequest | None:
    """One request."""
    row = connection.execute(_query().where(table.c.id == request_id)).one_or_none()
    return _request(row) if row else None


def undecided(connection: Connection) -> list[AccountRequest]:
    """Those that nobody decided, oldest first."""
    query = _query().where(table.c.decided_by.is_(None)).order_by(table.c.asked_at, table.c.id)
    return [_request(row) for row in connection.execute(query)]


def decide(connection: Connection, request: AccountRequest, *, by: str, granted: bool, at: datetime) -> None:
    """Keep what was decided."""
    decided = update(table).where(table.c.id == request.id)
    connection.execute(decided.values(decided_by=by, decided_at=at, granted=granted))


def never_confirmed(connection: Connection, staff_id: UUID) -> bool:
    """Whether an account was asked for and nobody has agreed yet."""
    query = select(table.c.granted).where((table.c.staff_id == staff_id) & (table.c.step == AccountStep.EMPLOY))
    answers = connection.execute(query).scalars().all()
    return bool(answers) and not any(answers)


def _query() -> Select:
    return select(
        *MEMBER, table.c.id.label("request_id"), table.c.step, table.c.role.label("wanted"), table.c.asked_by,
        table.c.asked_at, table.c.decided_at,
    ).join(staff, staff.c.id == table.c.staff_id)  # fmt: skip


def _request(row: Row) -> AccountRequest:
    return AccountRequest(
        row.request_id, member_of(row), row.step, row.wanted, row.asked_by, row.asked_at, row.decided_at
    )
