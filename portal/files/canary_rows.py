"""Canaries as files: the plan that an operator fills with his own numbers, the numbers, and the calls on them."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import xlsxwriter

from portal.domain.canary import CanaryCall, CanaryKind, PlannedCanary
from portal.domain.phone import CallerClass, classify
from portal.domain.plausibility import CLOCK_TOLERANCE
from portal.files import cells
from portal.files.refusal import BadCell, Reason
from portal.files.refused_rows import PLAIN_TEXT

CANARY_REQUIRED = ("kind", "number")
CANARY_OPTIONAL = ("recipient", "exported_at", "name", "hospital", "registered_on", "due_on", "watched_from")
PLAN_COLUMNS = ("kind", "recipient", "exported_at", "number", "name", "hospital", "registered_on", "due_on")
PLAN_COLUMNS += ("watched_from",)
CALL_REQUIRED = ("number", "called_at")
CALL_OPTIONAL = ("name_used",)
DIALLED = (CallerClass.MOBILE, CallerClass.LANDLINE)
YES = frozenset({"yes", "true", "1", "是"})
NO = frozenset({"no", "false", "0", "否"})
WIDTH = 18  # of a column of the plan, in characters


@dataclass(frozen=True, slots=True)
class CanaryRow:
    """One number in one batch, or one control."""

    kind: CanaryKind
    number: str = field(repr=False)
    name: str | None = field(repr=False)
    recipient: str | None
    exported_at: datetime | None
    watched_from: datetime | None


@dataclass(frozen=True, slots=True)
class CanaryCallRow:
    """One call on one number."""

    number: str = field(repr=False)
    call: CanaryCall


@dataclass(slots=True)
class CanaryReader:
    """Reads rows; notices times without an offset, and times ahead of the clock."""

    now: datetime
    without_offset: int = 0
    in_future: int = 0

    def canary(self, of: Mapping[str, str]) -> CanaryRow:
        """One row of a filled plan; what was invented beside the name is not needed any more."""
        kind = cells.code("kind", cells.required("kind", of["kind"]), CanaryKind)
        number = normal_number(of["number"])
        recipient, name = (cells.cleaned(column, of[column], cells.LONGEST) for column in ("recipient", "name"))
        exported, watched = (self._instant(column, of[column]) for column in ("exported_at", "watched_from"))
        if kind is CanaryKind.CONTROL:
            if recipient or exported:
                raise BadCell("recipient", recipient or of["exported_at"], Reason.CONTRADICTS, known=kind.value)
        else:
            for column, value in (("recipient", recipient), ("exported_at", exported), ("name", name)):
                if not value:
                    raise BadCell(column, "", Reason.MISSING)
        return CanaryRow(kind, number, plain_name(name) or None, recipient or None, exported, watched)

    def call(self, of: Mapping[str, str]) -> CanaryCallRow:
        """One row of a list of calls."""
        number = normal_number(of["number"])
        called_at = self._instant("called_at", cells.required("called_at", of["called_at"]))
        if called_at is None:
            raise BadCell("called_at", "", Reason.MISSING)
        return CanaryCallRow(number, CanaryCall(called_at, _yes_or_no("name_used", of["name_used"])))

    def _instant(self, column: str, text: str) -> datetime | None:
        text = cells.cleaned(column, text)
        if not text:
            return None
        found, without = cells.instant(column, text)
        self.without_offset += without
        self.in_future += found > self.now + CLOCK_TOLERANCE
        return found


def normal_number(text: str) -> str:
    """A number that can be dialled, in its normal form."""
    caller = classify(cells.required("number", text))
    if caller.kind not in DIALLED or caller.normal is None:
        raise BadCell("number", text, Reason.NOT_A_PHONE)
    return caller.normal


def plain_name(text: str) -> str:
    """A name without blanks and full-width forms, so that one name is one digest."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def write_plan(path: Path, planned: Iterable[PlannedCanary]) -> None:
    """A workbook whose columns `number`, `exported_at` and `watched_from` are left for the operator."""
    with xlsxwriter.Workbook(str(path), PLAIN_TEXT) as book:
        sheet = book.add_worksheet()
        sheet.set_column(0, len(PLAN_COLUMNS) - 1, WIDTH)
        for place, name in enumerate(PLAN_COLUMNS):
            sheet.write_string(0, place, name)
        for line, one in enumerate(planned, 1):
            values = {
                "kind": one.kind.value,
                "recipient": one.recipient,
                "name": one.name,
                "hospital": one.hospital,
                "registered_on": one.registered_on.isoformat(),
                "due_on": one.due_on.isoformat(),
            }
            for place, name in enumerate(PLAN_COLUMNS):
                sheet.write_string(line, place, values.get(name, ""))


def _yes_or_no(column: str, text: str) -> bool | None:
    said = cells.cleaned(column, text).casefold()
    if said in YES | NO:
        return said in YES
    if said:
        raise BadCell(column, text, Reason.UNKNOWN_CODE)
    return None
