"""Placebo schedules: the same statistic on other days of export, without a refit."""

from dataclasses import replace

import numpy as np
import pytest

from portal.aggregation.cells import cells
from portal.aggregation.classes import source_classes
from portal.aggregation.engine import THIS_PROCESS
from portal.aggregation.evidence import enter, evidence, examined, scored_classes
from portal.aggregation.exposure import NEVER, exposure, last_reported_day
from portal.aggregation.placebo import null_of, placebo
from portal.aggregation.schedules import first_days, schedule, shifts
from portal.aggregation.scoring import fit
from portal.domain.period import day_of
from portal.domain.workday import is_working_day
from portal.simulator.cities import CITY_OFFICE, city, city_leak
from portal.simulator.plan import VENDORS
from portal.simulator.world import simulate


@pytest.fixture(scope="module")
def leaking():
    extract = simulate(city(300, districts=3, leaks=(city_leak(),)), 5).extract()
    as_of = last_reported_day(extract)
    found = exposure(extract, tiers=(2, 1), as_of=as_of)
    classes = tuple(one for one in source_classes(found) if not one.at_registration)
    rows = cells(found, classes)
    return extract, found, classes, rows, evidence(rows, tuple(range(len(classes)))), as_of


def test_an_unshifted_schedule_gives_back_the_days_of_the_exposure(leaking):
    extract, found, classes, rows, _, as_of = leaking
    for source in classes:
        runs = schedule(extract, found, source, rows.example, as_of)
        days = first_days(runs, np.zeros((1, len(runs.exported)), dtype=int))[0]
        assert (days[runs.group] == source.held[rows.example]).all()


def test_runs_move_by_themselves_to_days_of_their_own_kind_and_their_cut_offs_with_them(leaking):
    extract, found, classes, rows, _, as_of = leaking
    everybody = next(one for one in classes if one.scope.all())
    runs = schedule(extract, found, everybody, rows.example, as_of)
    moved = shifts(runs, 200, np.random.default_rng(1))
    assert np.abs(moved).max() <= runs.reach <= 15
    assert len(np.unique(moved, axis=0)) == 200
    for run, day in enumerate(runs.exported.tolist()):
        kinds = {is_working_day(day_of(day + move)) for move in moved[:, run].tolist()}
        assert kinds == {is_working_day(day_of(day))}
    days = first_days(runs, moved)
    held = days < NEVER
    assert held.mean() > 0.95
    assert (days[held] > np.broadcast_to(runs.registered, days.shape)[held]).all()


def test_the_score_of_an_unshifted_schedule_is_the_score_of_the_fit(leaking):
    extract, found, classes, rows, joint, as_of = leaking
    at = fit(joint.final.base, rows, {})
    scored = scored_classes(at, list(range(len(classes))))
    still = unshifted(extract, found, at, scored, classes, as_of)
    for place, one in enumerate(scored):
        assert still.z[0, place] == pytest.approx(scored[one].test(one).z, abs=0.01)


def unshifted(extract, found, at, scored, classes, as_of):
    """Placebo schedules of which none is shifted."""

    class Nowhere:
        def choice(self, options, count):
            assert 0 in options
            return np.zeros(count, dtype=int)

    delays = dict.fromkeys(scored, 0)
    asked = placebo(extract, found, at, delays, dict(enumerate(classes)), as_of, Nowhere(), 2)
    return null_of({one: answer() for one, answer in asked.items()}, dict.fromkeys(scored, 1.0))


def calibrated_by(extract, found, classes, rows, as_of, seed, count):
    """The joint model and the null of its classes."""
    entry = enter(rows, tuple(range(len(classes))))
    rng = np.random.default_rng(seed)
    asked = placebo(extract, found, entry.final, entry.delays, dict(enumerate(classes)), as_of, rng, count)
    measured = {one: answer() for one, answer in asked.items()}
    return examined(entry, THIS_PROCESS)(), null_of(measured, {one: entry.alone[one].information for one in measured})


def test_a_true_source_stands_out_from_its_placebos_and_does_not_haunt_them(leaking):
    extract, found, classes, rows, joint, as_of = leaking
    city_class = next(k for k, one in enumerate(classes) if extract.recipients[one.members[0]] == CITY_OFFICE)
    joint, null = calibrated_by(extract, found, classes, rows, as_of, 2, 500)
    assert null.p_value(city_class, joint.standing[city_class].plain) <= 0.01
    own = null.z[:, null.classes.index(city_class)]
    assert -1 < own.mean() < 1.5
    assert null.p_value(city_class, 0.0) > 0.2
    assert null.p_value(city_class, null.quantile(0.05, city_class)) == pytest.approx(0.05, abs=0.01)


def test_where_nobody_leaks_the_actual_schedule_is_one_among_its_placebos():
    p_values = []
    for seed in range(8):
        extract = simulate(replace(city(300, districts=2), calls=6.0, unrelated=VENDORS), seed).extract()
        as_of = last_reported_day(extract)
        found = exposure(extract, tiers=(2, 1), as_of=as_of)
        classes = tuple(one for one in source_classes(found) if not one.at_registration and len(one.members) == 1)
        rows = cells(found, classes)
        joint, null = calibrated_by(extract, found, classes, rows, as_of, seed, 200)
        p_values += [null.p_value(one, joint.alone[one].z) for one in joint.looked_at if one not in joint.standing]
    assert len(p_values) >= 8
    assert min(p_values) > 0.005
    assert max(p_values) > 0.5
