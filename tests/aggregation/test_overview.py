"""The overview counts people, days and calls apart, and gives a rate only where registrations were counted."""

from datetime import date
from itertools import pairwise

import pytest

from portal.aggregation.exposure import exposure, last_reported_day
from portal.aggregation.overview import overview
from portal.domain.overview import Overview
from portal.domain.period import day_number
from portal.extract.assembly import SECONDS_A_DAY, assemble
from portal.extract.columns import Extract
from portal.simulator.cities import city, city_leak
from portal.simulator.world import simulate

START = day_number(date(2025, 9, 1))  # a Monday
HOSPITALS = (("晨曦医院", "晨曦区"), ("望潮医院", "望潮区"))


def extract(told: list[tuple[int, str, int, int]], files: list[dict] | None = None, tier: int = 2) -> Extract:
    """Calls of (mother, hospital, day of the call, day of the report), days counted from the start."""
    mothers = dict.fromkeys((number, hospital) for number, hospital, _, _ in told)
    size = len(mothers)
    made = [{"districts": (), "hospitals": (), "rows": None, "planned": False} | one for one in files or []]
    return assemble(
        hospitals=HOSPITALS,
        recipients=["甲局"],
        mothers={
            "mother": [number for number, _ in mothers], "tier": [tier] * size,
            "hospital": [hospital for _, hospital in mothers], "issuer": [None] * size, "weight": [1.0] * size,
            "registered_day": [START + 1] * size, "due_day": [START + 150] * size, "birth_day": [None] * size,
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
