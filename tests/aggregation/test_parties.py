"""Parties behind the calls: only large ones are shown, and a shared list is told from chance."""

from dataclasses import replace

import numpy as np

from portal.aggregation.exposure import exposure, last_reported_day
from portal.aggregation.parties import vendors
from portal.domain.vendor_group import Vendors
from portal.extract.columns import Extract
from portal.simulator.cities import city, city_leak
from portal.simulator.world import simulate

CITY = simulate(city(300, districts=3, each=3, leaks=(city_leak(),)), 5).extract()


def of(extract: Extract) -> Vendors:
    day = last_reported_day(extract)
    return vendors(extract, exposure(extract, tiers=(2, 1), as_of=day), (2, 1), day)


def with_parties(party: np.ndarray) -> Extract:
    return replace(CITY, calls=CITY.calls.assign(party=party))


def test_only_parties_of_five_mothers_are_shown_the_largest_first() -> None:
    party = np.full(len(CITY.calls), -1)
    party[:4], party[100:200], party[200:] = 0, 1, 2
    found = of(with_parties(party))
    assert [one.number for one in found.parties] == [1, 2]
    assert found.parties[0].mothers > found.parties[1].mothers >= 5
    assert found.parties[0].mothers <= found.parties[0].days <= found.parties[0].calls


def test_calls_that_named_nothing_belong_to_nobody() -> None:
    found = of(with_parties(np.full(len(CITY.calls), -1)))
    assert (found.told, found.parties, found.together) == (0, (), ())


def test_parties_that_choose_alone_share_no_list() -> None:
    chosen = np.random.default_rng(1).integers(0, 6, len(CITY.calls))
    assert of(with_parties(chosen)).together == ()


def test_two_parties_with_one_list_are_found() -> None:
    rng = np.random.default_rng(1)
    listed = CITY.calls["mother"].to_numpy() % 3 == 0
    party = np.where(listed, rng.integers(0, 2, len(listed)), rng.integers(2, 6, len(listed)))
    found = of(with_parties(party))
    codes = {one.number: one.calls for one in found.parties}
    pair = found.together[0]
    assert pair.ratio > 1.3
    assert {codes[pair.one], codes[pair.other]} == {
        int(((party == code) & np.isin(CITY.calls["mother"], counted())).sum()) for code in (0, 1)
    }


def counted() -> np.ndarray:
    return CITY.mothers.loc[CITY.mothers["tier"].isin((1, 2)), "mother"].to_numpy()


def test_what_is_cut_finer_is_hidden_again() -> None:
    found = of(CITY)
    for one in found.parties:
        counts = [cell.calls for cell in one.stages] + [at.calls for at in one.hospitals]
        assert not [count for count in counts if count is not None and 0 < count < 5]
        assert all((held.calls is None) == (held.share is None) for held in one.recipients)


def test_the_same_reports_in_another_order_give_the_same_parties() -> None:
    renamed = CITY.calls["party"].to_numpy().max() - CITY.calls["party"].to_numpy()
    assert of(with_parties(renamed)) == of(CITY)
