"""From an alarm to those whom it concerns: who they are, how to reach them, and that they read it in their diary."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from portal.domain.breach import Alarm, BreachKind, Notice
from portal.domain.journal import Entry
from portal.storage import breaches as rows
from portal.storage import complaints as complaint_rows
from portal.storage import journal
from portal.storage.database import Connection, Store
from portal.vault import offline
from portal.vault.sealing import Place
from portal.vault.vault import Vault

HEADER = ("complaint", "contact")


class NothingToGoBy(ValueError):
    """The alarm names an account, an export or a backup that is not there."""


@dataclass(frozen=True, slots=True)
class Found:
    """How many are concerned and how many of them left a contact; who, sealed to the responsible person."""

    concerned: int
    reachable: int
    sealed: bytes = field(repr=False)
    breach_id: UUID | None = None


def declare(
    alarm: Alarm, *, to: Sequence[str], drill: bool, by: str, at: datetime, store: Store, vault: Vault
) -> Found:
    """Find whom a breach concerns and put the notice into their diaries; a drill finds them and tells nobody.

    That contacts are to be opened is in the journal before the first one is.
    """
    with store.write() as connection:
        concerned = _concerned(connection, alarm)
        notice = Notice(uuid4(), alarm.kind, at, alarm.since, alarm.until)
        if not drill:
            rows.add(connection, notice, concerned)
        details = {"kind": alarm.kind.value, "concerned": len(concerned), "sealed_to": len(to)}
        journal.append(connection, Entry(at, by, "breach.drill" if drill else "breach.declare", "breach", details))
    contacts = _contacts(concerned, store, vault)
    table = io.StringIO()
    written = csv.writer(table, lineterminator="\n")
    written.writerow(HEADER)
    written.writerows((str(one), contacts.get(one, "")) for one in concerned)
    sealed = offline.seal(table.getvalue().encode(), to)
    return Found(len(concerned), len(contacts), sealed, None if drill else notice.id)


def _concerned(connection: Connection, alarm: Alarm) -> list[UUID]:
    if alarm.kind is BreachKind.ACCOUNT:
        if not rows.is_known(connection, alarm.what):
            raise NothingToGoBy(alarm.kind.value)
        return rows.touched_by(connection, alarm.what, alarm.since, alarm.until)
    if alarm.kind in (BreachKind.KEYS, BreachKind.DATABASE):
        return rows.came_before(connection, alarm.until)
    if alarm.kind is BreachKind.DELIVERY:
        held = rows.in_delivery(connection, alarm.what.strip().upper())
        if held is None:
            raise NothingToGoBy(alarm.kind.value)
        return held
    find = rows.in_export if alarm.kind is BreachKind.EXPORT else rows.in_backup
    found = find(connection, int(alarm.what)) if alarm.what.isdecimal() else None
    if found is None:
        raise NothingToGoBy(alarm.kind.value)
    return found


def _contacts(concerned: Sequence[UUID], store: Store, vault: Vault) -> dict[UUID, str]:
    """The contacts of those who left one and whose key is still there."""
    opened = {}
    with store.read() as connection:
        for complaint_id in concerned:
            complaint = complaint_rows.find(connection, complaint_id)
            wrapped = complaint_rows.wrapped_key(connection, complaint_id)
            if complaint is not None and wrapped is not None and complaint.contact_sealed is not None:
                place = Place("complaints", "contact_sealed", complaint_id)
                opened[complaint_id] = vault.unwrap(complaint_id, wrapped).open(complaint.contact_sealed, place) or ""
    return opened
