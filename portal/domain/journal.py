"""The journal: what was done by whom, chained so that a changed past does not fit its future,
and a tree over the chain, so that one root of 32 bytes stands for all of it."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from portal.domain.merkle import HASH_BYTES, grown, leaf_hash, root_of
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
    """An entry in its place; `finished` are the nodes of the tree that it completes, one after the other."""

    sequence: int
    entry: Entry
    previous: bytes
    digest: bytes
    finished: bytes = b""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a journal stands after an entry: the end of its chain, and the frontier of its tree."""

    sequence: int = 0
    digest: bytes = GENESIS
    frontier: tuple[bytes, ...] = ()

    @property
    def root(self) -> bytes:
        """The root of the tree over all entries up to here."""
        return root_of(self.frontier)


def written(sequence: int, entry: Entry) -> bytes:
    """The canonical JSON of an entry in its place: what the chain and the tree are made over, for ever."""
    return json.dumps(
        [sequence, as_utc(entry.at).isoformat(), entry.actor, entry.verb, entry.subject, entry.details],
        ensure_ascii=False,
        sort_keys=True,
        separators=(",", ":"),
    ).encode()


def chained(entry: Entry, after: Standing) -> tuple[ChainedEntry, Standing]:
    """An entry as it follows where the journal stands, and where the journal stands then."""
    sequence = after.sequence + 1
    content = written(sequence, entry)
    digest = hashlib.sha256(after.digest + content).digest()
    frontier, finished = grown(after.sequence, after.frontier, leaf_hash(content))
    link = ChainedEntry(sequence, entry, after.digest, digest, b"".join(finished))
    return link, Standing(sequence, digest, tuple(frontier))


def follow(link: ChainedEntry, after: Standing) -> Standing | None:
    """Where the journal stands after an entry that was read; None where the entry does not hold there."""
    expected, standing = chained(link.entry, after)
    return standing if expected == link else None


def in_pieces(hashes: bytes) -> tuple[bytes, ...]:
    """Hashes that were stored one after the other."""
    return tuple(hashes[start : start + HASH_BYTES] for start in range(0, len(hashes), HASH_BYTES))
