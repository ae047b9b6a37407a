"""Signatures under dossiers: Ed25519, with a key of their own, so that a proof can never pass for a dossier."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from portal.vault.keyring import Keyring

INFO = b"jingyue|dossier|v1"
KEY_BYTES = 32


def sign(keyring: Keyring, text: bytes) -> bytes:
    """The signature under a manifest; the same text has the same one."""
    return _key(keyring).sign(text)


def public_key(keyring: Keyring) -> bytes:
    """What anybody needs to check a dossier without us."""
    return _key(keyring).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def is_signed(public: bytes, text: bytes, signature: bytes) -> bool:
    """Whether the holder of a key signed exactly this text; a key that is none signed nothing."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, text)
    except (InvalidSignature, ValueError):
        return False
    return True


def _key(keyring: Keyring) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(HKDF(SHA256(), KEY_BYTES, None, INFO).derive(keyring.receipt))
