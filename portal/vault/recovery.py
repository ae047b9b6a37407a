"""The way back without a receipt: words and a PIN of her own, stretched slowly, and useless without the vault's keys.

What opens a row never lies beside it: the index is a keyed digest of the stretched secret, and the receipt's code is
sealed under another one. Who has the database tries nothing out; who has the keys as well still pays the price of one
slow derivation for every guess.
"""

import hmac
import threading
import unicodedata
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from portal.vault.keyring import KEY_BYTES, Keyring
from portal.vault.sealing import SealBroken, open_bytes, seal_bytes

ITERATIONS, LANES, MEMORY_KIB = 2, 1, 19 * 1024  # OWASP's least for Argon2id
AT_ONCE = threading.BoundedSemaphore(2)
WAIT_SECONDS = 3
PLACE = b"recoveries|code_sealed"


class VaultBusy(RuntimeError):
    """Too many ask at once; nothing was tried."""


@dataclass(frozen=True, slots=True)
class Secret:
    """What follows from her words and her PIN."""

    index: bytes = field(repr=False)
    key: bytes = field(repr=False)

    def seal(self, code: str) -> bytes:
        """The receipt's code, for this secret only."""
        return seal_bytes(self.key, code.encode(), PLACE)

    def open(self, sealed: bytes) -> str | None:
        """The receipt's code; None where another secret sealed it."""
        try:
            return open_bytes(self.key, sealed, PLACE).decode()
        except SealBroken:
            return None


def plain_words(words: str) -> str:
    """Her words without what a tired hand changes: blanks, punctuation, capitals, full width."""
    folded = unicodedata.normalize("NFKC", words).casefold()
    return "".join(character for character in folded if unicodedata.category(character)[0] in "LN")


def words_digest(keyring: Keyring, words: str) -> bytes:
    """Under which failed attempts are counted."""
    return _keyed(keyring.index, "words", plain_words(words).encode())


def secret_of(keyring: Keyring, words: str, pin: str) -> Secret:
    """Her secret. Takes time on purpose, and no more than two at once."""
    told = f"{plain_words(words)}|{pin}".encode()
    # One salt for all, from the vault: each mother's own could not be found before she is known.
    salt = _keyed(keyring.receipt, "salt", b"")
    if not AT_ONCE.acquire(timeout=WAIT_SECONDS):
        raise VaultBusy
    try:
        slow = Argon2id(salt=salt, length=KEY_BYTES, iterations=ITERATIONS, lanes=LANES, memory_cost=MEMORY_KIB)
        stretched = slow.derive(told)
    finally:
        AT_ONCE.release()
    return Secret(_keyed(keyring.index, "index", stretched), _keyed(keyring.receipt, "seal", stretched))


def _keyed(key: bytes, purpose: str, text: bytes) -> bytes:
    return hmac.digest(key, f"recovery|v1|{purpose}|".encode() + text, "sha256")
