"""Counting by pattern and day: the same as one call after the other, and whatever the way, the same as a recount."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.aggregation import tally as counting
from portal.aggregation.cells import cells
from portal.aggregation.classes import source_classes
from portal.aggregation.exposure import NEVER, exposure, last_reported_day
from portal.aggregation.partitions import calls_of
from portal.aggregation.patterns import patterns
from portal.aggregation.tally import NotCounted, Tally
from portal.aggregation.told import NotTold, Told
from portal.extract.columns import NO_DAY
from portal.simulator.cities import city, city_leak
from portal.simulator.world import simulate

unhurried = settings(deadline=None, max_examples=60)  # how fast a busy machine is, is not judged here
Mother = tuple[int, int, int, tuple[int, ...]]  # first day, last day, hospital, days of calls
DAYS = st.sampled_from([NO_DAY, 20_000, 20_001, 20_090, NEVER])


@st.composite
def mothers(draw: st.DrawFn) -> Mother:
    first, length = draw(st.integers(20_000, 20_004)), draw(st.integers(1, 5))
    days = st.integers(first, first + length - 1)
    return first, first + length - 1, draw(st.integers(0, 2)), tuple(draw(st.lists(days, max_size=4)))


def told(people: list[Mother]) -> Told:
    columns = tuple(np.array([one[place] for one in people], dtype=np.int32) for place in range(3))
    whose = np.repeat(np.arange(len(people), dtype=np.int32), [len(one[3]) for one in people])
    return Told(columns, whose, np.array([day for one in people for day in one[3]], dtype=np.uint16))


def same(one: Tally, other: Tally) -> bool:
    return all(np.array_equal(a, b) for a, b in zip(one.content(), other.content(), strict=True))


def one_by_one(people: list[Mother]) -> Counter[tuple[int, ...]]:
    return Counter((*one[:3], day) for one in people for day in one[3])


def by_hand(counted: Tally) -> Counter[tuple[int, ...]]:
    keys, _, calls = counted.content()
    cells = [(*key, key[0] + day) for key in keys.tolist() for day in range(key[1] - key[0] + 1)]
    return +Counter(dict(zip(cells, calls.tolist(), strict=True)))


@unhurried
@given(st.lists(mothers(), min_size=1, max_size=30))
def test_every_call_is_counted_once_where_it_fell(people: list[Mother]) -> None:
    counted = Tally.of(told(people))
    assert by_hand(counted) == one_by_one(people)
    assert counted.mothers.sum() == len(people)


@unhurried
@given(st.lists(mothers(), min_size=1, max_size=30), st.integers(1, 5), st.integers(1, 5), st.sampled_from([0, 1, 99]))
def test_blocks_slices_and_long_runs_change_nothing(people: list[Mother], block: int, part: int, long: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(counting, "CALLS_A_BLOCK", block)
        patch.setattr(counting, "MOTHERS_A_SLICE", part)
        patch.setattr(counting, "LONG_RUN", long)
        patch.setattr(counting, "SPREAD", long)
        counted = Tally.of(told(people))
    assert same(counted, Tally.of(told(people)))


@unhurried
@given(st.lists(st.lists(mothers(), min_size=1, max_size=6), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_added_withdrawn_and_amended_in_any_order_is_a_recount(batches: list[list[Mother]], random) -> None:
    present: list[Mother] = []
    counted = Tally(3)
    for batch in batches:
        counted.add(told(batch))
        present += batch
        random.shuffle(present)
        gone = present[: random.randrange(len(present) + 1)]
        present = present[len(gone) :]
        if gone:
            counted.take(told(gone))
        if present:  # an amendment: one mother as she was, and as she is
            old = present.pop()
            amended = (old[0], old[1] + 3, old[2], (*old[3][1:], old[1] + 3))
            counted.take(told([old]))
            counted.add(told([amended]))
            present.append(amended)
    assert same(counted, Tally.of(told(present)) if present else Tally(3))


@unhurried
@given(st.lists(mothers(), min_size=1, max_size=20), st.lists(mothers(), min_size=1, max_size=20))
def test_batches_counted_apart_add_up(one: list[Mother], other: list[Mother]) -> None:
    first, second = Tally.of(told(one)), Tally.of(told(other))
    first.merge(second)
    assert same(first, Tally.of(told(one + other)))


@unhurried
@given(st.lists(mothers(), min_size=1, max_size=20), st.lists(mothers(), max_size=5))
def test_under_another_question_it_is_a_recount_too(people: list[Mother], gone: list[Mother]) -> None:
    counted = Tally.of(told(people + gone))
    if gone:
        counted.take(told(gone))
    elsewhere = counted.under([*counted.keys.T[:2], counted.keys[:, 2] % 2])
    assert same(elsewhere, Tally.of(told([(*one[:2], one[2] % 2, one[3]) for one in people])))


def test_what_was_never_counted_in_cannot_be_taken_and_leaves_no_trace() -> None:
    counted = Tally.of(told([(20_000, 20_004, 1, (20_001,))]))
    for strange in ((20_000, 20_004, 1, (20_002,)), (20_000, 20_004, 2, (20_001,))):
        with pytest.raises(NotCounted):
            counted.take(told([strange]))
    assert same(counted, Tally.of(told([(20_000, 20_004, 1, (20_001,))])))


def test_calls_outside_their_mothers_time_or_out_of_order_are_refused() -> None:
    columns = (np.array([20_000, 20_000]), np.array([20_004, 20_004]))
    for mother, day in (([0, 1], [20_000, 20_005]), ([0], [19_999]), ([1, 0], [20_000, 20_000]), ([2], [20_000])):
        with pytest.raises(NotTold):
            Told(columns, np.array(mother), np.array(day))


@unhurried
@given(st.lists(st.tuples(DAYS, DAYS, st.integers(-3, 3), st.booleans()), min_size=1, max_size=40))
def test_patterns_are_those_of_numpys_unique(rows: list[tuple[int, int, int, bool]]) -> None:
    columns = [np.array(column) for column in zip(*rows, strict=True)] * 6  # enough digits to overflow
    found = patterns(columns)
    unique, example, of = np.unique(np.column_stack(columns), axis=0, return_index=True, return_inverse=True)
    assert found.of.tolist() == of.reshape(-1).tolist()
    assert found.example.tolist() == example.tolist()
    assert len(unique) == len(found.example)


def test_the_cells_of_the_joint_model_are_a_tally_of_the_same_calls() -> None:
    extract = simulate(city(80, leaks=(city_leak(),)), 5).extract()
    found = exposure(extract, tiers=(2, 1), as_of=last_reported_day(extract))
    found = replace(found, weight=np.ones(len(found.mother)))
    classes = tuple(one for one in source_classes(found) if not one.at_registration)
    rows = cells(found, classes)
    called = np.flatnonzero(found.calls)
    held, scope = (np.column_stack([getattr(one, name) for one in classes]) for name in ("held", "scope"))
    born = np.where(found.born <= found.end, found.born, NO_DAY)
    own = (found.start, found.end, found.registered, found.conceived, born, *held.T, *scope.T)
    order = np.argsort(found.call_mother, kind="stable")
    whose = np.searchsorted(called, found.call_mother[order])
    counted = Tally.of(Told(tuple(column[called] for column in own), whose, found.call_day[order]))
    keys, people, calls = counted.content()
    first = rows.day[rows.starts]
    theirs = (first, rows.contact, rows.registered, rows.conceived, rows.born, *rows.held.T, *rows.scope.T)
    assert np.array_equal(keys, np.column_stack(theirs))
    assert np.array_equal(people, rows.mothers)
    assert np.array_equal(calls, rows.events)


@unhurried
@given(st.lists(mothers(), min_size=1, max_size=20), st.integers(1, 3))
def test_months_counted_side_by_side_add_up(people: list[Mother], threads: int) -> None:
    whole = told(people)

    def month(place: int) -> Told:
        own = whole.day % 5 == place
        return Told(whole.alike, whole.mother[own], whole.day[own])

    counted = calls_of(range(5), month, 3, threads)
    counted.add(Told(whole.alike, whole.mother[:0], whole.day[:0]))
    assert same(counted, Tally.of(whole))


def test_another_call_of_a_known_mother_is_counted_without_her() -> None:
    counted, call = Tally.of(told([(20_000, 20_004, 1, (20_001,))])), told([(20_000, 20_004, 1, (20_002,))])
    counted.add(call, known=True)
    assert same(counted, Tally.of(told([(20_000, 20_004, 1, (20_001, 20_002))])))
    counted.take(call, known=True)
    with pytest.raises(NotCounted):
        counted.take(call, known=True)
    assert same(counted, Tally.of(told([(20_000, 20_004, 1, (20_001,))])))
