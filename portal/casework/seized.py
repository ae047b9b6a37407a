"""Comparing a leaked list with what the portal holds: in memory, and in the journal before anybody sees the result.

The portal holds no digest of a mother's number. It holds numbers of its own (canaries), as digests, and what some
mothers left to be reached by, sealed. These contacts were not given for this, so they are opened only if an operator
asks for it, and that is in the journal first.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from portal.domain.journal import Entry
from portal.domain.phone import CallerClass, classify
from portal.domain.recipient import ExportRun
from portal.domain.seized import ComparedList, ListColumn, ListedCanary, ListedReporter, ListRow
from portal.files.seized_list import SeizedList, SeizedRow, read_seized
from portal.storage import canaries, contacts, exports, hospitals, journal
from portal.storage.contacts import SealedContact
from portal.storage.database import Connection, Store
from portal.vault.sealing import Place
from portal.vault.vault import Vault

NUMBER_INSIDE = re.compile(r"(?:\+?86)?1[3-9]\d{9}(?!\d)")
MARKS = re.compile(r"[\s()\-–—.]")


@dataclass(frozen=True, slots=True)
class Comparison:
    """A compared list, and the exports and hospitals that it is held against."""

    seized: ComparedList
    runs: tuple[ExportRun, ...]
    district_of: Mapping[str, str]


def compare(
    path: Path, *, named: Mapping[ListColumn, str], open_contacts: bool, by: str, at: datetime, store: Store,
    vault: Vault,
) -> Comparison:  # fmt: skip
    """Read a list, compare its numbers, forget them. The list is known afterwards by a keyed digest and its length."""
    with store.read() as connection:
        district_of = hospitals.districts_by_hospital(connection)
        runs = tuple(exports.runs(connection))
    found = read_seized(path, district_of=district_of, named=named)
    digests = {vault.listed_number(row.number): row for row in found.rows if row.number}
    with store.write() as connection:
        sealed = contacts.sealed(connection) if open_contacts else []
        details = {
            "rows": len(found.rows),
            "numbers": len(digests),
            "columns": sorted(one.column.value for one in found.columns),
            "contacts_opened": len(sealed),
        }
        subject = f"list:{vault.file_name(found.digest)}"
        journal.append(connection, Entry(at, by, "seized.compare", subject, details))
    with store.read() as connection:
        own = _canaries(connection, digests, vault)
    reporters = tuple(_reporters(sealed, digests, vault)) if open_contacts else None
    return Comparison(_compared(found, len(digests), own, reporters), runs, district_of)


def _canaries(connection: Connection, digests: Mapping[bytes, SeizedRow], vault: Vault) -> tuple[ListedCanary, ...]:
    listed = []
    for canary, stored, found in canaries.on_list(connection, digests.keys()):
        name = digests[stored.number_index].name if found else None
        named = name is not None and vault.invented_name(name) == stored.name_index
        listed.append(ListedCanary(canary.kind, canary.plantings, found, named))
    return tuple(listed)


def _reporters(sealed: list[SealedContact], digests: Mapping[bytes, SeizedRow], vault: Vault) -> list[ListedReporter]:
    """The mothers whose contact holds a mobile number; others (a WeChat name, an address) cannot be compared."""
    found = []
    for one in sealed:
        key = vault.unwrap(one.complaint_id, one.key)
        contact = key.open(one.sealed, Place("complaints", "contact_sealed", one.complaint_id))
        number = _number_in(contact or "")
        if number:
            found.append(ListedReporter(vault.listed_number(number) in digests, one.registered_on, one.hospital))
    return found


def _number_in(contact: str) -> str | None:
    inside = NUMBER_INSIDE.search(MARKS.sub("", unicodedata.normalize("NFKC", contact)))
    caller = classify(inside.group()) if inside else None
    return caller.normal if caller and caller.kind is CallerClass.MOBILE else None


def _compared(
    found: SeizedList, numbers: int, own: tuple[ListedCanary, ...], reporters: tuple[ListedReporter, ...] | None
) -> ComparedList:
    """The list without its numbers; of rows with one number only the last counts, so that copies do not weigh twice."""
    once = {row.number: row for row in found.rows if row.number}.values()
    kept = [*once, *(row for row in found.rows if not row.number)]
    with_number = len(found.rows) - (len(kept) - len(once))
    return ComparedList(
        columns=found.columns,
        size=len(found.rows),
        numbers=numbers,
        repeated=with_number - numbers,
        places_unknown=found.places_unknown,
        rows=tuple(ListRow(row.registered_on, row.born_on, row.hospital, row.district) for row in kept),
        canaries=own,
        reporters=reporters,
    )
