"""Signatures under proofs of filing: Ed25519, its key derived from the receipt key, so key files stay as they are."""

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from portal.vault.keyring import Keyring

INFO = b"jingyue|proof|v1"
KEY_BYTES = 32


def sign(keyring: Keyring, text: bytes) -> bytes:
    """The signature under a text."""
    return _key(keyring).sign(text)


def is_ours(keyring: Keyring, text: bytes, signature: bytes) -> bool:
    """Whether this portal signed exactly this text."""
    try:
        _key(keyring).public_key().verify(signature, text)
    except InvalidSignature:
        return False
    return True


def public_key(keyring: Keyring) -> bytes:
    """What anybody needs to check a signature without us."""
    return _key(keyring).public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def _key(keyring: Keyring) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(HKDF(SHA256(), KEY_BYTES, None, INFO).derive(keyring.receipt))
