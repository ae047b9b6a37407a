"""The steps of the pipeline one by one: exposure, classes, cells, and the test of a source."""

from dataclasses import replace

import numpy as np
import pytest

from portal.aggregation.cells import cells
from portal.aggregation.classes import source_classes
from portal.aggregation.curves import curves
from portal.aggregation.evidence import evidence, trades
from portal.aggregation.exposure import NEVER, exposure, last_reported_day
from portal.extract.assembly import assemble
from portal.extract.columns import InvalidExtract
from portal.extract.digest import digest
from portal.extract.disk import read, write
from portal.simulator.cities import CITY_OFFICE, WEEKLY_OFFICE, city, city_leak, offices
from portal.simulator.plan import Leak, Origin, Reporting
from portal.simulator.world import simulate
from portal.stats.conditional_poisson import fit

DAY = 86_400
NOON = 4 * 3600  # in Shanghai, in UTC seconds of the day


def tiny(**changes):
    """Two mothers of two districts, one call each, one recipient of the first district."""
    parts = {
        "hospitals": [("甲院", "东区"), ("乙院", "西区")],
        "recipients": ["东区处"],
        "mothers": {
            "mother": ["a", "b"], "tier": [2, 1], "hospital": ["甲院", "乙院"], "issuer": [None, None],
            "weight": [1.0, 1.0], "registered_day": [20_000, 20_010], "due_day": [20_200, None],
            "birth_day": [None, None], "registered_precision": ["day", "day"],
        },
        "calls": {
            "mother": ["a", "b"], "called_at": [20_030 * DAY + NOON, 20_040 * DAY + NOON],
            "reported_at": [20_050 * DAY + NOON] * 2, "precision": ["day", "minute"], "channel": ["call", None],
            "vendor": ["other", "insurance"], "caller": ["1", None], "knew": [["name"], []],
        },
        "contacts": {"mother": ["a", "b", "b"], "contacted_at": [20_050 * DAY + NOON] * 2 + [20_060 * DAY + NOON]},
        "exports": {
            "recipient": ["东区处"] * 2, "exported_at": [20_045 * DAY + NOON, 20_020 * DAY + NOON],
            "registered_from": [19_990] * 2, "registered_until": [20_005] * 2, "planned": [False] * 2,
            "columns": [["name"], []], "districts": [["东区"], ["东区"]], "hospitals": [[], []],
        },
    }  # fmt: skip
    return assemble(**(parts | changes))


def test_the_first_export_that_covers_her_holds_her_record_and_nobody_elses():
    found = exposure(tiny(), tiers=(2, 1), as_of=20_100)
    first, second = np.argsort(found.registered)
    assert found.exported[[first, second], 0].tolist() == [20_020, NEVER]
    assert found.start[[first, second]].tolist() == [19_940, 19_950]
    assert found.end[[first, second]].tolist() == [20_050, 20_060]
    assert found.scope[[first, second], 0].tolist() == [True, False]


def test_observation_does_not_begin_before_the_pregnancy():
    early = tiny()
    close = replace(early, mothers=early.mothers.assign(due_day=20_000 + 280 - 10))
    assert exposure(close, tiers=(2, 1), as_of=20_100).start.tolist() == [19_990, 19_990]


def test_an_extract_survives_its_files_with_the_same_digest_whatever_the_order(tmp_path):
    extract = simulate(city(40, leaks=(city_leak(),)), 1).extract()
    write(extract, tmp_path)
    assert digest(read(tmp_path)) == digest(extract)
    turned = replace(extract, exports=extract.exports.iloc[::-1])
    assert digest(turned) == digest(extract)
    other = replace(extract, mothers=extract.mothers.assign(tier=1))
    assert digest(other) != digest(extract)


def test_an_extract_with_codes_outside_its_lists_is_refused():
    extract = tiny()
    with pytest.raises(InvalidExtract):
        replace(extract, mothers=extract.mothers.assign(hospital=9))
    with pytest.raises(InvalidExtract):
        replace(extract, calls=extract.calls.drop(columns="vendor"))


def test_twins_and_registration_with_a_weekly_office_are_classes_and_neighbours_are_not():
    extract = simulate(city(200, leaks=(city_leak(),)), 1).extract()
    found = exposure(extract, tiers=(2, 1), as_of=last_reported_day(extract))
    named = [{extract.recipients[one] if one >= 0 else "registration" for one in source.members}
             for source in source_classes(found)]  # fmt: skip
    assert {"registration", WEEKLY_OFFICE} in named
    assert {CITY_OFFICE} in named
    assert len(named) == len(offices(8))


def test_adding_mothers_of_one_pattern_up_changes_no_estimate():
    extract = simulate(city(60, leaks=(city_leak(),)), 1).extract()
    found = exposure(extract, tiers=(2, 1), as_of=last_reported_day(extract))
    doubled = replace(
        found,
        **{name: np.concatenate([getattr(found, name)] * 2)
           for name in ("mother", "registered", "conceived", "born", "start", "end", "exported", "scope", "hospital",
                        "district", "tier", "weight", "call_day", "call_vendor")},
        call_mother=np.concatenate([found.call_mother, found.call_mother + len(found.mother)]),
    )  # fmt: skip
    once = cells(found, ())
    twice = cells(doubled, ())
    assert len(twice.day) == len(once.day)
    assert twice.events.sum() == 2 * once.events.sum()
    week = [fit(one.pattern, np.ones(len(one.day)), one.events, one.day // 30 % 3 == 0) for one in (once, twice)]
    assert week[0].coefficients == pytest.approx(week[1].coefficients, abs=1e-9)
    assert week[0].covariance == pytest.approx(2 * week[1].covariance, rel=1e-9)


def test_levels_without_calls_are_left_out_and_no_call_is_lost():
    extract = simulate(replace(city(80, leaks=(city_leak(),)), reporting=Reporting(due_missing=0.3)), 1).extract()
    counted = cells(exposure(extract, tiers=(2, 1), as_of=last_reported_day(extract)), ())
    kept = curves(counted)
    assert len(kept.kept) < len(counted.day)
    assert kept.table.events.sum() == counted.events.sum()


def test_a_borrowed_association_is_gone_once_the_true_source_is_in():
    extract = simulate(city(500, leaks=(city_leak(),)), 3).extract()
    found = exposure(extract, tiers=(2, 1), as_of=last_reported_day(extract))
    classes = [one for one in source_classes(found) if not one.at_registration]
    at = next(place for place, one in enumerate(classes) if extract.recipients[one.members[0]] == CITY_OFFICE)
    result = evidence(cells(found, tuple(classes)), tuple(range(len(classes))))
    others = [place for place in range(len(classes)) if place != at]
    assert list(result.standing) == [at]
    assert result.standing[at].rivals == ()
    tested = [result.joint[other] for other in others if result.joint[other] is not None]
    assert min((test.nominal for test in tested), default=1.0) > 1e-3
    assert max(result.alone[other].z for other in others) > max((test.z for test in tested), default=-9.0) - 1e-9


def test_a_leaking_districts_office_is_told_from_the_city_only_where_several_trades_call():
    leak = Leak(Origin.RECIPIENT, recipient="望潮区人口计生局", intensity=8.0, delay=3.0)
    extract = simulate(city(700, districts=4, leaks=(leak,)), 5).extract()
    found = exposure(extract, tiers=(2, 1), as_of=last_reported_day(extract))
    classes = tuple(one for one in source_classes(found) if not one.at_registration)
    rows = cells(found, classes)
    own = next(k for k, one in enumerate(classes) if extract.recipients[one.members[0]] == leak.recipient)
    assert trades(rows, own) >= 3
    assert trades(replace(rows, vendor=np.zeros_like(rows.vendor)), own) == 1
    result = evidence(rows, tuple(range(len(classes))))
    assert result.standing[own].rivals == ()
