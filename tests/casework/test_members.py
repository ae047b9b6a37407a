"""Accounts come, change, go and come back; somebody who can administer remains; the journal knows each step."""

from threading import Barrier, Thread
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from portal.casework import account_requests, members, sign_in
from portal.casework.members import (
    LastAdministrator,
    LoginTaken,
    MemberMissing,
    NotAdministrator,
    NothingChanges,
    OwnAccount,
)
from portal.domain.access import Role, StaffMember
from portal.domain.account_request import AccountStep
from portal.storage import staff
from portal.storage.database import Store
from tests.casework.conftest import NOON

PASSWORD = "correct horse battery staple"


def employed(store: Store, login: str, role: Role) -> StaffMember:
    return members.add(login=login, name="王敏", role=role, password=PASSWORD, by="system", at=NOON, store=store)


@pytest.fixture
def zhou(store: Store) -> StaffMember:
    return employed(store, "zhou", Role.ADMINISTRATOR)


@pytest.fixture
def officer(store: Store) -> StaffMember:
    return employed(store, "wang.min", Role.CASE_OFFICER)


def deeds(store: Store, member: StaffMember) -> list[tuple[str, str, dict[str, Any]]]:
    return [(one.actor, one.verb, one.details) for one in members.read(member.id, store=store).deeds]


@pytest.mark.parametrize("login", ["zhou", "system", "command_line", "reporter"])
def test_a_login_is_nobody_elses_and_no_name_of_the_journal(store: Store, zhou: StaffMember, login: str) -> None:
    with pytest.raises(LoginTaken):
        account_requests.employ(login=login, name="李", role=Role.ANALYST, by=zhou, at=NOON, store=store)


def test_who_is_deactivated_is_out_at_once_and_stays_out(store: Store, zhou: StaffMember, officer: StaffMember) -> None:
    tokens = [sign_in.sign_in(officer.login, PASSWORD, store=store, at=NOON) for _ in range(2)]
    members.deactivate(officer.id, by=zhou, at=NOON, store=store)
    with pytest.raises(sign_in.SignInRefused):
        sign_in.sign_in(officer.login, PASSWORD, store=store, at=NOON)
    members.reactivate(officer.id, by=zhou, at=NOON, store=store)
    assert [sign_in.presence_behind(token, NOON, store=store) for token in tokens] == [None, None]
    assert sign_in.sign_in(officer.login, PASSWORD, store=store, at=NOON)
    assert [verb for _by, verb, _details in deeds(store, officer)[1:]] == ["staff.deactivate", "staff.reactivate"]
    assert deeds(store, officer)[1] == ("zhou", "staff.deactivate", {"sessions": 2})


def test_a_session_is_not_opened_for_an_account_that_changed_since_the_check(
    store: Store, zhou: StaffMember, officer: StaffMember
) -> None:
    checked = sign_in._checked(officer.login, PASSWORD, store=store, at=NOON)
    account_requests.change_on_server(officer.login, AccountStep.RESET, None, by="command_line", at=NOON, store=store)
    with pytest.raises(sign_in.SignInRefused):
        sign_in._opened(checked, store=store, at=NOON)


def test_nobody_shuts_himself_out(store: Store, zhou: StaffMember) -> None:
    employed(store, "second", Role.ADMINISTRATOR)
    with pytest.raises(OwnAccount):
        members.deactivate(zhou.id, by=zhou, at=NOON, store=store)
    with pytest.raises(OwnAccount):
        account_requests.ask_role(zhou.id, role=Role.ANALYST, by=zhou, at=NOON, store=store)


def test_the_last_administrator_stays() -> None:
    last = StaffMember(uuid4(), "zhou", "周", Role.ADMINISTRATOR)
    with pytest.raises(LastAdministrator):
        members._keep_one([last], last)


def test_only_an_active_administrator_administers(store: Store, zhou: StaffMember, officer: StaffMember) -> None:
    second = employed(store, "second", Role.ADMINISTRATOR)
    members.deactivate(second.id, by=zhou, at=NOON, store=store)
    for by in (officer, second):
        with pytest.raises(NotAdministrator):
            members.deactivate(zhou.id, by=by, at=NOON, store=store)
        with pytest.raises(NotAdministrator):
            account_requests.employ(login="li", name="李", role=Role.ANALYST, by=by, at=NOON, store=store)


def test_what_is_so_already_is_no_deed(store: Store, zhou: StaffMember, officer: StaffMember) -> None:
    with pytest.raises(NothingChanges):
        members.reactivate(officer.id, by=zhou, at=NOON, store=store)
    with pytest.raises(NothingChanges):
        account_requests.ask_role(officer.id, role=officer.role, by=zhou, at=NOON, store=store)
    with pytest.raises(MemberMissing):
        members.deactivate(uuid4(), by=zhou, at=NOON, store=store)
    assert len(deeds(store, officer)) == 1


@pytest.mark.parametrize("attempt", range(3))
def test_of_two_who_deactivate_each_other_at_once_one_remains(store: Store, zhou: StaffMember, attempt: int) -> None:
    second, together, refused = employed(store, "second", Role.ADMINISTRATOR), Barrier(2), []

    def shut_out(member: StaffMember, by: StaffMember) -> None:
        together.wait()
        try:
            members.deactivate(member.id, by=by, at=NOON, store=store)
        except NotAdministrator as error:
            refused.append(error)

    threads = [Thread(target=shut_out, args=pair) for pair in ((zhou, second), (second, zhou))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(refused) == 1
    assert sum(one.member.active for one in members.listed(store=store, at=NOON)) == 1


def test_no_change_without_its_journal_entry(store: Store, zhou: StaffMember, officer: StaffMember) -> None:
    with store.write() as connection:
        connection.execute(text("DROP TABLE journal"))
    with pytest.raises(Exception, match="journal"):
        members.deactivate(officer.id, by=zhou, at=NOON, store=store)
    with store.read() as connection:
        found = staff.find(connection, officer.id)
    assert found is not None and found.active


def test_the_list_counts_who_is_signed_in(store: Store, zhou: StaffMember, officer: StaffMember) -> None:
    sign_in.sign_in(officer.login, PASSWORD, store=store, at=NOON)
    listed = {one.member.login: one.sessions for one in members.listed(store=store, at=NOON)}
    assert listed == {"zhou": 0, "wang.min": 1}
    later = NOON + 2 * sign_in.IDLE_LIMIT
    assert {one.sessions for one in members.listed(store=store, at=later)} == {0}
