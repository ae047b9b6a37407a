"""Ruled out as the only source: by calls that came too early for it, never where nobody leaks, never the leaker."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from portal.aggregation.classes import SourceClass, source_classes
from portal.aggregation.exclusion import Early, early
from portal.aggregation.exposure import Exposure, exposure, last_reported_day
from portal.simulator.cities import CITY_OFFICE, city, city_leak
from portal.simulator.names import office_name
from portal.simulator.plan import Leak, Origin, Plan
from portal.simulator.world import simulate

DISTRICT_OFFICE = office_name("晨曦区")


@cache
def asked(plan: Plan, seed: int) -> tuple[Exposure, dict[str, tuple[SourceClass, Early | None]]]:
    """Everybody's early calls, by the name of the class's first member."""
    extract = simulate(plan, seed).extract()
    found = exposure(extract, tiers=(2, 1), as_of=last_reported_day(extract))
    classes = source_classes(found)
    own = next(one for one in classes if one.at_registration)
    recipients = tuple(one for one in classes if not one.at_registration and one.covers)
    return found, {
        extract.recipients[one.members[0]]: (one, early(found, own, recipients, place, seed=1))
        for place, one in enumerate(recipients)
    }


LEAKING = city(300, districts=3, leaks=(city_leak(),))


def test_offices_of_one_district_are_ruled_out_where_the_citys_office_leaks_and_the_leaker_is_not() -> None:
    _, said = asked(LEAKING, 1)
    for name, (_, result) in said.items():
        assert result is None or result.ruled_out == (name != CITY_OFFICE), name


def test_the_calls_that_rule_out_are_listed_and_came_before_the_export() -> None:
    found, said = asked(LEAKING, 1)
    source, result = said[DISTRICT_OFFICE]
    held = source.held[found.call_mother[result.calls]]
    day = found.call_day[result.calls]
    assert len(result.calls) > 100
    assert (day < held).all(), "a call on the very day of the export may have come after it"
    assert (day > found.registered[found.call_mother[result.calls]]).all()
    assert 0 < result.background < len(result.calls)


def test_a_leaking_district_office_is_not_ruled_out() -> None:
    leak = Leak(Origin.RECIPIENT, recipient=DISTRICT_OFFICE, intensity=6.0, delay=3.0)
    for seed in (1, 2):
        _, said = asked(city(300, districts=3, leaks=(leak,)), seed)
        assert not said[DISTRICT_OFFICE][1].ruled_out


def test_a_leak_at_the_registration_rules_out_the_district_offices() -> None:
    _, said = asked(city(300, districts=3, leaks=(Leak(Origin.REGISTRATION, intensity=3.0),)), 1)
    assert all(result.ruled_out for name, (_, result) in said.items() if name != CITY_OFFICE)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_where_nobody_leaks_nobody_is_ruled_out(seed: int) -> None:
    _, said = asked(replace(city(300, districts=3), calls=6.0), seed)
    assert not any(result is not None and result.ruled_out for _, result in said.values())


def test_a_recipient_that_held_every_record_at_once_has_no_early_calls() -> None:
    extract = simulate(LEAKING, 1).extract()
    found = exposure(extract, tiers=(2, 1), as_of=last_reported_day(extract))
    own = next(one for one in source_classes(found) if one.at_registration)
    at_once = SourceClass((0,), found.start.copy(), np.ones(len(found.start), dtype=bool))
    assert early(found, own, (at_once,), 0, seed=1) is None
