"""Sealed fields: AES-256-GCM under a key per complaint, bound to table, column and row.

A complaint's key is itself sealed by a versioned master key. Destroying that one wrapped key makes every sealed
field of the complaint unreadable, in the database and in every copy of it.
"""

import os
from dataclasses import dataclass, field
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.vault.keyring import Keyring

FORMAT = b"\x01"
NONCE_BYTES = 12  # the nonce size GCM is specified for; random, under keys that seal a few dozen fields each
KEY_BITS = 256


class SealBroken(RuntimeError):
    """A sealed field does not open: wrong key, wrong place, or changed."""


@dataclass(frozen=True, slots=True)
class WrappedKey:
    """A complaint's key as stored: sealed by the master key of a version."""

    master_version: int
    wrapped: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed value lives; the value opens nowhere else."""

    table: str
    column: str
    row: UUID

    def bound(self) -> bytes:
        """The associated data of the seal."""
        return f"{self.table}|{self.column}|{self.row}".encode()


@dataclass(frozen=True, slots=True)
class ComplaintKey:
    """The open key of one complaint; lives in memory only."""

    secret: bytes = field(repr=False)

    def seal(self, text: str | None, place: Place) -> bytes | None:
        """Seal a text into its place; nothing stays nothing."""
        return None if text is None else self.seal_content(text.encode(), place)

    def open(self, sealed: bytes | None, place: Place) -> str | None:
        """Open what was sealed in that place."""
        return None if sealed is None else self.open_content(sealed, place).decode()

    def seal_content(self, content: bytes, place: Place) -> bytes:
        """Seal a picture or a recording into its place."""
        return _seal(self.secret, content, place.bound())

    def open_content(self, sealed: bytes, place: Place) -> bytes:
        """Open what was sealed in that place."""
        return _open(self.secret, sealed, place.bound())


def new_complaint_key(keyring: Keyring, complaint: UUID) -> tuple[ComplaintKey, WrappedKey]:
    """A fresh key for one complaint, and its wrapped form for storage."""
    secret = AESGCM.generate_key(KEY_BITS)
    return ComplaintKey(secret), WrappedKey(keyring.current, _wrapped(keyring, complaint, secret))


def unwrap(keyring: Keyring, complaint: UUID, stored: WrappedKey) -> ComplaintKey:
    """Open a complaint's key."""
    master = keyring.masters.get(stored.master_version)
    if master is None:
        raise SealBroken(f"no master key of version {stored.master_version}")
    return ComplaintKey(_open(master, stored.wrapped, _wrapping_bound(complaint, stored.master_version)))


def rewrap(keyring: Keyring, complaint: UUID, stored: WrappedKey) -> WrappedKey:
    """The same key, wrapped by the master key of today; what it sealed stays as it is."""
    key = unwrap(keyring, complaint, stored)
    return WrappedKey(keyring.current, _wrapped(keyring, complaint, key.secret))


def seal_bytes(secret: bytes, plain: bytes, bound: bytes) -> bytes:
    """Seal arbitrary bytes under a purpose key (sessions, drafts)."""
    return _seal(secret, plain, bound)


def open_bytes(secret: bytes, sealed: bytes, bound: bytes) -> bytes:
    """Open what `seal_bytes` sealed."""
    return _open(secret, sealed, bound)


def _wrapped(keyring: Keyring, complaint: UUID, secret: bytes) -> bytes:
    return _seal(keyring.master, secret, _wrapping_bound(complaint, keyring.current))


def _wrapping_bound(complaint: UUID, version: int) -> bytes:
    return f"complaint_keys|{complaint}|{version}".encode()


def _seal(secret: bytes, plain: bytes, bound: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return FORMAT + nonce + AESGCM(secret).encrypt(nonce, plain, bound)


def _open(secret: bytes, sealed: bytes, bound: bytes) -> bytes:
    if sealed[:1] != FORMAT:
        raise SealBroken("unknown seal format")
    nonce, body = sealed[1 : 1 + NONCE_BYTES], sealed[1 + NONCE_BYTES :]
    try:
        return AESGCM(secret).decrypt(nonce, body, bound)
    except (InvalidTag, ValueError) as error:
        raise SealBroken("a sealed value does not open in this place") from error
