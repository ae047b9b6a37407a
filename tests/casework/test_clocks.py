"""The legal clock is turned by officials, on record, and read by the mother."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from portal.casework import clocks, complaints
from portal.domain import legal_term
from portal.domain.deadline import ClockRefuses, Duty, ExtensionReason, PauseReason, next_due, overdue
from portal.domain.legal_term import LegalBasis
from portal.domain.period import local_day
from portal.domain.report import ClosingNote, Withdrawal
from portal.intake import complaints as intake
from portal.intake import standing
from portal.storage.database import Store
from tests.casework.conftest import NOON
from tests.casework.test_complaints import OFFICER, broken_journal, deeds

TERMS = legal_term.shipped()
TODAY = local_day(NOON)


def due_of(store: Store, complaint_id: UUID) -> tuple[Duty, date] | None:
    running = complaints.read(complaint_id, store=store).clock
    end = next_due(running) if running else None
    return (end.duty, end.day) if end else None


def extend(store: Store, complaint_id: UUID, days: int) -> None:
    clocks.extend(
        complaint_id, days=days, reason=ExtensionReason.EVIDENCE, terms=TERMS, by=OFFICER, at=NOON, store=store
    )


def test_the_clock_runs_from_the_day_it_came_in_and_then_from_its_acceptance(store: Store, complaint_id: UUID) -> None:
    assert due_of(store, complaint_id) == (Duty.ACCEPT, TODAY + timedelta(days=15))
    complaints.begin_review(complaint_id, by=OFFICER, at=NOON + timedelta(days=20), store=store)
    assert due_of(store, complaint_id) == (Duty.FINISH, TODAY + timedelta(days=80))
    running = complaints.read(complaint_id, store=store).clock
    assert running and [late.duty for late in overdue(running, TODAY + timedelta(days=20))] == [Duty.ACCEPT]


def test_closing_stops_it_and_reopening_lets_it_go_on(store: Store, complaint_id: UUID) -> None:
    complaints.begin_review(complaint_id, by=OFFICER, at=NOON, store=store)
    complaints.close(complaint_id, note=ClosingNote.COUNTED, by=OFFICER, at=NOON, store=store)
    assert due_of(store, complaint_id) is None
    complaints.reopen(complaint_id, by=OFFICER, at=NOON + timedelta(days=5), store=store)
    assert due_of(store, complaint_id) == (Duty.FINISH, TODAY + timedelta(days=65))


def test_a_basis_a_pause_and_more_time_are_on_record(store: Store, complaint_id: UUID) -> None:
    how = {"terms": TERMS, "by": OFFICER, "at": NOON, "store": store}
    complaints.begin_review(complaint_id, by=OFFICER, at=NOON, store=store)
    clocks.choose_basis(complaint_id, basis=LegalBasis.PETITION, **how)
    clocks.pause(complaint_id, reason=PauseReason.WAITING_FOR_AUTHORITY, **how)
    assert due_of(store, complaint_id) is None
    clocks.resume(complaint_id, **how)
    extend(store, complaint_id, 30)
    assert due_of(store, complaint_id) == (Duty.FINISH, TODAY + timedelta(days=90))
    assert [(deed.verb, deed.details) for deed in deeds(store, complaint_id)][2:] == [
        ("complaint.choose_basis", {"basis": "petition"}),
        ("complaint.pause_clock", {"pause": "waiting_for_authority"}),
        ("complaint.resume_clock", {}),
        ("complaint.extend_clock", {"extension": "evidence", "days": 30}),
    ]


def test_what_the_clock_refuses_leaves_no_trace(store: Store, complaint_id: UUID) -> None:
    with pytest.raises(ClockRefuses):
        extend(store, complaint_id, 5)
    complaints.begin_review(complaint_id, by=OFFICER, at=NOON, store=store)
    with pytest.raises(ClockRefuses):
        extend(store, complaint_id, 31)
    assert len(deeds(store, complaint_id)) == 2


def test_without_its_journal_entry_the_clock_is_not_turned(store: Store, complaint_id: UUID) -> None:
    complaints.begin_review(complaint_id, by=OFFICER, at=NOON, store=store)
    with broken_journal(store), pytest.raises(Exception, match="row"):
        extend(store, complaint_id, 5)
    assert due_of(store, complaint_id) == (Duty.FINISH, TODAY + timedelta(days=60))


def test_she_reads_the_same_clock_until_she_takes_her_complaint_back(store: Store, complaint_id: UUID) -> None:
    complaints.begin_review(complaint_id, by=OFFICER, at=NOON, store=store)
    assert standing.clock(complaint_id, terms=TERMS, store=store) == complaints.read(complaint_id, store=store).clock
    intake.withdraw(complaint_id, Withdrawal.CASES, store=store, at=NOON)
    assert standing.clock(complaint_id, terms=TERMS, store=store) is None
    with pytest.raises(ClockRefuses):
        clocks.resume(complaint_id, terms=TERMS, by=OFFICER, at=NOON, store=store)


def test_a_running_clock_keeps_the_numbers_with_which_it_began(store: Store, complaint_id: UUID) -> None:
    complaints.begin_review(complaint_id, by=OFFICER, at=NOON, store=store)
    market = TERMS.by_basis[LegalBasis.MARKET]
    other = legal_term.LegalTerms(market, {basis: market for basis in LegalBasis})
    running = complaints.read(complaint_id, store=store, terms=other).clock
    assert running and running.term == TERMS.default
