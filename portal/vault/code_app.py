"""Codes of an application (RFC 6238): six digits, thirty seconds, a step before and after, each step once."""

import hmac
from datetime import datetime

import pyotp

from portal.domain.presence import CODE_DIGITS, CODE_SECONDS

NEIGHBOURS = (0, -1, 1)  # clocks of phones are seldom half a minute wrong
ISSUER = "Jingyue"


def new_secret() -> str:
    """A fresh secret: 160 bits in base32."""
    return pyotp.random_base32()


def address(secret: str, login: str) -> str:
    """What the QR code says to the application."""
    return _totp(secret).provisioning_uri(name=login, issuer_name=ISSUER)


def matching_step(secret: str, code: str, at: datetime, last_step: int | None) -> int | None:
    """The time step whose code was typed, later than the last one taken; None where there is none."""
    now = int(at.timestamp()) // CODE_SECONDS
    found = None
    for step in (now + neighbour for neighbour in NEIGHBOURS):
        right = hmac.compare_digest(_totp(secret).at(step * CODE_SECONDS).encode(), code.encode())
        if right and found is None and (last_step is None or step > last_step):
            found = step
    return found


def _totp(secret: str) -> pyotp.TOTP:
    return pyotp.TOTP(secret, digits=CODE_DIGITS, interval=CODE_SECONDS)
