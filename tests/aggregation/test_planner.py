"""The design planner: its table against the first design study, and its limits."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from portal.aggregation.exposure import NEVER
from portal.aggregation.pair import UnknownSource, monthly_calls, months, pair
from portal.aggregation.planner import Arrangement, Planned, Question, plan, scattered, shifted, simplest
from portal.aggregation.population import Population
from portal.aggregation.standard_city import standard_city, with_step
from portal.simulator.cities import CITY_DAY, CITY_OFFICE, city, city_leak
from portal.simulator.schedule import Recipient
from portal.simulator.world import simulate

TWIN = "宁川市孪生服务处"
STUDY = Question(rate_ratio=4.0, delay=0.0, lasting=30)
# research/statistics.md, section (g): calls for 80 % power at a two-sided 5 %
STUDIED = {
    (Arrangement.SHIFT, 1): 662, (Arrangement.SHIFT, 3): 242, (Arrangement.SHIFT, 7): 128, (Arrangement.SHIFT, 14): 97,
    (Arrangement.WITHHELD, 0.05): 1228, (Arrangement.WITHHELD, 0.1): 614, (Arrangement.WITHHELD, 0.2): 343,
    (Arrangement.HALF_DISTRICTS, 0.5): 213, (Arrangement.RANDOM_DAY, 14): 167, (Arrangement.RANDOM_DAY, 27): 111,
}  # fmt: skip


@cache
def standard() -> Population:
    return standard_city()


@cache
def planned(question: Question) -> dict[tuple[Arrangement, float | None], Planned]:
    return {(one.arrangement, one.amount): one for one in plan(standard(), question)}


@pytest.mark.parametrize("free", [True, False])
def test_the_first_design_study_comes_out_in_order_and_in_size(free: bool) -> None:
    by = {(one.arrangement, one.amount): one for one in plan(standard() if free else with_step(standard()), STUDY)}

    assert by[Arrangement.AS_IS, None].calls is None
    assert by[Arrangement.AS_IS, None].correlation == pytest.approx(1.0)
    for which, studied in STUDIED.items():
        assert by[which].calls is not None
        assert studied / 1.65 < by[which].calls < studied * 1.65, which
    for kind in (Arrangement.SHIFT, Arrangement.WITHHELD, Arrangement.RANDOM_DAY):
        ordered = [one.calls for (found, _), one in by.items() if found is kind]
        assert ordered == sorted(ordered, reverse=True)
    assert by[Arrangement.RANDOM_DAY, 27].calls == min(one.calls for one in by.values() if one.calls is not None)


def test_an_onset_with_a_delay_makes_a_short_stagger_worthless() -> None:
    prompt, slow = planned(STUDY), planned(replace(STUDY, delay=7.0))
    day, week = (Arrangement.SHIFT, 1), (Arrangement.SHIFT, 14)

    assert slow[day].calls > 10 * prompt[day].calls
    assert slow[week].calls / prompt[week].calls < slow[day].calls / prompt[day].calls


def test_a_smaller_effect_needs_more_calls_and_the_engine_more_than_five_percent_would() -> None:
    four, two = planned(STUDY), planned(replace(STUDY, rate_ratio=2.0))
    where = (Arrangement.SHIFT, 7)

    assert two[where].calls > 3 * four[where].calls
    assert two[where].engine_calls > two[where].calls
    assert planned(replace(STUDY, classes=20))[where].engine_calls > four[where].engine_calls


def test_files_move_and_what_never_came_stays_away() -> None:
    held = np.array([10, 10, 40, NEVER])

    assert shifted(held, 7).tolist() == [17, 17, 47, NEVER]
    moved = scattered(held, 27, 1)
    assert moved[0] == moved[1]
    assert ((moved - held)[:3] >= 0).all()
    assert ((moved - held)[:3] <= 27).all()
    assert moved[3] == NEVER


def test_twins_of_a_simulated_city_are_never_told_apart_as_they_are() -> None:
    base = city(200, districts=3, each=4, leaks=(city_leak(),))
    twins = replace(base, recipients=(*base.recipients, Recipient(TWIN, day=CITY_DAY)))
    extract = simulate(twins, 4).extract()
    found = pair(extract, CITY_OFFICE, TWIN)
    assert found is not None

    plans = plan(found.city, Question(classes=found.classes))

    assert plans[0].engine_calls is None
    best = simplest(plans)
    assert best is not None
    assert best.engine_calls < 1.26 * min(one.engine_calls for one in plans if one.engine_calls)
    assert months(plans[0], 100.0, 40, 30.0) == pytest.approx(2.0)
    assert months(best, 100.0, 40, 0.0) is None


def test_the_present_rate_counts_the_calls_told_in_the_last_three_months() -> None:
    extract = simulate(city(120, districts=3, each=4, leaks=(city_leak(),)), 4).extract()
    told = extract.calls["reported_day"].to_numpy()
    last = int(told.max())

    assert monthly_calls(extract, (2, 1), last) == pytest.approx((told > last - 91).sum() / 91 * 30.44)
    assert monthly_calls(extract, (2, 1), int(told.min())) == pytest.approx((told == told.min()).sum() * 30.44)
    assert monthly_calls(extract, (2, 1), int(told.min()) - 1) == 0


def test_registration_stands_first_and_is_neither_moved_nor_withheld() -> None:
    extract = simulate(city(120, districts=3, each=4, leaks=(city_leak(),)), 4).extract()
    found = pair(extract, CITY_OFFICE, "registration")
    assert found is not None
    assert found.names == ("registration", CITY_OFFICE)
    assert found.registration

    plans = plan(found.city, Question(registration=True))

    assert all(one.calls is not None and one.calls > 0 for one in plans)


def test_a_source_nobody_knows_and_one_named_twice_are_refused() -> None:
    extract = simulate(city(20, districts=3, each=4, leaks=(city_leak(),)), 4).extract()
    for first, second in ((CITY_OFFICE, "?"), (CITY_OFFICE, CITY_OFFICE), ("registration", "registration")):
        with pytest.raises(UnknownSource):
            pair(extract, first, second)
    silent = replace(extract, calls=extract.calls.iloc[:0], contacts=extract.contacts.iloc[:0])
    assert pair(silent, CITY_OFFICE, "registration") is None
