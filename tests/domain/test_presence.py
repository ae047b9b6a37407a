"""A proof of who is there counts for five minutes, and is printed nowhere."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from portal.domain.access import Role, StaffMember
from portal.domain.presence import (
    CHALLENGE_FOR,
    CODE_DIGITS,
    CODE_SECONDS,
    HALF_OPEN_FOR,
    CodeApp,
    Factor,
    NoticeKind,
    Passkey,
    Presence,
    Proof,
    ProofRefused,
)

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
SECRET = "a passphrase of hers"


@pytest.mark.parametrize(
    ("later", "fresh"),
    [(timedelta(0), True), (timedelta(minutes=5), True), (timedelta(minutes=5, seconds=1), False)],
)
def test_a_proof_is_fresh_for_five_minutes(later: timedelta, fresh: bool) -> None:
    presence = Presence(StaffMember(UUID(int=1), "lin", "林", Role.AUDITOR), UUID(int=2), NOON, NOON, False)
    assert presence.fresh(NOON + later) is fresh


def test_the_terms_are_those_of_the_decision() -> None:
    assert timedelta(minutes=5) == HALF_OPEN_FOR == CHALLENGE_FOR
    assert (CODE_DIGITS, CODE_SECONDS) == (6, 30)  # RFC 6238, as every application shows them


def test_what_is_stored_under_these_words_is_found_under_them_for_ever() -> None:
    assert {factor.value for factor in Factor} == {"passphrase", "security_key", "code_app"}
    kinds = {"new_session", "reset", "role", "factor_added", "factor_removed", "factor_failed"}
    assert {kind.value for kind in NoticeKind} == kinds


def test_no_proof_and_no_secret_is_printed() -> None:
    secret = SECRET.encode()
    key = Passkey(b"id", UUID(int=1), "key", secret, 0, NOON)
    app = CodeApp(UUID(int=1), secret, secret, None, None)
    assert SECRET not in repr((Proof(SECRET, SECRET, SECRET), key, app))
    assert SECRET not in str(ProofRefused(NOON))
    assert Proof() == Proof(passphrase="", code="", key_answer="")
    assert ProofRefused(NOON).until == NOON
