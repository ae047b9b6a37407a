"""When something happened, as people write it in a call log or tell it: dates, clocks, "yesterday at half past three".

Reads what it knows and leaves the rest of the text to others.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from portal.domain.period import LOCAL_ZONE, as_local
from portal.domain.vocabulary import Precision
from portal.domain.written_day import GAP, WEEKDAYS, read_day

NOON = time(12)
TRADITIONAL = str.maketrans("點時鐘號週禮電話訊剛兩個後發隱顯傳撥來", "点时钟号周礼电话讯刚两个后发隐显传拨来")
NUMERALS = {numeral: value for value, numeral in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
NUMERAL = re.compile(
    r"[零〇一二两三四五六七八九十]+(?=\s*(?:年|月|日|号|点|时|分|刻|天前|个?小时|秒"
    r"|个?(?:周|星期|礼拜)(?:之|以)?前|个月(?:之|以)?前))|(?<=点)[二三四五]?十[一二三四五六七八九]?"
)
ENGLISH_NUMERALS = {
    word: place for place, word in enumerate("one two three four five six seven eight nine ten".split(), 1)
}
ENGLISH_NUMERAL = re.compile(rf"\b({'|'.join(ENGLISH_NUMERALS)})(?=\s+(?:minute|hour|day|week|month)s?\s+ago\b)", re.I)
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
    (re.compile(r"(?<!\d)(20\d\d)([01]\d)([0-3]\d)([0-2]\d)([0-5]\d)(?:[0-5]\d)?(?!\d)"), r"\1-\2-\3 \4:\5"),
    (re.compile(r"(?<!\d)(20\d\d-\d\d?-\d\d?)-(\d\d)-(\d\d)(?![\d-])"), r"\1 \2:\3"),
    (re.compile(r"(?<![\d:])(\d\d?)\s*[-~至到]\s*\d\d?\s*([点时])"), r"\1\2多"),
    (re.compile(r"(?<=:\d\d)[+-]\d\d:?\d\d\b"), ""),
)
ABOUT = re.compile(r"大概|大约|约|左右|前后|\babout\b|\baround\b", re.I)
CLOCK = re.compile(
    r"(?P<before>上午|早上|早晨|清晨|凌晨|半夜|中午|下午|傍晚|晚上|夜里|早|晚|\b[ap]m\b)?\s*"
    r"(?<![\d.])(?P<hour>\d{1,2})\s*(?::|点钟?|时|(?=[ap]m\b))\s*"
    r"(?:(?P<quarter>半|[123]刻)|(?P<minute>\d{1,2})(?!\d)\s*(?:分|:\d{2})?)?(?P<more>多)?"
    r"\s*[(]?(?P<after>上午|早上|下午|晚上|\b[ap]m\b|(?<=\d)[ap]m\b)?[)]?",
    re.I,
)
WEEKDAY = re.compile(r"周([一二三四五六日天])(?!\S*月)")
DAY_PART = re.compile(r"上午|早上|早晨|清晨|凌晨|半夜|中午|下午|傍晚|晚上|夜里")
IN_THE_AFTERNOON = ("下午", "傍晚", "晚上", "夜里", "晚", "pm")
QUARTERS = {"半": 30, "1刻": 15, "2刻": 30, "3刻": 45}
AGO: tuple[tuple[str, Callable[[re.Match[str]], timedelta], Precision], ...] = (
    (r"刚刚|刚才|\bjust now\b", lambda _: timedelta(0), Precision.HOUR),
    (r"(\d{1,3})\s*(?:分钟(?:之|以)?前|min(?:ute)?s?\s+ago\b)",
     lambda found: timedelta(minutes=int(found[1])), Precision.MINUTE),
    (r"半个?小时(?:之|以)?前", lambda _: timedelta(minutes=30), Precision.MINUTE),
    (r"(\d{1,2})\s*(?:个?小时(?:之|以)?前|(?:hours?|hrs?)\s+ago\b)",
     lambda found: timedelta(hours=int(found[1])), Precision.HOUR),
)  # fmt: skip


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
    written = read_day(plain, here.date())
    day, precision = written.day, written.precision
    clock, exact, plain = _clock(written.rest)
    weekday = WEEKDAY.search(plain) if day else None
    another = bool(day and weekday and written.precision is None and WEEKDAYS[weekday[1]] != day.weekday())
    plain = WEEKDAY.sub(GAP, plain) if weekday else plain
    about = ABOUT.search(plain) is not None
    if clock is not None:
        precision = Precision.MINUTE if exact and not about else Precision.HOUR
    elif day is not None and precision is None:
        precision = Precision.DAY
    rest = ABOUT.sub(" ", DAY_PART.sub(" ", plain) if day or clock else plain)
    return WrittenTime(day, clock, precision if day or clock else None, rest, written.doubtful or another)


def spoken(text: str) -> str:
    """The text in simplified characters, numerals before units as digits, idioms as plain words."""
    plain = NUMERAL.sub(lambda found: str(_value(found.group())), text.translate(TRADITIONAL))
    plain = ENGLISH_NUMERAL.sub(lambda found: str(ENGLISH_NUMERALS[found.group().lower()]), plain)
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
    for pattern, length, precision in AGO:
        found = re.search(pattern, text, re.I)
        if found:
            then = here - length(found)
            rest = text[: found.start()] + GAP + text[found.end() :]
            return WrittenTime(then.date(), then.time().replace(microsecond=0), precision, rest)
    return None


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
