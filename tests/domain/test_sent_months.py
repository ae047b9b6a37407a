"""Which months were sent: only those that are over, from the first that anybody sent, the gaps as runs."""

from datetime import date

import pytest

from portal.domain.month import Month
from portal.domain.sent_months import MOST_MONTHS, Gap, SentMonths, sent_months

HOSPITALS = [(1, "甲", "东区"), (2, "乙", "东区")]
TODAY = date(2026, 3, 1)


def told(*sent: tuple[int, str], today: date = TODAY) -> SentMonths:
    return sent_months(HOSPITALS, {(hospital, Month.read(month)) for hospital, month in sent}, today)


def test_gaps_are_runs_and_reach_from_the_first_that_anybody_sent_to_the_last_that_is_over() -> None:
    found = told((1, "2025-10"), (1, "2025-12"), (1, "2026-01"), (1, "2026-02"), (2, "2025-12"), (2, "2026-03"))
    assert [str(one) for one in found.months] == ["2025-10", "2025-11", "2025-12", "2026-01", "2026-02"]
    first, second = found.hospitals
    assert found.gaps(first) == [Gap(Month(2025, 11), Month(2025, 11))]
    assert found.gaps(second) == [Gap(Month(2025, 10), Month(2025, 11)), Gap(Month(2026, 1), Month(2026, 2))]
    assert (found.lacking, found.missing) == (2, (1, 2, 0, 1, 1))


def test_what_is_whole_has_no_gap() -> None:
    found = told((1, "2026-02"), (2, "2026-02"))
    assert (found.lacking, [found.gaps(one) for one in found.hospitals]) == (0, [[], []])


@pytest.mark.parametrize("sent", [(), ((1, "2026-03"),)])
def test_where_nothing_that_is_over_was_sent_there_is_no_month(sent: tuple[tuple[int, str], ...]) -> None:
    found = told(*sent)
    assert (found.months, found.lacking) == ((), 0)


def test_a_long_past_is_cut_at_two_years() -> None:
    found = told((1, "2020-01"))
    assert (len(found.months), found.months[0], found.months[-1]) == (MOST_MONTHS, Month(2024, 3), Month(2026, 2))
    assert found.gaps(found.hospitals[0]) == [Gap(Month(2024, 3), Month(2026, 2))]
