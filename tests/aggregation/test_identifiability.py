"""What the data can hold apart, before any verdict: twins, neighbours, a weekly office, strangers, nothing at all."""

import json
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from portal.aggregation.exposure import exposure, last_reported_day
from portal.aggregation.identifiability import WEAK, held_apart, identifiability
from portal.domain.finding import Alarm, Finding, Findings, SourceKind
from portal.domain.picture import Identifiability, PairApart, Pictures
from portal.domain.vocabulary import Verdict
from portal.extract.columns import Extract
from portal.simulator.cities import CITY_DAY, CITY_OFFICE, WEEKLY_OFFICE, city, city_leak
from portal.simulator.names import office_name
from portal.simulator.schedule import Recipient, Rhythm
from portal.simulator.world import simulate
from tests.web.office.saved import DRAWN

TWIN, NEIGHBOUR, WANDERER = "宁川市孪生服务处", "宁川市邻日服务处", "宁川市随机日中心"
DISTRICT = office_name("晨曦区")


def world(*more: Recipient, mothers: int = 250) -> Extract:
    base = city(mothers, districts=3, each=4, leaks=(city_leak(),))
    return simulate(replace(base, recipients=(*base.recipients, *more)), 4).extract()


def said(extract: Extract) -> Findings:
    names = ("registration", *extract.recipients)
    kinds = [SourceKind.REGISTRATION, *[SourceKind.RECIPIENT] * len(extract.recipients)]
    sources = tuple(
        Finding(name, kind, Verdict.UNDETERMINED, power=0.3, detectable_rate_ratio=3.5)
        for name, kind in zip(names, kinds, strict=True)
    )
    return Findings("2026-03-01", 0, 0, (2, 1), sources, (), Alarm(False, None), "")


def found_in(extract: Extract) -> Identifiability:
    last = last_reported_day(extract)
    used = exposure(extract, tiers=(2, 1), as_of=last)
    found = identifiability(extract, used, said(extract), last, held_apart(used))
    assert found is not None
    return found


@cache
def of_neighbours() -> Identifiability:
    return found_in(
        world(
            Recipient(TWIN, day=CITY_DAY),
            Recipient(NEIGHBOUR, day=CITY_DAY + 9),
            Recipient(WANDERER, rhythm=Rhythm.RANDOM_DAY),
        )
    )


def between(found: Identifiability, one: str, other: str) -> PairApart:
    return next(
        pair
        for pair in found.pairs
        if (one in pair.one and other in pair.other) or (one in pair.other and other in pair.one)
    )


def test_every_class_and_every_pair_is_there_once_with_the_power_of_its_finding() -> None:
    found = of_neighbours()
    members = [one.members for one in found.classes]

    assert {"registration", WEEKLY_OFFICE} in [set(one) for one in members]
    assert {CITY_OFFICE, TWIN} in [set(one) for one in members]
    assert len(found.pairs) == len(members) * (len(members) - 1) // 2
    assert all((one.power, one.detectable) == (0.3, 3.5) for one in found.classes)


def test_a_fixed_stagger_is_weak_and_a_random_day_is_not() -> None:
    found = of_neighbours()
    near, far = between(found, CITY_OFFICE, NEIGHBOUR), between(found, CITY_OFFICE, WANDERER)

    assert near.standing == "weak"
    assert near.kept < WEAK < far.kept + 0.2
    assert near.kept < far.kept
    assert near.ratio is None or far.ratio < near.ratio


def test_a_district_stands_apart_from_the_city() -> None:
    pair = between(of_neighbours(), CITY_OFFICE, DISTRICT)

    assert pair.standing == "apart"
    assert abs(pair.correlation) < 0.7
    assert pair.calls > 30


def test_what_would_settle_it_begins_with_the_twins() -> None:
    first = of_neighbours().settling[:2]

    assert {(one.one, one.other) for one in first} == {("registration", WEEKLY_OFFICE), (CITY_OFFICE, TWIN)}
    assert all(
        one.arrangement != "as_is" and one.calls > 0 and one.months > 0 for one in first if one.one == CITY_OFFICE
    )


def test_calls_on_deciding_days_are_counted_by_hand() -> None:
    extract = world()
    last = last_reported_day(extract)
    found = exposure(extract, tiers=(2, 1), as_of=last)
    own, held = found.registered, found.exported[:, extract.recipients.index(CITY_OFFICE)]
    between_them = [
        own[mother] < day <= held[mother] for mother, day in zip(found.call_mother, found.call_day, strict=True)
    ]
    counted = int(np.sum(between_them))

    pair = between(found_in(extract), WEEKLY_OFFICE, CITY_OFFICE)

    assert pair.calls == (None if 0 < counted < 5 else counted)


def test_more_mothers_see_smaller_rate_ratios() -> None:
    few, many = (between(found_in(world(mothers=size)), CITY_OFFICE, DISTRICT) for size in (120, 480))

    assert few.ratio is None or many.ratio < few.ratio
    assert many.kept == pytest.approx(few.kept, abs=0.25)


def test_without_a_usable_call_there_is_nothing_to_say() -> None:
    extract = world(mothers=20)
    silent = replace(extract, calls=extract.calls.iloc[:0])
    last = last_reported_day(silent)

    assert held_apart(exposure(silent, tiers=(2, 1), as_of=last)) is None


def test_it_is_saved_whole_and_a_picture_from_before_it_can_still_be_read() -> None:
    drawn = replace(DRAWN, identifiability=of_neighbours())
    saved = json.loads(json.dumps(drawn.to_json(), allow_nan=False))

    assert Pictures.from_json(saved) == drawn
    before = {name: value for name, value in saved.items() if name not in ("identifiability", "shares")}
    assert Pictures.from_json(before) == DRAWN
