"""Days and times of day as people write them: full-width digits, 年月日, 点, slashes, no zeros in front."""

import re
import unicodedata
from datetime import date, time

DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
DAY_WITHOUT_MARKS = re.compile(r"(\d{4})(\d{2})(\d{2})")
CLOCK = re.compile(
    r"(上午|凌晨|早上|中午|下午|傍晚|晚上)?\s*(\d{1,2})\s*[:.点时]\s*(\d{1,2})?\s*分?(?:\s*:\s*\d{1,2})?"
)
CLOCK_WITHOUT_MARKS = re.compile(r"()(\d{2})(\d{2})")
AFTERNOON = frozenset({"下午", "傍晚", "晚上"})
NOON = 12


class Unreadable(ValueError):
    """Not a day or a time of day in any way of writing that we know."""


def day_from(text: str) -> date:
    """The calendar day that was written."""
    plain = _plain(text)
    found = DAY.fullmatch(plain) or DAY_WITHOUT_MARKS.fullmatch(plain)
    if not found:
        raise Unreadable("day")
    try:
        return date(*(int(part) for part in found.groups()))
    except ValueError as error:
        raise Unreadable("day") from error


def clock_from(text: str) -> time:
    """The time of day that was written, on a 24-hour clock unless a word says afternoon or evening."""
    plain = _plain(text)
    found = CLOCK.fullmatch(plain) or CLOCK_WITHOUT_MARKS.fullmatch(plain)
    if not found:
        raise Unreadable("clock")
    half, hour, minute = found.group(1), int(found.group(2)), int(found.group(3) or 0)
    if half in AFTERNOON and hour < NOON:
        hour += NOON
    try:
        return time(hour, minute)
    except ValueError as error:
        raise Unreadable("clock") from error


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()
