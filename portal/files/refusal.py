"""Why a row is refused: its line, the column, what stands there and a reason that has words in the catalogue `cli`."""

from dataclasses import dataclass
from enum import StrEnum

LONGEST_SHOWN = 80


class Reason(StrEnum):
    """What can be the matter with a row."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    UNREADABLE_CHARACTER = "unreadable_character"
    CELL_COUNT = "cell_count"
    NOT_A_TIME = "not_a_time"
    NO_TIME_OF_DAY = "no_time_of_day"
    NOT_A_DATE = "not_a_date"
    NOT_A_MONTH = "not_a_month"
    MONTH_NOT_OVER = "month_not_over"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_DIGEST = "not_a_digest"
    UNKNOWN_CODE = "unknown_code"
    UNKNOWN_HOSPITAL = "unknown_hospital"
    UNKNOWN_DISTRICT = "unknown_district"
    HOLDS_SEPARATOR = "holds_separator"
    RESERVED_NAME = "reserved_name"
    PERIOD_BACKWARDS = "period_backwards"
    REPORTED_BEFORE_CALL = "reported_before_call"
    CALLER_WITHOUT_TIME = "caller_without_time"
    CONTRADICTS = "contradicts"
    WITHDRAWN = "withdrawn"
    IN_FUTURE = "in_future"
    TOO_LONG_AGO = "too_long_ago"
    DUE_TOO_FAR_FROM_CARD = "due_too_far_from_card"
    DUE_BEFORE_CARD = "due_before_card"
    BIRTH_BEFORE_CARD = "birth_before_card"
    BIRTH_TOO_LATE = "birth_too_late"
    NOT_A_PHONE = "not_a_phone"
    UNKNOWN_RECIPIENT = "unknown_recipient"
    UNKNOWN_CANARY = "unknown_canary"


class BadCell(ValueError):
    """A cell, or what it says together with others, cannot be accepted."""

    def __init__(self, column: str, value: str, reason: Reason, known: str = "") -> None:
        super().__init__(f"{column}: {reason}")
        self.column = column
        self.value = value
        self.reason = reason
        self.known = known  # what it contradicts

    def at(self, line: int) -> "Refusal":
        """The refusal of the row on a line."""
        return Refusal(line, self.column, shown(self.value), self.reason, shown(self.known))


@dataclass(frozen=True, slots=True)
class Refusal:
    """One refused row."""

    line: int
    column: str
    value: str
    reason: Reason
    known: str = ""


def shown(value: str) -> str:
    """A value cut to what a line can hold, without characters that a terminal would obey."""
    cut = value if len(value) <= LONGEST_SHOWN else f"{value[:LONGEST_SHOWN]}…"
    return "".join(character if character.isprintable() else "�" for character in cut)
