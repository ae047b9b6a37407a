"""Signatures under the journal's checkpoints: Ed25519, with a key of their own, derived like the dossiers' one."""

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from portal.domain.checkpoint import Checkpoint, NotACheckpoint, note, read
from portal.vault.dossiers import is_signed
from portal.vault.keyring import KEY_BYTES, Keyring

INFO = b"jingyue|journal|v1"


def signed(keyring: Keyring, checkpoint: Checkpoint) -> str:
    """The checkpoint as a signed note."""
    return note(checkpoint, public_key(keyring), _key(keyring).sign(checkpoint.text.encode()))


def public_key(keyring: Keyring) -> bytes:
    """What anybody needs to check a checkpoint without us."""
    return _key(keyring).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def opened(text: str, key: bytes) -> Checkpoint:
    """The checkpoint of a note that the holder of this key signed; NotACheckpoint if it is none."""
    checkpoint, signature = read(text, key)
    if not is_signed(key, checkpoint.text.encode(), signature):
        raise NotACheckpoint(checkpoint.origin)
    return checkpoint


def _key(keyring: Keyring) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(HKDF(SHA256(), KEY_BYTES, None, INFO).derive(keyring.receipt))
