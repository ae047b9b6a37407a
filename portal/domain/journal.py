"""The journal: what was done by whom, chained so that a changed past does not fit its future."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from portal.domain.period import as_utc

GENESIS = bytes(32)  # what the first entry follows
SYSTEM = "system"
REPORTER = "reporter"


@dataclass(frozen=True, slots=True)
class Entry:
    """One deed. `details` never holds what identifies a person."""

    at: datetime
    actor: str
    verb: str
    subject: str
    details: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChainedEntry:
    """An entry in its place."""

    sequence: int
    entry: Entry
    previous: bytes
    digest: bytes


def digest_of(sequence: int, entry: Entry, previous: bytes) -> bytes:
    """SHA-256 over the place, the canonical JSON of the entry and the digest before it."""
    canonical = json.dumps(
        [sequence, as_utc(entry.at).isoformat(), entry.actor, entry.verb, entry.subject, entry.details],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    )
    return hashlib.sha256(previous + canonical.encode()).digest()


def first_break(chain: list[ChainedEntry], *, after: ChainedEntry | None = None) -> int | None:
    """The sequence number at which a chain stops holding; None where it holds throughout."""
    sequence = after.sequence if after else 0
    previous = after.digest if after else GENESIS
    for link in chain:
        sequence += 1
        if link.sequence != sequence or link.previous != previous:
            return sequence
        if digest_of(sequence, link.entry, previous) != link.digest:
            return sequence
        previous = link.digest
    return None
