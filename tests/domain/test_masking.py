"""Where a passage stands, and the text with it covered."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from portal.domain.masking import MaskedField, Masking, covered, places_of

AT = datetime(2026, 3, 2, tzinfo=UTC)


def masking(start: int, length: int) -> Masking:
    return Masking(UUID(int=1), UUID(int=2), UUID(int=3), MaskedField.NOTES, start, length, "a", AT)


@pytest.mark.parametrize(
    ("passage", "text", "places"),
    [("王", "王姐和王哥", [0, 3]), ("aa", "aaaa", [0, 2]), ("x", "abc", []), ("", "abc", [])],
)
def test_a_passage_is_found_wherever_it_stands(passage: str, text: str, places: list[int]) -> None:
    assert places_of(passage, text) == places


def test_what_is_covered_keeps_its_length_and_nothing_else() -> None:
    assert covered("王姐在幸福路", [masking(0, 2), masking(3, 9)]) == "██在███"
    assert covered(None, [masking(0, 2)]) is None
