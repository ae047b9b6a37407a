"""How she can be reached is opened by two people only, within a quota, once, and she is told."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from portal.casework import identity
from portal.domain.handling import OpeningReason
from portal.domain.identity import GRANT_HOLDS, QUOTA, QUOTA_PERIOD, REQUEST_HOLDS, IdentityRefused
from portal.domain.report import Withdrawal
from portal.intake import complaints as intake
from portal.intake import panel
from portal.storage.database import Store
from portal.vault.vault import Vault
from tests.casework.conftest import CONTACT, NOON, submitted
from tests.casework.test_complaints import OFFICER, broken_journal, deeds

BOSS, REASON = "li.supervisor", OpeningReason.CONTACT_REPORTER


def ask(store: Store, complaint_id: UUID, by: str = OFFICER, at: datetime = NOON) -> None:
    identity.ask(complaint_id, reason=REASON, by=by, at=at, store=store)


def decide(store: Store, by: str = BOSS, *, granted: bool = True, at: datetime = NOON) -> None:
    waiting = identity.waiting(at=at, store=store)[-1]
    identity.decide(waiting.complaint_id, waiting.id, granted=granted, by=by, at=at, store=store)


def look(store: Store, vault: Vault, complaint_id: UUID, by: str = OFFICER, at: datetime = NOON) -> identity.Identity:
    return identity.open_contact(complaint_id, by=by, at=at, store=store, vault=vault)


def test_one_asks_another_grants_and_one_look_is_taken(store: Store, vault: Vault, complaint_id: UUID) -> None:
    ask(store, complaint_id)
    decide(store)
    found = look(store, vault, complaint_id)
    assert found.contact == CONTACT and len(found.phrase) == 3
    assert CONTACT not in repr(found)
    with pytest.raises(IdentityRefused, match="not_granted"):
        look(store, vault, complaint_id)
    assert [(deed.verb, deed.actor) for deed in deeds(store, complaint_id)][1:] == [
        ("complaint.ask_identity", OFFICER),
        ("complaint.grant_identity", BOSS),
        ("complaint.open_identity", OFFICER),
    ]
    assert [one.reason for one in panel.looks(complaint_id, store=store)] == [REASON]


def test_nobody_grants_their_own_request_or_uses_another_s(store: Store, vault: Vault, complaint_id: UUID) -> None:
    ask(store, complaint_id)
    with pytest.raises(IdentityRefused, match="same_person"):
        decide(store, OFFICER)
    with pytest.raises(IdentityRefused, match="not_granted"):
        look(store, vault, complaint_id)
    decide(store)
    with pytest.raises(IdentityRefused, match="not_granted"):
        look(store, vault, complaint_id, by="zhao")


def test_what_is_refused_opens_nothing_and_may_be_asked_anew(store: Store, vault: Vault, complaint_id: UUID) -> None:
    ask(store, complaint_id)
    with pytest.raises(IdentityRefused, match="asked_already"):
        ask(store, complaint_id)
    decide(store, granted=False)
    with pytest.raises(IdentityRefused, match="not_granted"):
        look(store, vault, complaint_id)
    with pytest.raises(IdentityRefused, match="not_waiting"):
        identity.decide(complaint_id, uuid4(), granted=True, by=BOSS, at=NOON, store=store)
    ask(store, complaint_id)


def test_requests_and_grants_run_out(store: Store, vault: Vault, complaint_id: UUID) -> None:
    ask(store, complaint_id)
    assert identity.waiting(at=NOON + REQUEST_HOLDS, store=store) == []
    decide(store)
    with pytest.raises(IdentityRefused, match="not_granted"):
        look(store, vault, complaint_id, at=NOON + GRANT_HOLDS)


def test_an_officer_has_a_quota_that_comes_back_with_time(store: Store, vault: Vault) -> None:
    for number in range(QUOTA):
        ask(store, submitted(store, vault, f"n{number}"))
        decide(store)
    one_more = submitted(store, vault, "more")
    with pytest.raises(IdentityRefused, match="quota"):
        ask(store, one_more)
    ask(store, one_more, by="zhao")
    ask(store, one_more, at=NOON + QUOTA_PERIOD + timedelta(seconds=1))


def test_after_she_left_there_is_nothing_to_ask_for_or_to_open(store: Store, vault: Vault, complaint_id: UUID) -> None:
    ask(store, complaint_id)
    decide(store)
    intake.withdraw(complaint_id, Withdrawal.CASES, store=store, at=NOON)
    with pytest.raises(IdentityRefused, match="not_granted"):
        look(store, vault, complaint_id)
    with pytest.raises(IdentityRefused, match="no_contact"):
        ask(store, complaint_id, by="zhao")


def test_without_its_journal_entry_nothing_is_granted_or_opened(store: Store, vault: Vault, complaint_id: UUID) -> None:
    ask(store, complaint_id)
    with broken_journal(store), pytest.raises(Exception, match="row"):
        decide(store)
    decide(store)
    with broken_journal(store), pytest.raises(Exception, match="row"):
        look(store, vault, complaint_id)
    assert look(store, vault, complaint_id).contact == CONTACT
