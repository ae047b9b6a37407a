"""What she filed with other offices: the number she was given, and later what came of it."""

from datetime import date, datetime
from uuid import UUID

from portal.domain.filing import Filing, OpenFiling
from portal.domain.journal import REPORTER, Entry
from portal.domain.once import id_of
from portal.domain.vocabulary import Office
from portal.intake.complaints import key_to_add
from portal.storage import complaints as complaint_rows
from portal.storage import filings as rows
from portal.storage import journal
from portal.storage.database import Store
from portal.vault.filings import opened
from portal.vault.sealing import Place
from portal.vault.vault import Vault


def add(
    complaint_id: UUID,
    *,
    office: Office,
    filed_on: date | None,
    reference: str | None,
    token: str,
    store: Store,
    vault: Vault,
    at: datetime,
) -> None:
    """Write down that she filed with an office; the same token again adds nothing."""
    filing_id = id_of(complaint_id, "filing", token)
    with store.write(complaint_id) as connection:
        key = key_to_add(connection, complaint_id, vault)
        sealed = key.seal(reference, Place("filings", "reference_sealed", filing_id))
        if rows.add(connection, Filing(complaint_id, filing_id, office, filed_on, at, sealed)):
            journal.append(connection, _entry("add_filing", complaint_id, at))


def tell_outcome(
    complaint_id: UUID, filing_id: UUID, outcome: str | None, *, store: Store, vault: Vault, at: datetime
) -> None:
    """Write down what came of it."""
    with store.write(complaint_id) as connection:
        key = key_to_add(connection, complaint_id, vault)
        sealed = key.seal(outcome, Place("filings", "outcome_sealed", filing_id))
        if rows.change_outcome(connection, complaint_id, filing_id, sealed):
            journal.append(connection, _entry("tell_outcome", complaint_id, at))


def remove(complaint_id: UUID, filing_id: UUID, *, store: Store, at: datetime) -> None:
    """Take a filing back that she entered by mistake."""
    with store.write(complaint_id) as connection:
        complaint_rows.get(connection, complaint_id, lock=True)
        if rows.remove(connection, complaint_id, filing_id):
            journal.append(connection, _entry("remove_filing", complaint_id, at))


def of_complaint(complaint_id: UUID, *, store: Store, vault: Vault) -> list[OpenFiling]:
    """Her filings, oldest first."""
    with store.read(complaint_id) as connection:
        found = rows.of_complaint(connection, complaint_id)
        wrapped = complaint_rows.wrapped_key(connection, complaint_id)
    if wrapped is None:
        return []
    key = vault.unwrap(complaint_id, wrapped)
    return [opened(one, key) for one in found]


def _entry(verb: str, complaint_id: UUID, at: datetime) -> Entry:
    return Entry(at, REPORTER, f"complaint.{verb}", f"complaint:{complaint_id}")
