"""The overview counts people, days and calls apart, and gives a rate only where registrations were counted."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import pandas as pd
import pytest

from portal.aggregation.exposure import exposure, last_reported_day
from portal.aggregation.overview import overview
from portal.domain.disclosure import suppressed
from portal.domain.overview import Basis, Overview, Place
from portal.domain.period import day_number
from portal.extract.assembly import SECONDS_A_DAY, assemble
from portal.extract.columns import Extract
from portal.simulator.cities import city, city_leak
from portal.simulator.world import simulate

START = day_number(date(2025, 9, 1))  # a Monday
HOSPITALS = (("晨曦医院", "晨曦区"), ("望潮医院", "望潮区"))


def extract(
    told: list[tuple[int, str, int, int]],
    files: list[dict] | None = None,
    tier: int = 2,
    totals: list[tuple[str, int, int, int]] | None = None,
    registered: dict[int, int] | None = None,
    hospitals: tuple[tuple[str, str], ...] = HOSPITALS,
) -> Extract:
    """Calls of (mother, hospital, day of the call, day of the report), days counted from the start.

    `totals` of (hospital, first day, day after the last one, registrations); `registered` says when mothers were who
    were not on the first day.
    """
    days = registered or {}
    mothers = dict.fromkeys((number, hospital) for number, hospital, _, _ in told)
    size = len(mothers)
    made = [{"districts": (), "hospitals": (), "rows": None, "planned": False} | one for one in files or []]
    return assemble(
        hospitals=hospitals,
        recipients=["甲局"],
        mothers={
            "mother": [number for number, _ in mothers], "tier": [tier] * size,
            "hospital": [hospital for _, hospital in mothers], "issuer": [None] * size, "weight": [1.0] * size,
            "registered_day": [START + days.get(number, 1) for number, _ in mothers],
            "due_day": [START + 150] * size, "birth_day": [None] * size,
            "registered_precision": ["day"] * size,
        },
        calls={
            "mother": [row[0] for row in told], "called_at": [instant(row[2]) for row in told],
            "reported_at": [instant(row[3]) + 60 for row in told], "precision": ["minute"] * len(told),
            "channel": ["call"] * len(told), "vendor": ["insurance"] * len(told), "caller": [None] * len(told),
            "knew": [()] * len(told),
        },
        contacts={"mother": [row[0] for row in told], "contacted_at": [instant(row[3]) + 60 for row in told]},
        exports={
            "recipient": ["甲局"] * len(made), "exported_at": [instant(one["until"] + 1) for one in made],
            "registered_from": [START + one["since"] for one in made],
            "registered_until": [START + one["until"] for one in made],
            "planned": [one["planned"] for one in made], "columns": [()] * len(made),
            "districts": [one["districts"] for one in made], "hospitals": [one["hospitals"] for one in made],
            "rows": [one["rows"] for one in made],
        },
        totals={
            "hospital": [one[0] for one in totals], "month_from": [START + one[1] for one in totals],
            "month_until": [START + one[2] for one in totals], "registrations": [one[3] for one in totals],
        } if totals else None,
    )  # fmt: skip


def instant(day: int) -> int:
    return (START + day) * SECONDS_A_DAY + 3600


def seen(found: Extract) -> Overview:
    day = last_reported_day(found)
    return overview(found, exposure(found, tiers=(2, 1), as_of=day), (2, 1), day)


def twice_a_day(mothers: int, hospital: str = "晨曦医院", first: int = 0) -> list[tuple[int, str, int, int]]:
    return [(first + number, hospital, 3, 30) for number in range(mothers) for _ in range(2)]


def test_people_days_and_calls_are_counted_apart() -> None:
    whole = seen(extract(twice_a_day(6))).slices[0]
    assert (whole.district, whole.mothers, whole.days, whole.calls) == ("", 6, 6, 12)
    called = next(one for one in whole.bins if one.happened)
    assert (called.people, called.days, called.happened) == (6, 6, 12)
    assert [one.told for one in whole.bins if one.told] == [12]


def test_weeks_begin_on_mondays_and_hold_every_day_between() -> None:
    found = seen(extract([*twice_a_day(6), (90, "晨曦医院", 40, 41), (91, "晨曦医院", 47, 60)]))
    area = next(one for one in found.slices if one.district == "晨曦区")
    days = [date.fromisoformat(one.from_day) for one in area.bins]
    assert all(day.weekday() == 0 for day in days)
    assert {(later - earlier).days for earlier, later in pairwise(days)} == {7}


def test_no_district_can_be_had_by_subtraction() -> None:
    found = seen(extract([*twice_a_day(1), *twice_a_day(6, "望潮医院", 10)]))
    whole, one, other = found.slices
    assert whole.calls == 14
    shown = [(mine.happened, theirs.happened) for mine, theirs in zip(one.bins, other.bins, strict=True)]
    assert not [pair for pair in shown if pair.count(None) == 1 and any(pair)]
    assert [place.calls for place in found.places if place.name == place.district != ""] == [None, None]


def test_a_rate_needs_a_file_of_exactly_that_place() -> None:
    files = [
        {"since": 0, "until": 10, "districts": ("晨曦区",), "rows": 200},
        {"since": 0, "until": 10, "districts": ("望潮区",)},
    ]
    found = seen(extract([*twice_a_day(10), *twice_a_day(10, "望潮医院", 100)], files))
    places = {one.name: one for one in found.places}
    counted = places["晨曦区"]
    assert (counted.registrations, counted.reporters, counted.rate) == (200, 10, 50.0)
    assert counted.low < 50 < counted.high
    for name in ("", "望潮区", "晨曦医院", "望潮医院"):
        assert (places[name].registrations, places[name].rate) == (None, None), name


def test_registrations_of_overlapping_files_are_not_counted_twice() -> None:
    area = {"districts": ("晨曦区",)}
    files = [{"since": 0, "until": 10, "rows": 200} | area, {"since": 0, "until": 10, "rows": 190} | area]
    files += [{"since": 5, "until": 12, "rows": 90} | area, {"since": 10, "until": 20, "rows": 100} | area]
    place = next(one for one in seen(extract(twice_a_day(10), files)).places if one.name == "晨曦区")
    assert place.registrations == 300


def test_a_plan_counts_nobody_and_a_file_smaller_than_its_reporters_divides_nothing() -> None:
    area = {"districts": ("晨曦区",), "since": 0, "until": 10}
    for file in ({"rows": 200, "planned": True} | area, {"rows": 9} | area):
        place = next(one for one in seen(extract(twice_a_day(10), [file])).places if one.name == "晨曦区")
        assert place.rate is None


def test_recent_days_are_marked_incomplete_by_how_long_reports_take() -> None:
    old = [(number, "晨曦医院", number % 20, number % 20 + 9) for number in range(60)]
    assert seen(extract([*old, (99, "晨曦医院", 150, 150)])).incomplete_from == "2026-01-21"
    assert seen(extract(twice_a_day(6))).incomplete_from is None


def test_nothing_told_has_no_overview_and_anonymous_reports_have_an_empty_one() -> None:
    nothing = extract([])
    assert overview(nothing, exposure(nothing, tiers=(2, 1), as_of=-1), (2, 1), -1) is None
    assert seen(extract(twice_a_day(6), tier=0)).slices == ()


@pytest.mark.parametrize("seed", range(2))
def test_districts_never_add_up_to_more_than_the_whole(seed: int) -> None:
    found = seen(simulate(city(200, districts=4, each=3, leaks=(city_leak(),)), seed).extract())
    whole, *areas = found.slices
    assert sum(area.calls or 0 for area in areas) <= whole.calls
    assert sum(one.happened or 0 for one in whole.bins) <= whole.calls


MONTHS = ((0, 10), (10, 20), (20, 30))


def monthly(hospital: str, *counts: int) -> list[tuple[str, int, int, int]]:
    return [(hospital, *days, count) for days, count in zip(MONTHS, counts, strict=False)]


def by_name(found: Extract) -> dict[str, Place]:
    return {one.name: one for one in seen(found).places}


def test_the_registrys_totals_give_hospitals_districts_and_everybody_a_rate() -> None:
    told = [*twice_a_day(10), *twice_a_day(20, "望潮医院", 100)]
    totals = [*monthly("晨曦医院", 100, 150), *monthly("望潮医院", 200, 50)]
    places = by_name(extract(told, totals=totals))
    assert [(places[name].registrations, places[name].rate) for name in ("晨曦医院", "望潮区", "")] == [
        (250, 40.0), (250, 80.0), (500, 60.0),
    ]  # fmt: skip
    assert (places[""].basis, places[""].counted_from, places[""].counted_until, places[""].counted_days) == (
        Basis.TOTALS, "2025-09-01", "2025-09-21", 20,
    )  # fmt: skip


def test_a_month_that_one_hospital_did_not_send_is_no_total_of_its_district() -> None:
    hospitals = (*HOSPITALS, ("晨光医院", "晨曦区"))
    told = [*twice_a_day(10), *twice_a_day(10, "晨光医院", 50)]
    found = extract(told, totals=[*monthly("晨曦医院", 100, 100), *monthly("望潮医院", 90)], hospitals=hospitals)
    places = by_name(found)
    assert places["晨曦医院"].registrations == 200
    for name in ("晨曦区", "晨光医院", ""):
        assert (places[name].registrations, places[name].rate, places[name].basis) == (None, None, None), name


def test_totals_count_before_files_of_the_same_days_and_files_fill_the_gaps() -> None:
    area = {"districts": ("晨曦区",)}
    files = [{"since": 5, "until": 15, "rows": 900} | area, {"since": 20, "until": 28, "rows": 70} | area]
    place = by_name(extract(twice_a_day(10), files, totals=monthly("晨曦医院", 100, 150)))["晨曦区"]
    assert (place.registrations, place.basis, place.counted_days) == (320, Basis.BOTH, 28)


def test_a_month_that_the_analysis_may_not_know_of_counts_nobody() -> None:
    known = by_name(extract(twice_a_day(10), totals=monthly("晨曦医院", 100, 150, 170)))["晨曦医院"]
    assert known.counted_until == "2025-10-01"
    found = extract(twice_a_day(10), totals=monthly("晨曦医院", 100, 150, 170))
    early = overview(found, exposure(found, tiers=(2, 1), as_of=START + 28), (2, 1), START + 28)
    assert [one.registrations for one in early.places if one.name == "晨曦医院"] == [250]


def test_who_registered_on_other_days_cannot_be_counted_by_subtraction() -> None:
    """Twelve told, two of them registered after the last counted month, three in it."""
    days = {10: 35, 11: 36, 7: 22, 8: 23, 9: 24}
    place = by_name(extract(twice_a_day(12), totals=monthly("晨曦医院", 100, 150, 170), registered=days))["晨曦医院"]
    assert (place.mothers, place.reporters, place.registrations) == (12, 7, 250)


def test_a_district_and_its_hospitals_do_not_differ_by_a_few() -> None:
    """The file of the district holds ten days more than the totals of its hospital: two mothers registered on them."""
    days = dict.fromkeys((8, 9), 15) | dict.fromkeys(range(10, 20), 50)
    files = [{"since": 0, "until": 20, "rows": 400, "districts": ("晨曦区",)}]
    found = extract(twice_a_day(20), files, totals=monthly("晨曦医院", 100), registered=days)
    places = by_name(found)
    assert (places["晨曦医院"].reporters, places["晨曦区"].reporters) == (8, 8)
    late = replace(found, totals=found.totals.assign(month_from=START + 40, month_until=START + 45))
    hidden = by_name(late)
    assert (hidden["晨曦区"].registrations, hidden["晨曦区"].reporters) == (400, 10)


def test_a_rate_that_no_shorter_time_protects_is_not_said() -> None:
    places = by_name(extract(twice_a_day(12), totals=monthly("晨曦医院", 100), registered={10: 35, 11: 36}))
    place = places["晨曦医院"]
    assert (place.registrations, place.reporters, place.rate) == (100, None, None)


@pytest.mark.parametrize("seed", range(3))
def test_no_two_numbers_beside_each_other_differ_by_a_few(seed: int) -> None:
    world = simulate(city(300, districts=3, each=3, leaks=(city_leak(),)), seed).extract()
    months = [(one, 30 * number, 30 * number + 30, 60) for one in world.hospitals[:-1] for number in range(-20, 20)]
    columns = ["hospital", "month_from", "month_until", "registrations"]
    totals = pd.DataFrame(months, columns=columns).assign(
        hospital=lambda frame: frame["hospital"].map(world.hospitals.index),
        month_from=lambda frame: frame["month_from"] + START,
        month_until=lambda frame: frame["month_until"] + START,
    )
    found = seen(replace(world, totals=totals)).places
    rated = [one for one in found if one.reporters is not None]
    assert rated
    for one in rated:
        assert one.mothers is None or suppressed(one.mothers - one.reporters) is not None, one
    for area in {one.district for one in rated} - {""}:
        own = {one.name: one.reporters for one in rated if one.district == area}
        if area in own and len(own) > 1:
            assert suppressed(abs(own[area] - sum(own[name] for name in own if name != area))) is not None, area
