"""A member's own sessions and notices: seen, ended, read."""

from datetime import datetime
from uuid import UUID

from portal.casework.sign_in import ABSOLUTE_LIMIT, IDLE_LIMIT
from portal.domain.journal import Entry
from portal.domain.presence import OwnSession, Presence
from portal.storage import journal, sessions
from portal.storage.database import Store


def listed(presence: Presence, *, store: Store, at: datetime) -> list[OwnSession]:
    """Where one is signed in, the newest first."""
    with store.read() as connection:
        return sessions.of_member(connection, presence.member.id, at - IDLE_LIMIT, at - ABSOLUTE_LIMIT)


def end(presence: Presence, session_id: UUID, *, store: Store, at: datetime) -> None:
    """End one of the own sessions; one that is gone already is no matter."""
    member = presence.member
    with store.write() as connection:
        if sessions.close_own(connection, member.id, session_id):
            journal.append(connection, Entry(at, member.login, "staff.end_session", f"staff:{member.id}"))


def end_others(presence: Presence, *, store: Store, at: datetime) -> None:
    """End all of the own sessions but this one."""
    member = presence.member
    with store.write() as connection:
        closed = sessions.close_others(connection, member.id, but=presence.session_id)
        entry = Entry(at, member.login, "staff.end_session", f"staff:{member.id}", {"sessions": closed})
        journal.append(connection, entry)


def read_notices(presence: Presence, *, store: Store) -> None:
    """They were shown and understood. Not worth a journal entry."""
    with store.write() as connection:
        sessions.forget_notices(connection, presence.member.id, besides=presence.session_id)
