"""What the office and a mother write to each other, and notes among officials: sealed like her own words."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from portal.domain.note_removal import RemovalReason

LONGEST_LETTER = 1000
MOST_LETTERS = 100  # of one complaint, notes included


class LetterKind(StrEnum):
    """Who writes to whom."""

    TO_REPORTER = "to_reporter"
    FROM_REPORTER = "from_reporter"
    NOTE = "note"  # among officials


class LetterTemplate(StrEnum):
    """A text to begin with; the catalogue holds its words."""

    ASK_DETAILS = "ask_details"
    ASK_MESSAGE_TEXT = "ask_message_text"
    PROGRESS = "progress"
    REFERRED = "referred"
    RESULT = "result"


class TooManyLetters(ValueError):
    """A complaint holds no more letters than `MOST_LETTERS`."""


@dataclass(frozen=True, slots=True)
class Letter:
    """As stored; `by` is the login of an official, or the reporter. Of a note that was removed the text is gone."""

    complaint_id: UUID
    id: UUID
    kind: LetterKind
    by: str
    written_at: datetime
    text_sealed: bytes | None = field(repr=False)
    removed_by: str | None = None
    removed_at: datetime | None = None
    removed_reason: RemovalReason | None = None


@dataclass(frozen=True, slots=True)
class OpenLetter:
    """The same, opened."""

    letter: Letter
    text: str = field(repr=False)
