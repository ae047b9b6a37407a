"""Three plain words, no two alike in the list, the same ones for the same complaint."""

from uuid import UUID

from portal.domain.phrase import LENGTH, WORDS, phrase_of
from portal.vault import receipts
from portal.vault.keyring import Keyring

KEYS = Keyring({1: b"m" * 32}, 1, b"i" * 32, b"r" * 32, b"s" * 32)


def test_the_words_are_distinct_and_no_guess_hits_them() -> None:
    assert len(set(WORDS)) == len(WORDS)
    assert len(WORDS) ** LENGTH > 2_000_000


def test_a_complaint_has_its_own_words_and_keeps_them() -> None:
    said = [phrase_of(receipts.phrase_numbers(KEYS, UUID(int=number), LENGTH)) for number in range(500)]
    assert said[7] == phrase_of(receipts.phrase_numbers(KEYS, UUID(int=7), LENGTH))
    assert len(set(said)) == 500
    assert len({word for words in said for word in words}) == len(WORDS)
