"""The queue is narrowed by every filter alike on both databases; complaints are assigned, held, and handed over."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from portal.casework import assignments, cases, clocks, complaints, desk, members, queue
from portal.casework.opening import QuotaReached
from portal.domain import legal_term
from portal.domain.access import Role, StaffMember
from portal.domain.allowance import ALLOWANCES, Sealed
from portal.domain.case import Interest
from portal.domain.caseload import HOLD, QueueFilter, SavedSearch
from portal.domain.deadline import PauseReason
from portal.domain.period import local_day
from portal.domain.pregnancy import stage_on
from portal.domain.report import CallDraft, Card, ClosingNote, ComplaintDraft, Status, Withdrawal
from portal.domain.vocabulary import Precision, Stage, VendorType
from portal.intake import complaints as intake
from portal.storage import hospitals
from portal.storage.database import Store
from portal.vault.vault import Vault
from tests.casework.conftest import NOON, submitted
from tests.casework.test_complaints import broken_journal, deeds

TERMS = legal_term.shipped()
TODAY = local_day(NOON)
BOSS = "li.supervisor"


def found(store: Store, which: QueueFilter, today: date = TODAY) -> set[UUID]:
    page = queue.browse(which, page=1, today=today, store=store)
    assert page.total == len(page.rows)
    return {row.complaint.id for row in page.rows}


def reported(store: Store, vault: Vault, token: str, card: Card, vendor: VendorType = VendorType.OTHER) -> UUID:
    draft = ComplaintDraft(card, (CallDraft(NOON - timedelta(hours=3), Precision.MINUTE, vendor),))
    return intake.submit(draft, token=token.ljust(32, "x"), store=store, vault=vault, at=NOON).complaint_id


@pytest.fixture
def officer(store: Store) -> StaffMember:
    return _member(store, "wang", Role.CASE_OFFICER)


@pytest.fixture
def colleague(store: Store) -> StaffMember:
    return _member(store, "zhao", Role.CASE_OFFICER)


@pytest.fixture
def supervisor(store: Store) -> StaffMember:
    return _member(store, BOSS, Role.SUPERVISOR)


def _member(store: Store, login: str, role: Role) -> StaffMember:
    return members.add(
        login=login, name=login, role=role, password="correct horse battery staple", by="x", at=NOON, store=store
    )


def give(store: Store, to: StaffMember | None, *complaint_ids: UUID) -> int:
    return assignments.assign(complaint_ids, to=to.id if to else None, by=BOSS, at=NOON, store=store)


def test_hospital_district_and_vendor_narrow_the_queue(store: Store, vault: Vault) -> None:
    with store.write() as connection:
        hospitals.put(connection, {"东湖医院": "东湖区", "西山医院": "西山区"})
    east = reported(store, vault, "east", Card("东湖医院"), VendorType.CORD_BLOOD)
    west = reported(store, vault, "west", Card("西山医院"))
    assert found(store, QueueFilter(district="东湖区")) == found(store, QueueFilter(hospital="东湖医院")) == {east}
    assert found(store, QueueFilter(vendor=VendorType.OTHER)) == {west}
    assert found(store, QueueFilter(district="东湖区", vendor=VendorType.OTHER)) == set()
    assert found(store, QueueFilter(district="没有的区")) == set()


def test_the_stage_of_the_last_contact_is_the_same_in_sql_and_in_the_domain(store: Store, vault: Vault) -> None:
    births = [TODAY + timedelta(days=days) for days in (300, 182, 181, 84, 83, 1, 0, -42, -43, -100, -101)]
    cards = [Card(due_on=day) for day in births] + [Card(born_on=day) for day in births if day <= TODAY] + [Card()]
    cards += [Card(due_on=TODAY + timedelta(days=20), born_on=TODAY)]
    told = {reported(store, vault, f"n{number}", card): card for number, card in enumerate(cards)}
    for stage in Stage:
        expected = {
            complaint_id
            for complaint_id, card in told.items()
            if stage_on(TODAY, due_on=card.due_on, born_on=card.born_on) is stage
        }
        assert expected and found(store, QueueFilter(stage=stage)) == expected, stage


def test_what_is_overdue_is_found_with_and_without_a_clock_of_its_own(store: Store, vault: Vault) -> None:
    overdue = QueueFilter(overdue=True)
    waiting, taken_up = submitted(store, vault, "a"), submitted(store, vault, "b")
    complaints.begin_review(taken_up, by=BOSS, at=NOON, store=store)
    assert found(store, overdue, TODAY + timedelta(days=15)) == set()
    assert found(store, overdue, TODAY + timedelta(days=16)) == {waiting}
    assert found(store, overdue, TODAY + timedelta(days=61)) == {waiting, taken_up}
    clocks.pause(taken_up, reason=PauseReason.WAITING_FOR_AUTHORITY, terms=TERMS, by=BOSS, at=NOON, store=store)
    assert found(store, overdue, TODAY + timedelta(days=61)) == {waiting}
    intake.withdraw(waiting, Withdrawal.CASES, store=store, at=NOON)
    assert found(store, overdue, TODAY + timedelta(days=61)) == set()


def test_each_line_says_by_when_and_who(store: Store, complaint_id: UUID, officer: StaffMember) -> None:
    give(store, officer, complaint_id)
    page = queue.browse(QueueFilter(), page=1, today=TODAY, store=store)
    assert [(row.assigned_to, row.officer_id) for row in page.rows] == [("wang", officer.id)]
    assert page.due[complaint_id].day == TODAY + timedelta(days=15)


def test_many_are_assigned_at_once_each_on_record_and_found_again(
    store: Store, vault: Vault, officer: StaffMember, colleague: StaffMember
) -> None:
    one, two, three = (submitted(store, vault, token) for token in "abc")
    assert give(store, officer, one, two) == 2
    assert give(store, colleague, two) == 1
    assert give(store, colleague, two) == 0
    assert found(store, QueueFilter(assigned_to=officer.id)) == {one}
    assert found(store, QueueFilter(unassigned=True)) == {three}
    assert [(deed.verb, deed.details) for deed in deeds(store, two)][1:] == [
        ("complaint.assign", {"to": "wang"}),
        ("complaint.assign", {"to": "zhao"}),
    ]
    assert give(store, None, two) == 1
    assert found(store, QueueFilter(unassigned=True)) == {two, three}


def test_assigning_is_all_or_nothing(store: Store, vault: Vault, officer: StaffMember, supervisor: StaffMember) -> None:
    one = submitted(store, vault, "a")
    with pytest.raises(complaints.ComplaintMissing):
        give(store, officer, one, uuid4())
    with pytest.raises(assignments.CannotHandle):
        give(store, supervisor, one)
    with pytest.raises(assignments.TooMany):
        give(store, officer, *(uuid4() for _ in range(201)))
    with broken_journal(store), pytest.raises(Exception, match="row"):
        give(store, officer, one)
    assert found(store, QueueFilter(unassigned=True)) == {one}


def test_all_open_work_is_handed_over_and_what_is_closed_stays(
    store: Store, vault: Vault, officer: StaffMember, colleague: StaffMember
) -> None:
    ids = [submitted(store, vault, token) for token in "abc"]
    give(store, officer, *ids)
    complaints.begin_review(ids[0], by="wang", at=NOON, store=store)
    complaints.close(ids[0], note=ClosingNote.COUNTED, by="wang", at=NOON, store=store)
    assert assignments.hand_over(officer.id, to=colleague.id, by=BOSS, at=NOON, store=store).moved == 2
    assert found(store, QueueFilter(assigned_to=colleague.id)) == set(ids[1:])
    late = TODAY + timedelta(days=16)
    loads = {
        one.member.login: (one.open, one.overdue) for one in assignments.team(today=late, terms=TERMS, store=store)
    }
    assert loads == {"wang": (0, 0), "zhao": (2, 2)}


def test_only_who_has_it_and_supervisors_may_read_it(
    store: Store, complaint_id: UUID, officer: StaffMember, colleague: StaffMember, supervisor: StaffMember
) -> None:
    give(store, officer, complaint_id)
    assert desk.look(complaint_id, member=officer, at=NOON, store=store) == desk.Desk(officer, None)
    assert desk.look(complaint_id, member=supervisor, at=NOON, store=store).officer == officer
    for verb in (desk.look, desk.take):
        with pytest.raises(desk.NotAssigned):
            verb(complaint_id, member=colleague, at=NOON, store=store)
        with pytest.raises(complaints.ComplaintMissing):
            verb(uuid4(), member=officer, at=NOON, store=store)


def test_one_works_on_it_until_she_puts_it_back_or_time_is_over(
    store: Store, complaint_id: UUID, officer: StaffMember, supervisor: StaffMember
) -> None:
    give(store, officer, complaint_id)
    desk.take(complaint_id, member=officer, at=NOON, store=store)
    desk.take(complaint_id, member=officer, at=NOON + timedelta(minutes=5), store=store)
    with pytest.raises(desk.HeldBySomebody) as held:
        desk.take(complaint_id, member=supervisor, at=NOON + HOLD, store=store)
    assert held.value.hold.member == officer
    desk.take(complaint_id, member=supervisor, at=NOON + HOLD + timedelta(minutes=5), store=store)
    desk.put_back(complaint_id, member=officer, at=NOON + HOLD + timedelta(minutes=6), store=store)
    later = NOON + HOLD + timedelta(minutes=7)
    assert desk.look(complaint_id, member=supervisor, at=later, store=store).hold.member == supervisor
    desk.put_back(complaint_id, member=supervisor, at=later, store=store)
    assert desk.look(complaint_id, member=officer, at=later, store=store).hold is None


def test_a_complaint_that_changes_hands_is_held_by_nobody(
    store: Store, complaint_id: UUID, officer: StaffMember, colleague: StaffMember
) -> None:
    give(store, officer, complaint_id)
    desk.take(complaint_id, member=officer, at=NOON, store=store)
    give(store, colleague, complaint_id)
    desk.take(complaint_id, member=colleague, at=NOON, store=store)


def test_a_search_is_kept_under_its_name_by_whoever_saved_it(
    store: Store, officer: StaffMember, colleague: StaffMember
) -> None:
    for query in ("status=received", "status=closed"):
        queue.save_search(SavedSearch("我的", query), member=officer, at=NOON, store=store)
    assert queue.choices(officer, store=store).searches == (SavedSearch("我的", "status=closed"),)
    assert queue.choices(colleague, store=store).searches == ()
    queue.forget_search("我的", member=officer, at=NOON, store=store)
    assert queue.choices(officer, store=store).searches == ()


def test_saved_searches_have_an_end(store: Store, officer: StaffMember) -> None:
    for number in range(queue.MOST_SEARCHES):
        queue.save_search(SavedSearch(str(number), ""), member=officer, at=NOON, store=store)
    with pytest.raises(queue.TooManySearches):
        queue.save_search(SavedSearch("one more", ""), member=officer, at=NOON, store=store)


def test_everybody_who_may_handle_complaints_can_be_chosen(
    store: Store, officer: StaffMember, supervisor: StaffMember
) -> None:
    assert queue.choices(supervisor, store=store).officers == (officer,)


def test_a_status_that_nobody_has_reached_is_empty(store: Store, complaint_id: UUID) -> None:
    assert found(store, QueueFilter(status=Status.CLOSED)) == set()


def test_an_office_without_a_supervisor_is_not_stuck(store: Store, vault: Vault, officer: StaffMember) -> None:
    one = submitted(store, vault, "a")
    assignments.take_up(one, member=officer, at=NOON, store=store)
    assert desk.look(one, member=officer, at=NOON, store=store).officer == officer
    assert [(deed.verb, deed.actor) for deed in deeds(store, one)][1:] == [("complaint.take_up", "wang")]


def test_of_two_who_take_it_up_the_second_is_told(
    store: Store, vault: Vault, officer: StaffMember, colleague: StaffMember
) -> None:
    one = submitted(store, vault, "a")
    assignments.take_up(one, member=officer, at=NOON, store=store)
    for member in (officer, colleague):
        with pytest.raises(assignments.HandledAlready):
            assignments.take_up(one, member=member, at=NOON, store=store)
    assert desk.look(one, member=officer, at=NOON, store=store).officer == officer


def test_nobody_takes_up_the_whole_queue_at_once(store: Store, vault: Vault, officer: StaffMember) -> None:
    *some, last = (submitted(store, vault, f"n{number}") for number in range(ALLOWANCES[Sealed.TAKING].a_moment + 1))
    for one in some:
        assignments.take_up(one, member=officer, at=NOON, store=store)
    with pytest.raises(QuotaReached):
        assignments.take_up(last, member=officer, at=NOON, store=store)
    assert found(store, QueueFilter(unassigned=True)) == {last}


def test_an_interest_keeps_complaints_from_being_given_taken_up_or_handed_over(
    store: Store, vault: Vault, officer: StaffMember, colleague: StaffMember
) -> None:
    one, other = submitted(store, vault, "a"), submitted(store, vault, "b")
    give(store, officer, one, other)
    case_id = cases.open_with(one, title="t", by=BOSS, at=NOON, store=store)
    reason = Interest.OWN_INTEREST
    cases.exclude(case_id, staff_id=colleague.id, reason=reason, by=BOSS, at=NOON, store=store)
    with pytest.raises(desk.KeptAway):
        give(store, colleague, one, other)
    assert found(store, QueueFilter(assigned_to=officer.id)) == {one, other}  # all or none
    done = assignments.hand_over(officer.id, to=colleague.id, by=BOSS, at=NOON, store=store)
    assert (done.moved, done.kept_back) == (1, 1)
    assert found(store, QueueFilter(assigned_to=officer.id)) == {one}
    cases.exclude(case_id, staff_id=officer.id, reason=reason, by=BOSS, at=NOON, store=store)
    assert found(store, QueueFilter(unassigned=True)) == {one}  # nobody else could have read it
    for member in (officer, colleague):
        with pytest.raises(desk.KeptAway):
            assignments.take_up(one, member=member, at=NOON, store=store)
