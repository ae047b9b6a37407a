"""Handovers: whom a recipient hands data on to, as far as that was registered."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.domain.handover import Handover
from portal.domain.journal import Entry
from portal.domain.period import local_day
from portal.files import cells
from portal.files.registry_rows import LONGEST_LIST, recipient_name
from portal.storage import exports, journal
from portal.storage import handovers as rows
from portal.storage.database import Store

SUBJECT = "handover"
A_DAY = timedelta(days=1)


class HandoverMissing(LookupError):
    """No such handover, or it has ended."""


@dataclass(frozen=True, slots=True)
class Registered:
    """Every recipient, and every version of every handover by its number."""

    recipients: list[str]
    handovers: dict[int, Handover]


def registered(*, store: Store) -> Registered:
    """What was written down so far."""
    with store.read() as connection:
        return Registered(exports.recipient_names(connection), rows.numbered(connection))


def add(
    *, recipient: str, onward: str, since: date, until: date | None = None, columns: str = "", store: Store,
    at: datetime, by: str,
) -> bool:  # fmt: skip
    """Record a version; False where it is known or nobody knows the recipient. BadCell and InvalidHandover refuse."""
    listed = cells.items("columns", cells.cleaned("columns", columns, LONGEST_LIST))
    new = Handover(recipient, recipient_name(onward), since, until, frozenset(listed))
    with store.write() as connection:
        added = rows.put(connection, new)
        if added:
            details = {"from": str(since), "until": str(until) if until else None}
            journal.append(connection, Entry(at, by, "handover.add", SUBJECT, details))
    return added


def end(handover_id: int, *, store: Store, at: datetime, by: str) -> None:
    """Let a version hold up to today, and for a day at least: what was handed on stays on record."""
    with store.write() as connection:
        found = rows.hold(connection, handover_id)
        if found is None or found.until is not None:
            raise HandoverMissing(str(handover_id))
        until = max(local_day(at), found.since + A_DAY)
        rows.end(connection, handover_id, until)
        journal.append(connection, Entry(at, by, "handover.end", SUBJECT, {"until": str(until)}))
