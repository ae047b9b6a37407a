"""A disk that may lose its power: what was synced is on it, of the rest some pages, some sectors, some names, or none.

Pessimistic where file systems differ: a file's sync says nothing of its name, a folder's sync nothing of what is in
its files, and names that were not synced may come through one without the other, in any choice. A file that grew may
have its new length and zeros or rubbish in it. A sector of 512 bytes comes through whole or not at all.
"""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.durability.recording import Deed, Record

SECTOR, PAGE = 512, 4096


class Unrecorded(RuntimeError):
    """Something was done to the folder that no record tells."""


@dataclass(frozen=True, slots=True)
class Change:
    """Bytes at an offset; without bytes, a new size."""

    offset: int
    content: bytes | None

    def apply(self, to: bytearray) -> None:
        """Do it."""
        size = self.offset + len(self.content or b"")
        to.extend(bytes(max(0, size - len(to))))
        if self.content is None:
            del to[size:]
        else:
            to[self.offset : size] = self.content

    def pieces(self, unit: int) -> Iterator["Change"]:
        """Cut at the borders of the disk's units."""
        if self.content is None:
            yield self
            return
        start = 0
        while start < len(self.content):
            end = min(len(self.content), start + unit - (self.offset + start) % unit)
            yield Change(self.offset + start, self.content[start:end])
            start = end


@dataclass
class Node:
    """One file: what is surely on the disk, what a process reads, and the way from the one to the other."""

    durable: bytearray = field(default_factory=bytearray)
    live: bytearray = field(default_factory=bytearray)
    pending: list[Change] = field(default_factory=list)

    def change(self, change: Change) -> None:
        """A write or a truncation."""
        change.apply(self.live)
        self.pending.append(change)

    def sync(self) -> None:
        """All of it is on the disk."""
        for change in self.pending:
            change.apply(self.durable)
        self.pending.clear()

    def after_power_loss(self, chance: random.Random) -> bytes:
        """What a new start may find in it."""
        found = bytearray(self.durable)
        fate = chance.choice(("nothing", "all but a torn end", "pages", "sectors"))
        if not self.pending or fate == "nothing":
            return bytes(found)
        kept = _torn(self.pending, chance) if fate == "all but a torn end" else self._some(fate, chance)
        for change in kept:
            change.apply(found)
        if chance.random() < 0.5 and len(found) < len(self.live):
            missing = len(self.live) - len(found)
            found += bytes(missing) if chance.random() < 0.5 else chance.randbytes(missing)
        return bytes(found)

    def _some(self, fate: str, chance: random.Random) -> Iterator[Change]:
        """Of each unit, one of the states that it had since the last sync."""
        unit = PAGE if fate == "pages" else SECTOR
        pieces = [(one.offset // unit, one) for change in self.pending for one in change.pieces(unit)]
        often = Counter(where for where, _ in pieces)
        states = {where: chance.randint(0, count) for where, count in often.items()}
        for where, one in pieces:
            if states[where] > 0:
                yield one
            states[where] -= 1


def _torn(pending: list[Change], chance: random.Random) -> list[Change]:
    whole, last = pending[:-1], list(pending[-1].pieces(SECTOR))
    return [*whole, *last[: chance.randint(0, len(last))]]


FOLDER, GONE = Node(), Node()  # what a name may stand for beside a file
Names = dict[str, Node]


class Disk:
    """A folder, as processes see it and as it is on the disk."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._by_inode: dict[int, Node] = {}
        self._live: Names = {str(folder): FOLDER}
        self._durable: Names = {str(folder): FOLDER}
        self._pending: list[Names] = []  # changes of names that their folder has not synced; each comes whole

    def follow(self, record: Record) -> None:
        """One more deed."""
        match record.deed:
            case Deed.CREATE:
                self._by_inode[record.inode] = node = Node()
                self._rename({record.path: node})
            case Deed.MAKE_FOLDER:
                self._rename({record.path: FOLDER})
            case Deed.LINK:
                self._rename({record.content.decode(): self._live[record.path]})
            case Deed.RENAME:
                self._rename({record.path: GONE, record.content.decode(): self._live[record.path]})
            case Deed.REMOVE:
                self._rename({record.path: GONE})
            case Deed.WRITE:
                self._node(record).change(Change(record.offset, record.content))
            case Deed.TRUNCATE | Deed.EMPTY:
                self._node(record).change(Change(record.offset, None))
            case Deed.SYNC if self._live.get(record.path) is FOLDER:
                self._sync_names(record.path)
            case Deed.SYNC:
                self._node(record).sync()

    def compare(self) -> None:
        """Refuse a recording that tells less than was done."""
        there = {str(path): path for path in self._folder.rglob("*")}
        told = {path: node for path, node in self._live.items() if path != str(self._folder)}
        if there.keys() != told.keys():
            raise Unrecorded(f"names: {sorted(there.keys() ^ told.keys())}")
        for path, node in told.items():
            if node is not FOLDER and there[path].read_bytes() != node.live:
                raise Unrecorded(path)

    @property
    def unsynced(self) -> int:
        """How many writes and changes of names a loss of power may undo now."""
        return len(self._pending) + sum(len(node.pending) for node in self._live.values())

    def after_power_loss(self, chance: random.Random, folder: Path) -> None:
        """Write what a new start may find into another folder."""
        names = self._names_after(chance)
        contents = {id(node): node.after_power_loss(chance) for node in names.values() if node is not FOLDER}
        for path in sorted(names):
            if all(names.get(str(above)) is FOLDER for above in self._above(path)):
                place = folder / Path(path).relative_to(self._folder)
                if names[path] is FOLDER:
                    place.mkdir(exist_ok=True)
                else:
                    place.write_bytes(contents[id(names[path])])

    def _names_after(self, chance: random.Random) -> Names:
        match chance.choice(("none", "the first", "any", "all")):
            case "none":
                kept = []
            case "the first":
                kept = self._pending[: chance.randint(0, len(self._pending))]
            case "any":
                kept = [one for one in self._pending if chance.random() < 0.5]
            case _:
                kept = self._pending
        names = dict(self._durable)
        for one in kept:
            names |= one
        return {path: node for path, node in names.items() if node is not GONE}

    def _above(self, path: str) -> list[Path]:
        return [above for above in Path(path).parents if above.is_relative_to(self._folder)]

    def _rename(self, change: Names) -> None:
        self._live = {path: node for path, node in (self._live | change).items() if node is not GONE}
        self._pending.append(change)

    def _sync_names(self, folder: str) -> None:
        for one in self._pending:
            for path in [path for path in one if str(Path(path).parent) == folder]:
                self._durable[path] = one.pop(path)
        self._pending = [one for one in self._pending if one]

    def _node(self, record: Record) -> Node:
        if record.inode not in self._by_inode:
            raise Unrecorded(record.path)
        return self._by_inode[record.inode]
