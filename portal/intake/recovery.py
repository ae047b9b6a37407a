"""A way back without the receipt: set by her, opened by her words and her PIN, closed by too many attempts."""

from datetime import datetime
from uuid import UUID

from portal.domain.journal import REPORTER, Entry
from portal.domain.recovery import ATTEMPTS, ATTEMPTS_WITHIN
from portal.intake.complaints import key_to_add
from portal.storage import attempts, journal
from portal.storage import complaints as complaint_rows
from portal.storage import recoveries as rows
from portal.storage.database import Store
from portal.vault.recovery import VaultBusy as VaultBusy
from portal.vault.vault import Vault


class TooManyAttempts(RuntimeError):
    """These words were tried too often today, whether anybody has them or not."""


def choose(complaint_id: UUID, code: str, *, words: str, pin: str, store: Store, vault: Vault, at: datetime) -> None:
    """Set or replace her way back."""
    secret = vault.recovery_secret(words, pin)
    with store.write(complaint_id) as connection:
        key_to_add(connection, complaint_id, vault)  # refuses who has left
        rows.put(connection, complaint_id, index=secret.index, sealed=secret.seal(code), at=at)
        journal.append(connection, _entry("choose_recovery", complaint_id, at))


def give_up(complaint_id: UUID, *, store: Store, at: datetime) -> None:
    """Take her way back away."""
    with store.write(complaint_id) as connection:
        complaint_rows.get(connection, complaint_id, lock=True)
        if rows.remove(connection, complaint_id):
            journal.append(connection, _entry("give_up_recovery", complaint_id, at))


def chosen_at(complaint_id: UUID, *, store: Store) -> datetime | None:
    """Since when she has a way back."""
    with store.read(complaint_id) as connection:
        return rows.set_at(connection, complaint_id)


def find(*, words: str, pin: str, store: Store, vault: Vault, at: datetime) -> str | None:
    """The receipt's code. None for wrong words, a wrong PIN, and two who chose the same: nobody can tell which."""
    digest = vault.recovery_words(words)
    _count(digest, store=store, at=at)
    secret = vault.recovery_secret(words, pin)
    with store.read() as connection:
        codes = [secret.open(sealed) for sealed in rows.sealed_codes(connection, secret.index)]
    if len(codes) != 1 or codes[0] is None:
        return None
    complaint_id = vault.complaint_for(codes[0])
    with store.write(complaint_id) as connection:
        # The count stands: who sets a way back of his own under her words must not buy attempts at her PIN with it.
        journal.append(connection, _entry("recover", complaint_id, at))
    return codes[0]


def _count(digest: bytes, *, store: Store, at: datetime) -> None:
    """Before anything is tried, so that attempts made at once are all counted."""
    with store.write() as connection:
        attempts.forget_before(connection, attempts.RECOVERY, at - ATTEMPTS_WITHIN)
        if attempts.count_one(connection, attempts.RECOVERY, digest, at) > ATTEMPTS:
            raise TooManyAttempts  # and nothing is counted: asking again does not prolong the wait


def _entry(verb: str, complaint_id: UUID, at: datetime) -> Entry:
    return Entry(at, REPORTER, f"complaint.{verb}", f"complaint:{complaint_id}")
