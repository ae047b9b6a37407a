"""The columns that an analysis may see, and nothing else: pseudonymous, minimal, of fixed types.

Every frame holds numbers only; names live in the code lists, by position. Days are local (Asia/Shanghai) day
numbers since 1970-01-01, instants are whole seconds since 1970-01-01T00:00Z.

``mothers``, one row each; ``mother`` is the row's position and means nothing outside this extract
    ==================== ======= ==============================================================
    mother               int32   0 … n-1
    tier                 int8    ``Tier`` (0, 1, 2)
    hospital             int32   position in ``hospitals``; -1 not known
    issuer               int32   position in ``issuers``; -1 nobody verified her
    weight               float64 1.0 unless a duplicate or a doubtful report counts for less
    registered_day       int32   ``NO_DAY`` not known
    registered_precision int8    position in ``DatePrecision``
    due_day              int32   ``NO_DAY`` not known
    birth_day            int32   actual birth; ``NO_DAY`` not known (yet)
    ==================== ======= ==============================================================
``calls``, one row each, sorted by mother
    ==================== ======= ==============================================================
    mother               int32   position in ``mothers``
    called_at            int64   seconds; read it together with ``precision``
    called_day           int32   local day of ``called_at``
    precision            int8    position in ``Precision``
    reported_at          int64   seconds; when she told us of this call
    reported_day         int32   local day of ``reported_at``
    channel              int8    position in ``Channel``; -1 not told
    vendor               int8    position in ``VendorType``
    caller               int32   one number per distinct caller's number; -1 not told
    knew                 int64   bit i: position i in ``Knew``; 0 not told
    caller_kind          int8    position in ``CallerClass``; -1 not told
    wording              int32   one number per distinct wording of messages; -1 not told
    party                int32   one number for callers and wordings that belong together (linkage); -1 neither told
    perhaps              int32   the party whose caller's number is perhaps mistyped here; -1 nothing looks so
    ==================== ======= ==============================================================
``contacts``, one row for every day on which a mother told us anything (quiet reports included), sorted by mother
    ==================== ======= ==============================================================
    mother               int32   position in ``mothers``
    contact_day          int32   local day
    ==================== ======= ==============================================================
``exports``, one row for each file that left, sorted by recipient and instant
    ==================== ======= ==============================================================
    recipient            int32   position in ``recipients``
    exported_at          int64   seconds
    exported_day         int32   local day of ``exported_at``
    registered_from      int32   first registration day that the file covers
    registered_until     int32   the day after the last one
    planned              bool    True: known only from a recurring plan, not an actual run
    columns              int64   bit i: position i in ``columns`` (the code list); 0 not known
    districts            object  tuple of positions in ``districts``
    hospitals            object  tuple of positions in ``hospitals``; both empty: everybody
    rows                 int64   records in the file; -1 not told
    ==================== ======= ==============================================================
``totals``, one row for each hospital and month that the registry counted, sorted by both; no person stands behind a row
    ==================== ======= ==============================================================
    hospital             int32   position in ``hospitals``
    month_from           int32   first day of the month
    month_until          int32   the day after its last one
    registrations        int64   cards registered there and then
    ==================== ======= ==============================================================
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

NO_DAY = int(np.iinfo(np.int32).min)
NOT_TOLD = -1
FRAMES: Mapping[str, Mapping[str, str]] = {
    "mothers": {
        "mother": "int32", "tier": "int8", "hospital": "int32", "issuer": "int32", "weight": "float64",
        "registered_day": "int32", "registered_precision": "int8", "due_day": "int32", "birth_day": "int32",
    },
    "calls": {
        "mother": "int32", "called_at": "int64", "called_day": "int32", "precision": "int8", "reported_at": "int64",
        "reported_day": "int32", "channel": "int8", "vendor": "int8", "caller": "int32", "knew": "int64",
        "caller_kind": "int8", "wording": "int32", "party": "int32", "perhaps": "int32",
    },
    "contacts": {"mother": "int32", "contact_day": "int32"},
    "exports": {
        "recipient": "int32", "exported_at": "int64", "exported_day": "int32", "registered_from": "int32",
        "registered_until": "int32", "planned": "bool", "columns": "int64", "districts": "object",
        "hospitals": "object", "rows": "int64",
    },
    "totals": {"hospital": "int32", "month_from": "int32", "month_until": "int32", "registrations": "int64"},
}  # fmt: skip
LATER = (
    "caller_kind",
    "wording",
    "party",
    "perhaps",
    "rows",
)  # a written extract may be older than these: all not told
LATER_FRAMES = ("totals",)  # it may be older than these, too: nothing counted
MAX_COLUMNS = 63  # bits of an int64 that are not its sign


class InvalidExtract(ValueError):
    """A frame lacks a column, or a code points outside its list."""


def empty_frame(name: str) -> pd.DataFrame:
    """A frame without rows."""
    return pd.DataFrame({column: pd.Series(dtype=kind) for column, kind in FRAMES[name].items()})


@dataclass(frozen=True, eq=False)
class Extract:
    """One reading of all reports and exports, without anything that identifies a person."""

    mothers: pd.DataFrame
    calls: pd.DataFrame
    contacts: pd.DataFrame
    exports: pd.DataFrame
    hospitals: tuple[str, ...]
    hospital_district: tuple[int, ...]
    districts: tuple[str, ...]
    recipients: tuple[str, ...]
    issuers: tuple[str, ...]
    columns: tuple[str, ...]
    totals: pd.DataFrame = field(default_factory=lambda: empty_frame("totals"))

    def __post_init__(self) -> None:
        for name, types in FRAMES.items():
            object.__setattr__(self, name, _typed(name, getattr(self, name), types))
        _check_codes(self)


def _typed(name: str, frame: pd.DataFrame, types: Mapping[str, str]) -> pd.DataFrame:
    frame = frame.assign(**{column: NOT_TOLD for column in LATER if column in types and column not in frame.columns})
    missing = [column for column in types if column not in frame.columns]
    if missing:
        raise InvalidExtract(f"{name} lacks {', '.join(missing)}")
    typed = frame[list(types)].reset_index(drop=True)
    for column in ("districts", "hospitals"):
        if types.get(column) == "object":
            values = [tuple(int(code) for code in codes) for codes in typed[column]]
            typed[column] = pd.Series(values, dtype="object", index=typed.index)
    return typed.astype(dict(types))


def _check_codes(extract: Extract) -> None:
    mothers, calls, exports = extract.mothers, extract.calls, extract.exports
    count = len(mothers)
    if not np.array_equal(mothers["mother"].to_numpy(), np.arange(count)):
        raise InvalidExtract("a mother's number is her row's position, 0 … n-1")
    if len(extract.hospital_district) != len(extract.hospitals):
        raise InvalidExtract("every hospital lies in one district")
    if len(extract.columns) > MAX_COLUMNS:
        raise InvalidExtract(f"more than {MAX_COLUMNS} kinds of column in the exports")
    _inside("calls.mother", calls["mother"], 0, count)
    _inside("contacts.mother", extract.contacts["mother"], 0, count)
    _inside("mothers.hospital", mothers["hospital"], NOT_TOLD, len(extract.hospitals))
    _inside("mothers.issuer", mothers["issuer"], NOT_TOLD, len(extract.issuers))
    _inside("totals.hospital", extract.totals["hospital"], 0, len(extract.hospitals))
    _inside("exports.recipient", exports["recipient"], 0, len(extract.recipients))
    _inside("hospital_district", pd.Series(extract.hospital_district, dtype="int64"), 0, len(extract.districts))
    for column, codes in (("districts", extract.districts), ("hospitals", extract.hospitals)):
        listed = [code for scope in exports[column] for code in scope]
        _inside(f"exports.{column}", pd.Series(listed, dtype="int64"), 0, len(codes))
    for name, frame in (("calls", calls), ("contacts", extract.contacts)):
        if not frame["mother"].is_monotonic_increasing:
            raise InvalidExtract(f"{name} must be sorted by mother")


def _inside(what: str, values: pd.Series, low: int, until: int) -> None:
    if len(values) and (values.min() < low or values.max() >= until):
        raise InvalidExtract(f"{what} must lie in {low} … {until - 1}")
