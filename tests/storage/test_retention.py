"""What names people goes when its time is over; what is counted stays."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from portal.domain.report import CallDraft, Card, ComplaintDraft
from portal.domain.vocabulary import Precision, VendorType
from portal.intake import complaints as diary
from portal.intake import retention
from portal.storage import complaints, journal
from portal.storage.database import Store
from portal.vault import keyring
from portal.vault.vault import Vault

THEN = datetime(2022, 3, 2, 4, 0, tzinfo=UTC)
LATE = THEN + retention.KEPT_AFTER_LAST_CONTACT


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(keyring.create(tmp_path / "keys.json"))


def submit(store: Store, vault: Vault, token: str = "t") -> diary.Receipt:
    call = CallDraft(THEN, Precision.MINUTE, VendorType.OTHER, caller_number="13800138000", notes="备注")
    draft = ComplaintDraft(Card(registered_on=date(2022, 2, 1)), (call,), contact="a")
    return diary.submit(draft, token=token.ljust(32, "x"), store=store, vault=vault, at=THEN)


def test_only_what_has_been_silent_long_enough_is_due(store: Store, vault: Vault) -> None:
    quiet = submit(store, vault, "quiet").complaint_id
    submit(store, vault, "silent")
    with store.write() as connection:
        complaints.add_quiet_report(connection, quiet, THEN + timedelta(days=100))

    assert retention.due(store=store, at=LATE) == 0
    assert retention.due(store=store, at=LATE + timedelta(seconds=1)) == 1
    assert retention.due(store=store, at=LATE + timedelta(days=101)) == 2


def test_key_and_words_are_destroyed_and_dates_stay(store: Store, vault: Vault) -> None:
    receipt = submit(store, vault)

    assert retention.destroy_due(store=store, at=LATE + timedelta(days=1)) == 1
    assert retention.destroy_due(store=store, at=LATE + timedelta(days=1)) == 0

    found = diary.read(receipt.complaint_id, store=store, vault=vault)
    assert (found.contact, found.calls[0].notes, found.calls[0].caller) == (None, None, None)
    assert (found.calls[0].call.caller_sealed, found.calls[0].call.caller_index) == (None, None)
    assert found.calls[0].call.called_at == THEN
    with store.read() as connection:
        assert complaints.wrapped_key(connection, receipt.complaint_id) is None
        assert journal.about(connection, "complaints")[-1].details == {"complaints": 1}
