"""What no administrator does alone: employ, change a role, reset a member's passphrase and factors.

One asks, a second one confirms; neither for himself. With one administrator only, the command line on the server is
the second: whoever may use it could change the database as well.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid4

from portal.casework import members, passwords
from portal.domain.access import Role, StaffMember
from portal.domain.account_request import AccountRequest, AccountRequestRefused, AccountStep
from portal.domain.journal import Entry
from portal.domain.presence import Notice, NoticeKind
from portal.storage import account_requests as rows
from portal.storage import factors, journal, sessions, staff
from portal.storage.database import Connection, Store


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What a second administrator confirmed; a made passphrase is shown once and kept nowhere."""

    member: StaffMember
    passphrase: str | None = field(repr=False)


def employ(*, login: str, name: str, role: Role, by: StaffMember, at: datetime, store: Store) -> StaffMember:
    """Ask for an account: it is shut until a second administrator confirms it."""
    member = members.new_member(login, name, role, active=False)
    hashed = passwords.hashed(passwords.generated())
    with members.administering(by, store) as (connection, _administrators):
        staff.add(connection, member, hashed, at)
        _ask(connection, AccountRequest(uuid4(), member, AccountStep.EMPLOY, role, by.login, at))
    return member


def ask_role(member_id: UUID, *, role: Role, by: StaffMember, at: datetime, store: Store) -> None:
    """Ask that somebody be employed for something else."""
    with members.administering(by, store) as (connection, _administrators):
        member = members.other(connection, member_id, by)
        if member.role is role:
            raise members.NothingChanges
        _ask(connection, AccountRequest(uuid4(), member, AccountStep.ROLE, role, by.login, at))


def ask_reset(member_id: UUID, *, by: StaffMember, at: datetime, store: Store) -> None:
    """Ask for a new passphrase in place of the old one and of all factors; for whoever lost them."""
    with members.administering(by, store) as (connection, _administrators):
        member = members.other(connection, member_id, by)
        if not member.active:
            raise AccountRequestRefused("inactive")
        _ask(connection, AccountRequest(uuid4(), member, AccountStep.RESET, None, by.login, at))


def confirm(request_id: UUID, *, by: StaffMember, at: datetime, store: Store, factors_stay: bool = False) -> Confirmed:
    """The second administrator agrees; sessions of the member end, and the member is told.

    `factors_stay`: of a reset, only the passphrase was lost.
    """
    made = passwords.generated()
    hashed = passwords.hashed_first(made)
    with members.administering(by, store) as (connection, administrators):
        request = _waiting(connection, request_id, at)
        members.other(connection, request.member.id, by)
        if request.asked_by == by.login:
            raise AccountRequestRefused("same_person")
        if request.asked_by not in {one.login for one in administrators}:
            raise AccountRequestRefused("asker_gone")
        rows.decide(connection, request, by=by.login, granted=True, at=at)
        _carry_out(connection, request, hashed, by.login, at, factors_stay=factors_stay)
    return Confirmed(request.member, None if request.step is AccountStep.ROLE else made)


def refuse(request_id: UUID, *, by: StaffMember, at: datetime, store: Store) -> None:
    """Another administrator says no, or the same one takes it back."""
    with members.administering(by, store) as (connection, _administrators):
        request = _waiting(connection, request_id, at)
        rows.decide(connection, request, by=by.login, granted=False, at=at)
        details = {"step": request.step.value, "asked_by": request.asked_by}
        members.record(connection, "staff.refuse_request", request.member, by, at, details)


def change_on_server(
    login: str, step: AccountStep, role: Role | None, *, by: str, at: datetime, store: Store
) -> Confirmed:
    """The same from the command line on the server."""
    made = passwords.generated()
    hashed = passwords.hashed_first(made)
    with store.write() as connection:
        account = staff.find_account(connection, login, held=True)
        if account is None:
            raise members.MemberMissing(login)
        request = AccountRequest(uuid4(), account.member, step, role, by, at)
        _carry_out(connection, request, hashed, by, at)
    return Confirmed(account.member, made if step is AccountStep.RESET else None)


def waiting(*, at: datetime, store: Store) -> list[AccountRequest]:
    """What a second administrator has to decide, oldest first."""
    with store.read() as connection:
        return [one for one in rows.undecided(connection) if one.waits(at)]


def _ask(connection: Connection, request: AccountRequest) -> None:
    if any(one.member.id == request.member.id and one.waits(request.asked_at) for one in rows.undecided(connection)):
        raise AccountRequestRefused("asked_already")
    rows.add(connection, request)
    details = {"role": request.role.value} if request.role else {}
    subject = members.subject_of(request.member)
    journal.append(connection, Entry(request.asked_at, request.asked_by, f"staff.ask_{request.step}", subject, details))


def _waiting(connection: Connection, request_id: UUID, at: datetime) -> AccountRequest:
    request = rows.find(connection, request_id)
    if request is None or not request.waits(at):
        raise AccountRequestRefused("not_waiting")
    return request


def _carry_out(
    connection: Connection, request: AccountRequest, hashed: str, by: str, at: datetime, *, factors_stay: bool = False
) -> None:
    member, details = request.member, {"asked_by": request.asked_by}
    if request.step is AccountStep.EMPLOY and request.role:
        staff.change(connection, member.id, active=True, role=request.role, password_hash=hashed)
        verb, details = members.ADD, details | {"role": request.role.value}
    elif request.step is AccountStep.ROLE and request.role:
        staff.change(connection, member.id, role=request.role)
        sessions.tell(connection, Notice(uuid4(), NoticeKind.ROLE, at), member.id)
        verb, details = members.ROLE, details | {"before": member.role.value, "role": request.role.value}
    else:
        staff.change(connection, member.id, password_hash=hashed)
        if not factors_stay:
            factors.remove_all(connection, member.id)
        sessions.tell(connection, Notice(uuid4(), NoticeKind.RESET, at), member.id)
        verb = members.RESET_PASSPHRASE if factors_stay else members.RESET
    # A role ends sessions as well: what was open under the old one is not looked at under the new one.
    sessions.close_all_of(connection, member.id)
    journal.append(connection, Entry(at, by, verb, members.subject_of(member), details))
