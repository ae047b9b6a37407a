"""The legal clock: which day, why that day, and what stops, prolongs or breaks it."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from portal.domain import deadline, legal_term
from portal.domain.deadline import Clock, ClockRefuses, Duty, ExtensionReason, PauseReason
from portal.domain.legal_term import LegalBasis, TermsUnreadable
from portal.domain.report import Card, Complaint, Origin, Status, Withdrawal

TERMS = legal_term.shipped()
MONDAY = date(2026, 3, 2)
WAITING = PauseReason.WAITING_FOR_AUTHORITY


def clock(basis: LegalBasis = LegalBasis.PETITION, start: date = MONDAY) -> Clock:
    return Clock(TERMS.by_basis[basis], start)


def days(count: int) -> date:
    return MONDAY + timedelta(days=count)


def day_of(running: Clock, duty: Duty) -> date:
    end = deadline.due(running, duty)
    assert end is not None
    return end.day


@pytest.mark.parametrize(
    ("basis", "accept", "finish", "extension"),
    [
        (LegalBasis.PETITION, 15, 60, 30),
        (LegalBasis.MARKET, 7, 45, 0),
        (LegalBasis.TELECOM, 5, 30, 0),
        (LegalBasis.HOTLINE, 1, 5, 0),
    ],
)
def test_the_shipped_numbers_are_those_of_the_research(
    basis: LegalBasis, accept: int, finish: int, extension: int
) -> None:
    term = TERMS.by_basis[basis]
    assert (term.accept, term.finish, term.extension) == (accept, finish, extension)
    assert term.source


def test_a_petition_is_accepted_in_15_days_and_finished_in_60_more() -> None:
    running = clock()
    assert day_of(running, Duty.ACCEPT) == date(2026, 3, 17)
    assert deadline.due(running, Duty.FINISH) is None
    assert day_of(deadline.accepted(running, date(2026, 3, 10)), Duty.FINISH) == date(2026, 5, 9)


def test_working_days_leave_out_the_festival_and_count_the_make_up_saturday() -> None:
    end = deadline.due(clock(LegalBasis.MARKET, date(2026, 2, 13)), Duty.ACCEPT)
    assert end is not None
    assert (end.day, end.days_off, end.made_up) == (date(2026, 3, 2), 10, 2)
    assert (end.day - end.start).days == end.count + end.days_off


def test_a_working_day_beyond_the_last_announcement_is_provisional_and_a_calendar_day_is_not() -> None:
    late = date(2026, 12, 30)
    working, calendar = (
        deadline.due(clock(basis, late), Duty.ACCEPT) for basis in (LegalBasis.MARKET, LegalBasis.PETITION)
    )
    assert working and working.provisional
    assert calendar and not calendar.provisional


def test_a_pause_moves_the_day_by_its_days_and_nobody_knows_it_while_it_lasts() -> None:
    running = deadline.paused(deadline.accepted(clock(), MONDAY), WAITING, days(10))
    assert deadline.next_due(running) is None and deadline.overdue(running, days(200)) == []
    again = deadline.resumed(running, days(20))
    end = deadline.next_due(again)
    assert end and (end.day, end.paused) == (days(70), 10)


def test_paused_and_resumed_on_one_day_changes_nothing() -> None:
    running = deadline.accepted(clock(), MONDAY)
    assert deadline.resumed(deadline.paused(running, WAITING, days(3)), days(3)) == running


def test_a_term_that_ran_out_before_a_pause_stays_overdue() -> None:
    running = deadline.paused(clock(), WAITING, days(20))
    assert [(late.duty, late.day) for late in deadline.overdue(running, days(30))] == [(Duty.ACCEPT, days(15))]


def test_a_term_is_overdue_the_day_after_and_stays_on_record_once_done() -> None:
    running = clock()
    assert deadline.overdue(running, days(15)) == []
    assert [late.duty for late in deadline.overdue(running, days(16))] == [Duty.ACCEPT]
    done = deadline.finished(deadline.accepted(running, days(16)), days(80))
    assert [late.duty for late in deadline.overdue(done, days(300))] == [Duty.ACCEPT, Duty.FINISH]
    assert deadline.next_due(done) is None


def test_an_extension_adds_its_days_and_no_more_than_the_law_allows() -> None:
    running = deadline.accepted(clock(), MONDAY)
    more = deadline.extended(running, 20, ExtensionReason.EVIDENCE, days(60))
    assert day_of(more, Duty.FINISH) == days(80)
    assert day_of(deadline.extended(more, 10, ExtensionReason.EVIDENCE, days(61)), Duty.FINISH) == days(90)
    for refused in (11, 0, -1):
        with pytest.raises(ClockRefuses, match="too_long"):
            deadline.extended(more, refused, ExtensionReason.EVIDENCE, days(61))


def test_an_extension_after_the_end_or_before_acceptance_is_refused() -> None:
    with pytest.raises(ClockRefuses, match="too_late"):
        deadline.extended(deadline.accepted(clock(), MONDAY), 5, ExtensionReason.EVIDENCE, days(61))
    with pytest.raises(ClockRefuses, match="not_running"):
        deadline.extended(clock(), 5, ExtensionReason.EVIDENCE, MONDAY)


def test_the_days_between_closing_and_reopening_do_not_count() -> None:
    closed = deadline.finished(deadline.accepted(clock(), MONDAY), days(10))
    again = deadline.reopened(closed, days(40))
    assert day_of(again, Duty.FINISH) == days(90)
    assert deadline.reopened(closed, days(10)).pauses == ()


def test_another_basis_counts_from_the_same_beginning_but_not_after_an_extension() -> None:
    running = deadline.accepted(clock(), MONDAY)
    assert day_of(deadline.rebased(running, TERMS.by_basis[LegalBasis.MARKET]), Duty.FINISH) == days(45)
    with pytest.raises(ClockRefuses, match="basis_fixed"):
        deadline.rebased(
            deadline.extended(running, 1, ExtensionReason.EVIDENCE, MONDAY), TERMS.by_basis[LegalBasis.MARKET]
        )


@pytest.mark.parametrize("basis", LegalBasis)
@pytest.mark.parametrize("today", [MONDAY, date(2026, 2, 24), date(2026, 10, 9)])
def test_the_latest_overdue_start_is_where_a_complaint_begins_to_be_late(basis: LegalBasis, today: date) -> None:
    start = deadline.latest_overdue_start(TERMS.by_basis[basis], today)
    assert deadline.overdue(clock(basis, start), today)
    assert not deadline.overdue(clock(basis, start + timedelta(days=1)), today)


def test_an_imported_report_has_no_clock_until_it_is_taken_up_and_one_taken_back_none() -> None:
    at = datetime(2026, 3, 2, 4, tzinfo=UTC)
    hers = Complaint(UUID(int=1), at, Origin.PORTAL, Card())
    imported = Complaint(UUID(int=1), at, Origin.IMPORT, Card())
    gone = Complaint(UUID(int=1), at, Origin.PORTAL, Card(), withdrawal=Withdrawal.CASES)
    old = Complaint(UUID(int=1), at, Origin.PORTAL, Card(), status=Status.CLOSED)
    assert deadline.clock_of(hers, None, TERMS.default) == clock()
    assert [deadline.clock_of(one, None, TERMS.default) for one in (imported, old)] == [None, None]
    assert deadline.clock_of(gone, clock(), TERMS.default) is None
    assert deadline.started(imported, None, TERMS.default, at + timedelta(days=9)).started_on == days(9)


def test_a_row_comes_back_as_it_was_written() -> None:
    for term in TERMS.by_basis.values():
        assert legal_term.from_document(legal_term.to_document(term)) == term


@pytest.mark.parametrize(
    ("old", "new"),
    [("accept = 15", "accept = -1"), ('default = "petition"', 'default = "court"'), ("[market]", "[markt]"), ("=", "")],
)
def test_a_table_that_is_wrong_is_refused_with_its_name(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "terms.toml"
    path.write_text(legal_term.SHIPPED.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    with pytest.raises(TermsUnreadable, match=r"terms\.toml"):
        legal_term.read(path)


def test_an_operator_may_choose_other_numbers(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    shipped = legal_term.SHIPPED.read_text(encoding="utf-8")
    path.write_text(shipped.replace("accept = 15", "accept = 10"), encoding="utf-8")
    assert legal_term.read(path).default.accept == 10
