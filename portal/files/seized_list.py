"""A leaked list read into memory: nothing of it is written anywhere, and no text of it stands in an exception."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from portal.domain.phone import CallerClass, classify
from portal.domain.seized import ColumnRead, ListColumn, ReadBy
from portal.files.canary_rows import plain_name
from portal.files.list_columns import Places, find_columns, is_mobile, list_day, plain
from portal.files.opening import open_table

LINES = (CallerClass.MOBILE, CallerClass.LANDLINE)


@dataclass(frozen=True, slots=True)
class SeizedRow:
    """One row; hospital and district are the registry's own names, None where it knows none like them."""

    number: str | None = field(repr=False)
    name: str | None = field(repr=False)
    registered_on: date | None = field(repr=False)
    born_on: date | None = field(repr=False)
    hospital: str | None = field(repr=False)
    district: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class SeizedList:
    """The whole list; `digest` is the SHA-256 of the file."""

    columns: tuple[ColumnRead, ...]
    rows: tuple[SeizedRow, ...] = field(repr=False)
    places_unknown: int
    digest: str = field(repr=False)


def read_seized(
    path: Path, *, district_of: Mapping[str, str], named: Mapping[ListColumn, str] | None = None
) -> SeizedList:
    """Read a list whose columns nobody has described; `district_of` gives the registry's hospitals.

    Raises
    ------
    UnreadableFile
        If it is no table.
    ColumnMissing
        If `named` says a header that it does not have.
    """
    table = open_table(path)
    header: Sequence[str] = [name.strip() for name in table.header]
    rows = [texts for block in table.blocks() for texts in block.texts]
    if any(map(is_mobile, header)):  # no header at all: the first row is one of the list
        rows, header = [list(table.header), *rows], [""] * len(header)
    hospitals = {plain(name): name for name in district_of}
    districts = {plain(name): name for name in district_of.values()}
    found = find_columns(header, rows, Places(hospitals, districts), named or {})
    places = {column: place for column, (place, _read) in found.items()}
    read = tuple(_row(texts, places, hospitals, districts) for texts in rows)
    lost = sum(
        _is_lost(texts, places, row) for texts, row in zip(rows, read, strict=True)
    ) if ListColumn.HOSPITAL in places else 0  # fmt: skip
    columns = tuple(said if said.by is not ReadBy.CONTENT else _shown(said) for _place, said in found.values())
    return SeizedList(columns, read, lost, table.digest)


def _row(
    texts: Sequence[str], places: Mapping[ListColumn, int], hospitals: Mapping[str, str], districts: Mapping[str, str]
) -> SeizedRow:
    def of(column: ListColumn) -> str:
        place = places.get(column)
        return texts[place].strip() if place is not None and place < len(texts) else ""

    caller = classify(of(ListColumn.PHONE)) if of(ListColumn.PHONE) else None
    return SeizedRow(
        number=caller.normal if caller and caller.kind in LINES else None,
        name=plain_name(of(ListColumn.NAME)) or None,
        registered_on=list_day(of(ListColumn.REGISTERED_ON)),
        born_on=list_day(of(ListColumn.BABY_BIRTH_DATE)),
        hospital=hospitals.get(plain(of(ListColumn.HOSPITAL))),
        district=districts.get(plain(of(ListColumn.DISTRICT))),
    )


def _is_lost(texts: Sequence[str], places: Mapping[ListColumn, int], row: SeizedRow) -> bool:
    """Whether a hospital stands there that the registry does not know."""
    place = places[ListColumn.HOSPITAL]
    return row.hospital is None and place < len(texts) and bool(texts[place].strip())


def _shown(said: ColumnRead) -> ColumnRead:
    """A header that was not understood may be a row of the list: it is not repeated."""
    return ColumnRead(said.column, "", said.by)
