"""One's own second factors: register security keys and an application for codes, and take them away again."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import uuid4

from portal.casework.door import Door
from portal.casework.waiting import digest_of
from portal.domain.access import StaffMember
from portal.domain.journal import Entry
from portal.domain.presence import CodeApp, Factor, Notice, NoticeKind, Passkey, Presence, ProofRefused
from portal.storage import factors as rows
from portal.storage import journal, sessions, staff
from portal.storage.database import Connection, Store
from portal.storage.factors import KeyKnown
from portal.vault import code_app, passkeys
from portal.vault.passkeys import KeyAnswerRefused

LONGEST_NAME = 60
MOST_KEYS = 10


class FactorRefused(RuntimeError):
    """Why a factor is not registered or not taken away: a word of `factors.refused.*`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class OwnFactors:
    """A member's second factors; the pending secret is shown until its first code was right."""

    passkeys: list[Passkey]
    app: CodeApp | None
    secret: str | None = field(repr=False)
    address: str | None = field(repr=False)


def listed(member: StaffMember, *, door: Door) -> OwnFactors:
    """What a member has, and what is being set up."""
    with door.store.read() as connection:
        keys, app = rows.passkeys(connection, member.id), rows.code_app(connection, member.id)
    if app is None or app.pending_sealed is None:
        return OwnFactors(keys, app, None, None)
    secret = door.vault.open_code_secret(member.id, app.pending_sealed)
    return OwnFactors(keys, app, secret, code_app.address(secret, member.login))


def creation_options(member: StaffMember, token: str, *, door: Door, at: datetime) -> str | None:
    """What this browser hands to a new security key; None where the portal's address allows none."""
    if door.party is None:
        return None
    with door.store.read() as connection:
        known = rows.passkeys(connection, member.id)
    return passkeys.creation_options(door.party, member, door.challenge(digest_of(token), at), known)


def add_passkey(presence: Presence, token: str, *, name: str, answer: str, door: Door, at: datetime) -> None:
    """Register a security key with what it answered."""
    member = presence.member
    try:
        challenge, _credential = passkeys.challenge_in(answer, registering=True)
        door.take_challenge(challenge, digest_of(token), at)
        if door.party is None:
            raise FactorRefused("no_keys")
        key = passkeys.registered(answer, challenge, door.party)
    except (KeyAnswerRefused, ProofRefused) as error:
        raise FactorRefused("not_answered") from error
    new = Passkey(key.credential_id, member.id, name[:LONGEST_NAME], key.public_key, key.sign_count, at)
    with door.store.write() as connection:
        staff.find_account(connection, member.login, held=True)
        if len(rows.passkeys(connection, member.id)) >= MOST_KEYS:
            raise FactorRefused("too_many")
        try:
            rows.add_passkey(connection, new)
        except KeyKnown as error:
            raise FactorRefused("known") from error
        _record(connection, presence, NoticeKind.FACTOR_ADDED, Factor.SECURITY_KEY, at)


def begin_code_app(member: StaffMember, *, door: Door) -> None:
    """A fresh secret to be shown; what was set up before goes on until the new one is confirmed."""
    sealed = door.vault.seal_code_secret(member.id, code_app.new_secret())
    with door.store.write() as connection:
        rows.begin_code_app(connection, member.id, sealed)


def confirm_code_app(presence: Presence, *, code: str, door: Door, at: datetime) -> None:
    """The first code shows that the application has the secret."""
    member = presence.member
    with door.store.write() as connection:
        app = rows.code_app(connection, member.id)
        if app is None or app.pending_sealed is None:
            raise FactorRefused("not_begun")
        secret = door.vault.open_code_secret(member.id, app.pending_sealed)
        step = code_app.matching_step(secret, code, at, None)
        if step is None or not rows.confirm_code_app(connection, app, step, at):
            raise FactorRefused("wrong_code")
        _record(connection, presence, NoticeKind.FACTOR_ADDED, Factor.CODE_APP, at)


def remove_passkey(presence: Presence, credential_id: bytes, *, required: bool, store: Store, at: datetime) -> None:
    """Take a key away; never the last factor where one is required."""
    with store.write() as connection:
        staff.find_account(connection, presence.member.login, held=True)
        key = rows.hold_passkey(connection, presence.member.id, credential_id)
        if key is None:
            raise FactorRefused("not_there")
        rows.remove_passkey(connection, key)
        _keep_one(connection, presence.member, required)
        _record(connection, presence, NoticeKind.FACTOR_REMOVED, Factor.SECURITY_KEY, at)


def remove_code_app(presence: Presence, *, required: bool, store: Store, at: datetime) -> None:
    """Take the application away; never the last factor where one is required."""
    with store.write() as connection:
        staff.find_account(connection, presence.member.login, held=True)
        if not rows.remove_code_app(connection, presence.member.id):
            raise FactorRefused("not_there")
        _keep_one(connection, presence.member, required)
        _record(connection, presence, NoticeKind.FACTOR_REMOVED, Factor.CODE_APP, at)


def _keep_one(connection: Connection, member: StaffMember, required: bool) -> None:
    if required and not rows.has_any(connection, member.id):
        raise FactorRefused("last")


def _record(connection: Connection, presence: Presence, kind: NoticeKind, factor: Factor, at: datetime) -> None:
    member = presence.member
    sessions.tell(connection, Notice(uuid4(), kind, at), member.id, session_id=presence.session_id)
    entry = Entry(at, member.login, f"staff.{kind}", f"staff:{member.id}", {"factor": factor.value})
    journal.append(connection, entry)
