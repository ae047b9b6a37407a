"""Reasons from outside the test."""

from dataclasses import replace

import numpy as np

from portal.aggregation.exposure import exposure, last_reported_day, runs_in_force
from portal.aggregation.pipeline import analyse
from portal.aggregation.remarks import change
from portal.domain.finding import ReasonCode
from portal.domain.vocabulary import Knew
from portal.simulator.cities import CITY_OFFICE, city, city_leak, offices
from portal.simulator.world import simulate

EXTRACT = simulate(city(120, districts=2, leaks=(city_leak(),)), 2).extract()
CITY = EXTRACT.recipients.index(CITY_OFFICE)
FOUND = exposure(EXTRACT, tiers=(2, 1), as_of=last_reported_day(EXTRACT))


def city_runs(keep):
    runs = runs_in_force(EXTRACT, last_reported_day(EXTRACT))
    own = runs[runs["recipient"] == CITY].sort_values("exported_day")
    return own[keep(np.arange(len(own)), len(own))]


def test_a_path_that_runs_throughout_has_not_changed():
    assert change(city_runs(lambda place, count: place >= 0), FOUND) is None


def test_a_path_that_opens_pauses_or_closes_is_said_with_its_day():
    every = city_runs(lambda place, count: place >= 0)
    opened = city_runs(lambda place, count: place >= 6)
    paused = city_runs(lambda place, count: (place < 5) | (place > 7))
    closed = city_runs(lambda place, count: place < 6)
    starts = every["registered_from"].tolist()
    assert change(opened, FOUND) == starts[6]
    assert change(paused, FOUND) == starts[5]
    assert change(closed, FOUND) == starts[6]


def test_plans_alone_and_callers_who_knew_too_much_speak_against():
    plan = replace(
        city(120, districts=2, leaks=(city_leak(),)), recipients=tuple(replace(r, planned=True) for r in offices(2))
    )
    planned = simulate(plan, 2).extract()
    assert all(
        ReasonCode.PLANNED_ONLY in {reason.code for reason in one.reasons_against}
        for one in analyse(planned).findings.sources[1:]
    )
    address = 1 << EXTRACT.columns.index("address")
    unknown = replace(
        EXTRACT,
        calls=EXTRACT.calls.assign(knew=1 << list(Knew).index(Knew.ADDRESS)),
        exports=EXTRACT.exports.assign(columns=EXTRACT.exports["columns"] & ~address),
    )
    said = analyse(unknown).findings
    city_office = next(one for one in said.sources if one.source == CITY_OFFICE)
    assert any(reason.code is ReasonCode.KNEW_MORE_THAN_EXPORTED for reason in city_office.reasons_against)
    assert "knew_more_than_exported" in city_office.exculpatory
