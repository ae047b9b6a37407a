"""Shares of calls on whole simulated cities: recovered, honest about what cannot be told, and never before the day."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from portal.aggregation.attribution import REGISTRATION_COLUMN, Attribution, Source, attribution, some_patterns
from portal.aggregation.cells import Cells, cells
from portal.aggregation.classes import SourceClass, source_classes
from portal.aggregation.exposure import Exposure, exposure, last_reported_day
from portal.simulator.cities import CITY_OFFICE, city, city_leak
from portal.simulator.plan import VENDORS, Leak, Origin, Plan
from portal.simulator.world import simulate

DELAY = 4.0
CITY_PLACE = 1  # among the sources below: the registration comes first


def even(mothers: int, *leaks: Leak, calls: float = 2.0) -> Plan:
    """A city in which callers with and without a list call in the same weeks, as the model has it."""
    return replace(city(mothers, districts=3, leaks=leaks), unrelated=VENDORS, calls=calls)


def usable(plan: Plan, seed: int) -> tuple[Exposure, tuple[SourceClass, ...]]:
    """Exposure, and the classes of recipients with the city's office first."""
    extract = simulate(plan, seed).extract()
    found = exposure(extract, tiers=(2, 1), as_of=last_reported_day(extract))
    classes = [one for one in source_classes(found) if one.covers and not one.at_registration]
    classes.sort(key=lambda one: extract.recipients[one.members[0]] != CITY_OFFICE)
    return found, tuple(classes)


def sources(classes: tuple[SourceClass, ...]) -> tuple[Source, ...]:
    columns = (REGISTRATION_COLUMN, *range(len(classes)))
    return tuple(Source(column, DELAY) for column in columns)


@cache
def attributed(plan: Plan, seed: int) -> tuple[Cells, Attribution]:
    found, classes = usable(plan, seed)
    counted = cells(found, classes)
    return counted, attribution(counted, sources(classes), seed=1)


def told_share(plan: Plan, seed: int) -> float:
    reports = simulate(plan, seed).reports
    return float((reports.loc[reports["called_at"].notna(), "origin"] == 0).mean())


LEAKING = even(1000, city_leak())


def test_the_share_of_a_leaking_office_is_recovered_within_a_few_points() -> None:
    _, said = attributed(LEAKING, 1)
    truth = told_share(LEAKING, 1)
    office = said.shares[CITY_PLACE]
    assert office.estimate == pytest.approx(truth, abs=0.1)
    assert office.low < truth < office.high
    assert said.stays[CITY_PLACE] >= 0.95
    assert said.first[CITY_PLACE] >= 0.9
    others = [share.estimate for place, share in enumerate(said.shares) if place != CITY_PLACE]
    assert max(others) < 0.05
    assert max(stays for place, stays in enumerate(said.stays) if place != CITY_PLACE) < 0.95


def test_all_calls_are_given_to_somebody_and_each_call_is_one() -> None:
    counted, said = attributed(LEAKING, 1)
    assert said.probabilities.shape == (len(counted.call_row), len(said.shares) + 1)
    assert said.probabilities.sum(axis=1) == pytest.approx(1)
    total = sum(share.estimate for share in said.shares) + said.background.estimate
    assert total == pytest.approx(1)


def test_a_call_on_or_before_the_day_of_the_export_has_probability_nought() -> None:
    counted, said = attributed(LEAKING, 1)
    held = counted.held[counted.pattern[counted.call_row], CITY_PLACE - 1]
    before = counted.day[counted.call_row] <= held
    assert before.any() and not before.all()
    assert (said.probabilities[before, CITY_PLACE] == 0).all()
    assert (said.probabilities[~before, CITY_PLACE] > 0).mean() > 0.95


def test_the_climb_never_falls_and_comes_to_its_end() -> None:
    _, said = attributed(LEAKING, 1)
    assert said.reached
    assert np.all(np.diff(said.path) >= -1e-9 * abs(said.path[0]))


def test_where_nobody_leaks_little_is_attributed_and_nobody_is_needed() -> None:
    worlds = [attributed(even(600, calls=5.0), seed)[1] for seed in range(1, 7)]
    assert np.mean([sum(share.estimate for share in said.shares) for said in worlds]) < 0.1
    assert max(said.stays.max() for said in worlds) < 0.95


def test_a_leak_at_the_registration_goes_to_the_registration() -> None:
    plan = even(600, Leak(Origin.REGISTRATION, intensity=3.0))
    _, said = attributed(plan, 1)
    assert said.shares[0].estimate == pytest.approx(told_share(plan, 1), abs=0.12)
    assert said.stays[0] >= 0.95
    assert max(said.stays[1:]) < 0.95


def test_what_an_unlisted_source_leaks_some_weeks_after_registration_makes_no_recipient_needed() -> None:
    for seed in (1, 2):
        _, said = attributed(even(600, Leak(Origin.UNLISTED, lag=25.0, intensity=3.0)), seed)
        assert max(said.stays[1:]) < 0.95


def test_two_leaks_share_the_calls() -> None:
    plan = even(1500, city_leak(intensity=2.0), Leak(Origin.REGISTRATION, intensity=2.0))
    _, said = attributed(plan, 1)
    reports = simulate(plan, 1).reports
    parts = reports.loc[reports["called_at"].notna(), "origin"].value_counts(normalize=True)
    assert said.shares[CITY_PLACE].low < parts[0] < said.shares[CITY_PLACE].high
    assert said.shares[0].low < parts[1] < said.shares[0].high


def test_the_same_seed_gives_the_same_numbers_and_mothers_in_another_order_do_not_matter_to_the_estimate() -> None:
    found, classes = usable(even(300, city_leak()), 3)
    counted = cells(found, classes)
    one, again = (attribution(counted, sources(classes), seed=5) for _ in range(2))
    assert one.shares == again.shares
    assert (one.stays == again.stays).all()
    other = attribution(counted, sources(classes), seed=6)
    assert [share.estimate for share in other.shares] == [share.estimate for share in one.shares]


def test_doubling_every_mother_changes_no_estimate() -> None:
    found, classes = usable(even(300, city_leak()), 1)
    names = ("mother", "registered", "conceived", "born", "start", "end", "exported", "scope", "hospital", "district",
             "tier", "weight", "call_day", "call_vendor", "call_ends")  # fmt: skip
    doubled = replace(
        found,
        **{name: np.concatenate([getattr(found, name)] * 2) for name in names},
        call_mother=np.concatenate([found.call_mother, found.call_mother + len(found.mother)]),
    )
    twice_classes = tuple(replace(one, held=np.tile(one.held, 2), scope=np.tile(one.scope, 2)) for one in classes)
    registration_and_office = (Source(REGISTRATION_COLUMN, DELAY), Source(0, DELAY))
    once = attribution(cells(found, classes), registration_and_office, seed=1, samples=2)
    twice = attribution(cells(doubled, twice_classes), registration_and_office, seed=1, samples=2)
    for a, b in zip((*once.shares, once.background), (*twice.shares, twice.background), strict=True):
        assert a.estimate == pytest.approx(b.estimate, abs=2e-3)


def test_without_a_call_or_a_source_there_is_nothing_to_say() -> None:
    found, classes = usable(even(40, city_leak()), 1)
    counted = cells(found, classes)
    assert attribution(counted, (), seed=1) is None
    silent = replace(counted, events=np.zeros_like(counted.events))
    assert attribution(silent, sources(classes), seed=1) is None


def test_patterns_that_are_drawn_keep_their_calls_and_their_mothers() -> None:
    found, classes = usable(even(300, city_leak()), 1)
    counted = cells(found, classes)
    some = some_patterns(counted, len(counted.day) // 3, np.random.default_rng(1))
    assert 0 < len(some.day) <= len(counted.day) // 3
    assert (np.bincount(some.call_row, minlength=len(some.day)) == some.events).all()
    pattern = some.pattern[some.call_row]
    assert (found.registered[some.mother[some.subject]] == some.registered[pattern]).all()
    assert (found.end[some.mother[some.subject]] == some.contact[pattern]).all()
    assert some_patterns(counted, len(counted.day), np.random.default_rng(1)) is counted
