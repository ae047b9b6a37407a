"""Passages of her words that officials cover: first so that it can be undone, then for good by a second person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

COVER = "█"
LONGEST_PASSAGE = 200


class MaskedField(StrEnum):
    """Which of her words."""

    NOTES = "notes"
    MESSAGE = "message"


@dataclass(frozen=True, slots=True)
class Masking:
    """One covered passage: where it stands, never what it says."""

    complaint_id: UUID
    id: UUID
    call_id: UUID
    field: MaskedField
    start: int
    length: int
    masked_by: str
    masked_at: datetime
    redacted_by: str | None = None
    redacted_at: datetime | None = None


def places_of(passage: str, text: str) -> list[int]:
    """Where a passage stands in a text, each place once."""
    found, at = [], text.find(passage)
    while passage and at >= 0:
        found.append(at)
        at = text.find(passage, at + len(passage))
    return found


def covered(text: str | None, maskings: Iterable[Masking]) -> str | None:
    """The text with every masked passage covered, of the same length."""
    if text is None:
        return None
    letters = list(text)
    for one in maskings:
        letters[one.start : one.start + one.length] = COVER * len(letters[one.start : one.start + one.length])
    return "".join(letters)
