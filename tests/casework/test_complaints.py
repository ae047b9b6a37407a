"""An official moves a complaint on, and opens what is sealed, and the journal has it before anybody sees it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Barrier, Thread
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from portal.casework import complaints, queue
from portal.domain.caseload import QueueFilter
from portal.domain.handling import OpeningReason, StepNotPossible
from portal.domain.journal import Entry
from portal.domain.period import local_day
from portal.domain.report import ClosingNote, Status, Withdrawal
from portal.domain.vocabulary import Office, Stage
from portal.domain.workday import working_days_between
from portal.intake import complaints as intake
from portal.intake import filings
from portal.storage import complaints as complaint_rows
from portal.storage import journal
from portal.storage.database import Store
from portal.vault.sealing import SealBroken
from portal.vault.vault import Vault
from tests.casework.conftest import CONTACT, NOON, NUMBER, WORDS, submitted

OFFICER = "wang.min"
COLLEAGUE = "zhao.lei"
EVERYTHING = QueueFilter()
TODAY = local_day(NOON)


def status_of(store: Store, complaint_id: UUID) -> Status:
    return complaints.read(complaint_id, store=store).complaint.status


def deeds(store: Store, complaint_id: UUID) -> list[Entry]:
    return list(complaints.read(complaint_id, store=store).deeds)


@contextmanager
def broken_journal(store: Store) -> Iterator[None]:
    """No journal entry can be written: its head is gone."""
    with store.write() as connection:
        head = connection.execute(text("SELECT id, sequence, digest, frontier FROM journal_head")).one()
        connection.execute(text("DELETE FROM journal_head"))
    yield
    with store.write() as connection:
        connection.execute(text("INSERT INTO journal_head VALUES (:id, :sequence, :digest, :frontier)"), head._asdict())


def test_the_queue_tells_when_and_how_many_but_nothing_sealed(store: Store, complaint_id: UUID) -> None:
    page = queue.browse(EVERYTHING, page=1, today=TODAY, store=store)
    assert [(row.complaint.id, row.calls, row.last_contact) for row in page.rows] == [(complaint_id, 2, NOON)]
    assert WORDS not in repr(page) and NUMBER not in repr(page) and CONTACT not in repr(page)


def test_the_queue_is_filtered_by_status_and_counts_its_pages(store: Store, vault: Vault, complaint_id: UUID) -> None:
    for number in range(queue.PAGE_ROWS):
        submitted(store, vault, f"more-{number}", at=NOON + timedelta(minutes=number + 1))
    complaints.begin_review(complaint_id, by=OFFICER, at=NOON, store=store)
    waiting = queue.browse(QueueFilter(status=Status.RECEIVED), page=1, today=TODAY, store=store)
    everything = queue.browse(EVERYTHING, page=9, today=TODAY, store=store)
    assert (waiting.total, waiting.pages) == (queue.PAGE_ROWS, 1)
    assert (everything.total, everything.pages, everything.number) == (queue.PAGE_ROWS + 1, 2, 2)
    assert [row.complaint.id for row in everything.rows] == [complaint_id]


def test_a_complaint_waits_in_working_days_until_it_is_closed(store: Store, complaint_id: UUID) -> None:
    next_week = TODAY + timedelta(days=7)
    page = queue.browse(EVERYTHING, page=1, today=next_week, store=store)
    assert page.waited == {complaint_id: working_days_between(TODAY, next_week)}
    complaints.begin_review(complaint_id, by=OFFICER, at=NOON, store=store)
    complaints.close(complaint_id, note=next(iter(ClosingNote)), by=OFFICER, at=NOON, store=store)
    assert queue.browse(EVERYTHING, page=1, today=next_week, store=store).waited == {}


def test_an_empty_queue_has_one_page(store: Store) -> None:
    assert queue.browse(EVERYTHING, page=1, today=TODAY, store=store).pages == 1


def test_a_complaint_is_read_with_stages_and_without_what_is_sealed(store: Store, complaint_id: UUID) -> None:
    case = complaints.read(complaint_id, store=store)
    assert [call.stage for call in case.calls] == [Stage.THIRD_TRIMESTER, Stage.THIRD_TRIMESTER]
    assert case.has_sealed
    assert [deed.verb for deed in case.deeds] == ["complaint.submit"]


def test_a_complaint_that_does_not_exist_is_missing(store: Store) -> None:
    with pytest.raises(complaints.ComplaintMissing):
        complaints.read(uuid4(), store=store)


def test_a_complaint_goes_from_received_over_reviewing_to_closed_and_back(store: Store, complaint_id: UUID) -> None:
    complaints.begin_review(complaint_id, by=OFFICER, at=NOON, store=store)
    assert status_of(store, complaint_id) is Status.REVIEWING
    complaints.close(complaint_id, note=ClosingNote.REFERRED, by=OFFICER, at=NOON, store=store)
    closed = complaints.read(complaint_id, store=store).complaint
    assert (closed.status, closed.closing_note) == (Status.CLOSED, ClosingNote.REFERRED)
    complaints.reopen(complaint_id, by=OFFICER, at=NOON, store=store)
    again = complaints.read(complaint_id, store=store).complaint
    assert (again.status, again.closing_note) == (Status.REVIEWING, None)
    assert [deed.verb for deed in deeds(store, complaint_id)] == [
        "complaint.submit",
        "complaint.begin_review",
        "complaint.close",
        "complaint.reopen",
    ]


def test_a_step_that_does_not_lead_from_here_is_refused_and_leaves_no_trace(store: Store, complaint_id: UUID) -> None:
    with pytest.raises(StepNotPossible):
        complaints.close(complaint_id, note=ClosingNote.COUNTED, by=OFFICER, at=NOON, store=store)
    with pytest.raises(StepNotPossible):
        complaints.reopen(complaint_id, by=OFFICER, at=NOON, store=store)
    assert status_of(store, complaint_id) is Status.RECEIVED
    assert len(deeds(store, complaint_id)) == 1


def test_without_its_journal_entry_a_change_is_gone(store: Store, complaint_id: UUID) -> None:
    with broken_journal(store), pytest.raises(Exception, match="row"):
        complaints.begin_review(complaint_id, by=OFFICER, at=NOON, store=store)
    assert status_of(store, complaint_id) is Status.RECEIVED


def test_without_its_journal_entry_nothing_sealed_is_opened(store: Store, vault: Vault, complaint_id: UUID) -> None:
    with broken_journal(store), pytest.raises(Exception, match="row"):
        opened(store, vault, complaint_id)


def test_that_somebody_looks_is_in_the_journal_before_anything_is_open(
    store: Store, vault: Vault, complaint_id: UUID
) -> None:
    watching = WatchingVault(vault, lambda: [deed.verb for deed in deeds(store, complaint_id)])
    opened(store, watching, complaint_id)
    assert watching.seen == ["complaint.submit", "complaint.open_sealed"]
    entry = deeds(store, complaint_id)[-1]
    assert (entry.actor, entry.details) == (OFFICER, {"reason": "identify_caller"})


def test_the_entry_stays_even_if_the_seal_does_not_open(store: Store, vault: Vault, complaint_id: UUID) -> None:
    with store.write() as connection:
        connection.execute(text("UPDATE calls SET notes_sealed = caller_sealed"))
    with pytest.raises(SealBroken):
        opened(store, vault, complaint_id)
    assert deeds(store, complaint_id)[-1].verb == "complaint.open_sealed"


def test_opened_are_her_numbers_her_words_and_her_contact(store: Store, vault: Vault, complaint_id: UUID) -> None:
    file = opened(store, vault, complaint_id)
    assert {(call.caller.normal if call.caller else None, call.notes) for call in file.calls} == {
        ("+86" + NUMBER, WORDS)
    }
    assert WORDS not in repr(file) and NUMBER not in repr(file) and CONTACT not in repr(file)


def test_what_she_took_back_cannot_be_opened_and_leaves_no_entry(
    store: Store, vault: Vault, complaint_id: UUID
) -> None:
    intake.withdraw(complaint_id, Withdrawal.CASES, store=store, at=NOON)
    with pytest.raises(complaints.NothingSealed):
        opened(store, vault, complaint_id)
    assert deeds(store, complaint_id)[-1].verb == "complaint.withdraw"
    assert not complaints.read(complaint_id, store=store).has_sealed


def test_of_two_officers_at_once_one_takes_it_up_and_the_other_is_told(store: Store, complaint_id: UUID) -> None:
    together, refused = Barrier(2), []

    def take_up(login: str) -> None:
        together.wait()
        try:
            complaints.begin_review(complaint_id, by=login, at=NOON, store=store)
        except StepNotPossible:
            refused.append(login)

    threads = [Thread(target=take_up, args=(login,)) for login in (OFFICER, COLLEAGUE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    taken_up = [deed.actor for deed in deeds(store, complaint_id) if deed.verb == "complaint.begin_review"]
    assert sorted(taken_up + refused) == [OFFICER, COLLEAGUE]
    with store.read() as connection:
        assert journal.broken_at(connection) is None


def test_the_database_refuses_a_note_on_a_complaint_that_is_not_closed(store: Store, complaint_id: UUID) -> None:
    with pytest.raises(Exception, match="only_closed_has_note"), store.write() as connection:
        complaint_rows.change_status(connection, complaint_id, Status.REVIEWING, ClosingNote.COUNTED)


class WatchingVault:
    """A vault that looks at the journal at the moment at which it is asked to open something."""

    def __init__(self, vault: Vault, look: Callable[[], list[str]]) -> None:
        self.vault, self.look, self.seen = vault, look, []

    def unwrap(self, *arguments: object) -> object:
        self.seen = self.look()
        return self.vault.unwrap(*arguments)

    def phrase_numbers(self, *arguments: object) -> object:
        return self.vault.phrase_numbers(*arguments)


def opened(store: Store, vault: Vault, complaint_id: UUID) -> complaints.OpenedFile:
    return complaints.open_sealed(
        complaint_id, reason=OpeningReason.IDENTIFY_CALLER, by=OFFICER, at=NOON, store=store, vault=vault
    )


def test_what_she_filed_elsewhere_is_opened_with_the_rest(store: Store, vault: Vault, complaint_id: UUID) -> None:
    filings.add(
        complaint_id, office=Office.POLICE, filed_on=None, reference="受案字 7", token="f" * 32, store=store,
        vault=vault, at=NOON,
    )  # fmt: skip
    (found,) = opened(store, vault, complaint_id).filings
    assert (found.filing.office, found.reference, found.outcome) == (Office.POLICE, "受案字 7", None)
