"""A member's own passphrase: made by the portal, never chosen, and shown once to whoever knew the one of before.

What nobody chooses needs no list of leaked or easily guessed passphrases to be held against.
"""

from datetime import datetime

from portal.casework import passwords, waiting
from portal.domain.journal import Entry
from portal.domain.presence import Presence, ProofRefused
from portal.storage import journal, sessions, staff
from portal.storage.database import Store

VERB = "staff.passphrase"


def renew(presence: Presence, typed: str, *, store: Store, at: datetime) -> str:
    """A new passphrase in place of the typed one; all other sessions of the member end."""
    member, counted = presence.member, waiting.digest_of(f"passphrase|{presence.member.id}")
    with store.read() as connection:
        account = staff.find_account(connection, member.login)
        until = waiting.free_at(connection, counted, at)
    if at < until:
        raise ProofRefused(until)
    if account is None or not passwords.matches(account.password_hash, typed):
        with store.write() as connection:
            failed = waiting.remember(connection, counted, at)
            entry = Entry(at, member.login, "staff.proof_failed", f"staff:{member.id}", {"failed": failed})
            journal.append(connection, entry)
        raise ProofRefused
    made = passwords.generated()
    hashed = passwords.hashed(made)
    with store.write() as connection:
        # Whoever was reset or shut out since the check does not get a passphrase that somebody just took away.
        if staff.find_account(connection, member.login, held=True) != account:
            raise ProofRefused
        waiting.forget(connection, counted)
        staff.change(connection, member.id, password_hash=hashed)
        closed = sessions.close_others(connection, member.id, but=presence.session_id)
        journal.append(connection, Entry(at, member.login, VERB, f"staff:{member.id}", {"sessions": closed}))
    return made
