"""Between the passphrase and the session stands a factor: each challenge and each code counts once."""

from dataclasses import replace
from datetime import datetime, timedelta
from threading import Barrier, Thread
from uuid import UUID

import pyotp
import pytest

from portal.casework import account_requests, factors, members, sign_in
from portal.casework.door import Door
from portal.casework.factors import FactorRefused
from portal.casework.sign_in import NotHalfOpen, SecondFactorNeeded, SignInRefused
from portal.casework.waiting import FREE_ATTEMPTS
from portal.domain.access import Role, StaffMember
from portal.domain.presence import CHALLENGE_FOR, FRESH_FOR, HALF_OPEN_FOR, Presence, Proof, ProofRefused
from portal.storage import journal
from portal.storage.database import Store
from portal.vault.passkeys import party_of
from portal.vault.sealing import SealBroken
from portal.vault.vault import Vault
from tests.casework.conftest import NOON
from tests.servers.soft_key import SoftKey

PASSWORD = "correct horse battery staple"
ORIGIN = "https://jingyue.example"
LATER = NOON + timedelta(minutes=1)  # the code that confirmed the application is used up


@pytest.fixture
def door(store: Store, vault: Vault) -> Door:
    return Door(store, vault, party_of(ORIGIN))


@pytest.fixture
def member(store: Store) -> StaffMember:
    return members.add(
        login="wang", name="王敏", role=Role.CASE_OFFICER, password=PASSWORD, by="system", at=NOON, store=store
    )


def signed_in(door: Door, at: datetime = NOON) -> str:
    return sign_in.sign_in("wang", PASSWORD, store=door.store, at=at)


def half_open(door: Door, at: datetime = LATER) -> str:
    with pytest.raises(SecondFactorNeeded) as needed:
        signed_in(door, at)
    return needed.value.token


def presence_of(door: Door, token: str, at: datetime = NOON) -> Presence:
    found = sign_in.presence_behind(token, at, store=door.store)
    assert found is not None
    return found


def registered(door: Door, token: str) -> SoftKey:
    """A new security key of whoever is signed in."""
    made, presence = SoftKey(ORIGIN), presence_of(door, token)
    options = factors.creation_options(presence.member, token, door=door, at=NOON)
    assert options
    factors.add_passkey(presence, token, name="蓝色", answer=made.register(options), door=door, at=NOON)
    made.count += 1
    return made


@pytest.fixture
def key(door: Door, member: StaffMember) -> SoftKey:
    """A registered security key."""
    token = signed_in(door)
    made = registered(door, token)
    sign_in.sign_out(token, store=door.store, at=NOON)
    return made


@pytest.fixture
def app(door: Door, member: StaffMember) -> pyotp.TOTP:
    """A confirmed application for codes."""
    token = signed_in(door)
    factors.begin_code_app(member, door=door)
    secret = factors.listed(member, door=door).secret
    assert secret
    totp = pyotp.TOTP(secret)
    factors.confirm_code_app(presence_of(door, token), code=totp.at(NOON), door=door, at=NOON)
    sign_in.sign_out(token, store=door.store, at=NOON)
    return totp


def asked(door: Door, token: str, at: datetime = LATER) -> str:
    options = sign_in.question(token, door=door, at=at).key_options
    assert options
    return options


def finish(door: Door, token: str, at: datetime = LATER, **proof: str) -> str:
    return sign_in.finish(token, Proof(**proof), door=door, at=at)


def test_a_key_opens_the_session_and_the_half_open_token_opens_nothing(door: Door, key: SoftKey) -> None:
    half = half_open(door)
    assert sign_in.presence_behind(half, LATER, store=door.store) is None
    token = finish(door, half, key_answer=key.prove(asked(door, half)))
    assert token != half
    assert presence_of(door, token, LATER).has_factor
    with pytest.raises(NotHalfOpen):
        finish(door, half, key_answer=key.prove(asked(door, half_open(door))))


def test_the_passphrase_is_no_second_factor(door: Door, key: SoftKey) -> None:
    half = half_open(door)
    with pytest.raises(ProofRefused):
        finish(door, half, passphrase=PASSWORD)


def test_an_answer_counts_once_and_for_one_browser(door: Door, key: SoftKey) -> None:
    first, second = half_open(door), half_open(door)
    answer = key.prove(asked(door, first))
    with pytest.raises(ProofRefused):
        finish(door, second, key_answer=answer)
    good = key.prove(asked(door, first))
    assert finish(door, first, key_answer=good)
    with pytest.raises(ProofRefused):
        finish(door, second, key_answer=good)


def test_an_answer_that_comes_late_is_none(door: Door, key: SoftKey) -> None:
    half = half_open(door)
    answer = key.prove(asked(door, half))
    with pytest.raises(SignInRefused):
        finish(door, half, key_answer=answer, at=LATER + CHALLENGE_FOR + timedelta(seconds=1))


@pytest.mark.parametrize(
    "wrong",
    [{"origin": "https://jingyue.example.evil"}, {"verifies": False}, {"count": 1}, {"credential_id": b"x" * 32}],
)
def test_a_false_site_an_unverified_user_and_a_copied_key_are_refused(door: Door, key: SoftKey, wrong: dict) -> None:
    half = half_open(door)
    with pytest.raises(ProofRefused):
        finish(door, half, key_answer=replace(key, **wrong).prove(asked(door, half)))
    assert finish(door, half, key_answer=key.prove(asked(door, half)))


def test_a_key_of_somebody_else_opens_nothing(door: Door, key: SoftKey, store: Store) -> None:
    half, other = half_open(door), SoftKey(ORIGIN)
    with pytest.raises(ProofRefused):
        finish(door, half, key_answer=replace(other, credential_id=key.credential_id, count=9).prove(asked(door, half)))


@pytest.mark.parametrize("answer", ["{}", "[]", "null", "x", '{"id": 1}', "{" * 30_000, '{"a":' * 5_000])
def test_what_is_no_answer_is_refused(door: Door, key: SoftKey, answer: str) -> None:
    with pytest.raises(ProofRefused):
        finish(door, half_open(door), key_answer=answer)


def test_a_key_without_user_verification_is_not_registered(door: Door, member: StaffMember) -> None:
    token = signed_in(door)
    options = factors.creation_options(member, token, door=door, at=NOON)
    assert options
    answer = SoftKey(ORIGIN, verifies=False).register(options)
    with pytest.raises(FactorRefused, match="not_answered"):
        factors.add_passkey(presence_of(door, token), token, name="x", answer=answer, door=door, at=NOON)


def test_a_code_opens_the_session_once(door: Door, app: pyotp.TOTP) -> None:
    first, second = half_open(door), half_open(door)
    code = app.at(LATER)
    assert finish(door, first, code=code)
    with pytest.raises(ProofRefused):
        finish(door, second, code=code)


def test_the_code_that_confirmed_the_application_is_used_up(door: Door, app: pyotp.TOTP) -> None:
    with pytest.raises(ProofRefused):
        finish(door, half_open(door, NOON), code=app.at(NOON), at=NOON)


@pytest.mark.parametrize(("seconds", "opens"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_phone_may_be_half_a_minute_wrong(door: Door, app: pyotp.TOTP, seconds: int, opens: bool) -> None:
    at = NOON + timedelta(minutes=10)
    half, code = half_open(door, at), app.at(at + timedelta(seconds=seconds))
    if opens:
        assert finish(door, half, code=code, at=at)
        return
    with pytest.raises(ProofRefused):
        finish(door, half, code=code, at=at)


def test_after_a_later_code_no_earlier_one_counts(door: Door, app: pyotp.TOTP) -> None:
    assert finish(door, half_open(door), code=app.at(LATER + timedelta(seconds=30)))
    with pytest.raises(ProofRefused):
        finish(door, half_open(door), code=app.at(LATER))


def test_of_many_with_the_same_code_at_once_one_gets_in(door: Door, app: pyotp.TOTP) -> None:
    halves, together, got = [half_open(door) for _ in range(4)], Barrier(4), []

    def enter(half: str) -> None:
        together.wait()
        try:
            got.append(finish(door, half, code=app.at(LATER)))
        except ProofRefused:
            got.append(None)

    threads = [Thread(target=enter, args=(half,)) for half in halves]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 4 and got.count(None) == 3


def test_guessing_codes_waits_however_often_one_signs_in_anew(door: Door, app: pyotp.TOTP) -> None:
    wrong = f"{(int(app.at(LATER)) + 1) % 10**6:06}"
    for _ in range(FREE_ATTEMPTS):
        with pytest.raises(ProofRefused):
            finish(door, half_open(door), code=wrong)
    with pytest.raises(ProofRefused) as refused:
        finish(door, half_open(door), code=app.at(LATER))
    assert refused.value.until is not None and refused.value.until > LATER
    with door.store.read() as connection:
        told = [one.entry.verb for one in journal.read_chain(connection)]
    assert told.count("staff.proof_failed") == FREE_ATTEMPTS


def test_a_half_open_sign_in_closes_after_minutes_and_with_the_account(
    door: Door, app: pyotp.TOTP, member: StaffMember
) -> None:
    late = LATER + HALF_OPEN_FOR + timedelta(seconds=1)
    with pytest.raises(NotHalfOpen):
        finish(door, half_open(door), code=app.at(late), at=late)
    half = half_open(door)
    boss = members.add(
        login="zhou", name="周", role=Role.ADMINISTRATOR, password=PASSWORD, by="system", at=NOON, store=door.store
    )
    members.deactivate(member.id, by=boss, at=LATER, store=door.store)
    with pytest.raises(NotHalfOpen):
        finish(door, half, code=app.at(LATER))


def test_a_fresh_proof_gives_another_token_and_ends_the_old_one(door: Door, app: pyotp.TOTP) -> None:
    token = finish(door, half_open(door), code=app.at(LATER))
    later = LATER + FRESH_FOR + timedelta(seconds=1)
    assert not presence_of(door, token, later).fresh(later)
    new = sign_in.prove(token, Proof(code=app.at(later)), door=door, at=later)
    assert presence_of(door, new, later).fresh(later)
    assert sign_in.presence_behind(token, later, store=door.store) is None
    with pytest.raises(ProofRefused):
        sign_in.prove(new, Proof(passphrase=PASSWORD), door=door, at=later)


def test_without_a_factor_the_passphrase_proves_it(door: Door, member: StaffMember) -> None:
    token = signed_in(door)
    with pytest.raises(ProofRefused):
        sign_in.prove(token, Proof(passphrase="wrong"), door=door, at=LATER)
    assert sign_in.prove(token, Proof(passphrase=PASSWORD), door=door, at=LATER) != token


def test_the_last_factor_stays_where_one_is_required(door: Door, app: pyotp.TOTP) -> None:
    token = finish(door, half_open(door), code=app.at(LATER))
    presence, key = presence_of(door, token, LATER), registered(door, token)
    factors.remove_code_app(presence, required=True, store=door.store, at=LATER)
    with pytest.raises(FactorRefused, match="last"):
        factors.remove_passkey(presence, key.credential_id, required=True, store=door.store, at=LATER)
    factors.remove_passkey(presence, key.credential_id, required=False, store=door.store, at=LATER)
    assert signed_in(door, LATER)


def test_the_secret_is_sealed_for_its_owner_alone(door: Door, app: pyotp.TOTP, member: StaffMember) -> None:
    with door.store.read() as connection:
        row = connection.exec_driver_sql("SELECT secret_sealed FROM staff_code_apps").scalar_one()
    assert app.secret.encode() not in bytes(row)
    assert door.vault.open_code_secret(member.id, bytes(row)) == app.secret
    with pytest.raises(SealBroken):
        door.vault.open_code_secret(UUID(int=9), bytes(row))


@pytest.mark.parametrize(
    ("address", "party"),
    [("http://127.0.0.1:8000", None), ("http://[::1]:8000", None), ("http://localhost:8000", "localhost")],
)
def test_a_bare_address_has_no_keys(address: str, party: str | None) -> None:
    found = party_of(address)
    assert (found.id if found else None) == party


def test_a_reset_of_the_passphrase_leaves_the_factor_in_force(door: Door, member: StaffMember, app: pyotp.TOTP) -> None:
    about = {"role": Role.ADMINISTRATOR, "password": PASSWORD, "by": "system", "at": NOON, "store": door.store}
    one, other = (members.add(login=name, name=name, **about) for name in ("zhou", "qian"))
    account_requests.ask_reset(member.id, by=one, at=NOON, store=door.store)
    (asked_for,) = account_requests.waiting(at=NOON, store=door.store)
    done = account_requests.confirm(asked_for.id, by=other, at=NOON, store=door.store, factors_stay=True)
    with pytest.raises(SecondFactorNeeded) as needed:
        sign_in.sign_in("wang", str(done.passphrase), store=door.store, at=LATER)
    assert presence_of(door, finish(door, needed.value.token, code=app.at(LATER)), LATER).first_passphrase
