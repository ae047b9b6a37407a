"""What the tests of casework share: a vault with keys of its own, a clock, and a complaint with something sealed."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from portal.domain.report import CallDraft, Card, ComplaintDraft
from portal.domain.vocabulary import Precision, VendorType
from portal.intake import complaints as intake
from portal.storage.database import Store
from portal.vault import keyring
from portal.vault.remote import RemoteVault
from portal.vault.vault import Vault

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
NUMBER = "13800138000"
WORDS = "说是医院给的名单"
CONTACT = "微信 lixia2026"


@pytest.fixture
def vault(request: pytest.FixtureRequest, database_url: str, vault_keys: Path) -> Vault:
    """In this process beside SQLite, in one of its own beside PostgreSQL; the keys are the same."""
    if database_url.startswith("sqlite"):
        return Vault(keyring.load(vault_keys))
    return RemoteVault(request.getfixturevalue("vault_process").socket)


@pytest.fixture
def complaint_id(store: Store, vault: Vault) -> UUID:
    return submitted(store, vault, "first")


def submitted(store: Store, vault: Vault, token: str, *, at: datetime = NOON) -> UUID:
    """A complaint of two calls."""
    calls = tuple(
        CallDraft(at - timedelta(days=days), Precision.MINUTE, vendor, caller_number=NUMBER, notes=WORDS)
        for days, vendor in ((3, VendorType.INFANT_FORMULA), (2, VendorType.BABY_PHOTOGRAPHY))
    )
    card = Card(registered_on=date(2025, 11, 3), due_on=date(2026, 5, 20))
    return intake.submit(
        ComplaintDraft(card, calls, contact=CONTACT), token=token.ljust(32, "x"), store=store, vault=vault, at=at
    ).complaint_id
