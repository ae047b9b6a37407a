"""What cannot be is named with its field; what can be, however odd, is let through."""

from datetime import date, datetime, timedelta

import pytest

from portal.domain.daypart import DayPart, between, part_of
from portal.domain.period import LOCAL_ZONE
from portal.domain.plausibility import LONGEST_NOTES, ProblemCode, call_problems, card_problems
from portal.domain.report import CallDraft, Card
from portal.domain.vocabulary import Precision, VendorType

NOW = datetime(2026, 3, 5, 9, 0, tzinfo=LOCAL_ZONE)
TODAY = NOW.date()
CARD_DAY = date(2026, 1, 5)


def call(at: datetime, precision: Precision = Precision.MINUTE, notes: str | None = None) -> CallDraft:
    return CallDraft(at, precision, VendorType.OTHER, notes=notes)


def codes(problems: list) -> list[tuple[str, str]]:
    return [(problem.field, problem.code.value) for problem in problems]


def test_a_card_of_which_nothing_is_known_is_no_problem() -> None:
    assert card_problems(Card(), TODAY) == []


@pytest.mark.parametrize(
    ("card", "expected"),
    [
        (Card(registered_on=TODAY), []),
        (Card(registered_on=TODAY + timedelta(days=1)), [("registered_on", "in_future")]),
        (Card(born_on=TODAY + timedelta(days=1)), [("born_on", "in_future")]),
        (Card(registered_on=date(1999, 12, 31)), [("registered_on", "too_long_ago")]),
        (Card(registered_on=CARD_DAY, due_on=CARD_DAY + timedelta(days=308)), []),
        (Card(registered_on=CARD_DAY, due_on=CARD_DAY + timedelta(days=309)), [("due_on", "due_too_far_from_card")]),
        (Card(registered_on=CARD_DAY, due_on=CARD_DAY - timedelta(days=28)), []),
        (Card(registered_on=CARD_DAY, due_on=CARD_DAY - timedelta(days=29)), [("due_on", "due_before_card")]),
        (Card(due_on=CARD_DAY - timedelta(days=40), born_on=CARD_DAY + timedelta(days=20)), []),
        (
            Card(due_on=CARD_DAY - timedelta(days=40), born_on=CARD_DAY + timedelta(days=21)),
            [("born_on", "birth_too_late")],
        ),
    ],
)
def test_the_borders_of_a_card(card: Card, expected: list[tuple[str, str]]) -> None:
    assert codes(card_problems(card, TODAY)) == expected


@pytest.mark.parametrize(
    ("at", "precision", "expected"),
    [
        (NOW, Precision.MINUTE, []),
        (NOW + timedelta(minutes=10), Precision.MINUTE, []),
        (NOW + timedelta(minutes=11), Precision.MINUTE, [("called_at", "in_future")]),
        (NOW + timedelta(hours=3), Precision.HOUR, [("called_at", "in_future")]),
        (NOW + timedelta(hours=3), Precision.DAY, []),
        (NOW + timedelta(days=1), Precision.DAY, [("called_at", "in_future")]),
        (datetime(1999, 12, 31, 23, 59, tzinfo=LOCAL_ZONE), Precision.DAY, [("called_at", "too_long_ago")]),
    ],
)
def test_the_borders_of_a_call(at: datetime, precision: Precision, expected: list[tuple[str, str]]) -> None:
    assert codes(call_problems(call(at, precision), NOW)) == expected


def test_a_note_has_a_longest_length() -> None:
    assert call_problems(call(NOW, notes="字" * LONGEST_NOTES), NOW) == []
    assert call_problems(call(NOW, notes="字" * (LONGEST_NOTES + 1)), NOW)[0].code is ProblemCode.TOO_LONG


@pytest.mark.parametrize(
    ("part", "days", "expected"),
    [
        (DayPart.MORNING, 0, []),  # it is nine: the morning has begun
        (DayPart.EVENING, 0, [("called_at", "in_future")]),
        (DayPart.EVENING, -1, []),
        (DayPart.NIGHT, -1, []),
        (DayPart.EARLY, 1, [("called_at", "in_future")]),
    ],
)
def test_a_part_of_a_day_that_has_not_begun_cannot_be(
    part: DayPart, days: int, expected: list[tuple[str, str]]
) -> None:
    start, end = part_of(TODAY + timedelta(days=days), part)
    told = CallDraft(start, Precision.DAY, VendorType.OTHER, called_until=end)
    assert codes(call_problems(told, NOW)) == expected


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (-3, 0, []),
        (-3, 1, [("called_until", "in_future")]),
        (1, 2, [("called_at", "in_future")]),
    ],
)
def test_a_range_ends_today_at_the_latest(first: int, last: int, expected: list[tuple[str, str]]) -> None:
    start, end, precision = between(TODAY + timedelta(days=first), TODAY + timedelta(days=last))
    told = CallDraft(start, precision, VendorType.OTHER, called_until=end)
    assert codes(call_problems(told, NOW)) == expected
