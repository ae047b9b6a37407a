"""Plain values in, an extract out: codes for names, positions for people, days for instants.

The order of mothers in the result follows their content, not the order of the input, so a position tells nothing
about when a report came in, and the same reports always give the same extract.
"""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from portal.domain.phone import CallerClass
from portal.domain.vocabulary import Channel, DatePrecision, Knew, Precision, VendorType
from portal.extract.columns import FRAMES, NO_DAY, NOT_TOLD, Extract, empty_frame

SHANGHAI_OFFSET = 8 * 3600  # seconds; no daylight saving time since 1991
SECONDS_A_DAY = 86_400

Columns = Mapping[str, Sequence[Any]]


def assemble(
    *,
    hospitals: Sequence[tuple[str, str]],
    recipients: Sequence[str],
    mothers: Columns,
    calls: Columns,
    contacts: Columns,
    exports: Columns,
    totals: Columns | None = None,
) -> Extract:
    """Build an extract from columns of plain values.

    Parameters
    ----------
    hospitals : (name, district) of every hospital, the ones without reports included
    recipients : names
    mothers : ``mother`` (any hashable id), ``tier`` (0–2), ``hospital`` (name or None), ``issuer`` (text or None),
        ``weight``, ``registered_day``, ``due_day``, ``birth_day`` (day numbers or None),
        ``registered_precision`` (`DatePrecision` code)
    calls : ``mother``, ``called_at``, ``reported_at`` (epoch seconds), ``precision`` (`Precision` code), ``channel``
        (`Channel` code or None), ``vendor`` (`VendorType` code), ``caller`` (any hashable or None), ``knew`` (codes);
        may be left out: ``caller_kind`` (`CallerClass` code or None), ``wording``, ``party`` (any hashable or None),
        ``perhaps`` (one of ``party`` or None)
    contacts : ``mother``, ``contacted_at`` (epoch seconds); repeated days are merged
    exports : ``recipient`` (name), ``exported_at`` (epoch seconds), ``registered_from``, ``registered_until`` (day
        numbers), ``planned`` (bool), ``columns`` (names), ``districts``, ``hospitals`` (names; both empty: all); may be
        left out: ``rows`` (number or None)
    totals : ``hospital`` (name), ``month_from``, ``month_until`` (day numbers), ``registrations``; None: none counted

    Raises
    ------
    KeyError
        A name or a code that no list holds, or a missing column.
    """
    districts = sorted({district for _, district in hospitals})
    lists = {
        "hospitals": sorted(name for name, _ in hospitals),
        "districts": districts,
        "recipients": sorted(recipients),
        "issuers": sorted({issuer for issuer in mothers["issuer"] if issuer is not None}),
        "columns": sorted({column for held in exports["columns"] for column in held}),
    }
    district_of = dict(hospitals)
    people = _mothers(mothers, lists)
    position = {key: row for row, key in enumerate(mothers["mother"])}
    told = _calls(calls, position)
    heard = _contacts(contacts, position)
    order = _canonical_order(people, told, heard)
    return Extract(
        mothers=people.iloc[order].assign(mother=np.arange(len(people))),
        calls=_renumbered(told, order, ["mother", "called_at", "reported_at", "vendor", "channel", "knew"]),
        contacts=_renumbered(heard, order, ["mother", "contact_day"]),
        exports=_exports(exports, lists),
        totals=_totals(totals, lists) if totals else empty_frame("totals"),
        hospital_district=tuple(districts.index(district_of[name]) for name in lists["hospitals"]),
        **{name: tuple(values) for name, values in lists.items()},
    )


def local_days(seconds: np.ndarray) -> np.ndarray:
    """Shanghai day numbers of instants in epoch seconds."""
    return (seconds + SHANGHAI_OFFSET) // SECONDS_A_DAY


def _mothers(mothers: Columns, lists: Mapping[str, list[str]]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "mother": np.arange(len(mothers["mother"])),
            "tier": np.asarray(mothers["tier"], dtype="int8"),
            "hospital": _codes(mothers["hospital"], lists["hospitals"]),
            "issuer": _codes(mothers["issuer"], lists["issuers"]),
            "weight": np.asarray(mothers["weight"], dtype="float64"),
            "registered_day": _days(mothers["registered_day"]),
            "registered_precision": _codes(mothers["registered_precision"], list(DatePrecision)),
            "due_day": _days(mothers["due_day"]),
            "birth_day": _days(mothers["birth_day"]),
        }
    )


def _calls(calls: Columns, position: Mapping[Hashable, int]) -> pd.DataFrame:
    called = np.asarray(calls["called_at"], dtype="int64")
    reported = np.asarray(calls["reported_at"], dtype="int64")
    silent = [None] * len(called)
    parties = [*calls.get("party", calls["caller"]), *calls.get("perhaps", silent)]
    party, perhaps = np.split(_numbered(parties), 2)
    return pd.DataFrame(
        {
            "mother": np.array([position[key] for key in calls["mother"]], dtype="int64"),
            "called_at": called,
            "called_day": local_days(called),
            "precision": _codes(calls["precision"], list(Precision)),
            "reported_at": reported,
            "reported_day": local_days(reported),
            "channel": _codes(calls["channel"], list(Channel)),
            "vendor": _codes(calls["vendor"], list(VendorType)),
            "caller": _numbered(calls["caller"]),
            "knew": _bits(calls["knew"], list(Knew)),
            "caller_kind": _codes(calls.get("caller_kind", silent), list(CallerClass)),
            "wording": _numbered(calls.get("wording", silent)),
            "party": party,
            "perhaps": perhaps,
        }
    )


def _contacts(contacts: Columns, position: Mapping[Hashable, int]) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "mother": np.array([position[key] for key in contacts["mother"]], dtype="int64"),
            "contact_day": local_days(np.asarray(contacts["contacted_at"], dtype="int64")),
        }
    )
    return frame.drop_duplicates()


def _exports(exports: Columns, lists: Mapping[str, list[str]]) -> pd.DataFrame:
    exported = np.asarray(exports["exported_at"], dtype="int64")
    frame = pd.DataFrame(
        {
            "recipient": _codes(exports["recipient"], lists["recipients"]),
            "exported_at": exported,
            "exported_day": local_days(exported),
            "registered_from": np.asarray(exports["registered_from"], dtype="int64"),
            "registered_until": np.asarray(exports["registered_until"], dtype="int64"),
            "planned": np.asarray(exports["planned"], dtype=bool),
            "columns": _bits(exports["columns"], lists["columns"]),
            "districts": _scopes(exports["districts"], lists["districts"]),
            "hospitals": _scopes(exports["hospitals"], lists["hospitals"]),
            "rows": [NOT_TOLD if rows is None else rows for rows in exports.get("rows", [None] * len(exported))],
        }
    )
    return frame.sort_values([column for column in FRAMES["exports"]], kind="stable")


def _totals(totals: Columns, lists: Mapping[str, list[str]]) -> pd.DataFrame:
    frame = pd.DataFrame({**totals, "hospital": _codes(totals["hospital"], lists["hospitals"])})
    return frame.sort_values(["hospital", "month_from"], kind="stable")


def _canonical_order(mothers: pd.DataFrame, calls: pd.DataFrame, contacts: pd.DataFrame) -> np.ndarray:
    """By the mother's own columns, then by sums over what she told; who ties in all is interchangeable."""
    count = len(mothers)
    own = [mothers[column].to_numpy() for column in mothers.columns if column != "mother"]
    told = calls["mother"].to_numpy()
    sums = [
        np.bincount(told, minlength=count),
        np.bincount(told, weights=calls["called_at"] % 1_000_003, minlength=count),
        np.bincount(told, weights=calls["vendor"] * (calls["called_at"] % 10_007), minlength=count),
        np.bincount(contacts["mother"].to_numpy(), weights=contacts["contact_day"], minlength=count),
    ]
    return np.lexsort([*reversed([*own, *sums])]) if count else np.empty(0, dtype="int64")


def _renumbered(frame: pd.DataFrame, order: np.ndarray, by: list[str]) -> pd.DataFrame:
    position = np.empty(len(order), dtype="int64")
    position[order] = np.arange(len(order))
    renumbered = frame.assign(mother=position[frame["mother"].to_numpy()])
    return renumbered.sort_values(by, kind="stable")


def _codes(values: Sequence[str | None], names: Sequence[str]) -> np.ndarray:
    code = {str(name): position for position, name in enumerate(names)}
    return np.array([NOT_TOLD if value is None else code[str(value)] for value in values], dtype="int64")


def _numbered(values: Sequence[Hashable | None]) -> np.ndarray:
    """One number per distinct value, -1 for None."""
    return pd.factorize(np.fromiter(values, dtype=object, count=len(values)))[0]


def _days(values: Sequence[int | None]) -> np.ndarray:
    return np.array([NO_DAY if value is None else int(value) for value in values], dtype="int64")


def _bits(values: Sequence[Sequence[str]], names: Sequence[str]) -> np.ndarray:
    bit = {str(name): 1 << position for position, name in enumerate(names)}
    return np.array([sum(bit[str(name)] for name in set(held)) for held in values], dtype="int64")


def _scopes(values: Sequence[Sequence[str]], names: Sequence[str]) -> pd.Series:
    code = {name: position for position, name in enumerate(names)}
    return pd.Series([tuple(sorted(code[name] for name in set(scope))) for scope in values], dtype="object")
