"""A member of staff with an app for codes: what needs a second factor begins with this."""

from datetime import datetime
from uuid import uuid4

import pyotp

from portal.casework import factors, sign_in
from portal.casework.door import Door
from portal.domain.access import StaffMember
from portal.domain.presence import Factor
from portal.storage import sessions
from portal.storage.database import Store
from portal.storage.sessions import NewSession
from portal.vault.vault import Vault


def equipped(member: StaffMember, password: str, *, store: Store, vault: Vault, at: datetime) -> pyotp.TOTP:
    """Registers an app as the member does it; the app."""
    door = Door(store, vault, None)
    token = sign_in.sign_in(member.login, password, store=store, at=at)
    presence = sign_in.presence_behind(token, at, store=store)
    factors.begin_code_app(member, door=door)
    secret = factors.listed(member, door=door).secret
    assert secret and presence
    app = pyotp.TOTP(secret)
    factors.confirm_code_app(presence, code=app.at(at), door=door, at=at)
    return app


def seated(member: StaffMember, *, store: Store, at: datetime) -> None:
    """A session that was opened by a code."""
    with store.write() as connection:
        by_code = NewSession(uuid4(), member.id.bytes, member.id, Factor.CODE_APP, "")
        sessions.open_session(connection, by_code, at)
