"""A passphrase is made, never chosen: argon2id keeps it, and only who knows it gets another one."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.casework import members, own_passphrase, passwords, sign_in
from portal.casework.sign_in import SignInRefused
from portal.casework.waiting import FREE_ATTEMPTS
from portal.domain.access import Role, StaffMember
from portal.domain.presence import Presence, ProofRefused
from portal.storage import staff
from portal.storage.database import Store
from portal.storage.schema import journal
from tests.casework.conftest import NOON

OLD = "correct horse battery staple"


@pytest.fixture
def member(store: Store) -> StaffMember:
    return members.add(login="wang", name="王敏", role=Role.ANALYST, password=OLD, by="system", at=NOON, store=store)


def signed_in(store: Store) -> Presence:
    found = sign_in.presence_behind(sign_in.sign_in("wang", OLD, store=store, at=NOON), NOON, store=store)
    assert found is not None
    return found


def entries(store: Store) -> list[tuple[str, str]]:
    with store.read() as connection:
        rows = connection.execute(select(journal.c.actor, journal.c.verb).order_by(journal.c.sequence))
        return [(row.actor, row.verb) for row in rows]


def test_who_knows_it_gets_another_one_and_all_other_sessions_end(store: Store, member: StaffMember) -> None:
    elsewhere = sign_in.sign_in("wang", OLD, store=store, at=NOON)
    here = signed_in(store)

    made = own_passphrase.renew(here, OLD, store=store, at=NOON)

    with pytest.raises(SignInRefused):
        sign_in.sign_in("wang", OLD, store=store, at=NOON)
    assert sign_in.sign_in("wang", made, store=store, at=NOON)
    assert sign_in.presence_behind(elsewhere, NOON, store=store) is None
    assert ("wang", "staff.passphrase") in entries(store)


def test_who_does_not_know_it_gets_none_and_waits(store: Store, member: StaffMember) -> None:
    here = signed_in(store)
    for _ in range(FREE_ATTEMPTS):
        with pytest.raises(ProofRefused) as refused:
            own_passphrase.renew(here, "wrong", store=store, at=NOON)
        assert refused.value.until is None
    with pytest.raises(ProofRefused) as refused:
        own_passphrase.renew(here, OLD, store=store, at=NOON)
    assert refused.value.until is not None and refused.value.until > NOON
    assert entries(store).count(("wang", "staff.proof_failed")) == FREE_ATTEMPTS
    assert own_passphrase.renew(here, OLD, store=store, at=NOON + timedelta(hours=1))


def test_a_made_one_is_long_random_and_stored_as_argon2id() -> None:
    made = {passwords.generated() for _ in range(50)}
    assert len(made) == 50
    drawn = next(iter(made)).replace("-", "")
    assert len(passwords.WORDS_ALPHABET) ** len(drawn) > 2**128 and len(drawn) >= passwords.SHORTEST
    assert passwords.hashed(next(iter(made))).startswith("$argon2id$v=19$m=19456,t=2,p=1$")


@pytest.mark.parametrize(
    "typed", ["口令" * 20, "a" * 64, " spaces count at both ends ", "Correct Horse Battery Staple"]
)
def test_any_characters_make_a_passphrase_and_none_is_changed(typed: str) -> None:
    stored = passwords.hashed(typed)
    assert passwords.matches(stored, typed)
    assert not passwords.matches(stored, typed.strip() + "x")
    assert not passwords.matches(stored, typed.swapcase() if typed.swapcase() != typed else typed[:-1])


def test_a_fresh_portal_has_no_account(store: Store) -> None:
    with store.read() as connection:
        assert staff.count(connection) == 0
