"""Signing in and out: server-side sessions, known by the digest of a random token.

The second factor has its place between `_checked` and `_opened`: a session is opened only once both are right.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from portal.casework import passwords
from portal.domain.access import StaffMember
from portal.domain.journal import SYSTEM, Entry
from portal.storage import attempts, journal, staff
from portal.storage.database import Store
from portal.storage.staff import Account

IDLE_LIMIT = timedelta(minutes=15)
ABSOLUTE_LIMIT = timedelta(hours=8)
TOUCH_EVERY = timedelta(minutes=1)  # a page view writes nothing unless the session is about this old
FREE_ATTEMPTS = 5
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
FAILURES_COUNT_FOR = timedelta(days=1)
TOKEN_BYTES = 32
# Verified against when nobody has the login, so that the answer takes as long as for a wrong password.
NOBODY = passwords.hashed(secrets.token_urlsafe(24))


class SignInRefused(RuntimeError):
    """Unknown login, wrong password or inactive account: the caller cannot tell which."""


class TooManyAttempts(SignInRefused):
    """The login, whether it exists or not, waits after repeated failures."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


def sign_in(login: str, password: str, *, store: Store, at: datetime) -> str:
    """Open a session; the token to keep in the browser."""
    account = _checked(login.strip(), password, store=store, at=at)
    return _opened(account, store=store, at=at)


def member_behind(token: str, at: datetime, *, store: Store) -> StaffMember | None:
    """Who is signed in with a token; None once it is idle, old or closed."""
    digest = _digest(token)
    with store.read() as connection:
        session = staff.find_session(connection, digest)
    if session is None or not session.member.active:
        return None
    if at - session.seen_at > IDLE_LIMIT or at - session.created_at > ABSOLUTE_LIMIT:
        return None
    if at - session.seen_at > TOUCH_EVERY:
        with store.write() as connection:
            staff.touch_session(connection, digest, at)
    return session.member


def sign_out(token: str, *, store: Store, at: datetime) -> None:
    """Close a session."""
    digest = _digest(token)
    with store.write() as connection:
        session = staff.find_session(connection, digest)
        if session is None:
            return
        staff.close_session(connection, digest)
        journal.append(connection, Entry(at, session.member.login, "staff.sign_out", f"staff:{session.member.id}"))


def _checked(login: str, password: str, *, store: Store, at: datetime) -> Account:
    with store.read() as connection:
        account = staff.find_account(connection, login)
        failures = attempts.find(connection, attempts.SIGN_IN, _digest(login))
    until = failures.failed_at + _wait_after(failures.failed) if failures else at
    if at < until:
        raise TooManyAttempts(until)
    right = passwords.matches(account.password_hash if account else NOBODY, password)
    if account is None or not right or not account.member.active:
        _remember_failure(login, account, store=store, at=at)
        raise SignInRefused
    return account


def _wait_after(failed: int) -> timedelta:
    if failed < FREE_ATTEMPTS:
        return timedelta(0)
    doublings = min(failed - FREE_ATTEMPTS, 10)  # far past the longest wait, and far from an overflow
    return min(FIRST_WAIT * 2**doublings, LONGEST_WAIT)


def _remember_failure(login: str, account: Account | None, *, store: Store, at: datetime) -> None:
    with store.write() as connection:
        attempts.forget_before(connection, attempts.SIGN_IN, at - FAILURES_COUNT_FOR)
        failed = attempts.count_one(connection, attempts.SIGN_IN, _digest(login), at)
        # What was typed into the field of the login may be a password, so only a real account is named.
        subject = f"staff:{account.member.id}" if account else "staff:unknown"
        journal.append(connection, Entry(at, SYSTEM, "staff.sign_in_failed", subject, {"failed": failed}))


def _opened(account: Account, *, store: Store, at: datetime) -> str:
    token = secrets.token_urlsafe(TOKEN_BYTES)
    with store.write() as connection:
        # Whoever was deactivated or given a new passphrase since the check must not come in with what held before.
        if staff.find_account(connection, account.member.login, held=True) != account:
            raise SignInRefused
        staff.close_idle_sessions(connection, at - ABSOLUTE_LIMIT)
        attempts.forget(connection, attempts.SIGN_IN, _digest(account.member.login))
        staff.open_session(connection, _digest(token), account.member.id, at)
        entry = Entry(at, account.member.login, "staff.sign_in", f"staff:{account.member.id}")
        journal.append(connection, entry)
    return token


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
