"""Notes on a case: for those who handle one of its complaints, sealed, gone with the last sealed complaint."""

import pytest
from sqlalchemy import text

from portal.casework import assignments, case_notes, cases, members
from portal.casework.opening import NothingSealed
from portal.domain.access import Role, StaffMember
from portal.domain.case import MOST_NOTES, Interest, TooManyNotes
from portal.domain.report import Withdrawal
from portal.intake import complaints as intake
from portal.storage.database import Store
from portal.vault.sealing import SealBroken
from portal.vault.vault import Vault
from tests.casework.conftest import NOON, submitted
from tests.casework.test_complaints import broken_journal

NOTED, BOSS = "两家笔庄是同一个老板", "li.supervisor"


@pytest.fixture
def officer(store: Store) -> StaffMember:
    return _member(store, "wang", Role.CASE_OFFICER)


def _member(store: Store, login: str, role: Role) -> StaffMember:
    return members.add(login=login, name=login, role=role, password="x" * 20, by="x", at=NOON, store=store)


@pytest.fixture
def case_id(store: Store, vault: Vault, officer: StaffMember) -> int:
    one = submitted(store, vault, "first")
    assignments.assign([one], to=officer.id, by=BOSS, at=NOON, store=store)
    return cases.open_with(one, title="同一家笔庄", by="wang", at=NOON, store=store)


def write(store: Store, vault: Vault, case_id: int, by: StaffMember, token: str = "t") -> None:
    case_notes.write(case_id, NOTED, token=token, member=by, at=NOON, store=store, vault=vault)


def read(store: Store, vault: Vault, case_id: int, by: StaffMember) -> list[str] | None:
    found = case_notes.read(case_id, member=by, store=store, vault=vault)
    return None if found is None else [one.text for one in found]


def test_who_handles_a_complaint_of_the_case_and_a_supervisor_read_it_others_do_not(
    store: Store, vault: Vault, case_id: int, officer: StaffMember
) -> None:
    boss, other = _member(store, BOSS, Role.SUPERVISOR), _member(store, "zhao", Role.CASE_OFFICER)
    for _ in range(2):
        write(store, vault, case_id, officer)
    assert read(store, vault, case_id, officer) == read(store, vault, case_id, boss) == [NOTED]
    assert read(store, vault, case_id, other) is None
    with pytest.raises(case_notes.NotForYou):
        write(store, vault, case_id, other)
    cases.exclude(case_id, staff_id=boss.id, reason=Interest.KNOWS_SUSPECT, by="x", at=NOON, store=store)
    assert read(store, vault, case_id, boss) is None


def test_it_lies_sealed_and_opens_in_its_own_row_only(
    store: Store, vault: Vault, case_id: int, officer: StaffMember
) -> None:
    write(store, vault, case_id, officer)
    with store.write() as connection:
        assert NOTED.encode() not in bytes(connection.execute(text("SELECT text_sealed FROM case_notes")).scalar_one())
        connection.execute(text("UPDATE case_notes SET id = '00000000000000000000000000000001'"))
    with pytest.raises(SealBroken):
        read(store, vault, case_id, officer)


@pytest.mark.parametrize("how", [Withdrawal.CASES, Withdrawal.ERASED])
def test_it_goes_with_the_last_complaint_that_has_something_sealed(
    store: Store, vault: Vault, case_id: int, officer: StaffMember, how: Withdrawal
) -> None:
    (one,) = (complaint.id for complaint in cases.read(case_id, store=store).complaints)
    other = submitted(store, vault, "other")
    assignments.assign([other], to=officer.id, by=BOSS, at=NOON, store=store)
    cases.put_in(other, case_id=case_id, by="wang", at=NOON, store=store)
    write(store, vault, case_id, officer)
    intake.withdraw(one, how, store=store, at=NOON)
    assert read(store, vault, case_id, officer) == [NOTED]
    intake.withdraw(other, how, store=store, at=NOON)
    boss = _member(store, BOSS, Role.SUPERVISOR)
    assert read(store, vault, case_id, boss) == []
    with pytest.raises(NothingSealed):
        write(store, vault, case_id, boss)


def test_without_its_journal_entry_nothing_is_noted_and_notes_have_an_end(
    store: Store, vault: Vault, case_id: int, officer: StaffMember
) -> None:
    with broken_journal(store), pytest.raises(Exception, match="row"):
        write(store, vault, case_id, officer)
    assert read(store, vault, case_id, officer) == []
    for number in range(MOST_NOTES):
        write(store, vault, case_id, officer, str(number))
    with pytest.raises(TooManyNotes):
        write(store, vault, case_id, officer, "one more")
