"""The stage of a call follows from the due date, or from the birth once it is known."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.domain.pregnancy import conception_reference, gestational_day, stage_on
from portal.domain.vocabulary import Stage

DUE = date(2026, 7, 1)
START = DUE - timedelta(days=280)


@pytest.mark.parametrize(
    ("day_of_pregnancy", "stage"),
    [
        (-1, Stage.FIRST_TRIMESTER),
        (0, Stage.FIRST_TRIMESTER),
        (97, Stage.FIRST_TRIMESTER),
        (98, Stage.SECOND_TRIMESTER),
        (195, Stage.SECOND_TRIMESTER),
        (196, Stage.THIRD_TRIMESTER),
        (279, Stage.THIRD_TRIMESTER),
        (280, Stage.CONFINEMENT),
        (280 + 42, Stage.CONFINEMENT),
        (280 + 43, Stage.TO_HUNDRED_DAYS),
        (280 + 100, Stage.TO_HUNDRED_DAYS),
        (280 + 101, Stage.AFTER_HUNDRED_DAYS),
    ],
)
def test_each_stage_begins_on_its_day(day_of_pregnancy: int, stage: Stage) -> None:
    assert stage_on(START + timedelta(days=day_of_pregnancy), due_on=DUE) is stage


def test_the_birth_replaces_the_due_date() -> None:
    early = DUE - timedelta(days=20)
    assert stage_on(early, due_on=DUE, born_on=early) is Stage.CONFINEMENT
    assert stage_on(early - timedelta(days=1), due_on=DUE, born_on=early) is Stage.THIRD_TRIMESTER


def test_a_late_birth_prolongs_the_pregnancy() -> None:
    assert stage_on(DUE + timedelta(days=5), due_on=DUE, born_on=DUE + timedelta(days=6)) is Stage.THIRD_TRIMESTER


def test_without_a_due_date_the_birth_stands_in() -> None:
    assert stage_on(DUE - timedelta(days=84), due_on=None, born_on=DUE) is Stage.THIRD_TRIMESTER
    assert stage_on(DUE - timedelta(days=85), due_on=None, born_on=DUE) is Stage.SECOND_TRIMESTER


def test_without_either_there_is_no_stage() -> None:
    assert stage_on(DUE, due_on=None) is None


@given(st.dates(date(2001, 1, 1), date(2099, 1, 1)), st.integers(-300, 500))
def test_stages_never_go_backwards(due: date, offset: int) -> None:
    order = list(Stage)
    today = due + timedelta(days=offset)
    stages = [stage_on(day, due_on=due) for day in (today, today + timedelta(days=1))]
    assert order.index(stages[0]) <= order.index(stages[1])


def test_the_due_date_is_day_280() -> None:
    assert gestational_day(DUE, DUE) == 280
    assert conception_reference(DUE) == START
