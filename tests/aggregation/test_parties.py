"""Parties behind the calls: only large ones are shown, and a shared list is told from chance."""

from dataclasses import replace

import numpy as np

from portal.aggregation.exposure import exposure, last_reported_day
from portal.aggregation.parties import vendors
from portal.domain.phone import CallerClass
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


def test_lines_that_look_mistyped_are_told_beside_a_party_and_in_none_of_its_counts() -> None:
    party = np.zeros(len(CITY.calls), dtype=int)
    party[-30:] = 1 + np.arange(30)
    plain = of(with_parties(party))
    for looks, told in ((30, lambda many: many >= 5), (2, lambda few: few is None)):
        perhaps = np.where(np.arange(len(party)) >= len(party) - looks, 0, -1)
        calls = CITY.calls.assign(party=party, perhaps=perhaps, caller=party)
        beside = of(replace(CITY, calls=calls)).parties[0]
        assert told(beside.unsure)
        same = {"lines": 0, "signs": (), "joints": ()}  # here every party has one line, there what was told
        assert replace(beside, unsure=0, **same) == replace(plain.parties[0], **same)


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


def with_lines(*told: tuple[int, int, str | None]) -> Extract:
    """The first calls of one party, each with a line, a wording (-1: none) and the class of the line."""
    size = len(CITY.calls)
    kinds = [list(CallerClass).index(CallerClass(kind)) if kind else -1 for _, _, kind in told]
    columns = {
        "party": np.where(np.arange(size) < len(told), 0, -1),
        "caller": np.array([line for line, _, _ in told] + [-1] * (size - len(told))),
        "wording": np.array([wording for _, wording, _ in told] + [-1] * (size - len(told))),
        "caller_kind": np.array(kinds + [-1] * (size - len(told))),
    }
    return replace(CITY, calls=CITY.calls.assign(**columns))


def test_what_makes_one_party_is_told_without_a_number() -> None:
    landlines, mobile = [(0, -1, "landline"), (1, -1, "landline")] * 15, [(2, 0, "mobile")] * 30
    gateway = [(3, 0, "sms_gateway")] * 30
    both = of(with_lines(*landlines, *mobile, *gateway)).parties[0]
    assert [(one.kind, one.lines) for one in both.signs] == [("mobile", 1), ("landline", 2), ("sms_gateway", 1)]
    assert both.joints == ("range", "wording")
    assert of(with_lines(*mobile, *gateway)).parties[0].joints == ("wording",)
    assert of(with_lines(*landlines)).parties[0].joints == ("range",)
    alone = of(with_lines(*mobile, *[(-1, 0, None)] * 20)).parties[0]
    assert (alone.lines, alone.wordings, alone.joints) == (1, 1, ())


def test_hospitals_of_all_calls_are_there_to_compare_with() -> None:
    found = of(CITY)
    assert {at.name for at in found.hospitals} == set(CITY.hospitals)
    assert sum(at.calls or 0 for at in found.hospitals) <= found.told
