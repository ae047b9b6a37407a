"""Complaints and cases, many to many; who has an interest stays away; links stand on both sides; leaving leaves all."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from portal.casework import assignments, cases, complaints, desk, members
from portal.domain.access import Role, StaffMember
from portal.domain.case import Interest, LinkKind
from portal.domain.report import Withdrawal
from portal.intake import complaints as intake
from portal.intake import standing
from portal.storage.database import Store
from portal.vault.vault import Vault
from tests.casework.conftest import NOON, submitted
from tests.casework.test_complaints import broken_journal, deeds

BY = "wang"
LOOKING = StaffMember(uuid4(), "li", "li", Role.SUPERVISOR)


def opened(store: Store, complaint_id: UUID, title: str = "同一家笔庄") -> int:
    return cases.open_with(complaint_id, title=title, by=BY, at=NOON, store=store)


def put_in(store: Store, complaint_id: UUID, case_id: int) -> None:
    cases.put_in(complaint_id, case_id=case_id, by=BY, at=NOON, store=store)


def test_a_case_has_many_complaints_and_a_complaint_many_cases(store: Store, vault: Vault) -> None:
    one, two = submitted(store, vault, "a"), submitted(store, vault, "b")
    first, second = opened(store, one), opened(store, one, "另一件")
    put_in(store, two, first)
    put_in(store, two, first)
    assert [(case.id, count) for case, count in cases.listed(store=store)] == [(second, 1), (first, 2)]
    assert {found.id for found in cases.read(first, store=store).complaints} == {one, two}
    assert standing.case_numbers(one, store=store) == ["2026-0001", "2026-0002"]
    cases.take_out(one, case_id=first, by=BY, at=NOON, store=store)
    assert standing.case_numbers(one, store=store) == ["2026-0002"]
    assert [(deed.verb, deed.details) for deed in deeds(store, one)][1:] == [
        ("complaint.put_in_case", {"case": "2026-0001"}),
        ("complaint.put_in_case", {"case": "2026-0002"}),
        ("complaint.take_out_of_case", {"case": "2026-0001"}),
    ]


def test_a_closed_case_takes_nothing_in_until_it_is_opened_again(store: Store, vault: Vault) -> None:
    case_id, other = opened(store, submitted(store, vault, "a")), submitted(store, vault, "b")
    cases.change_closed(case_id, closed=True, by=BY, at=NOON + timedelta(days=1), store=store)
    with pytest.raises(cases.CaseClosed):
        put_in(store, other, case_id)
    assert cases.belonging(other, member=LOOKING, store=store).open_cases == ()
    cases.change_closed(case_id, closed=False, by=BY, at=NOON, store=store)
    put_in(store, other, case_id)
    with pytest.raises(cases.CaseMissing):
        put_in(store, other, 99)


@pytest.mark.parametrize("how", [Withdrawal.CASES, Withdrawal.ERASED])
def test_what_she_takes_back_leaves_its_cases_and_links(store: Store, vault: Vault, how: Withdrawal) -> None:
    one, two = submitted(store, vault, "a"), submitted(store, vault, "b")
    case_id = opened(store, one)
    cases.link(one, other=two, kind=LinkKind.RELATED, member=LOOKING, at=NOON, store=store)
    intake.withdraw(one, how, store=store, at=NOON)
    assert cases.read(case_id, store=store).complaints == ()
    assert cases.belonging(two, member=LOOKING, store=store).links == ()
    with pytest.raises(cases.TakenBack):
        put_in(store, one, case_id)


def test_who_has_an_interest_opens_no_complaint_of_the_case(store: Store, complaint_id: UUID) -> None:
    officer = _officer(store)
    assignments.assign([complaint_id], to=officer.id, by=BY, at=NOON, store=store)
    case_id = opened(store, complaint_id)
    cases.exclude(case_id, staff_id=officer.id, reason=Interest.KNOWS_SUSPECT, by=BY, at=NOON, store=store)
    assert cases.read(case_id, store=store).keeps_away(officer)
    for turn in (desk.look, desk.take):
        with pytest.raises(desk.KeptAway):
            turn(complaint_id, member=officer, at=NOON, store=store)
    cases.admit(case_id, staff_id=officer.id, by=BY, at=NOON, store=store)
    assignments.assign([complaint_id], to=officer.id, by=BY, at=NOON, store=store)
    desk.take(complaint_id, member=officer, at=NOON, store=store)
    with pytest.raises(cases.MemberMissing):
        cases.exclude(case_id, staff_id=uuid4(), reason=Interest.OWN_INTEREST, by=BY, at=NOON, store=store)


def test_calls_from_the_same_lines_are_suggested_until_they_are_linked(store: Store, vault: Vault) -> None:
    one, two = submitted(store, vault, "a"), submitted(store, vault, "b")
    assert cases.belonging(one, member=LOOKING, store=store).suggested == ((two, 2),)
    cases.link(one, other=two, kind=LinkKind.DUPLICATE, member=LOOKING, at=NOON, store=store)
    assert cases.belonging(one, member=LOOKING, store=store).suggested == ()
    assert [link.other_id for link in cases.belonging(two, member=LOOKING, store=store).links] == [one]
    assert deeds(store, two)[-1].details == {"link": "duplicate"}
    cases.unlink(two, other=one, by=BY, at=NOON, store=store)
    assert cases.belonging(one, member=LOOKING, store=store).links == ()
    with pytest.raises(complaints.ComplaintMissing):
        cases.link(one, other=uuid4(), kind=LinkKind.RELATED, member=LOOKING, at=NOON, store=store)


def test_what_somebody_may_not_read_is_counted_once_it_is_not_few(store: Store, vault: Vault) -> None:
    one, mine, *theirs = (submitted(store, vault, token) for token in "abcdefg")
    officer = _officer(store)
    assignments.assign([one, mine], to=officer.id, by=BY, at=NOON, store=store)
    found = cases.belonging(one, member=officer, store=store)
    assert (found.suggested, found.others) == (((mine, 2),), len(theirs))
    assignments.assign(theirs[:1], to=officer.id, by=BY, at=NOON, store=store)
    assert cases.belonging(one, member=officer, store=store).others is None


def test_without_its_journal_entry_there_is_no_case(store: Store, complaint_id: UUID) -> None:
    with broken_journal(store), pytest.raises(Exception, match="row"):
        opened(store, complaint_id)
    assert cases.listed(store=store) == []


def _officer(store: Store) -> StaffMember:
    password = "correct horse battery staple"
    role = Role.CASE_OFFICER
    return members.add(login="zhao", name="赵磊", role=role, password=password, by=BY, at=NOON, store=store)
