"""Equal secrets are found again, by whoever holds the key and nobody else."""

import hashlib
import hmac
from pathlib import Path

import pytest

from portal.domain.phone import classify
from portal.vault import blind_index, keyring
from portal.vault.blind_index import Purpose
from portal.vault.keyring import Keyring
from portal.vault.sealing import SealBroken
from portal.vault.vault import Vault

KEYS = Keyring({1: b"m" * 32}, 1, b"\x0b" * 20, b"r" * 32, b"s" * 32)


def test_the_digest_is_hmac_sha256_over_purpose_and_text() -> None:
    # The function itself against RFC 4231, test case 1; then ours built from it.
    assert hmac.new(b"\x0b" * 20, b"Hi There", hashlib.sha256).hexdigest() == (
        "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7"
    )
    expected = hmac.new(b"\x0b" * 20, b"caller_number|v1|+8613800138000", hashlib.sha256).digest()
    assert blind_index.blind(KEYS, Purpose.CALLER_NUMBER, "+8613800138000") == expected


def test_purposes_and_keys_never_meet(tmp_path: Path) -> None:
    digests = {blind_index.blind(KEYS, purpose, "x") for purpose in Purpose}

    assert len(digests) == len(Purpose)
    other = Vault(keyring.create(tmp_path / "keys.json"))
    assert other.imported_complaint("m1") != Vault(KEYS).imported_complaint("m1")


def test_a_line_is_recognised_however_it_is_written() -> None:
    vault = Vault(KEYS)

    assert vault.caller_index(classify("138 0013 8000")) == vault.caller_index(classify("+86-13800138000"))
    assert vault.caller_index(classify("未知号码")) is None


def test_cells_of_a_fingerprint_are_kept_apart() -> None:
    vault = Vault(KEYS)

    assert vault.fingerprint(("ab", "c")) != vault.fingerprint(("a", "bc"))


def test_a_state_opens_for_its_purpose_only() -> None:
    vault = Vault(KEYS)
    sealed = vault.seal_state({"code": "机密"}, "reporter")

    assert vault.open_state(sealed, "reporter") == {"code": "机密"}
    assert "机密".encode() not in sealed
    with pytest.raises(SealBroken):
        vault.open_state(sealed, "draft")
