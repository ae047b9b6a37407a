"""Calendar quarters, and the calendar on which the fixed tables are released."""

import re
from dataclasses import dataclass
from datetime import date

from portal.domain.period import Period
from portal.domain.recipient import next_month

# Twenty days after the quarter: time for hospitals and operators to verify; fixed beforehand, so that nobody can choose
# a convenient day (Code of Practice for Statistics, T3: orderly release).
RELEASE_DAY = 20
WRITTEN = re.compile(r"(\d{4})-Q([1-4])", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """One calendar quarter of local days."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def months(self) -> tuple[date, date, date]:
        """The first days of its months."""
        first, second, third = (date(self.year, 3 * self.number - 2 + later, 1) for later in range(3))
        return first, second, third

    @property
    def period(self) -> Period:
        """Its days."""
        return Period(self.months[0], next_month(self.months[2]))

    @property
    def following(self) -> "Quarter":
        """The next one."""
        return Quarter.of(self.period.until)

    @property
    def due_on(self) -> date:
        """The day from which its tables are released."""
        return self.period.until.replace(day=RELEASE_DAY)

    @classmethod
    def of(cls, day: date) -> "Quarter":
        """The quarter of a day."""
        return cls(day.year, (day.month + 2) // 3)

    @classmethod
    def read(cls, written: str) -> "Quarter | None":
        """The quarter that is written like `2026-Q3`."""
        found = WRITTEN.fullmatch(written)
        return cls(int(found[1]), int(found[2])) if found and found[1] != "0000" else None


def next_release(day: date) -> Quarter:
    """The quarter whose tables are due next, after this day."""
    quarter = Quarter.of(day)
    while quarter.due_on > day:
        quarter = Quarter.of(date.fromordinal(quarter.period.start.toordinal() - 1))
    return quarter.following


def due(day: date, *, since: Quarter) -> list[Quarter]:
    """The quarters from `since` on whose tables may be released on this day, oldest first."""
    found = []
    while since.due_on <= day:
        found.append(since)
        since = since.following
    return found
