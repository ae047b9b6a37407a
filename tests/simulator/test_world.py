"""The simulator of cities: seeded, true to its plan, the same as files and as an extract."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from portal.extract.digest import digest
from portal.simulator.cities import CITY_OFFICE, city, city_leak, demonstration
from portal.simulator.files import write_files
from portal.simulator.plan import Forgery, Leak, Origin, Reporting
from portal.simulator.world import BarrenPlan, simulate


def test_the_same_seed_gives_the_same_world_and_another_seed_another():
    plan = city(80, leaks=(city_leak(),))
    first, again, other = (digest(simulate(plan, seed).extract()) for seed in (5, 5, 6))
    assert first == again
    assert first != other


def test_as_many_verified_mothers_as_asked_for_and_each_has_told_a_call():
    world = simulate(replace(city(150), reporting=Reporting(anonymous=0.3)), 1)
    told = world.reports[world.reports["called_at"].notna()]
    assert (world.mothers["tier"] > 0).sum() == 150
    assert (world.mothers["tier"] == 0).sum() > 20
    assert set(world.mothers["mother"]) == set(told["mother"])


def test_no_leaked_call_comes_before_the_export_that_leaked_it():
    world = simulate(city(400, leaks=(city_leak(delay=0.0),)), 2)
    calls = world.reports[world.reports["origin"] == 0].merge(world.mothers, on="mother")
    first = np.full(len(calls), np.inf)
    for run in world.runs:
        if run.recipient.name == CITY_OFFICE:
            held = (calls["registered_day"] >= run.registered_from) & (calls["registered_day"] < run.registered_until)
            first = np.where(held, np.minimum(first, run.day), first)
    exact = calls["precision"].isin(["minute", "hour", "day"]).to_numpy()
    called = (calls["called_at"].to_numpy(dtype=float) + 28_800) // 86_400
    assert len(calls) > 400
    assert (called[exact] >= first[exact]).all()


def test_a_partial_leak_reaches_its_share_of_mothers():
    plan = replace(city(2000, leaks=(Leak(Origin.REGISTRATION, share=0.35, intensity=20.0),)), calls=2.0)
    world = simulate(replace(plan, reporting=Reporting(call_by_call=1, at_once=0, first_only=0)), 3)
    leaked = world.reports[world.reports["origin"] == 0]["mother"].nunique()
    # a leaked mother nearly always has something to tell; of the others (1 + 0.9 × 2 / 2) ** -2 = 28 % have nothing
    assert leaked / 2000 == pytest.approx(0.35 / (0.35 + 0.65 * 0.72), abs=0.035)


def test_forged_reports_are_anonymous_and_frame_their_recipient():
    plan = replace(city(50), forgeries=(Forgery(CITY_OFFICE, 100),))
    world = simulate(plan, 4)
    fake = world.mothers[world.mothers["mother"].str.startswith("x")]
    assert len(fake) > 60
    assert set(fake["tier"]) == {0}


def test_a_plan_without_any_call_says_so_instead_of_drawing_for_ever():
    with pytest.raises(BarrenPlan):
        simulate(replace(city(10), calls=0.0), 1)


def test_the_files_hold_the_reports_of_the_extract(tmp_path):
    world = simulate(city(60, leaks=(city_leak(),)), 7)
    write_files(world, tmp_path)
    reports = pd.read_csv(tmp_path / "reports.csv", dtype=str)
    exports = pd.read_csv(tmp_path / "exports.csv", dtype=str)
    extract = world.extract()
    assert reports["called_at"].notna().sum() == len(extract.calls)
    assert reports["mother"].nunique() == len(extract.mothers)
    assert len(exports) == len(extract.exports)
    assert exports["exported_at"].str.endswith("+08:00").all()
    seconds = sorted(int(pd.Timestamp(one).timestamp()) for one in reports["called_at"].dropna())
    assert seconds == sorted(extract.calls["called_at"])


def test_the_demonstration_is_a_city_of_three_districts_with_a_year_of_exports():
    world = demonstration()
    extract = world.extract()
    months = {run.day // 30 for run in world.runs if run.recipient.name == CITY_OFFICE}
    assert len(extract.districts) == 3
    assert len(extract.recipients) >= 5
    assert len(months) >= 12
    assert 300 <= len(extract.mothers) <= 900


def test_a_hundred_thousand_mothers_are_drawn_in_one_go():
    world = simulate(city(100_000, leaks=(city_leak(),)), 1)
    assert len(world.mothers) == 100_000
