"""What a row of reports.csv may say, and the words for what it may not."""

from pathlib import Path

import pytest

from portal.domain.report import from_mask
from portal.domain.vocabulary import DatePrecision, Knew, Precision, Tier
from portal.files.opening import open_table
from portal.files.refusal import Reason, Refusal
from portal.files.refused_rows import ADDED
from portal.files.report_rows import OPTIONAL, REQUIRED, ReportReader, ReportRow
from portal.files.tables import layout_of
from tests.files.conftest import NOW, call, write_csv


def read(folder: Path, *rows: dict[str, str]) -> tuple[list[ReportRow], list[Refusal], ReportReader]:
    table = open_table(write_csv(folder / "reports.csv", rows))
    layout = layout_of(table.header, required=REQUIRED, optional=OPTIONAL, own=ADDED)
    reader = ReportReader(layout, {"晨曦医院", "望潮医院"}, NOW)
    found, refused = [], []
    for block in table.blocks():
        some, bad = reader.read(block)
        found += some
        refused += bad.values()
    return found, refused, reader


@pytest.mark.parametrize(
    ("changes", "column", "reason"),
    [
        ({"mother": " "}, "mother", Reason.MISSING),
        ({"hospital": ""}, "hospital", Reason.MISSING),
        ({"registered_on": ""}, "registered_on", Reason.MISSING),
        ({"reported_at": ""}, "reported_at", Reason.MISSING),
        ({"vendor_type": ""}, "vendor_type", Reason.MISSING),
        ({"tier": "3"}, "tier", Reason.UNKNOWN_CODE),
        ({"tier": "-1"}, "tier", Reason.UNKNOWN_CODE),
        ({"tier": "9" * 19}, "tier", Reason.UNKNOWN_CODE),
        ({"hospital": "没有的医院"}, "hospital", Reason.UNKNOWN_HOSPITAL),
        ({"registered_on": "2025-02-30"}, "registered_on", Reason.NOT_A_DATE),
        ({"registered_on": "0000-00-00"}, "registered_on", Reason.NOT_A_DATE),
        ({"registered_on": "9999-12-31"}, "registered_on", Reason.NOT_A_DATE),
        ({"registered_on": "1999-12-31"}, "registered_on", Reason.TOO_LONG_AGO),
        ({"due_on": "2027-05-20"}, "due_on", Reason.DUE_TOO_FAR_FROM_CARD),
        ({"due_on": "2025-05-20"}, "due_on", Reason.DUE_BEFORE_CARD),
        ({"registered_precision": "year"}, "registered_precision", Reason.UNKNOWN_CODE),
        ({"reported_at": "2026-03-02"}, "reported_at", Reason.NO_TIME_OF_DAY),
        ({"reported_at": "2026-03-02T25:00:00+08:00"}, "reported_at", Reason.NOT_A_TIME),
        ({"reported_at": "45718.83"}, "reported_at", Reason.NOT_A_TIME),
        ({"reported_at": "0001-01-01T00:00:00+14:00"}, "reported_at", Reason.NOT_A_TIME),
        ({"reported_at": "9999-12-31T23:59:59-14:00"}, "reported_at", Reason.NOT_A_TIME),
        ({"reported_at": "2101-06-02T20:00:00+08:00"}, "reported_at", Reason.NOT_A_TIME),
        ({"called_at": "yesterday"}, "called_at", Reason.NOT_A_TIME),
        ({"called_at": "2026-03-01"}, "called_at", Reason.NO_TIME_OF_DAY),
        ({"called_at": "2026-03-03T00:30:00+08:00"}, "called_at", Reason.REPORTED_BEFORE_CALL),
        ({"called_at": "2026-03-04T20:30:00+08:00", "precision": "day"}, "called_at", Reason.REPORTED_BEFORE_CALL),
        ({"called_at": "1998-03-03T20:30:00+08:00"}, "called_at", Reason.TOO_LONG_AGO),
        ({"called_at": ""}, "called_at", Reason.CALLER_WITHOUT_TIME),
        ({"precision": "second"}, "precision", Reason.UNKNOWN_CODE),
        ({"channel": "fax"}, "channel", Reason.UNKNOWN_CODE),
        ({"vendor_type": "奶粉"}, "vendor_type", Reason.UNKNOWN_CODE),
        ({"knew": "name;shoe_size"}, "knew", Reason.UNKNOWN_CODE),
        ({"mother": "m\x00"}, "mother", Reason.UNREADABLE_CHARACTER),
        ({"notes": "字" * 2001}, "notes", Reason.TOO_LONG),
        ({"mother": "m" * 10_000_000}, "mother", Reason.TOO_LONG),
        ({"issuer": "医" * 121}, "issuer", Reason.TOO_LONG),
    ],
)
def test_a_row_that_cannot_be_is_refused_with_its_column_and_reason(
    tmp_path: Path, changes: dict[str, str], column: str, reason: Reason
) -> None:
    rows, refused, _ = read(tmp_path, call(**{"registered_precision": "", "born_on": "", "issuer": "", **changes}))

    assert rows == []
    assert [(one.line, one.column, one.reason) for one in refused] == [(2, column, reason)]
    assert len(refused[0].value) < 100


@pytest.mark.parametrize(
    "written",
    [
        "2026-03-01T02:43:00Z",
        "2026-03-01T10:43:00+08:00",
        "2026-03-01T10:43+0800",
        "2026-03-01 10:43:00",
        "2026-03-01 10:43",
        "2026/3/1 10:43",
        "2026-03-01T10:43:00.000",
    ],
)
def test_a_time_is_read_in_many_ways_of_writing(tmp_path: Path, written: str) -> None:
    rows, refused, reader = read(tmp_path, call(called_at=written))

    assert refused == []
    assert rows[0].called_at is not None
    assert rows[0].called_at.isoformat() == "2026-03-01T02:43:00+00:00"
    assert reader.without_offset == (written[-1] != "Z" and "+" not in written)


def test_a_day_is_enough_for_a_call_that_is_known_to_the_day(tmp_path: Path) -> None:
    rows, _, _ = read(tmp_path, call(called_at="2026-03-01", precision="day"))

    assert rows[0].called_at is not None
    assert rows[0].called_at.isoformat() == "2026-02-28T16:00:00+00:00"


@pytest.mark.parametrize("written", ["2025-11-03", "2025/11/3", "2025年11月3日", "2025-11-03T00:00:00"])
def test_a_date_is_read_in_many_ways_of_writing(tmp_path: Path, written: str) -> None:
    rows, _, _ = read(tmp_path, call(registered_on=written))

    assert str(rows[0].said.registered_on) == "2025-11-03"


def test_what_is_left_empty_has_its_default(tmp_path: Path) -> None:
    rows, refused, _ = read(tmp_path, call(tier="", due_on="", precision="", channel="", knew="", notes=""))

    assert refused == []
    said, codes = rows[0].said, rows[0].codes
    assert (said.tier, said.due_on, codes.precision, codes.channel, codes.knew) == (
        None, None, Precision.MINUTE, "call", None,
    )  # fmt: skip


def test_codes_and_lists_are_read_without_regard_to_blanks_case_and_full_width_semicolons(tmp_path: Path) -> None:
    rows, _, _ = read(tmp_path, call(vendor_type=" Infant_Formula ", knew="name； due_date;;", tier="2.0"))

    assert from_mask(rows[0].codes.knew, Knew) == {Knew.NAME, Knew.DUE_DATE}
    assert rows[0].said.tier is Tier.REGISTRATION_CONFIRMED


def test_a_row_without_a_call_is_a_quiet_report(tmp_path: Path) -> None:
    rows, refused, reader = read(tmp_path, call(called_at="", caller_number="", vendor_type="", notes="没有电话"))

    assert refused == []
    assert rows[0].called_at is None
    assert reader.quiet_with_notes == 1


def test_an_approximate_registration_is_kept_as_such(tmp_path: Path) -> None:
    rows, _, _ = read(tmp_path, call(registered_precision="month"), call(registered_precision="day"))

    assert [row.said.registered_precision for row in rows] == [DatePrecision.MONTH, None]


@pytest.mark.parametrize(
    ("precision", "later"), [("hour", "T20:55:00+08:00"), ("day", "T23:59:00+08:00"), ("week", "T23:59:00+08:00")]
)
def test_a_call_may_seem_later_than_its_report_by_as_much_as_it_is_imprecise(
    tmp_path: Path, precision: str, later: str
) -> None:
    _, refused, _ = read(tmp_path, call(precision=precision, called_at=f"2026-03-02{later}"))

    assert refused == []


def test_an_apostrophe_that_guards_a_formula_is_taken_off(tmp_path: Path) -> None:
    rows, _, _ = read(tmp_path, call(notes="'=1+1", mother="'m"))

    assert (rows[0].notes, rows[0].mother) == ("=1+1", "'m")


def test_rows_that_do_not_fit_the_header_are_refused(tmp_path: Path) -> None:
    path = write_csv(tmp_path / "reports.csv", [call()])
    with path.open("a", encoding="utf-8") as file:
        file.write("m2,2,晨曦医院\r\n" + ",".join(call(knew="").values()) + ",too,many\r\n\r\n,,,\r\n")
    table = open_table(path)
    layout = layout_of(table.header, required=REQUIRED, optional=OPTIONAL, own=ADDED)
    block = next(table.blocks())

    rows, refused = ReportReader(layout, {"晨曦医院"}, NOW).read(block)

    assert len(rows) == 1
    assert [(one.line, one.reason) for one in refused.values()] == [(3, Reason.CELL_COUNT), (4, Reason.CELL_COUNT)]
