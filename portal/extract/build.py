"""The wall: the one module that reads identified rows and hands out pseudonymous, minimal columns.

A mother is a position in the result, a caller a number of this run; both are new each time. Names that stay are those
of hospitals, districts, recipients and issuers.
"""

from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime

from portal.domain.linked import Linked
from portal.domain.period import day_number
from portal.domain.recipient import ExportRun, unfulfilled
from portal.domain.report import from_mask
from portal.domain.vocabulary import Knew
from portal.extract.assembly import Columns, assemble
from portal.extract.columns import MAX_COLUMNS, Extract
from portal.storage import exports, extraction, hospitals, registrations
from portal.storage.database import Store
from portal.storage.extraction import CallColumns, MotherColumns, QuietColumns
from portal.storage.registrations import Counted

OTHER_COLUMNS = "other"  # stands for the rarest kinds of exported column where there are more than an extract can name


def build(store: Store, linked: Linked | None = None) -> Extract:
    """One consistent reading of everything that may be counted; `linked` says which digests belong together."""
    with store.read() as connection:
        mothers = extraction.mothers(connection)
        calls = extraction.call_columns(connection)
        quiet = extraction.quiet_columns(connection)
        places = hospitals.districts_by_hospital(connection)
        recipients = exports.recipient_names(connection)
        actual = exports.runs(connection)
        totals = registrations.totals(connection)
        planned = [run for plan in exports.plans(connection) for run in plan.runs()]
    return assemble(
        hospitals=list(places.items()),
        recipients=recipients,
        mothers=_mothers(mothers),
        calls=_calls(calls, linked or Linked()),
        contacts=_contacts(mothers, calls, quiet),
        exports=_exports([*actual, *unfulfilled(planned, actual)]),
        totals=_totals(totals),
    )


def _mothers(read: MotherColumns) -> Columns:
    return {
        "mother": read.id,
        "tier": read.tier,
        "hospital": read.hospital,
        "issuer": read.issuer,
        "weight": _weights(read.phone_index),
        "registered_day": _days(read.registered_on),
        "due_day": _days(read.due_on),
        "birth_day": _days(read.born_on),
        "registered_precision": read.registered_precision,
    }


def _weights(phones: list[bytes | None]) -> list[float]:
    """One phone, one voice: the reports of one phone share the weight of one."""
    reports = Counter(phones)
    return [1.0 if phone is None else 1 / reports[phone] for phone in phones]


def _calls(read: CallColumns, linked: Linked) -> Columns:
    told = list(map(_first_told, read.caller_index, read.message_index))
    knew = {mask: tuple(from_mask(mask, Knew) or ()) for mask in set(read.knew)}
    return {
        "mother": read.complaint_id,
        "called_at": _seconds(read.called_at),
        "reported_at": _seconds(read.reported_at),
        "precision": read.precision,
        "channel": read.channel,
        "vendor": read.vendor_type,
        "caller": read.caller_index,
        "knew": [knew[mask] for mask in read.knew],
        "caller_kind": read.caller_class,
        "wording": read.message_index,
        "party": [linked.party(one) for one in told],
        "perhaps": [linked.perhaps(one) for one in told],
    }


def _first_told(caller: bytes | None, wording: bytes | None) -> bytes | None:
    return wording if caller is None else caller


def _contacts(mothers: MotherColumns, calls: CallColumns, quiet: QuietColumns) -> Columns:
    return {
        "mother": [*mothers.id, *calls.complaint_id, *quiet.complaint_id],
        "contacted_at": _seconds([*mothers.created_at, *calls.reported_at, *quiet.reported_at]),
    }


def _exports(runs: list[ExportRun]) -> Columns:
    named = _named_columns(runs)
    return {
        "recipient": [run.recipient for run in runs],
        "exported_at": _seconds(run.exported_at for run in runs),
        "registered_from": [day_number(run.registered.start) for run in runs],
        "registered_until": [day_number(run.registered.until) for run in runs],
        "planned": [run.planned for run in runs],
        "columns": [sorted({column if column in named else OTHER_COLUMNS for column in run.columns}) for run in runs],
        "districts": [sorted(run.scope.districts) for run in runs],
        "hospitals": [sorted(run.scope.hospitals) for run in runs],
        "rows": [run.rows for run in runs],
    }


def _totals(counted: dict[Counted, int]) -> Columns:
    periods = [one.month.period for one in counted]
    return {
        "hospital": [one.hospital for one in counted],
        "month_from": [day_number(period.start) for period in periods],
        "month_until": [day_number(period.until) for period in periods],
        "registrations": list(counted.values()),
    }


def _named_columns(runs: list[ExportRun]) -> set[str]:
    """The kinds of column that keep their names: all, or the most frequent where there are too many."""
    seen = Counter(column for run in runs for column in run.columns)
    if len(seen) <= MAX_COLUMNS:
        return set(seen)
    ranked = sorted(seen, key=lambda column: (-seen[column], column))
    return set(ranked[: MAX_COLUMNS - 1])


def _days(dates: Iterable[date | None]) -> list[int | None]:
    return [None if day is None else day_number(day) for day in dates]


def _seconds(instants: Iterable[datetime]) -> list[int]:
    return [int(instant.timestamp()) for instant in instants]
