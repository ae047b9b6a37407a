"""What a one-step estimate says of leaving something out, against doing it."""

from dataclasses import fields, replace

import numpy as np
import pytest

from portal.aggregation.cells import cells
from portal.aggregation.classes import source_classes
from portal.aggregation.evidence import evidence
from portal.aggregation.exposure import exposure, last_reported_day
from portal.aggregation.gate import gate
from portal.aggregation.tiers import divergence, tier_scores
from portal.simulator.cities import CITY_OFFICE, city, city_leak
from portal.simulator.plan import Forgery, Reporting
from portal.simulator.world import simulate


@pytest.fixture(scope="module")
def city_world():
    extract = simulate(city(400, districts=3, leaks=(city_leak(),)), 6).extract()
    found = exposure(extract, tiers=(2, 1), as_of=last_reported_day(extract))
    classes = tuple(one for one in source_classes(found) if not one.at_registration)
    rows = cells(found, classes)
    own = next(k for k, one in enumerate(classes) if extract.recipients[one.members[0]] == CITY_OFFICE)
    return found, rows, own, evidence(rows, tuple(range(len(classes))))


def test_the_parts_add_up_to_the_whole(city_world):
    _, _, own, joint = city_world
    weights = joint.standing[own].weights
    assert weights.z == pytest.approx(joint.standing[own].plain, rel=1e-6)
    assert weights.week_information.sum() == pytest.approx(weights.information.sum(), rel=1e-9)
    nobody = np.zeros(len(weights.score), dtype=bool)
    assert weights.without_subjects(nobody) == pytest.approx(weights.z)
    assert weights.without_subjects(~nobody) == 0.0


def test_leaving_out_a_district_in_one_step_comes_close_to_leaving_it_out(city_world):
    found, rows, own, joint = city_world
    weights = joint.standing[own].weights
    for district in np.unique(found.district):
        left_out = found.district[rows.mother] == district
        kept = found.district != district
        again = evidence(cells(_only(found, kept), _classes(_only(found, kept))), tuple(range(rows.held.shape[1])))
        refitted = again.standing[own].plain if own in again.standing else again.alone[own].z
        assert weights.without_subjects(left_out) == pytest.approx(refitted, abs=0.75)


def _only(found, kept):
    """The exposure of some mothers."""
    position = np.cumsum(kept) - 1
    told = kept[found.call_mother]
    changes = {}
    for field in fields(found):
        value = getattr(found, field.name)
        if field.name.startswith("call_"):
            changes[field.name] = value[told]
        elif isinstance(value, np.ndarray):
            changes[field.name] = value[kept]
    changes["call_mother"] = position[found.call_mother[told]]
    return replace(found, **changes)


def _classes(found):
    return tuple(one for one in source_classes(found) if not one.at_registration)


def test_so_many_invented_calls_change_the_verdict_and_one_less_does_not(city_world):
    _, _, own, joint = city_world
    weights = joint.standing[own].weights
    for threshold, named, each in ((2.5, True, weights.lowest), (9.0, False, weights.highest)):
        flips = weights.flip_number(threshold, named)
        root = np.sqrt(weights.information.sum())
        after = [(weights.score.sum() + count * each) / root for count in (flips - 1, flips)]
        assert (after[0] >= threshold) == named
        assert (after[1] >= threshold) != named or after[1] == pytest.approx(threshold)


def test_the_gate_lets_a_true_source_through_and_shows_its_numbers(city_world):
    _, _, own, joint = city_world
    checks = {one.name: one for one in gate(joint.final, own)}
    assert set(checks) == {"before_export", "end_of_observation", "earlier_exports", "later_exports"}
    assert all(check.passed for check in checks.values())
    assert checks["earlier_exports"].rate_ratio.high > 1


def test_only_forgeries_raise_the_alarm():
    quiet = city(300, districts=3, leaks=(city_leak(),))
    told = replace(quiet, reporting=Reporting(anonymous=0.4))
    forged = replace(quiet, forgeries=(Forgery("听松区人口计生局", 600),))
    raised = {}
    for name, plan in (("told", told), ("forged", forged)):
        extract = simulate(plan, 8).extract()
        as_of = last_reported_day(extract)
        exposures = {tiers: exposure(extract, tiers=tiers, as_of=as_of) for tiers in ((2, 1), (0,))}
        own, *classes = source_classes(exposures[2, 1])
        verified, anonymous = (tier_scores(found, own, tuple(classes), tiers) for tiers, found in exposures.items())
        raised[name] = divergence(verified, anonymous).raised
    assert raised == {"told": False, "forged": True}
