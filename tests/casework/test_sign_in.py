"""Signing in: sessions end, failures wait, and nobody learns which logins exist."""

from datetime import timedelta
from threading import Thread

import pytest

from portal.casework import members, sign_in, waiting
from portal.casework.sign_in import (
    ABSOLUTE_LIMIT,
    IDLE_LIMIT,
    SignInRefused,
    TooManyAttempts,
)
from portal.casework.waiting import FIRST_WAIT, FREE_ATTEMPTS, LONGEST_WAIT
from portal.domain.access import Role
from portal.storage import attempts, journal
from portal.storage.database import Store
from tests.casework.conftest import NOON

LOGIN = "wang.min"
PASSWORD = "correct horse battery staple"


@pytest.fixture(autouse=True)
def officer(store: Store) -> None:
    members.add(login=LOGIN, name="王敏", role=Role.CASE_OFFICER, password=PASSWORD, by="system", at=NOON, store=store)


def fail(store: Store, login: str, times: int) -> None:
    for _ in range(times):
        with pytest.raises(SignInRefused):
            sign_in.sign_in(login, "wrong", store=store, at=NOON)


def waits_until(store: Store, login: str, seconds: float = 0) -> timedelta | None:
    try:
        sign_in.sign_in(login, "wrong", store=store, at=NOON + timedelta(seconds=seconds))
    except TooManyAttempts as refused:
        return refused.until - NOON
    except SignInRefused:
        return None
    return None


def test_the_right_password_opens_a_session(store: Store) -> None:
    token = sign_in.sign_in(f" {LOGIN} ", PASSWORD, store=store, at=NOON)
    presence = sign_in.presence_behind(token, NOON, store=store)
    assert presence is not None
    member = presence.member
    assert (member.login, member.role) == (LOGIN, Role.CASE_OFFICER)


def test_an_unknown_token_is_nobody(store: Store) -> None:
    assert sign_in.presence_behind("made-up", NOON, store=store) is None


def test_a_session_ends_when_nobody_uses_it(store: Store) -> None:
    token = sign_in.sign_in(LOGIN, PASSWORD, store=store, at=NOON)
    assert sign_in.presence_behind(token, NOON + IDLE_LIMIT, store=store)
    assert sign_in.presence_behind(token, NOON + 2 * IDLE_LIMIT, store=store)
    assert sign_in.presence_behind(token, NOON + 3 * IDLE_LIMIT + timedelta(seconds=1), store=store) is None


def test_a_session_ends_after_a_working_day_however_busy(store: Store) -> None:
    token = sign_in.sign_in(LOGIN, PASSWORD, store=store, at=NOON)
    at = NOON
    while at + IDLE_LIMIT <= NOON + ABSOLUTE_LIMIT:
        at += IDLE_LIMIT
        assert sign_in.presence_behind(token, at, store=store)
    assert sign_in.presence_behind(token, at + timedelta(minutes=1), store=store) is None


def test_signing_out_ends_the_session_at_once(store: Store) -> None:
    token = sign_in.sign_in(LOGIN, PASSWORD, store=store, at=NOON)
    sign_in.sign_out(token, store=store, at=NOON)
    sign_in.sign_out(token, store=store, at=NOON)
    assert sign_in.presence_behind(token, NOON, store=store) is None


@pytest.mark.parametrize("login", [LOGIN, "nobody.here"])
def test_after_some_failures_a_login_waits_whether_it_exists_or_not(store: Store, login: str) -> None:
    fail(store, login, FREE_ATTEMPTS)
    assert waits_until(store, login) == FIRST_WAIT
    assert waits_until(store, login, FIRST_WAIT.total_seconds()) is None
    assert waits_until(store, login, FIRST_WAIT.total_seconds()) == FIRST_WAIT + 2 * FIRST_WAIT


def test_the_right_password_waits_too_and_then_begins_anew(store: Store) -> None:
    fail(store, LOGIN, FREE_ATTEMPTS)
    with pytest.raises(TooManyAttempts):
        sign_in.sign_in(LOGIN, PASSWORD, store=store, at=NOON)
    assert sign_in.sign_in(LOGIN, PASSWORD, store=store, at=NOON + FIRST_WAIT)
    fail(store, LOGIN, FREE_ATTEMPTS - 1)
    assert waits_until(store, LOGIN) is None


def test_the_wait_has_an_end_however_often_somebody_failed(store: Store) -> None:
    with store.write() as connection:
        for _ in range(200):
            attempts.count_one(connection, attempts.SIGN_IN, waiting.digest_of(LOGIN), NOON)
    assert waits_until(store, LOGIN) == LONGEST_WAIT


def test_failures_made_at_once_are_all_counted(store: Store) -> None:
    threads = [Thread(target=fail, args=(store, LOGIN, 1)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with store.read() as connection:
        counted = attempts.find(connection, attempts.SIGN_IN, waiting.digest_of(LOGIN))
    assert counted is not None and counted.failed == 4


def test_the_journal_has_the_failure_but_not_what_was_typed(store: Store) -> None:
    fail(store, "my-secret-password", 1)
    with store.read() as connection:
        entries = journal.about(connection, "staff:unknown")
        everything = [link.entry for link in journal.read_chain(connection)]
    assert [entry.details for entry in entries] == [{"failed": 1}]
    assert "my-secret-password" not in repr(everything)
