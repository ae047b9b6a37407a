"""An auditor reads the journal page by page, filtered, and sees who nears a quota; of mothers pseudonyms only."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from portal.casework import auditing, complaints, identity, members, sign_in
from portal.domain.access import Role
from portal.domain.audit import PAGE, JournalFilter
from portal.domain.handling import OpeningReason
from portal.domain.identity import QUOTA, IdentityRequest
from portal.domain.journal import Entry
from portal.storage import identity_requests, journal
from portal.storage.database import Store
from portal.vault.vault import Vault
from tests.casework.conftest import CONTACT, NOON, NUMBER, WORDS

PASSWORD = "correct horse battery staple"


@pytest.fixture
def officer(store: Store) -> str:
    members.add(login="wang", name="王敏", role=Role.CASE_OFFICER, password=PASSWORD, by="system", at=NOON, store=store)
    return "wang"


def test_pages_follow_each_other_without_gap_or_overlap(store: Store) -> None:
    with store.write() as connection:
        for number in range(2 * PAGE + 5):
            journal.append(connection, Entry(NOON + timedelta(minutes=number), "a", "event.add", f"event:{number}"))
    seen, before = [], None
    while True:
        page = auditing.browse(JournalFilter(before=before), store=store)
        seen += [deed.sequence for deed in page.deeds]
        before = page.older
        if before is None:
            break
    assert seen == list(range(2 * PAGE + 5, 0, -1))


def test_a_filter_narrows_by_each_of_its_parts(store: Store) -> None:
    entries = [
        Entry(NOON, "wang", "case.open", "case:1"),
        Entry(NOON + timedelta(days=1), "wang", "case.close", "case:1"),
        Entry(NOON + timedelta(days=2), "li", "case.open", "case:2"),
    ]
    with store.write() as connection:
        for entry in entries:
            journal.append(connection, entry)

    def found(**parts: object) -> list[int]:
        return [deed.sequence for deed in auditing.browse(JournalFilter(**parts), store=store).deeds]

    assert found(actor="wang") == [2, 1]
    assert found(verb="case.open") == [3, 1]
    assert found(subject="case:1", verb="case.close") == [2]
    assert found(since=NOON + timedelta(days=1)) == [3, 2]
    assert found(until=NOON + timedelta(days=1)) == [2, 1]
    assert auditing.standing(store=store, at=NOON).verbs == ["case.close", "case.open"]


def test_who_opens_what_is_sealed_is_counted_and_the_quota_shown(
    store: Store, vault: Vault, complaint_id: UUID, officer: str
) -> None:
    for _ in range(3):
        complaints.open_sealed(
            complaint_id, reason=OpeningReason.CHECK_REPORT, by=officer, at=NOON, store=store, vault=vault
        )
    with store.write() as connection:
        for _ in range(QUOTA):
            asked = IdentityRequest(complaint_id, uuid4(), OpeningReason.CHECK_REPORT, officer, NOON)
            identity_requests.add(connection, asked)
            identity_requests.decide(connection, asked, by="li", granted=True, at=NOON)
    (one,) = auditing.standing(store=store, at=NOON).openings
    assert (one.login, one.opened, one.granted, one.quota, one.full) == (officer, 3, QUOTA, QUOTA, True)
    assert auditing.standing(store=store, at=NOON + timedelta(days=31)).openings == []


def test_failures_are_counted_by_account_and_unknown_logins_together(store: Store, officer: str) -> None:
    for login in (officer, "nobody", "no one"):
        with pytest.raises(sign_in.SignInRefused):
            sign_in.sign_in(login, "wrong", store=store, at=NOON)
    assert auditing.standing(store=store, at=NOON).failures == {officer: 1, "": 2}


def test_nothing_of_a_mother_stands_in_what_an_auditor_reads(
    store: Store, vault: Vault, complaint_id: UUID, officer: str
) -> None:
    complaints.open_sealed(
        complaint_id, reason=OpeningReason.CHECK_REPORT, by=officer, at=NOON, store=store, vault=vault
    )
    identity.ask(complaint_id, reason=OpeningReason.CONTACT_REPORTER, by=officer, at=NOON, store=store)
    read = repr(auditing.browse(JournalFilter(), store=store)) + repr(auditing.standing(store=store, at=NOON))
    assert "complaint.ask_identity" in read
    assert not any(secret in read for secret in (NUMBER, WORDS, CONTACT))
