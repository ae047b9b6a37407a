"""Receipt codes: 130 secret bits that a mother keeps, from which her complaint is found.

The code follows from a random submission token and the receipt key, so sending the same form twice gives the same
receipt. The complaint's id follows from the code through a keyed one-way function: the database holds no code, and an
id gives nobody her access.
"""

import hashlib
import hmac
import secrets
import unicodedata
from uuid import UUID

from portal.domain.crockford import ALPHABET, grouped, written
from portal.vault.keyring import Keyring

LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
SECRET_CHARACTERS = 26  # 130 bits: above the 112 from which ASVS 6.5.2 asks for no slow hash
CHECK_CHARACTERS = 2
TOKEN_BYTES = 24


class InvalidReceipt(ValueError):
    """What was typed is not a receipt code: wrong length, letters or check characters."""


def new_submission_token() -> str:
    """A fresh random token; whoever sends the same one twice means the same complaint."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def code_for(keyring: Keyring, submission_token: str) -> str:
    """The receipt code that belongs to a submission token, in groups of four."""
    digest = hmac.new(keyring.receipt, f"code|{submission_token}".encode(), hashlib.sha256).digest()
    number = int.from_bytes(digest, "big")
    body = written(number, SECRET_CHARACTERS)
    return grouped(body + check_characters(body))


def complaint_id(keyring: Keyring, code: str) -> UUID:
    """The id of the complaint that a receipt code opens."""
    digest = hmac.new(keyring.receipt, f"complaint|{normalised(code)}".encode(), hashlib.sha256).digest()
    return UUID(bytes=digest[:16])


def phrase_numbers(keyring: Keyring, complaint: UUID, length: int) -> tuple[int, ...]:
    """Numbers from 0 to 65,535 that follow from a complaint and tell nothing of its receipt."""
    digest = hmac.new(keyring.receipt, f"phrase|{complaint}".encode(), hashlib.sha256).digest()
    return tuple(int.from_bytes(digest[2 * place : 2 * place + 2], "big") for place in range(length))


def normalised(code: str) -> str:
    """The code as 28 plain characters, whatever a tired hand typed; refused if it cannot be one."""
    text = _unified(code)
    plain = plain_characters(code)
    strange = [c for c in text if c not in ALPHABET and not c.isspace() and c not in "-–—_.·"]
    if strange or len(plain) != SECRET_CHARACTERS + CHECK_CHARACTERS:
        raise InvalidReceipt("length")
    if check_characters(plain[:SECRET_CHARACTERS]) != plain[SECRET_CHARACTERS:]:
        raise InvalidReceipt("check")
    return plain


def plain_characters(text: str) -> str:
    """The characters of the alphabet in what was typed, look-alikes read as what they stand for."""
    return "".join(character for character in _unified(text) if character in ALPHABET)


def _unified(text: str) -> str:
    return unicodedata.normalize("NFKC", text).upper().translate(LOOK_ALIKES)


def check_characters(body: str) -> str:
    """Two characters by which a slip of the hand is noticed before anything is looked up."""
    value = int.from_bytes(hashlib.sha256(body.encode()).digest()[:2], "big")
    return written(value, CHECK_CHARACTERS)
