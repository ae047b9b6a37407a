"""Whatever door is tried: as long as its deed is not in the journal, nothing behind it opens."""

from collections.abc import Callable
from pathlib import Path
from uuid import UUID

import pytest

from portal.casework import complaints, identity, letters, seized
from portal.domain.handling import OpeningReason
from portal.intake import attachments
from portal.storage.database import Store
from portal.vault.vault import Vault
from tests.casework.conftest import NOON
from tests.casework.test_complaints import OFFICER, broken_journal
from tests.casework.test_identity import ask, decide
from tests.files.conftest import write_csv

REASON = OpeningReason.IDENTIFY_CALLER
LISTED = [{"电话": "13970000000"}]


class ShutVault:
    """The vault as a door meets it: digests are made, and opening anything is what the test is about."""

    def __init__(self, vault: Vault) -> None:
        self.vault, self.asked = vault, 0

    def unwrap(self, *arguments: object) -> object:
        self.asked += 1
        return self.vault.unwrap(*arguments)

    def __getattr__(self, name: str) -> object:
        return getattr(self.vault, name)


@pytest.mark.parametrize("door", ["words", "file", "letters", "contact", "contacts of a list"])
def test_without_its_entry_no_door_opens_anything(
    door: str, store: Store, vault: Vault, complaint_id: UUID, tmp_path: Path
) -> None:
    attachments.add_digests(complaint_id, ["a" * 64], token="t", store=store, vault=vault, at=NOON)
    (attachment,) = attachments.of_complaint(complaint_id, store=store)
    ask(store, complaint_id)
    decide(store)
    shut = ShutVault(vault)
    who = {"by": OFFICER, "at": NOON, "store": store, "vault": shut}
    file = write_csv(tmp_path / "list.csv", LISTED)
    doors: dict[str, Callable[[], object]] = {
        "words": lambda: complaints.open_sealed(complaint_id, reason=REASON, **who),
        "file": lambda: complaints.open_attachment(complaint_id, attachment.id, reason=REASON, **who),
        "letters": lambda: letters.read(complaint_id, reason=REASON, **who),
        "contact": lambda: identity.open_contact(complaint_id, **who),
        "contacts of a list": lambda: seized.compare(file, named={}, open_contacts=True, **who),
    }

    with broken_journal(store), pytest.raises(Exception, match="row"):
        doors[door]()

    assert shut.asked == 0
    doors[door]()
    assert shut.asked == 1
