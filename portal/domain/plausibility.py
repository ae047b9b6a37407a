"""What cannot be, in a card or a call: each problem names the field and what is the matter with it.

Codes are worded in the translation catalogues as `problem.<code>`.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from portal.domain.period import local_day
from portal.domain.pregnancy import LONGEST_GESTATION_DAYS
from portal.domain.report import CallDraft, Card
from portal.domain.vocabulary import Precision

# A minute hand that runs ahead of ours is no lie.
CLOCK_TOLERANCE = timedelta(minutes=10)
AN_INSTANT = timedelta(microseconds=1)  # ranges are half-open
EARLIEST = date(2000, 1, 1)
LONGEST_NOTES = 2000
LATEST_BIRTH_AFTER_DUE_DAYS = 60  # due dates are corrected by weeks; two months is a slip of the finger
LONGEST_CARD_TO_DUE_DAYS = LONGEST_GESTATION_DAYS
LONGEST_CARD_AFTER_DUE_DAYS = 28


class ProblemCode(StrEnum):
    """What can be the matter."""

    IN_FUTURE = "in_future"
    TOO_LONG_AGO = "too_long_ago"
    DUE_TOO_FAR_FROM_CARD = "due_too_far_from_card"
    DUE_BEFORE_CARD = "due_before_card"
    BIRTH_BEFORE_CARD = "birth_before_card"
    BIRTH_TOO_LATE = "birth_too_late"
    TOO_LONG = "too_long"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that cannot be, and the field to mend it in."""

    field: str
    code: ProblemCode


class Implausible(ValueError):
    """Input that cannot be true as it stands."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(", ".join(f"{problem.field}: {problem.code}" for problem in problems))
        self.problems = problems


def card_problems(card: Card, today: date) -> list[Problem]:
    """What cannot be in a card."""
    found = [
        *_date_problems("registered_on", card.registered_on, today),
        *_date_problems("born_on", card.born_on, today),
    ]
    if card.due_on and card.registered_on:
        ahead = (card.due_on - card.registered_on).days
        if ahead > LONGEST_CARD_TO_DUE_DAYS:
            found.append(Problem("due_on", ProblemCode.DUE_TOO_FAR_FROM_CARD))
        elif ahead < -LONGEST_CARD_AFTER_DUE_DAYS:
            found.append(Problem("due_on", ProblemCode.DUE_BEFORE_CARD))
    if card.born_on and card.due_on and (card.born_on - card.due_on).days > LATEST_BIRTH_AFTER_DUE_DAYS:
        found.append(Problem("born_on", ProblemCode.BIRTH_TOO_LATE))
    return found


def call_problems(call: CallDraft, now: datetime) -> list[Problem]:
    """What cannot be in a call."""
    found = []
    if _begins_later(call, now):
        found.append(Problem("called_at", ProblemCode.IN_FUTURE))
    elif call.called_until and local_day(call.called_until - AN_INSTANT) > local_day(now):
        found.append(Problem("called_until", ProblemCode.IN_FUTURE))
    if local_day(call.called_at) < EARLIEST:
        found.append(Problem("called_at", ProblemCode.TOO_LONG_AGO))
    for name, text in (("notes", call.notes), ("message", call.message)):
        if text and len(text) > LONGEST_NOTES:
            found.append(Problem(name, ProblemCode.TOO_LONG))
    return found


def _begins_later(call: CallDraft, now: datetime) -> bool:
    # A call of which she knows only the day may be later today by the clock that the form filled in.
    has_hour = call.precision in (Precision.MINUTE, Precision.HOUR) or call.called_until is not None
    return call.called_at > now + CLOCK_TOLERANCE and (has_hour or local_day(call.called_at) > local_day(now))


def _date_problems(field: str, day: date | None, today: date) -> list[Problem]:
    if day is None:
        return []
    if day > today:
        return [Problem(field, ProblemCode.IN_FUTURE)]
    return [Problem(field, ProblemCode.TOO_LONG_AGO)] if day < EARLIEST else []
