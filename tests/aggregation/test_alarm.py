"""The sequential alarm: its trials by hand, its states in parts and at once, and a leak that begins on a known day."""

import json
from dataclasses import replace
from datetime import date
from functools import cache

import numpy as np
import pytest

from portal.aggregation.alarm import EVERY, AlarmState, Batch, StateAhead, advance, look_days, said
from portal.aggregation.alarm_trials import MATURITY, NONE, Trials, trials
from portal.aggregation.classes import source_classes
from portal.aggregation.exposure import exposure, last_reported_day
from portal.domain.finding import REGISTRATION
from portal.domain.period import day_number
from portal.simulator.cities import CITY_OFFICE, city, city_leak, offices
from portal.simulator.world import simulate

LEVEL = 0.005


@cache
def leaking():
    """A city of two districts whose city-wide office leaks most of its records, many mothers, many calls."""
    return simulate(city(700, districts=2, each=4, leaks=(city_leak(intensity=6.0),)), 11).extract()


def known_by(extract, day):
    """What had been told and sent by the end of a day; mothers keep their places."""
    return replace(
        extract,
        calls=extract.calls[extract.calls["reported_day"] <= day],
        contacts=extract.contacts[extract.contacts["contact_day"] <= day],
        exports=extract.exports[extract.exports["exported_day"] <= day],
    )


def some(count, exposed, chance, *, first=100, export=50):
    return Trials(
        np.arange(first, first + count), np.full(count, export), np.arange(count) < exposed, np.full(count, chance)
    )


def test_fed_in_parts_from_what_was_known_then_it_is_the_state_of_all_at_once():
    extract = leaking()
    last = last_reported_day(extract)
    once = advance(extract, (), last)
    states = {}
    for day in (last - 300, last - 299, last - 120, last):
        through_json = [AlarmState.from_json(json.loads(json.dumps(one.to_json()))) for one in states.values()]
        states = advance(known_by(extract, day), through_json, day)
    assert states == once


def test_the_office_that_leaks_is_heard_of_and_no_other_recipient():
    found = said(advance(leaking(), (), last_reported_day(leaking())).values())
    raised = [one for one in found.classes if one.raised_on]
    assert [one.members for one in raised] == [(CITY_OFFICE,)]
    assert found.classes[0].log10_e_value > 1
    assert raised[0].days > 0
    assert raised[0].onset < raised[0].raised_on


def test_the_onset_is_the_first_export_that_leaked():
    state = AlarmState(CITY_OFFICE, LEVEL, looked=0)
    for number, exposed in enumerate((10, 9, 11, 19, 20, 20)):
        batch = some(20, exposed, 0.5, first=100 + 30 * number, export=90 + 30 * number)
        state = state.fed(batch, 130 + 30 * number, LEVEL)
    assert state.raised.onset == 180
    assert (state.raised.day, state.raised.trials) == (250, 40)


def test_a_city_without_a_leak_is_quiet():
    extract = simulate(city(300, districts=3), 21).extract()
    states = advance(extract, (), last_reported_day(extract)).values()
    assert not any(state.raised for state in states)
    assert all(state.e_value < 20 for state in states)


def test_trials_lie_within_four_weeks_of_the_export_and_are_read_when_mature():
    extract = leaking()
    day = last_reported_day(extract) - 60
    found = exposure(extract, tiers=(2, 1), as_of=day)
    classes = tuple(one for one in source_classes(found) if one.covers)
    for one, made in zip(classes, trials(extract, found, classes, day), strict=True):
        assert (np.diff(made.read) >= 0).all()
        assert ((made.chance > 0) & (made.chance < 1)).all()
        assert (made.read <= day).all()
        assert (made.read >= made.export + 7 + MATURITY).all()
        assert set(made.export) <= set(one.held)


def test_weights_without_a_source_expect_what_is_there():
    extract = simulate(city(900, districts=3), 5).extract()
    day = last_reported_day(extract)
    found = exposure(extract, tiers=(2, 1), as_of=day)
    classes = tuple(one for one in source_classes(found) if one.covers)
    for made in trials(extract, found, classes, day):
        spread = np.sqrt((made.chance * (1 - made.chance)).sum())
        assert made.exposed.sum() - made.chance.sum() < 3 * spread


def test_looks_fall_on_mondays_four_weeks_apart_and_go_on_where_they_stopped():
    extract = leaking()
    last = last_reported_day(extract)
    days = list(look_days(extract, None, last))
    assert set(np.diff(days)) == {EVERY}
    assert date.fromordinal(date(1970, 1, 1).toordinal() + days[0]).weekday() == 0
    assert list(look_days(extract, days[3], last)) == days[4:]
    assert list(look_days(extract, days[-1], days[-1] + EVERY - 1)) == []


def test_no_report_no_look():
    extract = known_by(leaking(), day_number(date(2020, 1, 1)))
    assert advance(extract, (), 30_000) == {}
    assert said([]).looked_on is None


def test_a_day_is_not_looked_at_twice_and_an_empty_look_only_moves_the_day():
    state = AlarmState("甲局", LEVEL, looked=200)
    with pytest.raises(StateAhead):
        state.fed(NONE, 200, LEVEL)
    assert state.fed(NONE, 228, LEVEL) == replace(state, looked=228)


def test_batches_add_up_by_day_of_export():
    state = AlarmState("甲局", LEVEL, looked=0).fed(some(4, 1, 0.5), 128, LEVEL).fed(some(6, 5, 0.25), 156, LEVEL)
    assert state.batches == (Batch(50, 10, 6, 3.5),)
    assert (state.watch.trials, state.watch.exposed, state.expected, state.looks) == (10, 6, 3.5, 2)


def test_small_counts_are_hidden():
    few = AlarmState("甲局", LEVEL, looked=0).fed(some(4, 1, 0.5), 128, LEVEL)
    (one,) = said([few]).classes
    assert (one.trials, one.exposed, one.expected, one.log10_e_value) == (None, None, None, None)
    many = AlarmState("甲局", LEVEL, looked=0).fed(some(40, 38, 0.9), 128, LEVEL)
    (one,) = said([many]).classes
    assert (one.trials, one.exposed) == (40, None)


def test_recipients_share_the_error_with_registration():
    extract = leaking()
    states = advance(extract, (), last_reported_day(extract))
    assert len(extract.recipients) == len(offices(2))
    assert sum(state.level for state in states.values()) <= 0.05
    # registration alone, and with the weekly office once the data cannot tell the two apart
    begun = [state.level for name, state in states.items() if name.startswith(REGISTRATION)]
    assert sorted(begun) == pytest.approx([0.05 / 5 / 4, 0.05 / 5 / 2])
