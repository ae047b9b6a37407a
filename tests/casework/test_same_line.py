"""Who else told of a number is found without opening anything, for those who may read it; others are counted only."""

from uuid import UUID

import pytest

from portal.casework import assignments, cases, members, same_line
from portal.casework.opening import QuotaReached
from portal.domain.access import Role, StaffMember
from portal.domain.allowance import ALLOWANCES, Sealed
from portal.domain.case import Interest
from portal.domain.disclosure import OFFICE_THRESHOLD
from portal.storage.database import Store
from portal.vault.vault import Vault
from tests.casework.conftest import NOON, NUMBER, submitted
from tests.casework.test_complaints import deeds

BOSS = "li.supervisor"


def _member(store: Store, login: str, role: Role) -> StaffMember:
    return members.add(login=login, name=login, role=role, password="x" * 20, by="x", at=NOON, store=store)


@pytest.fixture
def officer(store: Store) -> StaffMember:
    return _member(store, "wang", Role.CASE_OFFICER)


def give(store: Store, to: StaffMember, *complaint_ids: UUID) -> None:
    assignments.assign(complaint_ids, to=to.id, by=BOSS, at=NOON, store=store)


def asked(store: Store, vault: Vault, complaint_id: UUID, by: StaffMember, number: str = NUMBER) -> same_line.SameLine:
    return same_line.look_up(complaint_id, number, member=by, at=NOON, store=store, vault=vault)


def test_the_own_are_named_and_the_others_counted_once_they_are_many(
    store: Store, vault: Vault, complaint_id: UUID, officer: StaffMember
) -> None:
    mine, *theirs = (submitted(store, vault, f"n{number}") for number in range(OFFICE_THRESHOLD))
    give(store, officer, complaint_id, mine)
    found = asked(store, vault, complaint_id, officer, "+86 138-0013-8000")
    assert (found.first, found.readable, found.here, found.others) == (((mine, 2),), 1, True, None)
    submitted(store, vault, "one more")
    assert asked(store, vault, complaint_id, officer).others == len(theirs) + 1
    boss = _member(store, BOSS, Role.SUPERVISOR)
    assert asked(store, vault, complaint_id, boss).readable == OFFICE_THRESHOLD + 1


def test_a_number_that_nobody_told_of_is_found_nowhere(
    store: Store, vault: Vault, complaint_id: UUID, officer: StaffMember
) -> None:
    found = asked(store, vault, complaint_id, officer, "13900139000")
    assert (found.first, found.readable, found.here, found.others) == ((), 0, False, 0)


def test_what_an_interest_keeps_away_is_counted_with_the_others(
    store: Store, vault: Vault, complaint_id: UUID, officer: StaffMember
) -> None:
    mine = submitted(store, vault, "mine")
    give(store, officer, complaint_id, mine)
    case_id = cases.open_with(mine, title="t", by=BOSS, at=NOON, store=store)
    cases.exclude(case_id, staff_id=officer.id, reason=Interest.OWN_INTEREST, by=BOSS, at=NOON, store=store)
    found = asked(store, vault, complaint_id, officer)
    assert (found.first, found.readable, found.others) == ((), 0, None)


def test_that_somebody_asked_is_on_record_and_the_number_is_not(
    store: Store, vault: Vault, complaint_id: UUID, officer: StaffMember
) -> None:
    found = asked(store, vault, complaint_id, officer)
    last = deeds(store, complaint_id)[-1]
    assert (last.verb, last.actor, last.details) == ("complaint.look_up_line", "wang", {})
    assert NUMBER not in repr(found)


@pytest.mark.parametrize("typed", ["", "未知号码", "138****8000"])
def test_what_cannot_be_compared_is_refused(
    typed: str, store: Store, vault: Vault, complaint_id: UUID, officer: StaffMember
) -> None:
    with pytest.raises(same_line.NoNumber):
        asked(store, vault, complaint_id, officer, typed)
    assert [deed.verb for deed in deeds(store, complaint_id)] == ["complaint.submit"]


def test_nobody_tries_out_numbers_by_the_dozen(
    store: Store, vault: Vault, complaint_id: UUID, officer: StaffMember
) -> None:
    for last in range(ALLOWANCES[Sealed.LINE].a_moment):
        asked(store, vault, complaint_id, officer, f"1390013{9000 + last}")
    with pytest.raises(QuotaReached):
        asked(store, vault, complaint_id, officer)
