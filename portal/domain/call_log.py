"""A pasted call log or list of messages, read entry by entry: her words beside what was read from them.

No line is dropped: what is no call (a heading, a date above a group, a call of her own) comes back as not read.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TypeVar

from portal.domain.log_words import CALLING, CHANNELS, NOISE, OTHER_FIGURES, OUTGOING, VENDORS
from portal.domain.phone import Caller, CallerClass
from portal.domain.text_message import SHORTEST_MESSAGE, cut_message
from portal.domain.vocabulary import Channel, Precision, VendorType
from portal.domain.written_day import GAP
from portal.domain.written_number import read_hidden, read_number
from portal.domain.written_time import WrittenTime, read_time, spoken

Code = TypeVar("Code")
LONGEST_PASTE = 20_000
LONGEST_LINE = 500  # what is read of a line beside its message: some patterns take the square of its length
LONGEST_LABEL = 12  # of a line that only says where a number is from
LONGEST_LATIN_LABEL = 40
NO_TIME = WrittenTime(None, None, None, "")
DASHES = str.maketrans("‐‑–—―−", "------")
WORDS_ONLY = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class ReadEntry:
    """One entry of a call log.

    `raw` is what she pasted; `is_call` is False for headings and whatever else was not read; `outgoing` is a call of
    her own. `called_at` is None where no time stands there; `doubtful` says that it, or the number, can be read in two
    ways or in none.
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
    doubtful: bool = False


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
    def left(self) -> str:
        """What it says beside number and time."""
        return WORDS_ONLY.sub("", self.words)

    @property
    def is_head(self) -> bool:
        """It begins with a number, or is little more than a time: a new message starts here."""
        begins = not self.is_bare and not WORDS_ONLY.sub("", self.words.partition(GAP.strip())[0])
        return begins and (self.caller is not None or len(self.left) < SHORTEST_MESSAGE)

    @property
    def is_date_alone(self) -> bool:
        """A date that stands above the calls of that day."""
        return self.caller is None and self.when.day is not None and self.when.clock is None and not self.left

    @property
    def is_label(self) -> bool:
        """Short enough to say only where a number is from."""
        words = self.raw.strip()
        return len(words) <= (LONGEST_LATIN_LABEL if words.isascii() else LONGEST_LABEL)

    def as_message(self) -> "_Line":
        """The line as part of a text message, in which numbers and days are the sender's words."""
        return _Line(self.raw, None, NO_TIME, "", self.message or self.raw.strip())


@dataclass(slots=True)
class _Entry:
    lines: list[_Line] = field(default_factory=list)
    on: date | None = None

    @property
    def caller(self) -> Caller | None:
        return next((line.caller for line in self.lines if line.caller), None)

    @property
    def times(self) -> list[WrittenTime]:
        return [line.when for line in self.lines if line.when.precision]

    @property
    def has_clock(self) -> bool:
        return any(line.when.clock for line in self.lines)

    @property
    def message(self) -> str | None:
        return "\n".join(line.message for line in self.lines if line.message) or None

    @property
    def channel(self) -> Channel:
        if self.message or (self.caller and self.caller.kind is CallerClass.SMS_GATEWAY):
            return Channel.SMS
        return _first(CHANNELS, " ".join(line.raw for line in self.lines)) or Channel.CALL


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
        if line.is_date_alone and not (entry.caller and not entry.times):
            _close(entry, found, told_at)
            on = line.when.day
            found.append(ReadEntry(raw))
            entry = _Entry(on=on)
        elif _is_in_message(line, entry):
            entry.lines.append(line.as_message())
        elif _belongs(line, entry):
            entry.lines.append(line)
        else:
            _close(entry, found, told_at)
            entry = _Entry([line], on)
    _close(entry, found, told_at)
    return tuple(found)


def _is_in_message(line: _Line, entry: _Entry) -> bool:
    """Whether a line is of the text below a sender, whatever numbers and days stand in it."""
    if not entry.lines or entry.lines[0].is_bare or (line.is_head and not line.message):
        return False
    if line.message:
        return line.is_bare and entry.message is None
    return entry.channel is Channel.SMS and (entry.message is not None or not line.is_label)


def _belongs(line: _Line, entry: _Entry) -> bool:
    """Whether a line goes on with the entry above it: a number, below it a place, below that a time."""
    if not entry.lines or (entry.lines[0].is_bare and not entry.message):
        return False
    if entry.message:
        return not entry.times and entry.caller is None and line.is_head
    if line.caller and entry.caller:  # "unknown" below "No Caller ID" is the place of a number that is none
        return not entry.times and line.caller.kind is entry.caller.kind is CallerClass.HIDDEN
    if line.caller:
        return bool(entry.times) and not line.when.precision
    if line.when.precision:
        return entry.caller is not None and not entry.has_clock and not (entry.times and line.when.day)
    return not entry.has_clock and line.is_label


def _close(entry: _Entry, found: list[ReadEntry], told_at: datetime) -> None:
    if not entry.lines:
        return
    raw = "\n".join(line.raw for line in entry.lines)
    caller, when = entry.caller, _together(entry.times)
    if not _tells_of_a_call(entry, raw):
        found.append(ReadEntry(raw))
        return
    found.append(
        ReadEntry(
            raw=raw,
            is_call=True,
            caller=caller.raw if caller else None,
            called_at=when.at(told_at, on=entry.on) if when else None,
            precision=when.precision if when else None,
            channel=entry.channel,
            message=entry.message,
            vendor=_first(VENDORS, raw),
            outgoing=bool(OUTGOING.search(" ".join(line.words for line in entry.lines))),
            doubtful=bool((when and when.doubtful) or (caller and caller.kind is CallerClass.UNREADABLE)),
        )
    )


def _tells_of_a_call(entry: _Entry, raw: str) -> bool:
    """A number, or a time of day, or a day on which words say that somebody called."""
    if entry.caller or entry.has_clock or (entry.times and not any(line.left for line in entry.lines)):
        return True
    told = CALLING.search(raw) or _first(VENDORS, raw) or entry.channel is not Channel.CALL
    return bool(entry.times and told)


def _together(times: list[WrittenTime]) -> WrittenTime | None:
    """A day from one line and a clock from another are one time."""
    if not times:
        return None
    first = times[0]
    for other in times[1:]:
        if first.clock is None and other.clock is not None:
            first = replace(other, day=other.day or first.day)
    return first


def _first(table: Sequence[tuple[Code, re.Pattern[str]]], text: str) -> Code | None:
    return next((code for code, pattern in table if pattern.search(text)), None)


def _read(raw: str, told_at: datetime) -> _Line:
    text = unicodedata.normalize("NFKC", re.sub(r"^\s*[①-⑳]", " ", raw)).translate(DASHES)
    head, message = cut_message(text, raw if len(raw) == len(text) else text)
    plain = spoken(head[:LONGEST_LINE])
    plain = NOISE.sub(" ", OTHER_FIGURES.sub(" ", plain))
    hidden, plain = read_hidden(plain)
    when = read_time(plain, told_at=told_at)
    caller, rest = read_number(when.rest)
    return _Line(raw, caller or hidden, when, rest, message)
