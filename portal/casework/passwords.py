"""Passwords: argon2id, and nothing else."""

import secrets

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

from portal.domain.presence import FIRST

# OWASP's minimum: 19 MiB, 2 passes, 1 lane; 64 MiB would let a handful of sign-ins exhaust a small server.
HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1, type=Type.ID)
SHORTEST = 15  # characters, as for any passphrase that has no second factor beside it (NIST SP 800-63B)
WORDS_ALPHABET = "23456789abcdefghjkmnpqrstvwxyz"


class PasswordTooShort(ValueError):
    """A passphrase below the shortest length."""


def hashed(password: str) -> str:
    """The hash to store."""
    if len(password) < SHORTEST:
        raise PasswordTooShort(str(SHORTEST))
    return HASHER.hash(password)


def hashed_first(password: str) -> str:
    """The same for a passphrase that is handed over, and only opens the way to one that its owner alone has seen."""
    return FIRST + hashed(password)


def matches(stored: str, password: str) -> bool:
    """Whether a password is the one that was hashed."""
    try:
        return HASHER.verify(stored.removeprefix(FIRST), password)
    except (VerificationError, InvalidHashError):
        return False


def generated() -> str:
    """A random passphrase in groups that can be read out: about 148 bits."""
    groups = ("".join(secrets.choice(WORDS_ALPHABET) for _ in range(5)) for _ in range(6))
    return "-".join(groups)
