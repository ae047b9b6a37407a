"""A member sees where the account is signed in, ends what is not known, and is told of what is new."""

from datetime import datetime, timedelta

import pytest

from portal.casework import members, own_sessions, sign_in
from portal.domain.access import Role, StaffMember
from portal.domain.presence import NoticeKind, Presence
from portal.storage.database import Store
from tests.casework.conftest import NOON

PASSWORD = "correct horse battery staple"
LATER = NOON + timedelta(minutes=1)


@pytest.fixture
def member(store: Store) -> StaffMember:
    return members.add(
        login="wang", name="王敏", role=Role.CASE_OFFICER, password=PASSWORD, by="system", at=NOON, store=store
    )


def signed_in(store: Store, at: datetime = NOON) -> str:
    return sign_in.sign_in("wang", PASSWORD, store=store, at=at)


def presence_of(store: Store, token: str, at: datetime = NOON) -> Presence:
    found = sign_in.presence_behind(token, at, store=store)
    assert found is not None
    return found


def test_whoever_is_signed_in_elsewhere_is_told_of_a_new_session_and_can_end_it(
    store: Store, member: StaffMember
) -> None:
    first, second = signed_in(store), signed_in(store, LATER)
    assert [one.kind for one in presence_of(store, first, LATER).notices] == [NoticeKind.NEW_SESSION]
    assert presence_of(store, second, LATER).notices == ()
    presence = presence_of(store, first, LATER)
    newest, own = own_sessions.listed(presence, store=store, at=LATER)
    assert own.id == presence.session_id
    own_sessions.end(presence, newest.id, store=store, at=LATER)
    assert sign_in.presence_behind(second, LATER, store=store) is None
    own_sessions.read_notices(presence, store=store)
    assert presence_of(store, first, LATER).notices == ()


def test_nobody_ends_a_session_of_somebody_else(store: Store, member: StaffMember) -> None:
    members.add(login="li", name="李", role=Role.ANALYST, password=PASSWORD, by="system", at=NOON, store=store)
    theirs = sign_in.sign_in("li", PASSWORD, store=store, at=NOON)
    own_sessions.end(presence_of(store, signed_in(store)), presence_of(store, theirs).session_id, store=store, at=NOON)
    assert presence_of(store, theirs)
