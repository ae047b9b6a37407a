"""An allowance counts complaints within ten minutes and within a day, and says when it goes on."""

from datetime import UTC, datetime, timedelta

from portal.domain.allowance import ALLOWANCES, DAY, MOMENT, Allowance, Reached, Sealed, reached

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
SMALL = Allowance(Sealed.WORDS, (), a_moment=2, a_day=3)
EACH = Allowance(Sealed.LINE, (), a_moment=2, a_day=3, each=True)
MINUTE = timedelta(minutes=1)


def test_the_third_complaint_within_ten_minutes_waits_until_the_first_look_is_ten_minutes_old() -> None:
    done = [("a", NOON - 6 * MINUTE), ("b", NOON - 2 * MINUTE)]
    assert reached(SMALL, done, "c", NOON) == Reached(Sealed.WORDS, 2, MOMENT, NOON + 4 * MINUTE)
    assert reached(SMALL, done, "c", NOON + 4 * MINUTE) is None
    assert reached(SMALL, done, "c", NOON + 4 * MINUTE - timedelta(seconds=1)) is not None


def test_the_fourth_complaint_within_a_day_waits_until_the_first_look_is_a_day_old() -> None:
    done = [(name, NOON - hours * 60 * MINUTE) for name, hours in (("a", 23), ("b", 12), ("c", 1))]
    assert reached(SMALL, done, "d", NOON) == Reached(Sealed.WORDS, 3, DAY, NOON + 60 * MINUTE)


def test_a_complaint_that_was_opened_counts_once_and_opens_again() -> None:
    done = [("a", NOON - 9 * MINUTE), ("a", NOON - MINUTE), ("b", NOON - 2 * MINUTE)]
    assert reached(SMALL, done, "a", NOON) is None
    again = reached(SMALL, done, "c", NOON)
    assert again and again.again_at == NOON + 8 * MINUTE  # b leaves first: a was looked at a minute ago


def test_where_each_deed_counts_the_same_complaint_counts_twice() -> None:
    done = [("a", NOON - 9 * MINUTE), ("a", NOON - MINUTE)]
    assert reached(EACH, done, "a", NOON) == Reached(Sealed.LINE, 2, MOMENT, NOON + MINUTE)


def test_every_allowance_allows_less_in_a_moment_than_in_a_day() -> None:
    assert set(ALLOWANCES) == set(Sealed)
    assert all(one.of is of and 0 < one.a_moment < one.a_day for of, one in ALLOWANCES.items())


def test_the_numbers_are_those_that_were_decided_and_count_the_deeds_that_open() -> None:
    assert (timedelta(hours=24), timedelta(minutes=10)) == (DAY, MOMENT)
    assert {of.value: (one.a_moment, one.a_day, one.each, one.verbs) for of, one in ALLOWANCES.items()} == {
        "words": (
            10, 30, False, ("complaint.open_sealed", "complaint.open_attachment", "complaint.open_letters"),
        ),
        "contact": (5, 30, False, ("complaint.open_identity",)),
        "line": (10, 30, True, ("complaint.look_up_line",)),
        "taking": (10, 30, False, ("complaint.take_up",)),
    }  # fmt: skip
