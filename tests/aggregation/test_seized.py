"""Leaked lists of a simulated city: the file they were cut from is found, twins stay together, strangers match none."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from portal.aggregation.seized import DATABASE, origin
from portal.domain.canary import CanaryKind, Planting
from portal.domain.list_origin import HypothesisKind, ListOrigin, ListWarning
from portal.domain.period import Period, day_of
from portal.domain.recipient import ExportRun, Scope
from portal.domain.seized import ColumnRead, ComparedList, ListColumn, ListedCanary, ListedReporter, ListRow, ReadBy
from portal.simulator.cities import CITY_OFFICE, STATISTICS_OFFICE, WEEKLY_OFFICE, city, offices
from portal.simulator.population import population
from portal.simulator.schedule import Recipient, runs

PLAN = replace(city(districts=3, each=6), recipients=(*offices(3), Recipient(STATISTICS_OFFICE, day=21)))
DISTRICT_OF = dict(PLAN.hospitals)
DISTRICT_OFFICE = PLAN.recipients[1].name
TWINS = " | ".join(sorted((CITY_OFFICE, STATISTICS_OFFICE)))
HELD = frozenset({"name", "due_date", "hospital", "phone", "address"})
COLUMNS = ("name", "phone", "hospital", "registered_on", "due_date", "address")


def exported() -> list[ExportRun]:
    rng = np.random.default_rng(1)
    made = [run for one in PLAN.recipients for run in runs(one, date(2025, 2, 1), date(2025, 12, 31), rng)]
    return [
        ExportRun(
            run.recipient.name,
            datetime.combine(day_of(run.day), datetime.min.time(), UTC) + timedelta(hours=4),
            Period(day_of(run.registered_from), day_of(run.registered_until)),
            Scope(frozenset(run.recipient.districts), frozenset(run.recipient.hospitals)),
            HELD,
        )
        for run in made
    ]


RUNS = exported()


def registered(size: int = 8000, seed: int = 2) -> list[ListRow]:
    people = population(PLAN, size, np.random.default_rng(seed))
    names = [name for name, _ in PLAN.hospitals]
    return [
        ListRow(day_of(int(day)), None, names[hospital])
        for day, hospital in zip(people.registered, people.hospital, strict=True)
    ]


CITY_ROWS = registered()


def run_of(recipient: str, month: int) -> ExportRun:
    return next(run for run in RUNS if run.recipient == recipient and run.registered.start.month == month)


def cut(*files: ExportRun) -> list[ListRow]:
    return [
        row
        for row in CITY_ROWS
        if any(
            row.registered_on in one.registered and one.scope.covers(row.hospital, DISTRICT_OF[row.hospital])
            for one in files
        )
    ]


def listed(rows: list[ListRow], columns: tuple[str, ...] = COLUMNS, **more: object) -> ComparedList:
    read = tuple(ColumnRead(ListColumn(code), code, ReadBy.HEADER) for code in columns)
    return ComparedList(read, len(rows), len(rows), 0, 0, tuple(rows), **more)


def judged(rows: list[ListRow], held: list[ExportRun] | None = None, **more: object) -> ListOrigin:
    return origin(listed(rows, **more), held or RUNS, DISTRICT_OF)


@pytest.mark.parametrize("month", [2, 5, 9])
def test_a_districts_batch_is_found_alone(month: int) -> None:
    leaked = run_of(DISTRICT_OFFICE, month)

    said = judged(cut(leaked))

    best = said.classes[0]
    assert said.consistent_with == (DISTRICT_OFFICE,)
    assert len(best) == 1 and best[0].kind is HypothesisKind.BATCH
    assert best[0].exported_at[0][:10] == leaked.exported_at.date().isoformat()
    assert best[0].coverage.outside == 0
    assert said.margin > 10


def test_whoever_held_every_row_may_have_sold_a_part() -> None:
    said = judged(cut(run_of(DISTRICT_OFFICE, 5)))

    assert said.consistent_with == (DISTRICT_OFFICE,)
    assert set(said.excerpt_of) == {CITY_OFFICE, STATISTICS_OFFICE, WEEKLY_OFFICE, DATABASE}


def test_noise_of_one_row_in_ten_does_not_change_the_batch() -> None:
    leaked = run_of(DISTRICT_OFFICE, 6)
    rows = cut(leaked)
    noise = CITY_ROWS[:: len(CITY_ROWS) // (len(rows) // 10)]

    said = judged(rows + noise)

    assert said.consistent_with == (DISTRICT_OFFICE,)
    assert said.classes[0][0].exported_at[0][:7] == "2025-07"
    assert said.classes[0][0].coverage.p_outside < 0.01


def test_twins_are_one_class_and_neither_is_named_alone() -> None:
    said = judged(cut(run_of(CITY_OFFICE, 4)))

    assert said.consistent_with == (TWINS,)
    assert {one.recipient for one in said.classes[0]} == {CITY_OFFICE, STATISTICS_OFFICE}
    assert len({one.evidence.total for one in said.classes[0]}) == 1
    assert ListWarning.SLICE_OF_DATABASE in said.warnings


def test_columns_that_only_one_twin_received_tell_them_apart() -> None:
    poorer = [
        replace(run, columns=frozenset({"name", "phone"})) if run.recipient == STATISTICS_OFFICE else run
        for run in RUNS
    ]

    said = judged(cut(run_of(CITY_OFFICE, 4)), poorer)

    assert said.consistent_with == (CITY_OFFICE,)
    other = next(one for members in said.classes for one in members if one.recipient == STATISTICS_OFFICE)
    assert set(other.added_columns) == {"hospital", "due_date", "address"}


def test_births_after_a_file_left_exclude_it() -> None:
    early, late = run_of(CITY_OFFICE, 4), run_of(STATISTICS_OFFICE, 4)
    rows = [replace(row, born_on=date(2025, 5, 15)) if place < 8 else row for place, row in enumerate(cut(early))]
    assert early.exported_at.date() < date(2025, 5, 15) < late.exported_at.date()

    said = judged(rows)

    assert said.consistent_with == (STATISTICS_OFFICE,)
    assert CITY_OFFICE not in said.excerpt_of
    other = next(one for members in said.classes for one in members if one.recipient == CITY_OFFICE)
    assert other.freshness.later_births == 8


def test_a_canary_on_the_list_tells_twins_apart_and_a_control_takes_that_away() -> None:
    rows = cut(run_of(CITY_OFFICE, 4))
    own = [
        ListedCanary(
            CanaryKind.PLANTED, (Planting(name, run_of(name, 4).exported_at),), name == STATISTICS_OFFICE, True
        )
        for name in (CITY_OFFICE, STATISTICS_OFFICE)
        for _ in range(3)
    ]
    control = ListedCanary(CanaryKind.CONTROL, (), True, False)

    said, spoiled = judged(rows, canaries=tuple(own)), judged(rows, canaries=(*own, control))

    assert said.consistent_with == (STATISTICS_OFFICE,)
    assert said.classes[0][0].numbers.canaries_found == 3
    assert spoiled.consistent_with == (TWINS,)
    assert ListWarning.CONTROLS_ON_LIST in spoiled.warnings


def test_three_batches_together_are_told_from_one() -> None:
    files = [run_of(DISTRICT_OFFICE, month) for month in (3, 4, 5)]

    best = judged(cut(*files)).classes[0]

    assert len(best) == 1
    assert (best[0].kind, best[0].recipient, len(best[0].exported_at)) == (HypothesisKind.BATCHES, DISTRICT_OFFICE, 3)


def test_a_weekly_file_is_told_from_monthly_ones() -> None:
    weekly = [run for run in RUNS if run.recipient == WEEKLY_OFFICE]
    rows = cut(weekly[20])

    said = judged(rows)

    assert said.consistent_with == (WEEKLY_OFFICE,)
    assert said.classes[0][0].registered_from == weekly[20].registered.start.isoformat()


def test_everything_up_to_a_day_is_the_database() -> None:
    until = date(2025, 10, 17)  # no month's end, and no end of a weekly file

    said = judged([row for row in CITY_ROWS if row.registered_on < until])

    assert said.consistent_with == (DATABASE,)
    assert abs((date.fromisoformat(said.classes[0][0].registered_until) - until).days) <= 3


def test_a_list_from_elsewhere_is_consistent_with_nothing() -> None:
    rng = np.random.default_rng(7)
    days = [date(2022, 1, 1) + timedelta(days=int(step)) for step in rng.integers(0, 1400, 500)]

    said = judged([ListRow(day) for day in days])

    assert said.consistent_with == ()


def test_few_rows_name_nobody() -> None:
    said = judged(cut(run_of(DISTRICT_OFFICE, 5))[:12])

    assert said.consistent_with == ()
    assert ListWarning.FEW_ROWS in said.warnings


def test_a_truncated_month_is_the_batch_with_a_gap_that_is_shown() -> None:
    rows = [row for row in cut(run_of(DISTRICT_OFFICE, 5)) if row.registered_on < date(2025, 5, 19)]

    said = judged(rows)

    edges = next(one for one in said.classes[0] if one.recipient == DISTRICT_OFFICE).edges
    assert edges.gap_until >= 5 and edges.p_until < 1e-6
    assert edges.gap_from <= 2


def test_mothers_who_left_a_number_speak_for_the_batch_that_holds_them() -> None:
    rows, month = cut(run_of(DISTRICT_OFFICE, 5)), run_of(DISTRICT_OFFICE, 5)
    inside = [ListedReporter(True, row.registered_on, row.hospital) for row in rows[:6]]
    outside = [ListedReporter(False, row.registered_on, row.hospital) for row in CITY_ROWS[:40] if row not in rows]

    said = judged(rows, reporters=tuple(inside + outside))

    assert said.classes[0][0].evidence.reporters > 3
    assert said.classes[0][0].exported_at[0][:10] == month.exported_at.date().isoformat()
    assert said.breadth["reporters"]["found"] == 6
    assert ListWarning.CONTACTS_SEALED not in said.warnings


def test_a_list_without_dates_or_places_is_said_to_be_so() -> None:
    said = judged([ListRow()] * 50, columns=("phone",))

    assert said.consistent_with == ()
    assert {ListWarning.NO_DATES, ListWarning.NO_PLACES} <= set(said.warnings)
    assert origin(listed([]), [], {}).warnings[0] is ListWarning.NO_EXPORTS


def test_districts_stand_in_for_hospitals() -> None:
    rows = [
        ListRow(row.registered_on, None, None, DISTRICT_OF[row.hospital]) for row in cut(run_of(DISTRICT_OFFICE, 5))
    ]

    assert judged(rows).consistent_with == (DISTRICT_OFFICE,)


def test_the_document_is_plain_and_shows_each_kind_before_the_sum() -> None:
    said = judged(cut(run_of(DISTRICT_OFFICE, 5))).to_json()

    best = said["classes"][0]["members"][0]
    parts = [value for value in best["evidence"].values() if value is not None]
    assert sum(parts) == pytest.approx(best["log10_likelihood_ratio"])
    assert best["kind"] == "batch" and best["evidence"]["canaries"] is None
    assert said["breadth"]["hospitals_known"] == len(DISTRICT_OF)
