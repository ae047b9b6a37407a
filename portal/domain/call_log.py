"""A pasted call log or list of messages, read entry by entry: her words beside what was read from them.

No line is dropped: what is no call (a heading, a date above a group, a call of her own) comes back as not read.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TypeVar

from portal.domain.phone import HOTLINES, Caller, CallerClass, classify
from portal.domain.vocabulary import Channel, Precision, VendorType
from portal.domain.written_time import GAP, WrittenTime, read_time, spoken

Code = TypeVar("Code")
LONGEST_PASTE = 20_000
SHORTEST_NUMBER = 5
LONGEST_LABEL = 12  # of a line that only says where a number is from
HIDDEN = re.compile(
    r"未知号码|未知来电|隐藏号码|隐藏|私人号码|匿名(?:来电)?|号码没显示|没显示号码|未显示(?:号码)?|无主叫号码|无号码"
    r"|no\s*caller\s*id|private(?:\s*number)?|unknown(?:\s*(?:number|caller))?|withheld|anonymous",
    re.IGNORECASE,
)
OUTGOING = re.compile(r"呼出|已拨|拨出|去电|拨打|\boutgoing\b|\bdialled\b|\bdialed\b", re.IGNORECASE)
NOISE = re.compile(
    r"^\s*(?:[①-⑳]|\d{1,2}(?:[、)]|\.\s)|[-*•·])\s*"
    r"|(?:通话时长|时长|通话|响铃|持续)\s*[::]?\s*\d{1,2}:\d{2}(?::\d{2})?"
    r"|(?<![点时:\d])\d+\s*分\s*\d+\s*秒|(?<![点时:\d])\d+\s*分钟(?!之?以?前)|\d+\s*秒"
    r"|[(]\s*\d{1,3}\s*[)]|\d+\s*次|被?\s*\d+\s*(?:位|个)?(?:人|用户)\s*标记"
    r"|卡\s*[12一二]|\bSIM\s*[12]\b|第\s*\d+\s*页|共\s*\d+\s*页",
    re.IGNORECASE,
)
NUMBER = re.compile(r"[(]?(?:\+|00)?\d[\d ()\-.]*\d(?:\s*(?:转|分机|ext\.?|#)\s*\d{1,6})?", re.IGNORECASE)
WORDS_ONLY = re.compile(r"[\W_]+")
CHANNELS = (
    (Channel.SMS, re.compile(r"短信|短讯|讯息|彩信|\bsms\b|\btext message\b", re.IGNORECASE)),
    (Channel.WECHAT, re.compile(r"微信|好友申请|\bwechat\b", re.IGNORECASE)),
    (Channel.VISIT, re.compile(r"上门(?!剃|拍|服务)|来家里|到家里")),
)
VENDORS = (
    (VendorType.LANUGO_BRUSH, re.compile(r"胎毛|胎发|笔庄|剃胎")),
    (VendorType.HAND_FOOT_PRINT, re.compile(r"手足印|手脚印|脚印")),
    (VendorType.CORD_BLOOD, re.compile(r"脐带血|脐血|干细胞")),
    (VendorType.INFANT_FORMULA, re.compile(r"奶粉|母乳代")),
    (VendorType.POSTNATAL_FITNESS, re.compile(r"产后(?:修复|康复|恢复|健身|瑜伽)|产康|催乳|骨盆")),
    (VendorType.CONFINEMENT_NANNY, re.compile(r"月嫂|月子|家政|育婴|保姆")),
    (VendorType.BABY_PHOTOGRAPHY, re.compile(r"百日照|百天照|摄影|影楼|满月照|拍照|写真|胎宝宝照|孕照")),
    (VendorType.EARLY_EDUCATION, re.compile(r"早教|托育|亲子班")),
    (VendorType.MATERNITY_CLASS, re.compile(r"孕妇学校|孕妈课|孕妇课|孕妈班|妈妈班|孕期课")),
    (VendorType.INSURANCE, re.compile(r"保险|理财")),
)


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """One entry of a call log.

    `raw` is what she pasted; `is_call` is False for headings and whatever else was not read; `outgoing` is a call of
    her own. `called_at` is None where no time stands there.
    """

    raw: str
    is_call: bool = False
    caller: str | None = None
    called_at: datetime | None = None
    precision: Precision | None = None
    channel: Channel = Channel.CALL
    message: str | None = None
    vendor: VendorType | None = None
    outgoing: bool = False


@dataclass(frozen=True, slots=True)
class _Line:
    raw: str
    caller: Caller | None
    when: WrittenTime
    words: str
    message: str | None = None

    @property
    def is_bare(self) -> bool:
        """Nothing was read from it."""
        return self.caller is None and self.when.precision is None

    @property
    def is_date_alone(self) -> bool:
        """A date that stands above the calls of that day."""
        alone = self.caller is None and self.when.day is not None and self.when.clock is None
        return alone and not WORDS_ONLY.sub("", self.words)


@dataclass(slots=True)
class _Entry:
    lines: list[_Line] = field(default_factory=list)
    on: date | None = None

    @property
    def has_caller(self) -> bool:
        return any(line.caller for line in self.lines)

    @property
    def has_clock(self) -> bool:
        return any(line.when.clock for line in self.lines)

    @property
    def has_time(self) -> bool:
        return any(line.when.precision for line in self.lines)


def read_log(text: str, *, told_at: datetime) -> tuple[ReadEntry, ...]:
    """Read what she pasted at an instant; every line that is not blank is in exactly one entry."""
    found: list[ReadEntry] = []
    entry, on = _Entry(), None
    for raw in text[:LONGEST_PASTE].splitlines():
        if not raw.strip():
            _close(entry, found, told_at)
            entry = _Entry(on=on)
            continue
        line = _read(raw, told_at)
        if line.is_date_alone and not (entry.has_caller and not entry.has_time):
            _close(entry, found, told_at)
            on = line.when.day
            found.append(ReadEntry(raw))
            entry = _Entry(on=on)
        elif _belongs(line, entry):
            entry.lines.append(line)
        else:
            _close(entry, found, told_at)
            entry = _Entry([line], on)
    _close(entry, found, told_at)
    return tuple(found)


def _belongs(line: _Line, entry: _Entry) -> bool:
    """Whether a line goes on with the entry above it: a number, below it a place, below that a time."""
    if not entry.lines or entry.lines[0].is_bare:
        return False
    if line.caller:
        return not entry.has_caller and entry.has_time and not line.when.precision
    if line.when.precision and not line.message:
        return entry.has_caller and not entry.has_clock and not (entry.has_time and line.when.day)
    is_message = line.message is not None or _channel(entry.lines) is Channel.SMS
    return is_message or (not entry.has_clock and len(line.raw.strip()) <= LONGEST_LABEL)


def _close(entry: _Entry, found: list[ReadEntry], told_at: datetime) -> None:
    if not entry.lines:
        return
    raw = "\n".join(line.raw for line in entry.lines)
    caller = next((line.caller for line in entry.lines if line.caller), None)
    times = [line.when for line in entry.lines if line.when.precision]
    words = " ".join(line.words for line in entry.lines)
    if caller is None and not times:
        found.append(ReadEntry(raw))
        return
    when = _together(times)
    found.append(
        ReadEntry(
            raw=raw,
            is_call=True,
            caller=caller.raw if caller else None,
            called_at=when.at(told_at, on=entry.on) if when else None,
            precision=when.precision if when else None,
            channel=_channel(entry.lines),
            message=next((line.message for line in entry.lines if line.message), None) or _message_below(entry),
            vendor=_first(VENDORS, raw),
            outgoing=bool(OUTGOING.search(spoken(words))),
        )
    )


def _together(times: list[WrittenTime]) -> WrittenTime | None:
    """A day from one line and a clock from another are one time."""
    if not times:
        return None
    first = times[0]
    for other in times[1:]:
        if first.clock is None and other.clock is not None:
            first = replace(other, day=other.day or first.day)
    return first


def _message_below(entry: _Entry) -> str | None:
    """In a list of messages the text stands below its sender."""
    if _channel(entry.lines) is not Channel.SMS:
        return None
    below = [line.raw.strip() for line in entry.lines[1:] if line.is_bare]
    return "\n".join(below) or None


def _channel(lines: list[_Line]) -> Channel:
    if any(line.message for line in lines):
        return Channel.SMS
    if any(line.caller and line.caller.kind is CallerClass.SMS_GATEWAY for line in lines):
        return Channel.SMS
    return _first(CHANNELS, " ".join(line.raw for line in lines)) or Channel.CALL


def _first(table: Sequence[tuple[Code, re.Pattern[str]]], text: str) -> Code | None:
    return next((code for code, pattern in table if pattern.search(text)), None)


def _read(raw: str, told_at: datetime) -> _Line:
    text = unicodedata.normalize("NFKC", re.sub(r"^\s*[①-⑳]", " ", raw))
    head, message = _without_message(text, raw if len(raw) == len(text) else text)
    plain = NOISE.sub(" ", spoken(head))
    hidden = HIDDEN.search(plain)
    if hidden:
        plain = plain[: hidden.start()] + GAP + plain[hidden.end() :]
    when = read_time(plain, told_at=told_at)
    caller, rest = _number(when.rest)
    if caller is None and hidden:
        caller = Caller(hidden.group(), CallerClass.HIDDEN)
    return _Line(raw, caller, when, rest, message)


def _without_message(text: str, own_words: str) -> tuple[str, str | None]:
    """A text message is no place to look for the time at which it came, unless nothing stands before it."""
    start = text.find("【")
    if start < 0:
        return text, None
    before = text[:start]
    if re.search(r"\d{3}|[昨今前]天", before):
        return before, own_words[start:].strip()
    number = re.search(r"(?:106|95|1[3-9])\d{6,}", text[start:])
    if number:
        return text[start + number.start() :], own_words[start : start + number.start()].strip()
    return "", own_words.strip()


def _number(text: str) -> tuple[Caller | None, str]:
    """The best number of a text, as it stands there, and the text without it."""
    best: tuple[int, int, Caller] | None = None
    for found in NUMBER.finditer(text):
        for start, piece in _pieces(found.group()):
            caller = classify(piece)
            length = len(re.sub(r"\D", "", piece))
            if length < SHORTEST_NUMBER and caller.normal not in HOTLINES:
                continue
            rank = (caller.kind is not CallerClass.UNREADABLE) * 100 + length
            if best is None or rank > best[0]:
                best = (rank, found.start() + start, caller)
    if best is None:
        return None, text
    _rank, start, caller = best
    return caller, text[:start] + GAP + text[start + len(caller.raw) :]


def _pieces(written: str) -> list[tuple[int, str]]:
    """A run of digits as a whole; if it is no number, the parts between its spaces."""
    whole = written.strip()
    if classify(whole).kind is not CallerClass.UNREADABLE or " " not in whole:
        return [(written.find(whole), whole)]
    return [(found.start(), found.group()) for found in re.finditer(r"\S+", written)]
