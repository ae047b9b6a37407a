"""Her phone, verified by a code if she wants: one phone, one voice."""

from datetime import datetime
from uuid import UUID

from portal.domain.journal import REPORTER, Entry
from portal.domain.once import id_of
from portal.domain.verification import (
    CODES_A_COMPLAINT,
    CODES_A_NUMBER,
    CODES_IN_ALL,
    WITHIN,
    PhoneCode,
    VerifiedPhone,
)
from portal.intake.complaints import key_to_add
from portal.storage import journal, phones
from portal.storage.database import Connection, Store
from portal.vault.sealing import Place
from portal.vault.vault import Vault


class TooManyCodes(RuntimeError):
    """This report, or all reports together, asked for as many codes today as there are."""


class WrongCode(ValueError):
    """Not the code, or one that is over: which of the two is not said."""


def verified(complaint_id: UUID, *, store: Store) -> VerifiedPhone | None:
    """The phone that answered for a report."""
    with store.read(complaint_id) as connection:
        return phones.find(connection, complaint_id)


def pending(complaint_id: UUID, *, store: Store, at: datetime) -> PhoneCode | None:
    """The code that may be typed now."""
    with store.read(complaint_id) as connection:
        code = phones.newest_code(connection, complaint_id)
    return code if code and code.is_good(at) else None


def ask(complaint_id: UUID, number: str, *, token: str, store: Store, vault: Vault, at: datetime) -> None:
    """Ask for a code to a mobile number in normal form; the same token again asks for nothing more.

    A number that had its codes today is sent none, and the answer is the same: it must not tell who else asked.
    """
    code = PhoneCode(complaint_id, id_of(complaint_id, token), vault.own_phone(number), at)
    with store.write(complaint_id) as connection:
        key = key_to_add(connection, complaint_id, vault)
        if phones.has_code(connection, complaint_id, code.id):
            return
        _refuse_too_many(connection, complaint_id, at)
        may_go = phones.asked_since(connection, at - WITHIN, phone_index=code.phone_index) < CODES_A_NUMBER
        sealed = key.seal(number, Place("phone_codes", "number_sealed", code.id)) if may_go else None
        phones.add_code(connection, code, sealed)
        if may_go:
            phones.count_request(connection, code)
        journal.append(connection, _entry("ask_phone_code", complaint_id, at))


def confirm(complaint_id: UUID, typed: str, *, store: Store, vault: Vault, at: datetime) -> None:
    """Verify the phone with the code that came; her report becomes tier 1."""
    with store.write(complaint_id) as connection:
        key_to_add(connection, complaint_id, vault)  # refuses who has left
        code = phones.newest_code(connection, complaint_id)
        if code is None or not code.is_good(at) or code.sent_at is None:
            raise WrongCode
        # Counted before it is compared, and kept although it is wrong: attempts made at once are all counted.
        phones.count_try(connection, code)
        right = vault.is_phone_code(code.id, typed)
        if right:
            phones.verify(connection, VerifiedPhone(complaint_id, code.phone_index, code.issuer, at))
            journal.append(connection, _entry("verify_phone", complaint_id, at))
    if not right:
        raise WrongCode


def _refuse_too_many(connection: Connection, complaint_id: UUID, at: datetime) -> None:
    since = at - WITHIN
    if (
        phones.asked_by_complaint_since(connection, complaint_id, since) >= CODES_A_COMPLAINT
        or phones.asked_since(connection, since) >= CODES_IN_ALL
    ):
        raise TooManyCodes


def _entry(verb: str, complaint_id: UUID, at: datetime) -> Entry:
    return Entry(at, REPORTER, f"complaint.{verb}", f"complaint:{complaint_id}")
