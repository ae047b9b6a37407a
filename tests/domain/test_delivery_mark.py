"""Marks of deliveries: as unique as promised, and a file from elsewhere is as rarely accused as promised."""

import random
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from scipy import stats

from portal.domain.delivery_mark import (
    FALSE_ACCUSATION,
    LeakedRow,
    MarkedDelivery,
    at_least,
    mark_of,
    marked,
    plain,
    trace,
)

START = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
ROWS = 100


def made(number: int, calls: list[datetime], chance: random.Random) -> tuple[MarkedDelivery, list[LeakedRow]]:
    """A delivery of calls, and its rows as they leak without their references."""
    marks = [mark_of(chance.randbytes(32)) for _ in calls]
    instants = [marked(call, mark) for call, mark in zip(calls, marks, strict=True)]
    rows = [LeakedRow(frozenset(), frozenset({instant})) for instant in instants]
    return MarkedDelivery(UUID(int=number), frozenset(plain(one.reference) for one in marks), frozenset(instants)), rows


def test_a_mark_follows_from_its_digest_alone() -> None:
    one, same, other = mark_of(b"a" * 32), mark_of(b"a" * 32), mark_of(b"b" * 32)
    assert one == same != other
    assert len(plain(one.reference)) == 12 and one.reference.count("-") == 2
    assert marked(START.replace(second=31, microsecond=5), one) == START.replace(second=one.second)


def test_seconds_are_spread_evenly_and_references_do_not_meet() -> None:
    chance = random.Random(1)  # noqa: S311 - no secret
    marks = [mark_of(chance.randbytes(32)) for _ in range(60_000)]
    counts = [sum(mark.second == second for mark in marks) for second in range(60)]
    assert stats.chisquare(counts).pvalue > 1e-4
    assert len({mark.reference for mark in marks}) == len(marks)


@pytest.mark.parametrize(("hits", "tries"), [(1, 5), (4, 4), (4, 100), (10, 100), (100, 100), (7, 1000)])
def test_the_probability_of_hits_is_the_binomial_one(hits: int, tries: int) -> None:
    expected, told = tries / 60, at_least(hits, tries, tries / 60)
    exact = stats.binom.sf(hits - 1, tries, 1 / 60)
    assert told == (pytest.approx(exact, rel=1e-9) if hits >= expected + 1 else 1.0)


def test_an_uneven_spread_of_chances_is_never_likelier_than_said() -> None:
    chances = [1 / 60] * 20 + [6 / 60] * 20
    exact = [1.0]
    for chance in chances:
        longer = [*exact, 0.0]
        exact = [one * (1 - chance) + (longer[k - 1] * chance if k else 0) for k, one in enumerate(longer)]
    for hits in range(5, 20):
        assert sum(exact[hits:]) <= at_least(hits, len(chances), sum(chances)) * (1 + 1e-9)


def test_nothing_in_common_says_nothing() -> None:
    delivery, _rows = made(1, [START], random.Random(1))  # noqa: S311 - no secret
    (fit,) = trace([LeakedRow(frozenset(), frozenset({START + timedelta(days=1)}))], [delivery])
    assert (fit.same_minute, fit.chance, fit.traced) == (0, 1.0, False)
    assert [one.traced for one in trace([], [delivery])] == [False] and trace([], []) == []


@pytest.mark.parametrize(("changed", "found_at_least"), [(0, 100), (10, 100), (50, 100)])
def test_leaks_of_the_same_calls_come_from_the_right_delivery_and_no_other(changed: int, found_at_least: int) -> None:
    """A hundred rows of one of 20 deliveries of the same calls, some with another second: 100 leaks."""
    chance = random.Random(changed)  # noqa: S311 - no secret
    calls = [START + timedelta(minutes=7 * number) for number in range(ROWS)]
    left = [made(number, calls, chance) for number in range(20)]
    deliveries = [delivery for delivery, _rows in left]
    right = 0
    for _ in range(100):
        source, rows = chance.choice(left)
        rows = [*rows[changed:], *(_other_second(row, chance) for row in rows[:changed])]
        right += [one.delivery_id for one in trace(rows, deliveries) if one.traced] == [source.id]
    assert right >= found_at_least


def test_a_file_from_elsewhere_is_accused_more_rarely_than_promised() -> None:
    """The chance said of the same calls from elsewhere is below a level no more often than that level."""
    chance = random.Random(3)  # noqa: S311 - no secret
    calls = [START + timedelta(minutes=7 * number) for number in range(30)]
    said = []
    for number in range(2000):
        delivery, _ours = made(number, calls, chance)
        _elsewhere, rows = made(-1 % 2**64, calls, chance)
        said.append(trace(rows, [delivery])[0].chance)
    for level in (0.1, 0.01):
        assert sum(one <= level for one in said) <= len(said) * level * 1.5
    assert min(said) > FALSE_ACCUSATION


def _other_second(row: LeakedRow, chance: random.Random) -> LeakedRow:
    (instant,) = row.instants
    return LeakedRow(frozenset(), frozenset({instant.replace(second=chance.randrange(60))}))
