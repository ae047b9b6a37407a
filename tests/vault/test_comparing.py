"""Numbers are compared by keyed digests that show nothing of them."""

from pathlib import Path

import pytest

from portal.vault import keyring
from portal.vault.comparing import number_keys
from portal.vault.keyring import Keyring


@pytest.fixture
def keys(tmp_path: Path) -> Keyring:
    return keyring.create(tmp_path / "keys.json")


def test_one_wrong_digit_leaves_exactly_one_digest_in_common(keys: Keyring) -> None:
    one, other = number_keys(keys, "+8613800138000"), number_keys(keys, "+8613800138100")
    assert len(set(one.near) & set(other.near)) == 1
    assert not set(one.near) & set(number_keys(keys, "+8613800139100").near)


def test_two_neighbours_in_the_other_order_leave_exactly_one_digest_in_common(keys: Keyring) -> None:
    one, other = number_keys(keys, "+8613800138000"), number_keys(keys, "+8613800183000")
    assert len(set(one.near) & set(other.near)) == 1
    assert not set(one.near) & set(number_keys(keys, "+8613800081300").near)


def test_a_block_is_a_hundred_numbers(keys: Keyring) -> None:
    assert number_keys(keys, "4006001234").block == number_keys(keys, "4006001299").block
    assert number_keys(keys, "4006001234").block != number_keys(keys, "4006001334").block


def test_a_short_number_has_no_neighbours(keys: Keyring) -> None:
    assert number_keys(keys, "95555") is None


def test_without_the_key_nothing_can_be_tried_out(keys: Keyring, tmp_path: Path) -> None:
    other = keyring.create(tmp_path / "other.json")
    assert number_keys(keys, "4006001234").block != number_keys(other, "4006001234").block
