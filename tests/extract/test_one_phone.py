"""Reports of one phone share the weight of one mother."""

from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import insert

from portal.domain.report import Card, ComplaintDraft
from portal.extract.build import build
from portal.intake import complaints
from portal.storage.database import Store
from portal.storage.schema import phones
from portal.vault import keyring
from portal.vault.vault import Vault

AT = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)


def test_reports_of_one_phone_weigh_one_together(store: Store, tmp_path: Path) -> None:
    vault = Vault(keyring.create(tmp_path / "keys.json"))
    for token, phone in (("a", b"p"), ("b", b"p"), ("c", b"q"), ("d", None)):
        draft = ComplaintDraft(Card(None, date(2025, 11, 3)), ())
        receipt = complaints.submit(draft, token=token * 32, store=store, vault=vault, at=AT)
        if phone:
            with store.write() as connection:
                row = {"complaint_id": receipt.complaint_id, "phone_index": phone, "issuer": "x", "verified_at": AT}
                connection.execute(insert(phones).values(row))
    assert sorted(build(store).mothers["weight"]) == [0.5, 0.5, 1.0, 1.0]
