"""Signing in and out: server-side sessions, known by the digest of a random token.

Where a member has a second factor, a right passphrase opens no session: the sign-in stands half open, under a token of
its own that opens no page, until the factor is proven too.
"""

import secrets
from datetime import datetime, timedelta
from uuid import uuid4

from portal.casework import passwords, waiting
from portal.casework.door import Door
from portal.casework.waiting import digest_of
from portal.domain.access import StaffMember
from portal.domain.journal import SYSTEM, Entry
from portal.domain.presence import HALF_OPEN_FOR, Factor, Notice, NoticeKind, Presence, Proof, ProofRefused, Question
from portal.storage import factors, journal, sessions, staff
from portal.storage.database import Connection, Store
from portal.storage.sessions import NewSession
from portal.storage.staff import Account

IDLE_LIMIT = timedelta(minutes=15)
ABSOLUTE_LIMIT = timedelta(hours=8)
TOUCH_EVERY = timedelta(minutes=1)  # a page view writes nothing unless the session is about this old
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


class SecondFactorNeeded(RuntimeError):
    """The passphrase was right; `token` is that of the sign-in that stands half open."""

    def __init__(self, token: str) -> None:
        super().__init__("second factor")
        self.token = token


class NotHalfOpen(SignInRefused):
    """Nothing stands half open (any more) under this token."""


def sign_in(login: str, password: str, *, store: Store, at: datetime, browser: str = "") -> str:
    """Open a session; the token to keep in the browser."""
    account = _checked(login.strip(), password, store=store, at=at)
    return _opened(account, store=store, at=at, browser=browser)


def question(token: str, *, door: Door, at: datetime) -> Question:
    """How whoever stands in the half-open door may prove who it is."""
    member = _half_open(token, door.store, at)
    return door.question_for(member, digest_of(token), at)


def finish(token: str, proof: Proof, *, door: Door, at: datetime, browser: str = "") -> str:
    """The second factor: the session's token, another one than that of the half-open sign-in."""
    member = _half_open(token, door.store, at)
    factor = door.check(member, digest_of(token), proof, at)
    if factor is Factor.PASSPHRASE:
        raise ProofRefused
    with door.store.write() as connection:
        account = staff.find_account(connection, member.login, held=True)
        # Deactivated or reset since: then nothing stands half open any more.
        if account is None or not account.member.active or not sessions.take_half(connection, digest_of(token)):
            raise NotHalfOpen
        return _let_in(connection, member, factor, browser, at)


def presence_behind(token: str, at: datetime, *, store: Store) -> Presence | None:
    """Who is signed in with a token; None once it is idle, old or closed."""
    digest = digest_of(token)
    with store.read() as connection:
        session = sessions.find(connection, digest)
    if session is None or not session.presence.member.active:
        return None
    if at - session.seen_at > IDLE_LIMIT or at - session.presence.opened_at > ABSOLUTE_LIMIT:
        return None
    if at - session.seen_at > TOUCH_EVERY:
        with store.write() as connection:
            sessions.touch(connection, digest, at)
    return session.presence


def prove(token: str, proof: Proof, *, door: Door, at: datetime) -> str:
    """Prove again who is there: the session goes on under another token."""
    presence = presence_behind(token, at, store=door.store)
    if presence is None:
        raise ProofRefused
    factor = door.check(presence.member, digest_of(token), proof, at)
    new = secrets.token_urlsafe(TOKEN_BYTES)
    with door.store.write() as connection:
        if not sessions.prove(connection, digest_of(token), digest_of(new), at):
            raise ProofRefused
        entry = Entry(at, presence.member.login, "staff.proven", _subject(presence.member), {"factor": factor.value})
        journal.append(connection, entry)
    return new


def sign_out(token: str, *, store: Store, at: datetime) -> None:
    """Close a session."""
    digest = digest_of(token)
    with store.write() as connection:
        session = sessions.find(connection, digest)
        if session is None:
            return
        member = session.presence.member
        sessions.close(connection, digest)
        journal.append(connection, Entry(at, member.login, "staff.sign_out", _subject(member)))


def _checked(login: str, password: str, *, store: Store, at: datetime) -> Account:
    with store.read() as connection:
        account = staff.find_account(connection, login)
        until = waiting.free_at(connection, digest_of(login), at)
    if at < until:
        raise TooManyAttempts(until)
    right = passwords.matches(account.password_hash if account else NOBODY, password)
    if account is None or not right or not account.member.active:
        _remember_failure(login, account, store=store, at=at)
        raise SignInRefused
    return account


def _remember_failure(login: str, account: Account | None, *, store: Store, at: datetime) -> None:
    with store.write() as connection:
        failed = waiting.remember(connection, digest_of(login), at)
        # What was typed into the field of the login may be a password, so only a real account is named.
        subject = _subject(account.member) if account else "staff:unknown"
        journal.append(connection, Entry(at, SYSTEM, "staff.sign_in_failed", subject, {"failed": failed}))


def _opened(account: Account, *, store: Store, at: datetime, browser: str = "") -> str:
    member, half = account.member, secrets.token_urlsafe(TOKEN_BYTES)
    with store.write() as connection:
        # Whoever was deactivated or given a new passphrase since the check must not come in with what held before.
        if staff.find_account(connection, member.login, held=True) != account:
            raise SignInRefused
        waiting.forget(connection, digest_of(member.login))
        if not factors.has_any(connection, member.id):
            return _let_in(connection, member, Factor.PASSPHRASE, browser, at)
        sessions.open_half(connection, digest_of(half), member.id, at, at - HALF_OPEN_FOR)
    raise SecondFactorNeeded(half)


def _half_open(token: str, store: Store, at: datetime) -> StaffMember:
    with store.read() as connection:
        member = sessions.find_half(connection, digest_of(token), at - HALF_OPEN_FOR)
    if member is None or not member.active:
        raise NotHalfOpen
    return member


def _let_in(connection: Connection, member: StaffMember, factor: Factor, browser: str, at: datetime) -> str:
    token, session_id = secrets.token_urlsafe(TOKEN_BYTES), uuid4()
    sessions.close_unused(connection, at - ABSOLUTE_LIMIT)
    if sessions.of_member(connection, member.id, at - IDLE_LIMIT, at - ABSOLUTE_LIMIT):
        notice = Notice(uuid4(), NoticeKind.NEW_SESSION, at, browser)
        sessions.tell(connection, notice, member.id, session_id=session_id)
    sessions.open_session(connection, NewSession(session_id, digest_of(token), member.id, factor, browser), at)
    journal.append(connection, Entry(at, member.login, "staff.sign_in", _subject(member), {"factor": factor.value}))
    return token


def _subject(member: StaffMember) -> str:
    return f"staff:{member.id}"
