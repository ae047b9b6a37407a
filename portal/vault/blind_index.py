"""Finding equal secrets again without storing them: a keyed digest per purpose.

A bare hash of a phone number is the phone number (all Chinese mobile numbers can be tried in under an hour),
so the key never leaves the vault.
"""

import hmac
from enum import StrEnum

from portal.vault.keyring import Keyring


class Purpose(StrEnum):
    """Digests of different purposes never meet."""

    CALLER_NUMBER = "caller_number|v1"
    MESSAGE = "message|v1"
    IMPORTED_MOTHER = "imported_mother|v1"
    IMPORTED_CALL = "imported_call|v1"
    PROOF = "proof|v1"
    WEB_SECRET = "web_secret|v1"
    LISTED_NUMBER = "listed_number|v1"  # canaries and numbers of seized lists: these must meet
    INVENTED_NAME = "invented_name|v1"
    FILE_DIGEST = "file_digest|v1"
    OWN_PHONE = "own_phone|v1"  # one phone, one voice
    PHONE_CODE = "phone_code|v1"
    CARD_SLIP = "card_slip|v1"
    NUMBER_BLOCK = "number_block|v1"  # for one comparison, never stored
    NEAR_NUMBER = "near_number|v1"  # the same
    DELIVERED_CALL = "delivered_call|v1"  # the mark of a call in one delivery
    DELIVERED_MOTHER = "delivered_mother|v1"  # what joins a mother's rows in one delivery
    CODE_APP = "code_app|v1"  # the key that seals secrets of code applications


def blind(keyring: Keyring, purpose: Purpose, text: str) -> bytes:
    """The keyed digest of a text for one purpose: 32 bytes."""
    return hmac.digest(keyring.index, f"{purpose}|{text}".encode(), "sha256")
