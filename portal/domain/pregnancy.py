"""Pregnancy arithmetic: gestational age, birth and the stage in which a call fell."""

from datetime import date, timedelta

from portal.domain.vocabulary import Stage

GESTATION_DAYS = 280  # Naegele: due date minus 280 days is day 0 of the gestational age
SECOND_TRIMESTER_DAY = 14 * 7
THIRD_TRIMESTER_DAY = 28 * 7
CONFINEMENT_DAYS = 42  # 坐月子 and the puerperium end together: six weeks
HUNDRED_DAYS = 100
LONGEST_GESTATION_DAYS = 44 * 7  # a due date later than this after registration is a slip of the finger


def conception_reference(due_on: date) -> date:
    """Day 0 of the gestational age (the last menstruation, as counted back from the due date)."""
    return due_on - timedelta(days=GESTATION_DAYS)


def gestational_day(due_on: date, day: date) -> int:
    """Days since day 0 of the gestational age; negative before it."""
    return (day - conception_reference(due_on)).days


def stage_on(day: date, *, due_on: date | None, born_on: date | None = None) -> Stage | None:
    """The stage on a day; the actual birth date replaces the due date; unknown without either."""
    birth = born_on or due_on
    if birth is None:
        return None
    since_birth = (day - birth).days
    if since_birth >= 0:
        return _stage_after_birth(since_birth)
    # Before the birth the due date gives the gestational age; without it the birth stands in.
    age = gestational_day(due_on or birth, day)
    if age < SECOND_TRIMESTER_DAY:
        return Stage.FIRST_TRIMESTER
    return Stage.SECOND_TRIMESTER if age < THIRD_TRIMESTER_DAY else Stage.THIRD_TRIMESTER


def _stage_after_birth(days: int) -> Stage:
    if days <= CONFINEMENT_DAYS:
        return Stage.CONFINEMENT
    return Stage.TO_HUNDRED_DAYS if days <= HUNDRED_DAYS else Stage.AFTER_HUNDRED_DAYS
