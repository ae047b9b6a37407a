"""Her stay, her picture, and the gentle check that she kept it."""

import io
from datetime import timedelta

import pytest
from PIL import Image

from portal.intake import receipts
from portal.vault.vault import Vault
from tests.intake.conftest import NOW


@pytest.fixture
def code(vault: Vault) -> str:
    return vault.receipt_code("t" * 32)


def test_a_stay_opens_the_report_until_it_is_over(vault: Vault, code: str) -> None:
    sealed = receipts.remember(code, vault=vault, at=NOW)
    just_before = NOW + receipts.STAY - timedelta(seconds=1)
    assert receipts.recall(sealed, vault=vault, at=just_before) == (code, vault.complaint_for(code))
    assert receipts.recall(sealed, vault=vault, at=NOW + receipts.STAY) is None


def test_however_busy_a_stay_ends_after_twelve_hours(vault: Vault, code: str) -> None:
    sealed, at = receipts.remember(code, vault=vault, at=NOW), NOW
    while at + receipts.STAY < NOW + receipts.LONGEST_STAY:
        at += receipts.STAY - timedelta(minutes=1)
        sealed = receipts.prolong(sealed, vault=vault, at=at)
    assert receipts.recall(sealed, vault=vault, at=NOW + receipts.LONGEST_STAY - timedelta(seconds=1))
    assert receipts.recall(sealed, vault=vault, at=NOW + receipts.LONGEST_STAY) is None


def test_a_stay_tells_nothing_to_who_finds_it(vault: Vault, code: str) -> None:
    sealed = receipts.remember(code, vault=vault, at=NOW)
    assert code.encode() not in sealed
    assert code.replace("-", "").encode() not in sealed


@pytest.mark.parametrize("forged", [b"", b"\x01", b"\x02" + bytes(60), b"\x01" + bytes(60)])
def test_a_forged_stay_opens_nothing(vault: Vault, forged: bytes) -> None:
    assert receipts.recall(forged, vault=vault, at=NOW) is None


def test_a_changed_stay_opens_nothing(vault: Vault, code: str) -> None:
    sealed = bytearray(receipts.remember(code, vault=vault, at=NOW))
    sealed[-1] ^= 1
    assert receipts.recall(bytes(sealed), vault=vault, at=NOW) is None


def test_the_last_four_may_be_written_as_she_likes(code: str) -> None:
    last = code[-4:]
    for typed in (last, last.lower(), f" {last[:2]} {last[2:]} ", code, code.lower().replace("-", " ")):
        assert receipts.ends_with(code, typed)


@pytest.mark.parametrize("typed", ["", "ZZZ", "????", "字字字字"])
def test_anything_else_is_not_the_last_four(code: str, typed: str) -> None:
    assert not receipts.ends_with(code, typed)
    assert not receipts.ends_with(code, code[-3:])
    assert not receipts.ends_with(code, code[:4])


def test_what_was_typed_may_not_be_a_receipt_at_all(code: str) -> None:
    assert receipts.is_receipt(code.lower())
    assert not receipts.is_receipt("1234")


def test_the_picture_is_a_small_png_with_room_for_the_code(code: str) -> None:
    packed = receipts.picture(code, public_url="https://jingyue.example")
    picture = Image.open(io.BytesIO(packed))
    assert (picture.format, picture.size) == ("PNG", (720, 848))
    assert len(packed) < 40_000
    assert not picture.info, "a picture that she keeps says nothing about where it was made"


def test_two_receipts_are_two_pictures(vault: Vault, code: str) -> None:
    other = vault.receipt_code("o" * 32)
    url = "https://jingyue.example"
    assert receipts.picture(code, public_url=url) != receipts.picture(other, public_url=url)
