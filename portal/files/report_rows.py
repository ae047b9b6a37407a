"""reports.csv: a row is what is said of a mother, and one call or the word that there was none.

What many rows share is read once: the cells about the mother together, and the coded cells about the call together.
Only times and free text are read row by row.
"""

from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from operator import itemgetter
from typing import Any, NamedTuple

from portal.domain.period import local_day, start_of
from portal.domain.plausibility import CLOCK_TOLERANCE, EARLIEST, LONGEST_NOTES, card_problems
from portal.domain.report import Card, mask_of
from portal.domain.vocabulary import Channel, DatePrecision, Knew, Precision, Tier, VendorType
from portal.files import cells
from portal.files.refusal import BadCell, Reason, Refusal
from portal.files.tables import Block, Layout

REQUIRED = ("mother", "hospital", "registered_on", "reported_at", "called_at", "vendor_type")
OF_MOTHER = ("tier", "hospital", "registered_on", "registered_precision", "due_on", "born_on", "issuer")
OF_CALL = ("precision", "channel", "vendor_type", "knew")
OF_ROW = ("mother", "reported_at", "called_at", "caller_number", "notes")
OPTIONAL = tuple(name for name in (*OF_MOTHER, *OF_CALL, *OF_ROW) if name not in REQUIRED)

# Days are compared, not hours: a clerk who types in a diary in the evening may round either time. A call remembered
# only to the day or the week may have been written on a later day than it came.
SLACK = {
    Precision.MINUTE: timedelta(0),
    Precision.HOUR: timedelta(0),
    Precision.DAY: timedelta(days=1),
    Precision.WEEK: timedelta(days=7),
    Precision.MONTH: timedelta(days=31),
}
WHOLE_DAYS = (Precision.DAY, Precision.WEEK, Precision.MONTH)


@dataclass(frozen=True, slots=True)
class MotherSaid:
    """What a row says of the mother; None where it says nothing."""

    tier: Tier | None = None
    hospital: str | None = None
    registered_on: date | None = None
    registered_precision: DatePrecision | None = None  # "day" is what an empty cell means too, so it stays None
    due_on: date | None = None
    born_on: date | None = None
    issuer: str | None = None

    @property
    def card(self) -> Card:
        """The card registration that this amounts to."""
        precision = self.registered_precision or DatePrecision.DAY
        return Card(self.hospital, self.registered_on, precision, self.due_on, born_on=self.born_on)


@dataclass(frozen=True, slots=True)
class CallCodes:
    """The coded part of a call; `vendor` is None only where there was no call."""

    precision: Precision
    channel: Channel
    vendor: VendorType | None
    knew: int | None  # as the bit mask that storage keeps


class ReportRow(NamedTuple):
    """One readable row. A named tuple, not a dataclass: a file has up to a million of them."""

    place: int  # in its block
    mother: str
    said: MotherSaid
    reported_at: datetime
    called_at: datetime | None  # None: a quiet report
    codes: CallCodes
    caller_number: str
    notes: str


@dataclass(slots=True)
class ReportReader:
    """Reads blocks of a file; remembers what was read before."""

    layout: Layout
    hospitals: Set[str]
    now: datetime
    without_offset: int = 0
    quiet_with_notes: int = 0
    in_future: int = 0
    _mothers: dict[tuple[str, ...], MotherSaid | BadCell] = field(default_factory=dict)
    _codes: dict[tuple[str, ...], CallCodes | BadCell] = field(default_factory=dict)

    def read(self, block: Block) -> tuple[list[ReportRow], dict[int, Refusal]]:
        """The readable rows of a block, and the refusals of the others by their place in it."""
        of_mother, of_call, of_row = (_picker(self.layout.pick(names)) for names in (OF_MOTHER, OF_CALL, OF_ROW))
        rows: list[ReportRow] = []
        refused: dict[int, Refusal] = {}
        width = self.layout.width
        for place, texts in enumerate(block.texts):
            try:
                if len(texts) != width:
                    _check_width(texts, width)
                said = _known(self._mothers, of_mother(texts), self._mother)
                codes = _known(self._codes, of_call(texts), _call_codes)
                rows.append(self._row(place, said, codes, *of_row(texts)))
            except BadCell as bad:
                refused[place] = bad.at(block.lines[place])
        return rows, refused

    def _mother(self, texts: tuple[str, ...]) -> MotherSaid:
        of = {column: cells.cleaned(column, text) for column, text in zip(OF_MOTHER, texts, strict=True)}
        hospital = cells.required("hospital", of["hospital"])
        if hospital not in self.hospitals:
            raise BadCell("hospital", hospital, Reason.UNKNOWN_HOSPITAL)
        cells.required("registered_on", of["registered_on"])
        said = MotherSaid(
            tier=_tier(of["tier"]) if of["tier"] else None,
            hospital=hospital,
            registered_on=cells.day("registered_on", of["registered_on"]),
            registered_precision=_coarse(_optional("registered_precision", of, DatePrecision)),
            due_on=cells.day("due_on", of["due_on"]) if of["due_on"] else None,
            born_on=cells.day("born_on", of["born_on"]) if of["born_on"] else None,
            issuer=cells.cleaned("issuer", of["issuer"], cells.LONGEST) or None,
        )
        refuse_impossible(said)
        return said

    def _row(
        self, place: int, said: MotherSaid, codes: CallCodes,
        mother: str, reported: str, called: str, caller: str, notes: str,
    ) -> ReportRow:  # fmt: skip
        mother = cells.required("mother", mother)
        reported_at, without = cells.instant("reported_at", cells.required("reported_at", reported))
        if local_day(reported_at) < EARLIEST:
            raise BadCell("reported_at", reported, Reason.TOO_LONG_AGO)
        caller = cells.cleaned("caller_number", caller) if caller else ""
        notes = cells.cleaned("notes", notes, LONGEST_NOTES) if notes else ""
        called = cells.cleaned("called_at", called)
        if not called:
            if caller:
                raise BadCell("called_at", called, Reason.CALLER_WITHOUT_TIME)
            self.without_offset += without
            self.in_future += reported_at > self.now + CLOCK_TOLERANCE
            self.quiet_with_notes += bool(notes)
            return ReportRow(place, mother, said, reported_at, None, codes, "", "")
        called_at, call_without = _called_at(called, codes.precision)
        if codes.vendor is None:
            raise BadCell("vendor_type", "", Reason.MISSING)
        if local_day(called_at) > local_day(reported_at) + SLACK[codes.precision]:
            raise BadCell("called_at", called, Reason.REPORTED_BEFORE_CALL)
        if local_day(called_at) < EARLIEST:
            raise BadCell("called_at", called, Reason.TOO_LONG_AGO)
        self.without_offset += without or call_without
        self.in_future += reported_at > self.now + CLOCK_TOLERANCE
        return ReportRow(place, mother, said, reported_at, called_at, codes, caller, notes)


def refuse_impossible(said: MotherSaid) -> None:
    """Refuse what cannot be in a card; the domain's own rules, with the cell that has to be mended.

    A file is judged by itself: this machine's clock may be wrong, and a file is no less true for that.
    """
    for problem in card_problems(said.card, date.max):
        raise BadCell(problem.field, str(getattr(said, problem.field)), Reason(problem.code.value))


def _called_at(text: str, precision: Precision) -> tuple[datetime, bool]:
    """Whoever knows only the day or the week may leave out the time of day."""
    try:
        return cells.instant("called_at", text)
    except BadCell as bad:
        if bad.reason is Reason.NO_TIME_OF_DAY and precision in WHOLE_DAYS:
            return start_of(cells.day("called_at", text)), True
        raise


def _call_codes(texts: tuple[str, ...]) -> CallCodes:
    of = {column: cells.cleaned(column, text) for column, text in zip(OF_CALL, texts, strict=True)}
    return CallCodes(
        precision=_optional("precision", of, Precision) or Precision.MINUTE,
        channel=_optional("channel", of, Channel) or Channel.CALL,
        vendor=_optional("vendor_type", of, VendorType),
        knew=mask_of(
            frozenset(cells.code("knew", item, Knew) for item in cells.items("knew", of["knew"])) or None, Knew
        ),
    )


def _coarse(precision: DatePrecision | None) -> DatePrecision | None:
    return None if precision is DatePrecision.DAY else precision


def _optional(column: str, of: Mapping[str, str], codes: Any) -> Any:
    return cells.code(column, of[column], codes) if of[column] else None


def _tier(text: str) -> Tier:
    try:
        return Tier(cells.whole_number("tier", text, max(Tier)))
    except BadCell as bad:
        raise BadCell("tier", text, Reason.UNKNOWN_CODE) from bad


def _known(memory: dict[tuple[str, ...], Any], texts: tuple[str, ...], read: Callable[[tuple[str, ...]], Any]) -> Any:
    found = memory.get(texts)
    if found is None:
        try:
            found = read(texts)
        except BadCell as bad:
            found = bad
        memory[texts] = found
    if isinstance(found, BadCell):
        raise found.with_traceback(None)  # raised once a row, it would otherwise grow by a trace each time
    return found


def _picker(places: Sequence[int | None]) -> Callable[[Sequence[str]], tuple[str, ...]]:
    """Takes some cells of a row, in the order of the format; an empty text for a column that the file lacks."""
    if None not in places:
        return itemgetter(*places)
    return lambda texts: tuple("" if place is None else texts[place] for place in places)


def _check_width(texts: Sequence[str], width: int) -> None:
    """A row with too few cells may be half a row; one with too many has slipped."""
    if len(texts) < width or any(texts[width:]):
        raise BadCell("", str(len(texts)), Reason.CELL_COUNT, known=str(width))
