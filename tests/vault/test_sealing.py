"""Sealed fields: they open in their place with their key, and nowhere else."""

from pathlib import Path
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.vault import keyring, sealing
from portal.vault.keyring import Keyring
from portal.vault.sealing import ComplaintKey, Place, SealBroken, WrappedKey

ROW = UUID(int=7)
PLACE = Place("calls", "notes_sealed", ROW)
KEY = ComplaintKey(bytes(range(32)))
KEYS = Keyring({1: b"m" * 32, 2: b"n" * 32}, 2, b"i" * 32, b"r" * 32, b"s" * 32)


def test_the_cipher_is_the_one_of_the_published_vector() -> None:
    # AES-256-GCM, test case 16 of McGrew and Viega, "The Galois/Counter Mode of Operation" (2005), appendix B.
    key = bytes.fromhex("feffe9928665731c6d6a8f9467308308" * 2)
    plain = bytes.fromhex(
        "d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72"
        "1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39"
    )
    bound = bytes.fromhex("feedfacedeadbeeffeedfacedeadbeefabaddad2")
    sealed = AESGCM(key).encrypt(bytes.fromhex("cafebabefacedbaddecaf888"), plain, bound)

    assert sealed[-16:].hex() == "76fc6ece0f4e1768cddf8853bb2d551b"
    stored = b"\x01" + bytes.fromhex("cafebabefacedbaddecaf888") + sealed
    assert sealing.open_bytes(key, stored, bound) == plain


def test_a_stored_value_of_the_first_version_opens_for_ever() -> None:
    stored = (
        b"\x01"
        + b"n" * 12
        + AESGCM(KEY.secret).encrypt(
            b"n" * 12, "备注".encode(), b"calls|notes_sealed|00000000-0000-0000-0000-000000000007"
        )
    )

    assert KEY.open(stored, PLACE) == "备注"


def test_what_is_sealed_opens_again_and_never_looks_the_same() -> None:
    first, second = KEY.seal("备注", PLACE), KEY.seal("备注", PLACE)

    assert first != second
    assert KEY.open(first, PLACE) == KEY.open(second, PLACE) == "备注"
    assert KEY.seal(None, PLACE) is None
    assert KEY.open(None, PLACE) is None


@pytest.mark.parametrize(
    "place",
    [Place("calls", "caller_sealed", ROW), Place("notes", "notes_sealed", ROW), Place("calls", "x", UUID(int=8))],
)
def test_a_value_opens_in_no_other_place(place: Place) -> None:
    with pytest.raises(SealBroken):
        KEY.open(KEY.seal("备注", PLACE), place)


def test_a_changed_truncated_or_strange_value_does_not_open() -> None:
    sealed = KEY.seal("备注", PLACE) or b""
    for broken in (sealed[:-1], sealed[:5], b"", b"\x02" + sealed[1:], sealed[:-1] + bytes([sealed[-1] ^ 1])):
        with pytest.raises(SealBroken):
            KEY.open(broken, PLACE)


def test_a_key_is_bound_to_its_complaint_and_its_master() -> None:
    key, wrapped = sealing.new_complaint_key(KEYS, ROW)

    assert wrapped.master_version == 2
    assert sealing.unwrap(KEYS, ROW, wrapped) == key
    for complaint, stored in (
        (UUID(int=8), wrapped),
        (ROW, WrappedKey(1, wrapped.wrapped)),
        (ROW, WrappedKey(3, wrapped.wrapped)),
    ):
        with pytest.raises(SealBroken):
            sealing.unwrap(KEYS, complaint, stored)


def test_no_key_and_no_sealed_value_stands_in_what_is_printed() -> None:
    _, wrapped = sealing.new_complaint_key(KEYS, ROW)

    printed = repr((KEYS, KEY, wrapped))

    for secret in (KEY.secret, *KEYS.masters.values(), KEYS.index, KEYS.receipt, KEYS.session, wrapped.wrapped):
        assert repr(secret) not in printed


def test_keys_are_made_once_for_their_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "keys.json"
    made = keyring.create(path)

    assert path.stat().st_mode & 0o777 == 0o600
    assert keyring.load(path) == made
    with pytest.raises(keyring.KeysExist):
        keyring.create(path)
    assert [file.name for file in path.parent.iterdir()] == ["keys.json"]


@pytest.mark.parametrize("content", ["", "{}", "[]", '{"masters": 3}', '{"masters": {"1": "c2hvcnQ="}}', "\x00"])
def test_a_damaged_key_file_is_no_key_file(tmp_path: Path, content: str) -> None:
    path = tmp_path / "keys.json"
    path.write_text(content)

    with pytest.raises(keyring.KeysUnreadable):
        keyring.load(path)
    with pytest.raises(keyring.KeysMissing):
        keyring.load(tmp_path / "nothing.json")
