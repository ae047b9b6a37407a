"""Checkpoints of the journal: how long it was and which root it had, as a signed note that outside witnesses keep.

The text is the form of C2SP's tlog-checkpoint: origin, size, root, and here the time as an extension line; under it the
signature line of C2SP's signed-note. Any verifier of that form reads it.
"""

import base64
import hashlib
from dataclasses import dataclass
from datetime import datetime

from portal.domain.merkle import HASH_BYTES
from portal.domain.period import as_utc

ED25519 = b"\x01"  # signed-note's number of the algorithm
KEY_ID_BYTES = 4
NAME_BYTES = 8


class NotACheckpoint(ValueError):
    """A text that is no checkpoint of this journal."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The journal at one moment."""

    origin: str
    size: int
    root: bytes
    at: datetime

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{_encoded(self.root)}\ntime {as_utc(self.at).isoformat()}\n"


def origin_of(key: bytes) -> str:
    """The name of the journal whose checkpoints this public key checks."""
    return f"jingyue/journal/{hashlib.sha256(key).hexdigest()[: 2 * NAME_BYTES]}"


def note(checkpoint: Checkpoint, key: bytes, signature: bytes) -> str:
    """The checkpoint with the signature under it."""
    marked = _encoded(_key_id(checkpoint.origin, key) + signature)
    return f"{checkpoint.text}\n\N{EM DASH} {checkpoint.origin} {marked}\n"


def read(text: str, key: bytes) -> tuple[Checkpoint, bytes]:
    """The checkpoint of a note and the signature of this key's holder under it, which is still to be checked."""
    body, _, signatures = text.partition("\n\n")
    try:
        origin, size, root, time = body.split("\n")
        checkpoint = Checkpoint(origin, int(size), _decoded(root), datetime.fromisoformat(time.removeprefix("time ")))
        whole = checkpoint.text == f"{body}\n" and origin == origin_of(key) and len(checkpoint.root) == HASH_BYTES
    except (ValueError, TypeError) as error:
        raise NotACheckpoint(text[:80]) from error
    before = f"\N{EM DASH} {origin} "
    for line in signatures.split("\n"):
        if whole and checkpoint.size >= 0 and line.startswith(before):
            marked = _marked(line.removeprefix(before))
            if marked[:KEY_ID_BYTES] == _key_id(origin, key):
                return checkpoint, marked[KEY_ID_BYTES:]
    raise NotACheckpoint(text[:80])


def _marked(text: str) -> bytes:
    try:
        return _decoded(text)
    except ValueError:
        return b""


def _key_id(origin: str, key: bytes) -> bytes:
    return hashlib.sha256(origin.encode() + b"\n" + ED25519 + key).digest()[:KEY_ID_BYTES]


def _encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _decoded(text: str) -> bytes:
    content = base64.b64decode(text, validate=True)
    if _encoded(content) != text:
        raise ValueError("bits that mean nothing are set")
    return content
