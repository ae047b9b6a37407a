"""A file on its way in: block by block, each block one transaction with its journal entry.

A crash between two blocks leaves whole blocks behind, and importing the file again completes it. A rehearsal (dry run)
goes the same way inside one transaction that is taken back at the end, so it says exactly what an import would say.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from portal.domain.journal import Entry
from portal.files.opening import open_table
from portal.files.refusal import Refusal
from portal.files.refused_rows import ADDED, RefusedRows
from portal.files.tables import BLOCK_ROWS, Block, Layout, layout_of
from portal.storage import imports, journal
from portal.storage.database import Connection, Store

REFUSALS_SHOWN = 50
LOCAL_OPERATOR = "command_line"

Progress = Callable[[int, int], None]  # rows done, rows in all


NEW = "new"
KNOWN = "known"
CHANGED = "changed"
MOTHERS_NEW = "mothers_new"
MOTHERS_FILLED_IN = "mothers_filled_in"
IN_FUTURE = "rows_in_future"
CHANGES = (NEW, CHANGED, MOTHERS_NEW, MOTHERS_FILLED_IN)


@dataclass(slots=True)
class Outcome:
    """What became of a file."""

    path: Path
    dry_run: bool
    ignored_columns: tuple[str, ...]
    rows: int = 0
    refused: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    refusals: list[Refusal] = field(default_factory=list)  # the first ones
    refused_file: Path | None = None
    without_offset: int = 0
    notices: Counter[str] = field(default_factory=Counter)

    @property
    def accepted(self) -> int:
        """The rows that landed, or were known already."""
        return self.rows - self.refused

    @property
    def changed_something(self) -> bool:
        """Whether the database holds anything else than before."""
        return any(self.counts[change] for change in CHANGES)


class Kind(Protocol):
    """One kind of file: which columns it has, how its rows are read, and how they land."""

    name: str
    required: Sequence[str]
    optional: Sequence[str]

    def prepare(self, layout: Layout, connection: Connection, at: datetime) -> "Landing":
        """Get ready for a file with this layout."""


class Landing(Protocol):
    """Takes the blocks of one file."""

    def read(self, block: Block) -> tuple[list[Any], dict[int, Refusal]]:
        """The readable rows, and the refusals of the others by place; without the database."""

    def land(self, connection: Connection, block: Block, rows: list[Any], refused: dict[int, Refusal]) -> Counter[str]:
        """Bring the rows in; what contradicts the database is added to `refused`."""

    def finish(self, outcome: Outcome) -> None:
        """Say what was noticed in the whole file."""


def run(
    path: Path,
    kind: Kind,
    *,
    store: Store,
    at: datetime,
    dry_run: bool = False,
    by: str = LOCAL_OPERATOR,
    block_rows: int = BLOCK_ROWS,
    wording: Callable[[Refusal], str] = lambda refusal: refusal.reason.value,
    file_name: Callable[[str], str] = lambda digest: digest,
    progress: Progress = lambda done, total: None,
) -> Outcome:
    """Import a file; UnreadableFile if it is none, and then nothing has changed.

    `file_name` turns the file's SHA-256 into what the journal calls it.
    """
    table = open_table(path)
    layout = layout_of(table.header, required=kind.required, optional=kind.optional, own=ADDED)
    with store.read() as connection:
        landing = kind.prepare(layout, connection, at)
    outcome = Outcome(path, dry_run, layout.ignored)
    with _transactions(store, dry_run) as transaction, RefusedRows(path, table.header, wording) as refused_rows:
        for block in table.blocks(block_rows):
            rows, refused = landing.read(block)
            with transaction() as connection:
                imports.begin(connection)
                counts = landing.land(connection, block, rows, refused)
                if not dry_run and any(counts[change] for change in CHANGES):
                    name = file_name(table.digest)
                    journal.append(connection, _entry(kind.name, name, block, counts, len(refused), by, at))
            _note(outcome, block, counts, refused)
            if not dry_run:
                for place in sorted(refused):
                    refused_rows.add(block.raw[place], refused[place])
            progress(block.lines[-1] - 1, table.total)
    landing.finish(outcome)
    outcome.refused_file = refused_rows.path if outcome.refused and not dry_run else None
    return outcome


@contextmanager
def _transactions(store: Store, dry_run: bool) -> Iterator[Callable[[], AbstractContextManager[Connection]]]:
    if not dry_run:
        yield store.write
        return
    with store.rehearse() as connection:
        yield lambda: nullcontext(connection)


def _note(outcome: Outcome, block: Block, counts: Counter[str], refused: dict[int, Refusal]) -> None:
    outcome.rows += len(block)
    outcome.refused += len(refused)
    outcome.counts.update(counts)
    room = REFUSALS_SHOWN - len(outcome.refusals)
    outcome.refusals += [refused[place] for place in sorted(refused)[:room]]


def _entry(kind: str, file: str, block: Block, counts: Counter[str], refused: int, by: str, at: datetime) -> Entry:
    details = {name: count for name, count in sorted(counts.items()) if count}
    details |= {"refused": refused, "first_line": block.lines[0], "last_line": block.lines[-1]}
    return Entry(at, by, f"import.{kind}", f"file:{file}", details)
