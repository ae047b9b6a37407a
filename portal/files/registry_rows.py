"""hospitals.csv and exports.csv: what the registry says of places and of files that left it."""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from portal.domain.period import Period
from portal.domain.plausibility import CLOCK_TOLERANCE
from portal.domain.recipient import ExportRun, InvalidRecipientName, Scope, check_recipient_name
from portal.files import cells
from portal.files.refusal import BadCell, Reason, Refusal
from portal.files.tables import Block, Layout

HOSPITAL_COLUMNS = ("hospital", "district")
EXPORT_COLUMNS = ("recipient", "exported_at", "registered_from", "registered_until")
EXPORT_OPTIONAL = ("districts", "hospitals", "columns", "rows", "sha256")
MOST_ROWS = 2**31 - 1  # what the database's integer holds
LONGEST_LIST = 100_000

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Hospital:
    """A hospital and the district it lies in."""

    name: str
    district: str


@dataclass(slots=True)
class ExportReader:
    """Reads the rows of exports.csv against the hospitals that are known."""

    district_of: Mapping[str, str]
    now: datetime
    without_offset: int = 0
    in_future: int = 0

    def read(self, of: Mapping[str, str]) -> ExportRun:
        """One actual run."""
        exported_at, without = cells.instant("exported_at", cells.required("exported_at", of["exported_at"]))
        start = cells.day("registered_from", cells.required("registered_from", of["registered_from"]))
        until = cells.day("registered_until", cells.required("registered_until", of["registered_until"]))
        if until <= start:
            raise BadCell("registered_until", of["registered_until"], Reason.PERIOD_BACKWARDS, of["registered_from"])
        rows, digest = cells.cleaned("rows", of["rows"]), cells.cleaned("sha256", of["sha256"])
        run = ExportRun(
            recipient_name(of["recipient"]),
            exported_at,
            Period(start, until),
            scope(of["districts"], of["hospitals"], self.district_of),
            frozenset(cells.items("columns", cells.cleaned("columns", of["columns"], LONGEST_LIST))),
            cells.whole_number("rows", rows, MOST_ROWS) if rows else None,
            cells.sha256("sha256", digest) if digest else None,
        )
        self.without_offset += without
        self.in_future += exported_at > self.now + CLOCK_TOLERANCE
        return run


def read_hospital(of: Mapping[str, str]) -> Hospital:
    """One row of hospitals.csv; names with a semicolon could not be listed in an export's scope."""
    values = (
        cells.without_separator(column, cells.required(column, of[column], cells.LONGEST))
        for column in HOSPITAL_COLUMNS
    )
    return Hospital(*values)


def recipient_name(text: str) -> str:
    """A recipient's name, unless findings could not tell it from something else."""
    name = cells.required("recipient", text, cells.LONGEST)
    try:
        check_recipient_name(name)
    except InvalidRecipientName as error:
        raise BadCell("recipient", name, Reason.RESERVED_NAME) from error
    return name


def scope(districts: str, hospitals: str, district_of: Mapping[str, str]) -> Scope:
    """Whose records a file holds; every name must be known."""
    listed = _listed("districts", districts, set(district_of.values()), Reason.UNKNOWN_DISTRICT)
    return Scope(listed, _listed("hospitals", hospitals, set(district_of), Reason.UNKNOWN_HOSPITAL))


def read_rows(
    block: Block, layout: Layout, columns: Sequence[str], read: Callable[[Mapping[str, str]], T]
) -> tuple[list[tuple[int, T]], dict[int, Refusal]]:
    """The readable rows of a block with their places, and the refusals of the others by place."""
    places = layout.pick(columns)
    rows: list[tuple[int, T]] = []
    refused: dict[int, Refusal] = {}
    for place, texts in enumerate(block.texts):
        try:
            if len(texts) < layout.width or any(texts[layout.width :]):
                raise BadCell("", str(len(texts)), Reason.CELL_COUNT, known=str(layout.width))
            of = {name: "" if at is None else texts[at] for name, at in zip(columns, places, strict=True)}
            rows.append((place, read(of)))
        except BadCell as bad:
            refused[place] = bad.at(block.lines[place])
    return rows, refused


def _listed(column: str, text: str, known: Set[str], reason: Reason) -> frozenset[str]:
    found = cells.items(column, cells.cleaned(column, text, LONGEST_LIST))
    for name in found:
        if name not in known:
            raise BadCell(column, name, reason)
    return frozenset(found)
