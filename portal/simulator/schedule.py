"""When a recipient's file leaves, and which registrations it covers."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

import numpy as np

from portal.domain.period import day_number, day_of


class Rhythm(StrEnum):
    """How often a file leaves."""

    MONTHLY = "monthly"
    WEEKLY = "weekly"
    RANDOM_DAY = "random_day"
    ONCE = "once"


@dataclass(frozen=True)
class Recipient:
    """Who receives a file: its name, rhythm, day, scope and what the file holds.

    `day` is the day of the month (monthly), the weekday from Monday = 0 (weekly), or unused; a monthly file covers
    the previous calendar month, a weekly one the previous seven days, a single one everything before it.
    """

    name: str
    rhythm: Rhythm = Rhythm.MONTHLY
    day: int = 5
    districts: tuple[str, ...] = ()
    hospitals: tuple[str, ...] = ()
    columns: tuple[str, ...] = ("name", "due_date", "hospital", "phone", "address")
    opened: date | None = None
    closed: date | None = None
    planned: bool = False


@dataclass(frozen=True)
class Run:
    """One file that left; days are day numbers, `second` the time of day."""

    recipient: Recipient = field(repr=False)
    day: int
    second: int
    registered_from: int
    registered_until: int


def runs(recipient: Recipient, start: date, until: date, rng: np.random.Generator) -> list[Run]:
    """Every run of a recipient from `start` to `until` (out), in order of time."""
    made = {
        Rhythm.MONTHLY: _monthly,
        Rhythm.RANDOM_DAY: _monthly,
        Rhythm.WEEKLY: _weekly,
        Rhythm.ONCE: _once,
    }[recipient.rhythm](recipient, start, until, rng)
    low = day_number(recipient.opened or start)
    high = day_number(recipient.closed or until)
    return [run for run in made if low <= run.day < high]


def _monthly(recipient: Recipient, start: date, until: date, rng: np.random.Generator) -> list[Run]:
    made, first = [], start.replace(day=1)
    while first < until:
        following = (first + timedelta(days=32)).replace(day=1)
        previous = (first - timedelta(days=1)).replace(day=1)
        last = (following - first).days
        day = int(rng.integers(1, last + 1)) if recipient.rhythm is Rhythm.RANDOM_DAY else min(recipient.day, last)
        made.append(_run(recipient, day_number(first) + day - 1, day_number(previous), day_number(first)))
        first = following
    return made


def _weekly(recipient: Recipient, start: date, until: date, rng: np.random.Generator) -> list[Run]:
    first = day_number(start)
    first += (recipient.day - day_of(first).weekday()) % 7
    return [_run(recipient, day, day - 7, day) for day in range(first, day_number(until), 7)]


def _once(recipient: Recipient, start: date, until: date, rng: np.random.Generator) -> list[Run]:
    day = day_number(start) + recipient.day
    return [_run(recipient, day, day_number(start) - 730, day)]


def _run(recipient: Recipient, day: int, registered_from: int, registered_until: int) -> Run:
    return Run(recipient, day, 2 * 3600, registered_from, registered_until)
