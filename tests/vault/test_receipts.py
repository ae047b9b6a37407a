"""A receipt is forgiving about how it is written, and about nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.vault import keyring, receipts
from portal.vault.keyring import Keyring
from portal.vault.receipts import InvalidReceipt

TOKENS = st.text("abcdefghijklmnopqrstuvwxyz0123456789-_", min_size=32, max_size=32)


@pytest.fixture(scope="module")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keyring:
    return keyring.create(tmp_path_factory.mktemp("keys") / "keys.json")


@given(token=TOKENS)
def test_a_token_always_gives_the_same_receipt(keys: Keyring, token: str) -> None:
    code = receipts.code_for(keys, token)
    assert receipts.code_for(keys, token) == code
    assert [len(group) for group in code.split("-")] == [4] * 7


@given(token=TOKENS, separator=st.sampled_from(["", " ", "-", "—", "　", " · "]))
def test_spaces_hyphens_and_small_letters_do_not_matter(keys: Keyring, token: str, separator: str) -> None:
    code = receipts.code_for(keys, token)
    tired = separator.join(code.lower().split("-"))
    assert receipts.complaint_id(keys, tired) == receipts.complaint_id(keys, code)


@given(token=TOKENS)
def test_letters_that_look_alike_are_the_same(keys: Keyring, token: str) -> None:
    code = receipts.code_for(keys, token)
    assert receipts.normalised(code.replace("0", "O").replace("1", "l")) == code.replace("-", "")


@given(token=TOKENS)
def test_full_width_characters_are_read(keys: Keyring, token: str) -> None:
    code = receipts.code_for(keys, token)
    wide = "".join(chr(ord(c) + 0xFEE0) if c != "-" else "－" for c in code)
    assert receipts.normalised(wide) == code.replace("-", "")


@given(token=TOKENS, place=st.integers(0, 27), wrong=st.sampled_from(receipts.ALPHABET))
def test_a_slip_is_noticed_before_anything_is_looked_up(keys: Keyring, token: str, place: int, wrong: str) -> None:
    plain = receipts.code_for(keys, token).replace("-", "")
    slipped = plain[:place] + wrong + plain[place + 1 :]
    if slipped != plain:
        try:
            found = receipts.complaint_id(keys, slipped)
        except InvalidReceipt:
            return
        # Ten check bits let one slip in a thousand through; it then opens nothing.
        assert found != receipts.complaint_id(keys, plain)


@pytest.mark.parametrize("typed", ["", "ABCD", "U" * 28, "0" * 27, "0" * 29, "<script>"])
def test_what_is_no_receipt_is_refused(typed: str) -> None:
    with pytest.raises(InvalidReceipt):
        receipts.normalised(typed)


def test_every_submission_has_a_token_of_its_own() -> None:
    assert len({receipts.new_submission_token() for _ in range(1000)}) == 1000
