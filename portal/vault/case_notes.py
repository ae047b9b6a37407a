"""Notes on cases, sealed with a key of their own: a case has no mother whose key could seal them."""

from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from portal.vault.keyring import KEY_BYTES, Keyring
from portal.vault.sealing import Place, open_bytes, seal_bytes

INFO = b"jingyue|case_notes|v1"


def seal(keyring: Keyring, text: str, note_id: UUID) -> bytes:
    """The text as it is stored; it opens in its own row only."""
    return seal_bytes(_key(keyring), text.encode(), _bound(note_id))


def unseal(keyring: Keyring, sealed: bytes, note_id: UUID) -> str:
    """The text of a note."""
    return open_bytes(_key(keyring), sealed, _bound(note_id)).decode()


def _key(keyring: Keyring) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, None, INFO).derive(keyring.receipt)


def _bound(note_id: UUID) -> bytes:
    return Place("case_notes", "text_sealed", note_id).bound()
