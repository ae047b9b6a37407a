"""Nobody harvests: what one official opens is bounded, the bound holds against two at once, and reaching it is seen."""

from datetime import datetime, timedelta
from threading import Barrier, Thread
from uuid import UUID, uuid4

import pytest

from portal.casework import complaints, identity, letters, opening, vitals
from portal.casework.opening import QuotaReached
from portal.domain.allowance import ALLOWANCES, DAY, MOMENT, Sealed
from portal.domain.handling import OpeningReason
from portal.intake import attachments as hers
from portal.storage import journal
from portal.storage.database import Store
from portal.vault.vault import Vault
from tests.casework.conftest import NOON, WORDS, submitted
from tests.casework.test_complaints import OFFICER, deeds

REASON = OpeningReason.CHECK_REPORT
WORDS_ALLOWED, CONTACTS_ALLOWED = ALLOWANCES[Sealed.WORDS], ALLOWANCES[Sealed.CONTACT]
MINUTE = timedelta(minutes=1)


def look(
    store: Store, vault: Vault, complaint_id: UUID, at: datetime = NOON, by: str = OFFICER
) -> complaints.OpenedFile:
    return complaints.open_sealed(complaint_id, reason=REASON, by=by, at=at, store=store, vault=vault)


def several(store: Store, vault: Vault, count: int) -> list[UUID]:
    return [submitted(store, vault, f"n{number}") for number in range(count)]


def test_who_opens_one_complaint_after_another_is_stopped_and_seen(store: Store, vault: Vault) -> None:
    *opened, last = several(store, vault, WORDS_ALLOWED.a_moment + 1)
    for one in opened:
        look(store, vault, one)
    for _ in range(3):
        with pytest.raises(QuotaReached) as refused:
            look(store, vault, last)
    assert refused.value.reached.again_at == NOON + MOMENT
    assert [deed.verb for deed in deeds(store, last)] == ["complaint.submit"]  # not opened, and she reads of no look
    (alarm,) = opening.alarms(at=NOON, store=store)  # one alarm, however often he tries
    assert (alarm.actor, alarm.details["of"], alarm.details["most"]) == (OFFICER, "words", WORDS_ALLOWED.a_moment)
    assert vitals.read(store=store, at=NOON).quotas_reached == 1
    assert vitals.read(store=store, at=NOON + DAY).quotas_reached == 0


def test_what_was_opened_opens_again_and_a_colleague_is_not_stopped(store: Store, vault: Vault) -> None:
    *opened, last = several(store, vault, WORDS_ALLOWED.a_moment + 1)
    for one in opened:
        look(store, vault, one)
    assert look(store, vault, opened[0]).calls[0].notes == WORDS
    assert look(store, vault, last, by="zhao").calls[0].notes == WORDS
    assert look(store, vault, last, NOON + MOMENT).calls[0].notes == WORDS


def test_a_day_has_an_end_too(store: Store, vault: Vault) -> None:
    *opened, last = several(store, vault, WORDS_ALLOWED.a_day + 1)
    for number, one in enumerate(opened):
        look(store, vault, one, NOON + number * 2 * MINUTE)
    with pytest.raises(QuotaReached) as refused:
        look(store, vault, last, NOON + DAY - MINUTE)
    assert refused.value.reached.within == DAY
    look(store, vault, last, NOON + DAY)


def test_letters_and_files_count_like_words(store: Store, vault: Vault) -> None:
    *opened, last = several(store, vault, WORDS_ALLOWED.a_moment + 1)
    for one in opened:
        letters.read(one, reason=REASON, by=OFFICER, at=NOON, store=store, vault=vault)
    with pytest.raises(QuotaReached):
        letters.read(last, reason=REASON, by=OFFICER, at=NOON, store=store, vault=vault)
    with pytest.raises(QuotaReached):
        look(store, vault, last)
    hers.add_digests(last, ["a" * 64], token="t", store=store, vault=vault, at=NOON)
    (kept,) = hers.of_complaint(last, store=store)
    with pytest.raises(QuotaReached):
        complaints.open_attachment(last, kept.id, reason=REASON, by=OFFICER, at=NOON, store=store, vault=vault)


def test_contacts_have_an_allowance_of_their_own_and_the_grant_is_not_used_up(store: Store, vault: Vault) -> None:
    *opened, last = several(store, vault, CONTACTS_ALLOWED.a_moment + 1)
    for one in (*opened, last):
        identity.ask(one, reason=REASON, by=OFFICER, at=NOON, store=store)
        (asked,) = identity.requests(one, at=NOON, store=store)
        identity.decide(one, asked.id, granted=True, by="li.supervisor", at=NOON, store=store)
    for one in opened:
        identity.open_contact(one, by=OFFICER, at=NOON, store=store, vault=vault)
    with pytest.raises(QuotaReached):
        identity.open_contact(last, by=OFFICER, at=NOON, store=store, vault=vault)
    assert identity.open_contact(last, by=OFFICER, at=NOON + MOMENT, store=store, vault=vault).contact


def test_of_many_looks_at_once_no_more_than_the_allowance_opens(store: Store, vault: Vault) -> None:
    told = several(store, vault, WORDS_ALLOWED.a_moment + 3)
    together, answers = Barrier(len(told)), []

    def at_once(complaint_id: UUID) -> None:
        together.wait()
        try:
            look(store, vault, complaint_id)
            answers.append("opened")
        except QuotaReached:
            answers.append("refused")

    threads = [Thread(target=at_once, args=(one,)) for one in told]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["opened"] * WORDS_ALLOWED.a_moment + ["refused"] * 3
    assert len(opening.alarms(at=NOON, store=store)) == 1
    with store.read() as connection:
        assert journal.broken_at(connection) is None


def test_where_nothing_is_or_nothing_is_sealed_nothing_is_counted(store: Store, vault: Vault) -> None:
    with pytest.raises(complaints.ComplaintMissing):
        look(store, vault, uuid4())
    assert opening.alarms(at=NOON, store=store) == []
