"""What the tests of intake share: a vault with keys of its own, hospitals, and a report to send."""

from datetime import date, datetime, timedelta

import pytest

from portal.domain.period import LOCAL_ZONE
from portal.domain.report import CallDraft, Card, ComplaintDraft
from portal.domain.vocabulary import Knew, Precision, VendorType
from portal.intake import complaints
from portal.intake.complaints import Receipt
from portal.storage import hospitals
from portal.storage.database import Store
from portal.vault import keyring
from portal.vault.vault import Vault

NOW = datetime(2026, 3, 5, 14, 22, tzinfo=LOCAL_ZONE)
HOSPITAL = "宁川市妇幼保健院"
NUMBER = "0755-8200 2389"
WORDS = "说是医院推荐的"
CONTACT = "weixin-abc-987"


@pytest.fixture(scope="session")
def vault(tmp_path_factory: pytest.TempPathFactory) -> Vault:
    return Vault(keyring.create(tmp_path_factory.mktemp("keys") / "keys.json"))


@pytest.fixture
def city(store: Store) -> Store:
    """A store that knows one hospital."""
    with store.write() as connection:
        hospitals.put(connection, {HOSPITAL: "江岸区"})
    return store


@pytest.fixture
def receipt(city: Store, vault: Vault) -> Receipt:
    """A report that has been sent."""
    return complaints.submit(report(), token="t" * 32, store=city, vault=vault, at=NOW)


def call(days_ago: int = 1, **changes: object) -> CallDraft:
    told = {"caller_number": NUMBER, "notes": WORDS, "knew": frozenset({Knew.DUE_DATE}), **changes}
    return CallDraft(NOW - timedelta(days=days_ago), Precision.MINUTE, VendorType.INFANT_FORMULA, **told)


def report(*calls: CallDraft, **changes: object) -> ComplaintDraft:
    card = Card(HOSPITAL, registered_on=date(2025, 12, 1), due_on=date(2026, 6, 30))
    return ComplaintDraft(**{"card": card, "calls": calls or (call(),), "contact": CONTACT, **changes})
