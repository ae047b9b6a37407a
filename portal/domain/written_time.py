"""When something happened, as people write it in a call log or tell it: dates, clocks, "yesterday at half past three".

Reads what it knows and leaves the rest of the text to others; what cannot be a date is no date. Dates without a year
are the latest such day that is not to come.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from portal.domain.period import LOCAL_ZONE, as_local
from portal.domain.vocabulary import Precision

GAP = " ｜ "  # stands where a time was read, so that digits on both sides of it do not become one number
NOON = time(12)
TRADITIONAL = str.maketrans("點時鐘號週禮電話訊剛兩個後發隱顯傳撥來", "点时钟号周礼电话讯刚两个后发隐显传拨来")
NUMERALS = {numeral: value for value, numeral in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
NUMERAL = re.compile(
    r"[零〇一二两三四五六七八九十]+(?=\s*(?:年|月|日|号|点|时|分|刻|天前|个?小时|秒))|(?<=点)[二三四五]?十[一二三四五六七八九]?"
)
MONTHS = {name: place for place, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
WEEKDAYS = {name: place for place, name in enumerate("一二三四五六日")} | {"天": 6}
ENGLISH_DAYS = {name: place for place, name in enumerate("mon tue wed thu fri sat sun".split())}
SPOKEN = (
    (re.compile(r"昨晚"), "昨天晚上"),
    (re.compile(r"今晚"), "今天晚上"),
    (re.compile(r"今早|今晨"), "今天早上"),
    (re.compile(r"昨早"), "昨天早上"),
    (re.compile(r"\byesterday\b", re.I), "昨天"),
    (re.compile(r"\btoday\b", re.I), "今天"),
    (re.compile(r"(?:上|last)\s*个?\s*(?:星期|礼拜|周|week)", re.I), "上周"),
    (re.compile(r"星期|礼拜"), "周"),
    (re.compile(r"(?<=\d)T(?=\d\d:)"), " "),
    (re.compile(r"(?<=:\d\d)[+-]\d\d:?\d\d\b"), ""),
)
ABOUT = re.compile(r"大概|大约|约|左右|前后|\babout\b|\baround\b", re.I)
CLOCK = re.compile(
    r"(?P<before>上午|早上|早晨|清晨|凌晨|半夜|中午|下午|傍晚|晚上|夜里|早|晚|\b[ap]m\b)?\s*"
    r"(?<![\d.])(?P<hour>\d{1,2})\s*(?::|点钟?|时)\s*"
    r"(?:(?P<quarter>半|[123]刻)|(?P<minute>\d{1,2})(?!\d)\s*(?:分|:\d{2})?)?(?P<more>多)?"
    r"\s*[(]?(?P<after>上午|早上|下午|晚上|\b[ap]m\b|(?<=\d)[ap]m\b)?[)]?",
    re.I,
)
DAY_PART = re.compile(r"上午|早上|早晨|清晨|凌晨|半夜|中午|下午|傍晚|晚上|夜里")
IN_THE_AFTERNOON = ("下午", "傍晚", "晚上", "夜里", "晚", "pm")
QUARTERS = {"半": 30, "1刻": 15, "2刻": 30, "3刻": 45}


@dataclass(frozen=True, slots=True)
class WrittenTime:
    """What was read: a day and a clock, how exactly, and what is left of the text."""

    day: date | None
    clock: time | None
    precision: Precision | None
    rest: str
    doubtful: bool = False

    def at(self, told_at: datetime, *, on: date | None = None) -> datetime | None:
        """The instant; a clock without a day was on the day `on`, else today, or yesterday if that is to come."""
        if self.day is None and self.clock is None:
            return None
        here = as_local(told_at)
        found = datetime.combine(self.day or on or here.date(), self.clock or NOON, LOCAL_ZONE)
        return found - timedelta(days=1) if self.day is None and on is None and found > here else found


def read_time(text: str, *, told_at: datetime) -> WrittenTime:
    """Read a day and a clock out of a text that is already in half-width characters."""
    plain = spoken(text)
    here = as_local(told_at)
    ago = _ago(plain, here)
    if ago is not None:
        return ago
    day, precision, plain = _day(plain, here.date())
    clock, exact, plain = _clock(plain)
    plain = re.sub(r"周[一二三四五六日天](?!\S*月)", GAP, plain) if day else plain
    about = ABOUT.search(plain) is not None
    if clock is not None:
        precision = Precision.MINUTE if exact and not about else Precision.HOUR
    elif day is not None and precision is None:
        precision = Precision.DAY
    rest = ABOUT.sub(" ", DAY_PART.sub(" ", plain) if day or clock else plain)
    doubtful = bool(day and day > here.date())
    return WrittenTime(day, clock, precision if day or clock else None, rest, doubtful)


def spoken(text: str) -> str:
    """The text in simplified characters, numerals before units as digits, idioms as plain words."""
    plain = NUMERAL.sub(lambda found: str(_value(found.group())), text.translate(TRADITIONAL))
    for pattern, word in SPOKEN:
        plain = pattern.sub(word, plain)
    return plain


def _value(numeral: str) -> int:
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return int("".join(str(NUMERALS[one]) for one in numeral))
    return (NUMERALS.get(tens, 1) if tens else 1) * 10 + (NUMERALS.get(ones, 0) if ones else 0)


def _ago(text: str, here: datetime) -> WrittenTime | None:
    """How long ago, told as a length of time."""
    ways: tuple[tuple[str, Callable[[re.Match[str]], timedelta], Precision], ...] = (
        (r"刚刚|刚才|\bjust now\b", lambda _: timedelta(0), Precision.HOUR),
        (r"(\d{1,3})\s*分钟(?:之|以)?前", lambda found: timedelta(minutes=int(found.group(1))), Precision.MINUTE),
        (r"半个?小时(?:之|以)?前", lambda _: timedelta(minutes=30), Precision.MINUTE),
        (r"(\d{1,2})\s*个?小时(?:之|以)?前", lambda found: timedelta(hours=int(found.group(1))), Precision.HOUR),
    )
    for pattern, length, precision in ways:
        found = re.search(pattern, text, re.I)
        if found:
            then = here - length(found)
            rest = text[: found.start()] + GAP + text[found.end() :]
            return WrittenTime(then.date(), then.time().replace(microsecond=0), precision, rest)
    return None


def _day(text: str, today: date) -> tuple[date | None, Precision | None, str]:
    for pattern, read, precision in DAYS:
        for found in pattern.finditer(text):
            day = read(found, today)
            if day is not None:
                return day, precision, text[: found.start()] + GAP + text[found.end() :]
    return None, None, text


def _clock(text: str) -> tuple[time | None, bool, str]:
    for found in CLOCK.finditer(text):
        hour, minute = int(found["hour"]), int(found["minute"] or 0)
        minute = QUARTERS.get(found["quarter"] or "", minute)
        said = (found["before"] or found["after"] or "").lower()
        if (said in IN_THE_AFTERNOON and hour < 12) or (said == "中午" and hour in (1, 2)):
            hour += 12
        elif hour == 12 and said in ("凌晨", "上午", "早上", "半夜", "am"):
            hour = 0
        rest = text[: found.start()] + GAP + text[found.end() :]
        if hour <= 23 and minute <= 59:
            return time(hour, minute), found["more"] is None, rest
        return None, False, rest
    return None, False, text


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


ENGLISH_MONTH = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
Reader = Callable[[re.Match[str], date], date | None]
DAYS: tuple[tuple[re.Pattern[str], Reader, Precision | None], ...] = (
    (re.compile(r"(?<!\d)(20\d\d)\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})(?!\d)\s*[日号]?"),
     lambda found, _: _date(*_numbers(found)), None),
    (re.compile(r"(?<!\d)(20\d\d)(0[1-9]|1[0-2])([0-3]\d)(?!\d)"), lambda found, _: _date(*_numbers(found)), None),
    (re.compile(r"(?<!\d)(\d{1,2})/(\d{1,2})/(20\d\d)(?!\d)"),
     lambda found, _: _date(int(found[3]), int(found[1]), int(found[2])), None),
    (re.compile(r"(?<!\d)(\d\d)年(\d{1,2})月(\d{1,2})[日号]"),
     lambda found, _: _date(2000 + int(found[1]), int(found[2]), int(found[3])), None),
    (re.compile(r"去年\s*(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]"),
     lambda found, today: _date(today.year - 1, *_numbers(found)), None),
    (re.compile(r"(?<!\d)(\d{1,2})\s*月\s*(\d{1,2})(?!\d)\s*[日号]?"),
     lambda found, today: _latest(*_numbers(found), today), None),
    (re.compile(rf"\b(?P<first>{ENGLISH_MONTH})\.?\s+(?P<day>\d{{1,2}})(?!\d)(?:,?\s*(?P<year>20\d\d))?"
                rf"|\b(?P<before>\d{{1,2}})\s+(?P<second>{ENGLISH_MONTH})\.?(?:\s+(?P<later>20\d\d))?", re.I),
     _english, None),
    (re.compile(r"大前天"), lambda _, today: today - timedelta(days=3), None),
    (re.compile(r"前天"), lambda _, today: today - timedelta(days=2), None),
    (re.compile(r"昨[天日]"), lambda _, today: today - timedelta(days=1), None),
    (re.compile(r"今[天日]"), lambda _, today: today, None),
    (re.compile(r"(\d{1,2})\s*天(?:之|以)?前"), lambda found, today: today - timedelta(days=int(found[1])), None),
    (re.compile(r"(?<![\d.\-/:])(\d{1,2})[-/.](\d{1,2})(?![\d.\-/:])"),
     lambda found, today: _latest(*_numbers(found), today), None),
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
