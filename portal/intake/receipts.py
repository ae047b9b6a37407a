"""Receipts at the edge: fresh tokens, and the sealed state by which her browser stays at her complaint."""

import hmac
import re
import secrets
from datetime import UTC, datetime, timedelta
from uuid import UUID

from portal.domain.crockford import grouped
from portal.domain.phrase import LENGTH, phrase_of
from portal.files import receipt_picture
from portal.vault import receipts
from portal.vault.receipts import InvalidReceipt
from portal.vault.sealing import SealBroken
from portal.vault.vault import Vault

STAY = timedelta(minutes=30)
STAY_BYTES = 16
LONGEST_STAY = timedelta(hours=12)  # however busy: NIST SP 800-63B, second level
PURPOSE = "reporter"
LAST = 4
TOKEN = re.compile(r"[\w-]{32}", re.ASCII)

new_submission_token = receipts.new_submission_token


def submission_token(given: str | None) -> str:
    """What a form brought back, if a form of hers can hold it; else a new one. A receipt follows from a token."""
    return given if given and TOKEN.fullmatch(given) else new_submission_token()


def is_receipt(code: str) -> bool:
    """Whether what was typed can be a receipt at all."""
    try:
        receipts.normalised(code)
    except InvalidReceipt:
        return False
    return True


def ends_with(code: str, typed: str) -> bool:
    """Whether what was typed are the code's last four characters, or the whole code."""
    plain = receipts.plain_characters(typed)
    whole = receipts.normalised(code)
    return len(plain) >= LAST and hmac.compare_digest(whole[-len(plain) :], plain)


def phrase(complaint_id: UUID, *, vault: Vault) -> tuple[str, ...]:
    """What a member of staff who calls must say first."""
    return phrase_of(vault.phrase_numbers(complaint_id, LENGTH))


def picture(code: str, *, public_url: str) -> bytes:
    """The receipt as a picture to keep."""
    return receipt_picture.png(code, f"{public_url}/receipt#{code}")


def remember(code: str, *, vault: Vault, at: datetime) -> bytes:
    """A sealed state that opens her complaint for half an hour without the code being typed again."""
    return _stay(code, secrets.token_bytes(STAY_BYTES), at, vault=vault, at=at)


def prolong(sealed: bytes, *, vault: Vault, at: datetime) -> bytes:
    """The same for another half an hour, and never beyond its longest time; for a state that is still good."""
    state = vault.open_state(sealed, PURPOSE)
    begun = datetime.fromtimestamp(state["begun"], UTC)
    return _stay(state["code"], bytes.fromhex(state["stay"]), begun, vault=vault, at=at)


def stay_number(sealed: bytes, *, vault: Vault) -> bytes | None:
    """The random number of a stay, the same however often it was prolonged; None where it is no state of ours."""
    try:
        return bytes.fromhex(vault.open_state(sealed, PURPOSE)["stay"])
    except (SealBroken, KeyError):
        return None


def recall(sealed: bytes, *, vault: Vault, at: datetime) -> tuple[str, UUID] | None:
    """Code and complaint of a state that is still good."""
    try:
        state = vault.open_state(sealed, PURPOSE)
    except SealBroken:
        return None
    if at.timestamp() >= state["until"] or "stay" not in state:  # a stay from before they had numbers
        return None
    return grouped(receipts.normalised(state["code"])), vault.complaint_for(state["code"])


def _stay(code: str, number: bytes, begun: datetime, *, vault: Vault, at: datetime) -> bytes:
    until = min(at + STAY, begun + LONGEST_STAY)
    state = {"code": code, "stay": number.hex(), "begun": begun.timestamp(), "until": until.timestamp()}
    return vault.seal_state(state, PURPOSE)
