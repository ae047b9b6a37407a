"""Which day is meant: a date in any usual way of writing, "yesterday", "last Friday", "two weeks ago".

What cannot be a date is no date. Dates without a year are the latest such day that is not to come.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from portal.domain.vocabulary import Precision

GAP = " ｜ "  # stands where a time was read, so that digits on both sides of it do not become one number
MONTHS = {name: place for place, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
WEEKDAYS = {name: place for place, name in enumerate("一二三四五六日")} | {"天": 6}
ENGLISH_DAYS = {name: place for place, name in enumerate("mon tue wed thu fri sat sun".split())}
HOLIDAYS = {
    "元旦": (1, 1),
    "情人节": (2, 14),
    "妇女节": (3, 8),
    "国庆": (10, 1),
    "圣诞": (12, 25),
}


@dataclass(frozen=True, slots=True)
class WrittenDay:
    """A day, how exactly it was told, and what is left of the text; `doubtful` where it can be read in two ways."""

    day: date | None
    precision: Precision | None
    rest: str
    doubtful: bool = False


def read_day(text: str, today: date) -> WrittenDay:
    """Read the first day of a text that is already in half-width, simplified characters."""
    for pattern, read, precision in DAYS:
        for found in pattern.finditer(text):
            day = read(found, today)
            if day is not None:
                rest = text[: found.start()] + GAP + text[found.end() :]
                return WrittenDay(day, precision, rest, _is_doubtful(found, day, today))
    return WrittenDay(None, None, text)


def _is_doubtful(found: re.Match[str], day: date, today: date) -> bool:
    """Whether month and day, the other way round, are nearer to today; or the day is to come."""
    if day > today:
        return True
    if found.re is not MONTH_AND_DAY:
        return False
    month, other = _numbers(found)
    swapped = _latest(other, month, today)
    return swapped is not None and swapped > day


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _latest(month: int, day: int, today: date) -> date | None:
    this = _date(today.year, month, day)
    if this is not None and this <= today:
        return this
    before = _date(today.year - 1, month, day)
    return before if before is None or this is not None else None


def _in_month(found: re.Match[str], today: date) -> date | None:
    day = int(found.group(1))
    for back in (0, 1, 2):
        month = today.year * 12 + today.month - 1 - back
        this = _date(month // 12, month % 12 + 1, day)
        if this is not None and this <= today:
            return this
    return None


def _weekday(place: int, today: date) -> date:
    return today - timedelta(days=(today.weekday() - place) % 7)


def _last_week(today: date, place: int = 0) -> date:
    return today - timedelta(days=today.weekday() + 7 - place)


def _month(found: re.Match[str], today: date) -> date | None:
    month = int(found["month"])
    if not 1 <= month <= 12:
        return None
    day = {"初": 1, "上": 1, "中": 11, "底": 21, "末": 21, "下": 21}.get((found["part"] or "")[:1], 1)
    if found["year"]:
        year = today.year - 1 if found["year"].startswith("去") else int(found["year"][:4])
        return _date(year, month, day)
    this = _date(today.year, month, day)
    return this if this and this <= today else _date(today.year - 1, month, day)


def _numbers(found: re.Match[str]) -> list[int]:
    return [int(part) for part in found.groups()]


def _english(found: re.Match[str], today: date) -> date | None:
    month = MONTHS[(found["first"] or found["second"])[:3].lower()]
    day, year = int(found["day"] or found["before"]), found["year"] or found["later"]
    return _date(int(year), month, day) if year else _latest(month, day, today)


def _week_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _months_ago(back: int, today: date) -> date:
    month = today.year * 12 + today.month - 1 - back
    return date(month // 12, month % 12 + 1, 1)


def _short_year(found: re.Match[str], _today: date) -> date | None:
    first, second, third = _numbers(found)
    if first > 12:
        return _date(2000 + first, second, third)
    return _date(2000 + third, first, second)


MONTH_AND_DAY = re.compile(r"(?<![\d.\-/:])(\d{1,2})[-/.](\d{1,2})(?![\d.\-/:])")
ENGLISH_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
Reader = Callable[[re.Match[str], date], date | None]
DAYS: tuple[tuple[re.Pattern[str], Reader, Precision | None], ...] = (
    (re.compile(r"(?<!\d)(20\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)\s*[日号]?"),
     lambda found, _: _date(*_numbers(found)), None),
    (re.compile(r"(?<!\d)(20\d\d)(0[1-9]|1[0-2])([0-3]\d)(?!\d)"), lambda found, _: _date(*_numbers(found)), None),
    (re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(20\d\d)(?!\d)"),
     lambda found, _: _date(int(found[3]), int(found[1]), int(found[2])), None),
    (re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(\d\d)(?!\d)"), _short_year, None),
    (re.compile(r"(?<![\d-])(2\d)-(\d\d?)-(\d\d?)(?![\d-])"),
     lambda found, _: _date(2000 + int(found[1]), int(found[2]), int(found[3])), None),
    (re.compile(r"(?<!\d)(\d\d)年(\d{1,2})月(\d{1,2})[日号]"),
     lambda found, _: _date(2000 + int(found[1]), int(found[2]), int(found[3])), None),
    (re.compile(r"去年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]"),
     lambda found, today: _date(today.year - 1, *_numbers(found)), None),
    (re.compile(r"(?<!\d)(\d{1,2})\s*月\s*(\d{1,2})(?!\d)\s*[日号]?"),
     lambda found, today: _latest(*_numbers(found), today), None),
    (re.compile(rf"\b(?P<first>{ENGLISH_MONTH})\.?\s+(?P<day>\d{{1,2}})(?!\d)(?:,?\s*(?P<year>20\d\d))?"
                rf"|\b(?P<before>\d{{1,2}})\s+(?P<second>{ENGLISH_MONTH})\.?(?:\s+(?P<later>20\d\d))?", re.I),
     _english, None),
    (re.compile(r"大前[天日]"), lambda _, today: today - timedelta(days=3), None),
    (re.compile(r"(?<![目以之])前[天日]"), lambda _, today: today - timedelta(days=2), None),
    (re.compile(r"昨[天日]"), lambda _, today: today - timedelta(days=1), None),
    (re.compile(r"今[天日]"), lambda _, today: today, None),
    (re.compile(r"(\d{1,2})\s*(?:天(?:之|以)?前|days?\s+ago\b)", re.I),
     lambda found, today: today - timedelta(days=int(found[1])), None),
    (MONTH_AND_DAY,
     lambda found, today: _latest(*_numbers(found), today), None),
    (re.compile(r"(\d{1,2})\s*(?:个?周(?:之|以)?前|weeks?\s+ago\b)", re.I),
     lambda found, today: _week_of(today - timedelta(weeks=int(found[1]))), Precision.WEEK),
    (re.compile(r"半个?月(?:之|以)?前"), lambda _, today: _week_of(today - timedelta(days=15)), Precision.WEEK),
    (re.compile(r"(\d{1,2})\s*(?:个月(?:之|以)?前|months?\s+ago\b)", re.I),
     lambda found, today: _months_ago(int(found[1]), today), Precision.MONTH),
    (re.compile(rf"({'|'.join(HOLIDAYS)})节?(?![前后期])"),
     lambda found, today: _latest(*HOLIDAYS[found[1]], today), None),
    (re.compile(r"上上周([一二三四五六日天])"),
     lambda found, today: _last_week(today, WEEKDAYS[found[1]]) - timedelta(weeks=1), None),
    (re.compile(r"上上周"), lambda _, today: _last_week(today) - timedelta(weeks=1), Precision.WEEK),
    (re.compile(r"上周([一二三四五六日天])"), lambda found, today: _last_week(today, WEEKDAYS[found[1]]), None),
    (re.compile(r"周([一二三四五六日天])"), lambda found, today: _weekday(WEEKDAYS[found[1]], today), None),
    (re.compile(r"\b(mon|tue|wed|thu|fri|sat|sun)[a-z]*day\b|\b(mon|tue|wed|thu|fri|sat|sun)\b", re.I),
     lambda found, today: _weekday(ENGLISH_DAYS[(found[1] or found[2]).lower()], today), None),
    (re.compile(r"(?P<year>20\d\d年|去年)?\s*(?<!\d)(?P<month>\d{1,2})\s*月份?\s*(?P<part>初|上旬|中旬|中|下旬|底|末)(?!\d)"),
     _month, Precision.WEEK),
    (re.compile(r"(?P<year>20\d\d年|去年)?\s*(?<!\d)(?P<month>\d{1,2})\s*月份?(?P<part>)(?!\s*\d{1,2}(?!\d))"),
     _month, Precision.MONTH),
    (re.compile(r"上周"), lambda _, today: _last_week(today), Precision.WEEK),
    (re.compile(r"上个?月|last month", re.I),
     lambda _, today: (today.replace(day=1) - timedelta(days=1)).replace(day=1), Precision.MONTH),
    (re.compile(r"(?<![\d月])(\d{1,2})\s*[号日](?!码)"), _in_month, None),
)  # fmt: skip
