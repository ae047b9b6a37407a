"""Codes for a phone: each follows from its id and a key, so that no code is stored anywhere."""

import hmac
from uuid import UUID

from portal.domain.verification import CODE_DIGITS
from portal.vault.blind_index import Purpose, blind
from portal.vault.keyring import Keyring


def code_of(keyring: Keyring, code_id: UUID) -> str:
    """The digits that belong to an id; 32 bytes leave no digit likelier than another by more than 2⁻²³⁶."""
    number = int.from_bytes(blind(keyring, Purpose.PHONE_CODE, code_id.hex))
    return f"{number % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def is_code(keyring: Keyring, code_id: UUID, typed: str) -> bool:
    """Whether these digits were typed, compared in equal time."""
    return hmac.compare_digest(code_of(keyring, code_id).encode(), typed.encode())
