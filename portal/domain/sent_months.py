"""Which months of registration totals each hospital has sent, and the gaps that are left."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from portal.domain.month import Month

MOST_MONTHS = 24


@dataclass(frozen=True, slots=True)
class Gap:
    """Months in a row that were not sent, the last one included."""

    first: Month
    last: Month


@dataclass(frozen=True, slots=True)
class HospitalMonths:
    """One hospital: whether it sent each month."""

    id: int
    name: str
    district: str
    sent: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class SentMonths:
    """The latest months that are over, from the first that anybody sent; none where nobody sent any."""

    months: tuple[Month, ...]
    hospitals: tuple[HospitalMonths, ...]
    most: int = MOST_MONTHS

    @property
    def lacking(self) -> int:
        """How many hospitals have a gap."""
        return sum(not all(one.sent) for one in self.hospitals)

    @property
    def missing(self) -> tuple[int, ...]:
        """How many hospitals did not send each month."""
        return tuple(sum(not one.sent[place] for one in self.hospitals) for place in range(len(self.months)))

    def gaps(self, hospital: HospitalMonths) -> list[Gap]:
        """The gaps of one hospital, earliest first."""
        runs = groupby(zip(self.months, hospital.sent, strict=True), key=lambda one: one[1])
        missed = [[month for month, _sent in run] for sent, run in runs if not sent]
        return [Gap(run[0], run[-1]) for run in missed]


def sent_months(hospitals: Iterable[tuple[int, str, str]], sent: set[tuple[int, Month]], today: date) -> SentMonths:
    """Of hospitals (number, name, district): what was sent of the months that are over today."""
    months = _months({month for _hospital, month in sent}, Month.of(today).preceding)
    rows = (HospitalMonths(*one, tuple((one[0], month) in sent for month in months)) for one in hospitals)
    return SentMonths(months, tuple(rows))


def _months(sent: set[Month], last: Month) -> tuple[Month, ...]:
    found: list[Month] = []
    while sent and len(found) < MOST_MONTHS and last >= min(sent):
        found.append(last)
        last = last.preceding
    return tuple(reversed(found))
