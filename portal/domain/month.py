"""Calendar months of local days, as a registry counts them."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from portal.domain.period import Period
from portal.domain.recipient import next_month

WRITTEN = re.compile(r"(\d{4})-(\d{2})", re.ASCII)


class NoMonth(ValueError):
    """What is written is no calendar month."""


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """One calendar month; `date` has every month that there is."""

    year: int
    number: int

    def __post_init__(self) -> None:
        try:
            date(self.year, self.number, 1)
        except ValueError as error:
            raise NoMonth(f"{self.year}-{self.number}") from error

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"

    @property
    def period(self) -> Period:
        """Its days."""
        first = date(self.year, self.number, 1)
        return Period(first, next_month(first))

    @property
    def following(self) -> "Month":
        """The next one."""
        return Month.of(self.period.until)

    @property
    def preceding(self) -> "Month":
        """The one before."""
        return Month.of(self.period.start - timedelta(days=1))

    @classmethod
    def of(cls, day: date) -> "Month":
        """The month of a day."""
        return cls(day.year, day.month)

    @classmethod
    def read(cls, written: str) -> "Month":
        """The month that is written like `2026-07`."""
        found = WRITTEN.fullmatch(written)
        if not found:
            raise NoMonth(written)
        return cls(int(found[1]), int(found[2]))
