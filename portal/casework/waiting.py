"""Whoever failed too often waits: counted by a digest of what was tried, known or not, so the wait tells nothing."""

import hashlib
from datetime import datetime, timedelta

from portal.storage import attempts
from portal.storage.database import Connection

FREE_ATTEMPTS = 5
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
FAILURES_COUNT_FOR = timedelta(days=1)


def digest_of(text: str) -> bytes:
    """Under what tokens and attempts are kept."""
    return hashlib.sha256(text.encode()).digest()


def free_at(connection: Connection, digest: bytes, at: datetime) -> datetime:
    """From when on the next attempt is taken."""
    failures = attempts.find(connection, attempts.SIGN_IN, digest)
    return failures.failed_at + _wait_after(failures.failed) if failures else at


def remember(connection: Connection, digest: bytes, at: datetime) -> int:
    """Count a failure; how many there are now."""
    attempts.forget_before(connection, attempts.SIGN_IN, at - FAILURES_COUNT_FOR)
    return attempts.count_one(connection, attempts.SIGN_IN, digest, at)


def forget(connection: Connection, digest: bytes) -> None:
    """It succeeded: begin anew."""
    attempts.forget(connection, attempts.SIGN_IN, digest)


def _wait_after(failed: int) -> timedelta:
    if failed < FREE_ATTEMPTS:
        return timedelta(0)
    doublings = min(failed - FREE_ATTEMPTS, 10)  # far past the longest wait, and far from an overflow
    return min(FIRST_WAIT * 2**doublings, LONGEST_WAIT)
