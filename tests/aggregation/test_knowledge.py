"""What callers knew against what files held, call by call, and in a city whose leak is known."""

from dataclasses import replace

import numpy as np
import pytest

from portal.aggregation.exposure import exposure, last_reported_day
from portal.aggregation.knowledge import (
    EVERYTHING,
    ITEMS,
    held,
    item_rates,
    knowledge,
    named_items,
    ratios,
    told_calls,
)
from portal.aggregation.usable import CallsDiffer, usable_rows
from portal.domain.picture import KnowledgeRow, Pictures
from portal.domain.vocabulary import Knew
from portal.simulator.cities import city, city_leak
from portal.simulator.schedule import Recipient
from portal.simulator.world import simulate
from tests.aggregation.test_steps import DAY, NOON, tiny
from tests.web.office.saved import DRAWN

LAST = 20_400
FIRM, CLINIC = "宁川市甲服务处", "宁川市乙服务处"


def bits(*items):
    return sum(1 << ITEMS.index(Knew(item)) for item in items)


def world(*, columns=("name", "address"), knew=("name",), called=20_030, exported=20_020, born=None, planned=False):
    """One mother, registered on day 20,000 and due on 20,200, one call, one file that holds her."""
    plain = {"tier": [2], "hospital": ["甲院"], "issuer": [None], "weight": [1.0], "registered_day": [20_000]}
    return tiny(
        mothers={"mother": ["a"], **plain, "due_day": [20_200], "birth_day": [born], "registered_precision": ["day"]},
        calls={
            "mother": ["a"], "called_at": [called * DAY + NOON], "reported_at": [20_390 * DAY], "precision": ["day"],
            "channel": ["call"], "vendor": ["other"], "caller": [None], "knew": [knew],
        },
        contacts={"mother": ["a"], "contacted_at": [20_390 * DAY]},
        exports={
            "recipient": ["东区处"], "exported_at": [exported * DAY + NOON], "registered_from": [19_990],
            "registered_until": [20_005], "planned": [planned], "columns": [columns], "districts": [["东区"]],
            "hospitals": [[]],
        },
    )  # fmt: skip


def verdict_of(extract):
    """Beyond, within or unknown, for the one call and the one recipient; None if it was not told."""
    found = exposure(extract, tiers=(2, 1), as_of=LAST)
    told = told_calls(extract, found, LAST)
    if not len(told.day):
        return None
    source = held(extract, found, told, extract.exports)
    if ratios(told, source, item_rates(told, source.items))[0] == 0:
        return "beyond"
    return "unknown" if source.unknown[0] else "within"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "within"),
        ({"knew": ("name", "address")}, "within"),
        ({"knew": ("name", "hospital")}, "beyond"),
        ({"knew": ()}, None),
        ({"called": 20_020}, "beyond"),  # the day of export is not yet
        ({"called": 20_021}, "within"),
        ({"called": 20_010}, "beyond"),
        ({"columns": (), "knew": ("hospital",)}, "unknown"),
        ({"columns": ("name", "remarks"), "knew": ("hospital",)}, "unknown"),
        ({"columns": ("name",), "planned": True, "knew": ("hospital",)}, "unknown"),
        ({"columns": (), "called": 20_010}, "beyond"),  # no file at all yet
        ({"columns": ("phone",), "knew": ("phone_owner",)}, "within"),
    ],
)
def test_a_file_stands_for_its_columns_from_the_day_after_it_left(changes, expected):
    assert verdict_of(world(**changes)) == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"called": 20_210, "born": 20_195}, "beyond"),  # made long before the birth
        ({"called": 20_210, "born": 20_195, "exported": 20_195}, "within"),
        ({"called": 20_210, "exported": 20_100}, "within"),  # birth not known: it may have been early
        ({"called": 20_210, "exported": 20_060}, "beyond"),  # before 22 weeks there is no birth date
        ({"called": 20_210, "exported": 20_060, "columns": ()}, "beyond"),  # whatever the columns
        ({"called": 20_060}, None),  # nobody knows it yet: the mother mistook the due date for it
    ],
)
def test_a_birth_date_stands_in_no_file_from_before_the_birth(changes, expected):
    told = {"columns": ("name", "baby_birth_date"), "knew": ("baby_birth_date",)}
    assert verdict_of(world(**(told | changes))) == expected


def test_registration_holds_the_card_from_the_next_day_and_never_the_birth_date():
    for knew, called, expected in (
        (("address",), 20_001, 1),
        (("address",), 20_000, 0),
        (("baby_birth_date",), 20_210, 0),
    ):
        extract = world(knew=knew, called=called)
        found = exposure(extract, tiers=(2, 1), as_of=LAST)
        row = knowledge(extract, found, LAST).rows[0]
        # one call is a small count: what is not hidden is nought
        assert (row.within is None, row.beyond is None) == (bool(expected), not expected)
        assert row.log10_ratio is None


def test_columns_as_bits():
    names = ("address", "name", "phone", "remarks")
    assert named_items(names, 0b0011) == bits("address", "name")
    assert named_items(names, 0b0100) == bits("phone_owner")
    assert named_items(names, 0b1011) is None
    assert named_items(names, 0) is None


def city_with(columns, seed):
    """Two city-wide files with different columns; the first one leaks, and its vendors say what it holds."""
    offices = (Recipient(FIRM, day=5, columns=columns[0]), Recipient(CLINIC, day=19, columns=columns[1]))
    plan = replace(city(300, districts=2, each=4, leaks=(city_leak(recipient=FIRM),)), recipients=offices)
    made, rng = simulate(plan, seed), np.random.default_rng(seed)
    everything = ("name", "due_date", "hospital", "address", "household_type")
    said = [
        tuple(item for item in (columns[0] if origin == 0 else everything) if item in everything and rng.random() < 0.5)
        for origin in made.reports["origin"]
    ]
    return replace(made, reports=made.reports.assign(knew=said)).extract()


def weighed(extract):
    day = last_reported_day(extract)
    said = knowledge(extract, exposure(extract, tiers=(2, 1), as_of=day), day)
    return {row.source: row.log10_ratio for row in said.rows}


def test_the_source_whose_columns_are_what_callers_knew_weighs_more_than_its_rival():
    columns = (("name", "phone", "address"), ("name", "phone", "hospital", "due_date"))
    for seed in range(6):
        found = weighed(city_with(columns, seed))
        assert found[FIRM] > 1 > 0 > found[CLINIC], seed


def test_files_with_the_same_columns_are_not_told_apart_by_them():
    everything = ("name", "phone", "hospital", "due_date", "address", "household_type")
    for seed in range(6):
        found = weighed(city_with((everything, everything), seed))
        assert max(found.values()) <= 0.1, seed


def test_without_columns_nothing_is_weighed_for_anybody():
    extract = city_with(((), ()), 3)
    found = weighed(extract)
    assert found[FIRM] <= 0
    assert found[CLINIC] <= 0


def test_a_call_said_to_know_everything_moves_no_ratio_far():
    extract = city_with((("name", "address"), ("name", "hospital")), 2)
    wild = replace(
        extract, calls=extract.calls.assign(knew=extract.calls["knew"].where(extract.calls.index != 40, EVERYTHING))
    )
    before, after = weighed(extract), weighed(wild)
    assert all(abs(after[source] - before[source]) < 1.31 for source in before)


def test_small_counts_are_hidden_and_never_one_alone():
    extract = city_with((("name", "address"), ("name", "hospital")), 2)
    day = last_reported_day(extract)
    for tier in (2, 1):
        for row in knowledge(extract, exposure(extract, tiers=(tier,), as_of=day), day).rows:
            counts = [row.beyond, row.within, row.unknown]
            assert all(count is None or count == 0 or count >= 5 for count in counts)
            assert counts.count(None) != 1


def test_pictures_carry_it_and_older_ones_load_without_it():
    said = replace(DRAWN, knowledge=None)
    old = said.to_json()
    del old["knowledge"]
    assert Pictures.from_json(old) == said
    extract = city_with((("name",), ("name",)), 1)
    day = last_reported_day(extract)
    made = replace(DRAWN, knowledge=knowledge(extract, exposure(extract, tiers=(2, 1), as_of=day), day))
    assert Pictures.from_json(made.to_json()) == made
    assert isinstance(made.knowledge.rows[0], KnowledgeRow)


def test_an_exposure_of_another_day_is_noticed():
    extract = city_with((("name",), ("name",)), 1)
    day = last_reported_day(extract)
    found = exposure(extract, tiers=(2, 1), as_of=day)
    assert np.array_equal(extract.calls["called_day"].to_numpy()[usable_rows(extract, found, day)], found.call_day)
    with pytest.raises(CallsDiffer):
        usable_rows(extract, found, day - 60)
