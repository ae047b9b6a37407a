"""registrations.csv: how many cards each hospital registered in each month."""

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from datetime import date

from portal.domain.month import Month, NoMonth
from portal.files import cells
from portal.files.refusal import BadCell, Reason

COLUMNS = ("hospital", "month", "registrations")
MOST = 1_000_000  # in one month at one hospital; China registers fewer than that altogether
WRITTEN = (
    re.compile(r"(\d{4})[-/](\d{1,2})", re.ASCII),
    re.compile(r"(\d{4})年\s*(\d{1,2})月(?:份)?", re.ASCII),
    re.compile(r"(\d{4})(\d{2})", re.ASCII),
)


@dataclass(frozen=True, slots=True)
class RegistrationRow:
    """One row: so many cards at this hospital in this month."""

    hospital: str
    month: Month
    total: int


@dataclass(frozen=True, slots=True)
class RegistrationReader:
    """Reads the rows against the hospitals that are known, by their names and former names, and the day it is."""

    hospitals: Set[str]
    former: Mapping[str, str]
    today: date

    def read(self, of: Mapping[str, str]) -> RegistrationRow:
        """One row."""
        named = cells.required("hospital", of["hospital"], cells.LONGEST)
        hospital = self.former.get(named, named)
        if hospital not in self.hospitals:
            raise BadCell("hospital", named, Reason.UNKNOWN_HOSPITAL)
        text = cells.required("month", of["month"])
        month = month_of("month", text)
        if month.period.until > self.today:
            raise BadCell("month", text, Reason.MONTH_NOT_OVER, str(month.period.until))
        total = cells.required("registrations", of["registrations"])
        return RegistrationRow(hospital, month, cells.whole_number("registrations", total, MOST))


def month_of(column: str, text: str) -> Month:
    """A calendar month; its first day counts as the month, for a spreadsheet turns 2025-07 into 1 July by itself."""
    for pattern in WRITTEN:
        found = pattern.fullmatch(text)
        if found:
            return _month(column, text, int(found[1]), int(found[2]))
    try:
        day = cells.day(column, text)
    except BadCell as bad:
        raise BadCell(column, text, Reason.NOT_A_MONTH) from bad
    if day.day != 1:
        raise BadCell(column, text, Reason.NOT_A_MONTH)
    return Month.of(day)


def _month(column: str, text: str, year: int, number: int) -> Month:
    if not cells.FIRST_YEAR <= year <= cells.LAST_YEAR:
        raise BadCell(column, text, Reason.NOT_A_MONTH)
    try:
        return Month(year, number)
    except NoMonth as error:
        raise BadCell(column, text, Reason.NOT_A_MONTH) from error
