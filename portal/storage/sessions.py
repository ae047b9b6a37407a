"""Signed-in browsers, sign-ins that stand half open, and what security keys are asked to sign."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, delete, exists, func, insert, or_, select, update

from portal.domain.access import StaffMember
from portal.domain.presence import FIRST, Factor, Notice, NoticeKind, OwnSession, Presence
from portal.storage.schema import staff
from portal.storage.sign_in_tables import (
    half_open_sign_ins,
    sign_in_challenges,
    staff_code_apps,
    staff_notices,
    staff_passkeys,
    staff_sessions,
)
from portal.storage.staff import MEMBER, member_of


@dataclass(frozen=True, slots=True)
class Session:
    """One signed-in browser, and when it was used last."""

    presence: Presence
    seen_at: datetime


@dataclass(frozen=True, slots=True)
class NewSession:
    """A browser that is let in."""

    id: UUID
    digest: bytes
    staff_id: UUID
    factor: Factor
    browser: str


def open_session(connection: Connection, new: NewSession, at: datetime) -> None:
    """Remember a signed-in browser."""
    connection.execute(
        insert(staff_sessions).values(
            token_digest=new.digest, id=new.id, staff_id=new.staff_id, created_at=at, seen_at=at, proven_at=at,
            factor=new.factor, browser=new.browser,
        )
    )  # fmt: skip


def came_by_factor(connection: Connection, staff_id: UUID) -> bool:
    """Whether a member is signed in by a second factor."""
    own = (staff_sessions.c.staff_id == staff_id) & (staff_sessions.c.factor != Factor.PASSPHRASE)
    return connection.execute(select(staff_sessions.c.id).where(own).limit(1)).first() is not None


def find(connection: Connection, digest: bytes) -> Session | None:
    """The session behind a token's digest."""
    query = (
        select(
            *MEMBER,
            staff_sessions.c.id.label("session_id"),
            staff_sessions.c.created_at.label("opened_at"),
            staff_sessions.c.seen_at,
            staff_sessions.c.proven_at,
            _has_factor().label("has_factor"),
            staff.c.password_hash.startswith(FIRST).label("first"),
        )
        .join(staff_sessions, staff_sessions.c.staff_id == staff.c.id)
        .where(staff_sessions.c.token_digest == digest)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    told = tuple(notices(connection, row.id, besides=row.session_id))
    known = (row.session_id, row.opened_at, row.proven_at, row.has_factor, bool(row.first))
    presence = Presence(member_of(row), *known, told)
    return Session(presence, row.seen_at)


def touch(connection: Connection, digest: bytes, at: datetime) -> None:
    """Note that a session is in use."""
    connection.execute(update(staff_sessions).where(staff_sessions.c.token_digest == digest).values(seen_at=at))


def prove(connection: Connection, digest: bytes, new_digest: bytes, at: datetime) -> bool:
    """Note that it was proven again who is there, and know the browser by another token from now on."""
    changed = update(staff_sessions).where(staff_sessions.c.token_digest == digest)
    return connection.execute(changed.values(proven_at=at, token_digest=new_digest)).rowcount == 1


def close(connection: Connection, digest: bytes) -> None:
    """Forget a session."""
    connection.execute(delete(staff_sessions).where(staff_sessions.c.token_digest == digest))


def close_own(connection: Connection, staff_id: UUID, session_id: UUID) -> bool:
    """Forget one of a member's own sessions; whether there was one."""
    mine = (staff_sessions.c.id == session_id) & (staff_sessions.c.staff_id == staff_id)
    return connection.execute(delete(staff_sessions).where(mine)).rowcount == 1


def close_all_of(connection: Connection, staff_id: UUID) -> int:
    """Forget every session of a member, and whatever stands half open; how many sessions."""
    connection.execute(delete(half_open_sign_ins).where(half_open_sign_ins.c.staff_id == staff_id))
    return connection.execute(delete(staff_sessions).where(staff_sessions.c.staff_id == staff_id)).rowcount


def close_others(connection: Connection, staff_id: UUID, *, but: UUID) -> int:
    """Forget every session of a member but one, and whatever stands half open; how many sessions."""
    connection.execute(delete(half_open_sign_ins).where(half_open_sign_ins.c.staff_id == staff_id))
    others = (staff_sessions.c.staff_id == staff_id) & (staff_sessions.c.id != but)
    return connection.execute(delete(staff_sessions).where(others)).rowcount


def close_unused(connection: Connection, seen_before: datetime) -> None:
    """Forget sessions that nobody used since."""
    connection.execute(delete(staff_sessions).where(staff_sessions.c.seen_at < seen_before))


def of_member(connection: Connection, staff_id: UUID, seen_since: datetime, opened_since: datetime) -> list[OwnSession]:
    """A member's sessions in use, the newest first."""
    mine = staff_sessions.c.staff_id == staff_id
    used = (staff_sessions.c.seen_at >= seen_since) & (staff_sessions.c.created_at >= opened_since)
    rows = connection.execute(select(staff_sessions).where(mine & used).order_by(staff_sessions.c.created_at.desc()))
    return [OwnSession(row.id, row.created_at, row.seen_at, row.factor, row.browser) for row in rows]


def count_used(connection: Connection, seen_since: datetime) -> int:
    """How many sessions are in use."""
    query = select(func.count()).select_from(staff_sessions).where(staff_sessions.c.seen_at >= seen_since)
    return connection.execute(query).scalar_one()


def open_half(connection: Connection, digest: bytes, staff_id: UUID, at: datetime, before: datetime) -> None:
    """Remember that a passphrase was right; what stood half open before that instant is forgotten."""
    connection.execute(delete(half_open_sign_ins).where(half_open_sign_ins.c.opened_at < before))
    connection.execute(insert(half_open_sign_ins).values(token_digest=digest, staff_id=staff_id, opened_at=at))


def find_half(connection: Connection, digest: bytes, since: datetime) -> StaffMember | None:
    """Whose sign-in stands half open; nobody's where it is older."""
    mine = (half_open_sign_ins.c.token_digest == digest) & (half_open_sign_ins.c.opened_at >= since)
    query = select(*MEMBER).join(half_open_sign_ins, half_open_sign_ins.c.staff_id == staff.c.id).where(mine)
    row = connection.execute(query).one_or_none()
    return member_of(row) if row else None


def take_half(connection: Connection, digest: bytes) -> bool:
    """Use up what stands half open; of two who try, one succeeds."""
    mine = half_open_sign_ins.c.token_digest == digest
    return connection.execute(delete(half_open_sign_ins).where(mine)).rowcount == 1


def add_challenge(connection: Connection, challenge: bytes, digest: bytes, at: datetime, before: datetime) -> None:
    """Remember what a browser's security key is to sign; older ones are forgotten."""
    connection.execute(delete(sign_in_challenges).where(sign_in_challenges.c.made_at < before))
    connection.execute(insert(sign_in_challenges).values(challenge=challenge, token_digest=digest, made_at=at))


def take_challenge(connection: Connection, challenge: bytes, digest: bytes, since: datetime) -> bool:
    """Use up a challenge of this browser; whether it was there and young enough."""
    table = sign_in_challenges
    mine = (table.c.challenge == challenge) & (table.c.token_digest == digest)
    made = connection.execute(select(table.c.made_at).where(mine)).scalar_one_or_none()
    taken = connection.execute(delete(table).where(mine)).rowcount == 1
    return taken and made is not None and made >= since


def tell(connection: Connection, notice: Notice, staff_id: UUID, *, session_id: UUID | None = None) -> None:
    """Leave a notice for a member, shown in every session but that one."""
    connection.execute(
        insert(staff_notices).values(
            id=notice.id, staff_id=staff_id, kind=notice.kind, at=notice.at, session_id=session_id,
            browser=notice.browser,
        )
    )  # fmt: skip


def has_notice(connection: Connection, staff_id: UUID, kind: NoticeKind) -> bool:
    """Whether such a notice waits already."""
    mine = (staff_notices.c.staff_id == staff_id) & (staff_notices.c.kind == kind)
    return bool(connection.execute(select(exists().where(mine))).scalar_one())


def notices(connection: Connection, staff_id: UUID, *, besides: UUID) -> list[Notice]:
    """What a member has not yet been told, besides what the own session caused."""
    table = staff_notices
    others = or_(table.c.session_id.is_(None), table.c.session_id != besides)
    rows = connection.execute(select(table).where((table.c.staff_id == staff_id) & others).order_by(table.c.at))
    return [Notice(row.id, row.kind, row.at, row.browser) for row in rows]


def forget_notices(connection: Connection, staff_id: UUID, *, besides: UUID) -> None:
    """They have been read."""
    table = staff_notices
    others = or_(table.c.session_id.is_(None), table.c.session_id != besides)
    connection.execute(delete(table).where((table.c.staff_id == staff_id) & others))


def _has_factor() -> object:
    key = exists().where(staff_passkeys.c.staff_id == staff.c.id)
    app = exists().where((staff_code_apps.c.staff_id == staff.c.id) & staff_code_apps.c.secret_sealed.is_not(None))
    return or_(key, app)
