"""What a cell says: generous in the way of writing, strict in the meaning."""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TypeVar

from portal.domain.period import LOCAL_ZONE
from portal.domain.written import Unreadable, day_from
from portal.files.refusal import BadCell, Reason
from portal.files.tables import FORMULA_STARTS

LONGEST = 120  # of a name, as the database keeps it
LONGEST_CELL = 200
CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
TIME = re.compile(
    r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:T|\s+)(\d{1,2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?)\s*(Z|[+-]\d{2}:?\d{2})?",
    re.ASCII | re.IGNORECASE,
)
DAY_WITH_MIDNIGHT = re.compile(r"(\d{4}-\d{2}-\d{2})[T ]00:00(?::00)?", re.ASCII)
PLAIN_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
WHOLE_NUMBER = re.compile(r"\d{1,18}(?:\.0+)?", re.ASCII)
SHA256 = re.compile(r"[0-9a-f]{64}", re.ASCII)
# Beyond these years an instant is a slip of the finger, whatever this machine's clock says.
FIRST_YEAR, LAST_YEAR = 1900, 2100
LIST_SEPARATORS = re.compile("[;；]")

C = TypeVar("C", bound=StrEnum)


def cleaned(column: str, text: str, longest: int = LONGEST_CELL) -> str:
    """The text without blanks around it and without the apostrophe that keeps a spreadsheet from calculating."""
    stripped = text.strip().strip("\ufeff")
    if stripped[:1] == "'" and stripped[1:2] and stripped[1:2] in FORMULA_STARTS:
        stripped = stripped[1:]
    if len(stripped) > longest:
        raise BadCell(column, stripped, Reason.TOO_LONG)
    if stripped and CONTROL.search(stripped):
        raise BadCell(column, stripped, Reason.UNREADABLE_CHARACTER)
    return stripped


def required(column: str, text: str, longest: int = LONGEST_CELL) -> str:
    """The same for a cell that must not be empty."""
    found = cleaned(column, text, longest)
    if not found:
        raise BadCell(column, text, Reason.MISSING)
    return found


def instant(column: str, text: str) -> tuple[datetime, bool]:
    """The instant in UTC, and whether its offset was left out (Shanghai clocks are then meant)."""
    found = TIME.fullmatch(text)
    if not found:
        raise BadCell(column, text, Reason.NO_TIME_OF_DAY if _is_day(text) else Reason.NOT_A_TIME)
    year, month, day, clock, offset = found.groups()
    clock = clock if clock[1] != ":" else f"0{clock}"
    try:
        read = datetime.fromisoformat(f"{year}-{month:0>2}-{day:0>2}T{clock}{(offset or '').upper()}")
    except ValueError as error:
        raise BadCell(column, text, Reason.NOT_A_TIME) from error
    if not FIRST_YEAR <= read.year <= LAST_YEAR:
        raise BadCell(column, text, Reason.NOT_A_TIME)
    return (read if offset else read.replace(tzinfo=LOCAL_ZONE)).astimezone(UTC), not offset


def day(column: str, text: str) -> date:
    """A calendar day; a spreadsheet's midnight counts as its day."""
    midnight = DAY_WITH_MIDNIGHT.fullmatch(text)
    plain = midnight.group(1) if midnight else text
    try:
        found = date.fromisoformat(plain) if PLAIN_DAY.fullmatch(plain) else day_from(plain)
    except (ValueError, Unreadable) as error:
        raise BadCell(column, text, Reason.NOT_A_DATE) from error
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise BadCell(column, text, Reason.NOT_A_DATE)
    return found


def code(column: str, text: str, codes: type[C]) -> C:
    """One of a closed list of codes."""
    try:
        return codes(text.casefold())
    except ValueError as error:
        raise BadCell(column, text, Reason.UNKNOWN_CODE) from error


def items(column: str, text: str, longest: int = LONGEST) -> list[str]:
    """The members of a list inside a cell."""
    found = [member for part in LIST_SEPARATORS.split(text) if (member := part.strip())]
    for member in found:
        if len(member) > longest:
            raise BadCell(column, member, Reason.TOO_LONG)
    return found


def whole_number(column: str, text: str, most: int) -> int:
    """A count."""
    if not WHOLE_NUMBER.fullmatch(text) or int(text.split(".")[0]) > most:
        raise BadCell(column, text, Reason.NOT_A_NUMBER)
    return int(text.split(".")[0])


def sha256(column: str, text: str) -> str:
    """A digest in hexadecimal."""
    lowered = text.casefold()
    if not SHA256.fullmatch(lowered):
        raise BadCell(column, text, Reason.NOT_A_DIGEST)
    return lowered


def without_separator(column: str, text: str, separators: Iterable[str] = ";；") -> str:
    """A name that can stand in a list."""
    if any(separator in text for separator in separators):
        raise BadCell(column, text, Reason.HOLDS_SEPARATOR)
    return text


def _is_day(text: str) -> bool:
    try:
        day("", text)
    except BadCell:
        return False
    return True
