"""A little work by her browser, done while she types, which costs a sender of thousands of reports dearly.

The work belongs to the token of one sending, and a token means one report: work done once opens nothing twice, and
nothing needs to be remembered. See docs/decisions/0036.
"""

import hashlib
from datetime import timedelta

ZERO_BITS = 16  # some 65,000 digests, in the background
LONGEST_NONCE = 20
WINDOW = timedelta(minutes=10)
WITHOUT_EFFORT = 60  # first reports of all browsers without scripts together that are taken within the window


def is_done(token: str, nonce: str) -> bool:
    """Whether SHA-256 of `token|nonce` begins with enough zero bits."""
    if not nonce.isascii() or len(nonce) > LONGEST_NONCE:
        return False
    digest = hashlib.sha256(f"{token}|{nonce}".encode()).digest()
    return int.from_bytes(digest, "big") >> (256 - ZERO_BITS) == 0
