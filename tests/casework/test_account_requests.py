"""Nobody employs, changes a role or resets alone, and nobody himself; the sessions end, and the member is told."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest

from portal.casework import account_requests, members, passwords, sign_in
from portal.casework.members import NeverConfirmed, NotAdministrator, NothingChanges, OwnAccount
from portal.domain.access import Role, StaffMember
from portal.domain.account_request import REQUEST_HOLDS, AccountRequestRefused, AccountStep
from portal.domain.presence import NoticeKind
from portal.storage import factors, journal, staff
from portal.storage.database import Store
from tests.casework.conftest import NOON

PASSWORD = "correct horse battery staple"


def employed(store: Store, login: str, role: Role) -> StaffMember:
    return members.add(login=login, name="王敏", role=role, password=PASSWORD, by="system", at=NOON, store=store)


@pytest.fixture
def zhou(store: Store) -> StaffMember:
    return employed(store, "zhou", Role.ADMINISTRATOR)


@pytest.fixture
def qian(store: Store) -> StaffMember:
    return employed(store, "qian", Role.ADMINISTRATOR)


@pytest.fixture
def officer(store: Store) -> StaffMember:
    return employed(store, "wang.min", Role.CASE_OFFICER)


def only_request(store: Store) -> account_requests.AccountRequest:
    (request,) = account_requests.waiting(at=NOON, store=store)
    return request


def verbs(store: Store, member: StaffMember) -> list[tuple[str, str]]:
    return [(one.actor, one.verb) for one in members.read(member.id, store=store).deeds]


def test_an_account_is_shut_until_a_second_administrator_agrees(
    store: Store, zhou: StaffMember, qian: StaffMember
) -> None:
    asked = account_requests.employ(login="li", name="李", role=Role.AUDITOR, by=zhou, at=NOON, store=store)
    with pytest.raises(NeverConfirmed):
        members.reactivate(asked.id, by=zhou, at=NOON, store=store)

    done = account_requests.confirm(only_request(store).id, by=qian, at=NOON, store=store)

    assert done.passphrase is not None and len(done.passphrase) >= passwords.SHORTEST
    assert sign_in.sign_in("li", done.passphrase, store=store, at=NOON)
    assert verbs(store, asked) == [("zhou", "staff.ask_employ"), ("qian", "staff.add")]
    with store.read() as connection:
        everything = repr([link.entry for link in journal.read_chain(connection)])
    assert done.passphrase not in everything


@pytest.mark.parametrize("step", AccountStep)
def test_nobody_confirms_what_he_asked_for(
    store: Store, zhou: StaffMember, qian: StaffMember, officer: StaffMember, step: AccountStep
) -> None:
    match step:
        case AccountStep.EMPLOY:
            account_requests.employ(login="li", name="李", role=Role.ANALYST, by=zhou, at=NOON, store=store)
        case AccountStep.ROLE:
            account_requests.ask_role(officer.id, role=Role.ANALYST, by=zhou, at=NOON, store=store)
        case AccountStep.RESET:
            account_requests.ask_reset(officer.id, by=zhou, at=NOON, store=store)
    with pytest.raises(AccountRequestRefused, match="same_person"):
        account_requests.confirm(only_request(store).id, by=zhou, at=NOON, store=store)
    with store.read() as connection:
        found = staff.find(connection, officer.id)
    assert found == officer


def test_nobody_asks_for_or_confirms_anything_about_himself(store: Store, zhou: StaffMember, qian: StaffMember) -> None:
    with pytest.raises(OwnAccount):
        account_requests.ask_role(zhou.id, role=Role.CASE_OFFICER, by=zhou, at=NOON, store=store)
    with pytest.raises(OwnAccount):
        account_requests.ask_reset(zhou.id, by=zhou, at=NOON, store=store)
    account_requests.ask_reset(qian.id, by=zhou, at=NOON, store=store)
    with pytest.raises(OwnAccount):
        account_requests.confirm(only_request(store).id, by=qian, at=NOON, store=store)


def test_a_reset_ends_everything_and_the_member_is_told(
    store: Store, zhou: StaffMember, qian: StaffMember, officer: StaffMember
) -> None:
    old = sign_in.sign_in(officer.login, PASSWORD, store=store, at=NOON)
    account_requests.ask_reset(officer.id, by=zhou, at=NOON, store=store)
    assert sign_in.presence_behind(old, NOON, store=store)

    done = account_requests.confirm(only_request(store).id, by=qian, at=NOON, store=store)

    assert sign_in.presence_behind(old, NOON, store=store) is None
    with pytest.raises(sign_in.SignInRefused):
        sign_in.sign_in(officer.login, PASSWORD, store=store, at=NOON)
    assert done.passphrase
    token = sign_in.sign_in(officer.login, done.passphrase, store=store, at=NOON)
    presence = sign_in.presence_behind(token, NOON, store=store)
    assert presence is not None and [notice.kind for notice in presence.notices] == [NoticeKind.RESET]
    assert not presence.has_factor
    assert verbs(store, officer)[1:] == [("zhou", "staff.ask_reset"), ("qian", "staff.reset")]


def test_a_role_is_another_one_once_confirmed(
    store: Store, zhou: StaffMember, qian: StaffMember, officer: StaffMember
) -> None:
    account_requests.ask_role(officer.id, role=Role.ANALYST, by=zhou, at=NOON, store=store)
    with pytest.raises(AccountRequestRefused, match="asked_already"):
        account_requests.ask_reset(officer.id, by=qian, at=NOON, store=store)
    done = account_requests.confirm(only_request(store).id, by=qian, at=NOON, store=store)
    assert done.passphrase is None
    token = sign_in.sign_in(officer.login, PASSWORD, store=store, at=NOON)
    presence = sign_in.presence_behind(token, NOON, store=store)
    assert presence is not None and presence.member.role is Role.ANALYST


def test_what_was_refused_taken_back_or_left_lying_is_not_confirmed(
    store: Store, zhou: StaffMember, qian: StaffMember, officer: StaffMember
) -> None:
    for by in (qian, zhou):
        account_requests.ask_reset(officer.id, by=zhou, at=NOON, store=store)
        request = only_request(store)
        account_requests.refuse(request.id, by=by, at=NOON, store=store)
        with pytest.raises(AccountRequestRefused, match="not_waiting"):
            account_requests.confirm(request.id, by=qian, at=NOON, store=store)
    account_requests.ask_reset(officer.id, by=zhou, at=NOON, store=store)
    late = NOON + REQUEST_HOLDS + timedelta(seconds=1)
    with pytest.raises(AccountRequestRefused, match="not_waiting"):
        account_requests.confirm(only_request(store).id, by=qian, at=late, store=store)


def test_who_is_no_administrator_any_more_asked_in_vain(
    store: Store, zhou: StaffMember, qian: StaffMember, officer: StaffMember
) -> None:
    account_requests.ask_reset(officer.id, by=zhou, at=NOON, store=store)
    members.deactivate(zhou.id, by=qian, at=NOON, store=store)
    with pytest.raises(AccountRequestRefused, match="asker_gone"):
        account_requests.confirm(only_request(store).id, by=qian, at=NOON, store=store)
    with pytest.raises(NotAdministrator):
        account_requests.confirm(only_request(store).id, by=officer, at=NOON, store=store)


def test_of_two_who_confirm_at_once_one_does(store: Store, zhou: StaffMember, qian: StaffMember) -> None:
    third, officer = employed(store, "sun", Role.ADMINISTRATOR), employed(store, "li", Role.ANALYST)
    account_requests.ask_reset(officer.id, by=zhou, at=NOON, store=store)
    request, together, made = only_request(store), Barrier(2), []

    def confirm(by: StaffMember) -> None:
        together.wait()
        try:
            made.append(account_requests.confirm(request.id, by=by, at=NOON, store=store).passphrase)
        except AccountRequestRefused as refused:
            made.append(refused.why)

    threads = [Thread(target=confirm, args=(by,)) for by in (qian, third)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made.count("not_waiting") == 1
    assert sign_in.sign_in("li", next(one for one in made if one != "not_waiting"), store=store, at=NOON)


def test_what_is_so_already_is_not_asked_for(store: Store, zhou: StaffMember, officer: StaffMember) -> None:
    with pytest.raises(NothingChanges):
        account_requests.ask_role(officer.id, role=officer.role, by=zhou, at=NOON, store=store)


def test_with_one_administrator_the_server_resets(store: Store, zhou: StaffMember) -> None:
    with store.write() as connection:
        factors.begin_code_app(connection, zhou.id, b"sealed")
    done = account_requests.change_on_server("zhou", AccountStep.RESET, None, by="command_line", at=NOON, store=store)
    assert done.passphrase and sign_in.sign_in("zhou", done.passphrase, store=store, at=NOON)
    with store.read() as connection:
        assert factors.code_app(connection, zhou.id) is None
