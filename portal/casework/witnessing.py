"""The journal before its witnesses: a checkpoint for each folder, and whether the journal still is what they saw."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from portal.domain.checkpoint import Checkpoint, NotACheckpoint, origin_of
from portal.domain.inclusion import Inclusion
from portal.domain.journal import Standing, written
from portal.domain.merkle import consistency_path, inclusion_path, is_consistent
from portal.files import witness
from portal.storage import journal
from portal.storage.database import Connection, Store
from portal.vault.vault import Vault

JOURNAL = "journal"  # what entries about the journal itself are about


@dataclass(frozen=True, slots=True)
class Unlike:
    """A checkpoint that is no longer of this journal: which file, and what size it tells of (None: no checkpoint)."""

    path: Path
    size: int | None


class JournalUnlike(RuntimeError):
    """The journal is not what a witness saw: nothing is signed any more."""

    def __init__(self, unlike: Unlike) -> None:
        super().__init__(str(unlike.path))
        self.unlike = unlike


class EntryMissing(LookupError):
    """No such entry."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a verification found; where both are empty, the journal holds."""

    entries: int
    broken: int | None
    unlike: Unlike | None
    checkpoints: int = 0

    @property
    def holds(self) -> bool:
        """Whether nothing was found."""
        return self.broken is None and self.unlike is None


def put(folders: Sequence[Path], *, store: Store, vault: Vault, at: datetime) -> int:
    """Sign where the journal stands, for each witness who has not seen it yet; its size.

    Each folder's newest checkpoint must be shown to have grown into this one, in a handful of rows. JournalUnlike where
    it did not: a witness must hear of it from an operator, and is handed no second history.
    """
    with store.read() as connection:
        standing = journal.head(connection)
        for folder in folders:
            _refuse_unlike(connection, standing, folder, vault)
    note = vault.sign_checkpoint(_checkpoint(standing, vault, at))
    for folder in folders:
        witness.put(folder, standing.sequence, note)
    return standing.sequence


def inclusion(sequence: int, *, store: Store, vault: Vault, at: datetime) -> Inclusion:
    """That an entry stands in the journal, under a checkpoint of now; EntryMissing where there is none."""
    with store.read() as connection:
        entry, standing = journal.find(connection, sequence), journal.head(connection)
        if entry is None or sequence > standing.sequence:
            raise EntryMissing(str(sequence))
        path = inclusion_path(sequence, standing.sequence, journal.node(connection))
    note = vault.sign_checkpoint(_checkpoint(standing, vault, at))
    return Inclusion(written(sequence, entry).decode(), sequence, tuple(path), note)


def verified(connection: Connection, *, folders: Iterable[Path], vault: Vault) -> Verdict:
    """Follow the whole chain and tree, and hold every checkpoint of every witness against them."""
    said, unlike = _said(folders, vault)
    seen = {checkpoint.size: b"" for _, checkpoint in said}
    broken = journal.broken_at(connection, seen)
    entries = journal.length(connection)
    if broken is None and unlike is None:
        seen[0] = Standing().root
        unlike = next((Unlike(path, one.size) for path, one in said if seen[one.size] != one.root), None)
    return Verdict(entries, broken, unlike, len(said))


def _checkpoint(standing: Standing, vault: Vault, at: datetime) -> Checkpoint:
    return Checkpoint(origin_of(vault.checkpoint_key()), standing.sequence, standing.root, at)


def _said(folders: Iterable[Path], vault: Vault) -> tuple[list[tuple[Path, Checkpoint]], Unlike | None]:
    """What the witnesses say, and the first file that is not ours."""
    said: list[tuple[Path, Checkpoint]] = []
    for folder in folders:
        for path, note in witness.notes(folder):
            try:
                said.append((path, vault.opened_checkpoint(note)))
            except NotACheckpoint:
                return said, Unlike(path, None)
    return said, None


def _refuse_unlike(connection: Connection, standing: Standing, folder: Path, vault: Vault) -> None:
    path, note = witness.newest(folder) or (folder, None)
    if note is None:
        return
    try:
        last = vault.opened_checkpoint(note)
    except NotACheckpoint as error:
        raise JournalUnlike(Unlike(path, None)) from error
    if not _grew(connection, last, standing):
        raise JournalUnlike(Unlike(path, last.size))


def _grew(connection: Connection, last: Checkpoint, standing: Standing) -> bool:
    if last.size == 0:
        return True
    if last.size > standing.sequence:
        return False
    path = consistency_path(last.size, standing.sequence, journal.node(connection))
    return is_consistent(last.size, last.root, standing.sequence, standing.root, path)
