"""Attacks on the released tables: `python -m benchmarks.disclosure [WORLDS [SEED]]`.

Each world is an invented city whose quarters are released as `flask publish` releases them, and then, whatever the
ledger lets through, longer and overlapping periods too. A reader who knows how the tables are made takes every pair of
published tables and subtracts: parts from totals, one table from another, one period from another, until nothing gets
narrower. She shares no code with what protects: whole numbers and intervals here, linear programming there. What counts
is a figure, shown or hidden, or a difference of periods, that she knows below ten within less than ten; worst, exactly.

A fault can be planted, which she must find: see PUBLISHERS.
"""

import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import combinations_with_replacement, pairwise

from benchmarks.figure import Figure, table
from portal.casework.disclosing import Released, Subtractable, check, published
from portal.domain.disclosure import rounded, unsafe
from portal.domain.opendata import TABLE, TABLES, TOTAL, Dimension, Place, TableName, Voice
from portal.domain.period import Period
from portal.domain.quarter import Quarter
from portal.domain.vocabulary import Stage, VendorType

MANY = 10**6
SMALL, NARROW = 10, 10
VENDORS = tuple(VendorType)[:4]
STAGES = (*tuple(Stage)[:3], None)
HOSPITALS = {"A": ("a1", "a2", "a3"), "B": ("b1", "b2", "b3", "b4"), "C": ("c1",), "D": ("d1", "d2", "d3")}
FIRST = Quarter(2026, 1)
MONTHS = tuple(month for number in range(1, 5) for month in Quarter(2026, number).months)

Tallies = dict[Place, Counter[str | None]]
Cells = Mapping[Place, int | None]
Key = tuple[frozenset, Period]
Range = tuple[int, int]


@dataclass(frozen=True)
class Publisher:
    """How a city is published: as the portal does, or with a part of it left out."""

    said: Callable[[Tallies], Cells] = published
    with_ledger: bool = True


def only_hidden_and_rounded(tallies: Tallies) -> Cells:
    """A planted fault: nothing is hidden beside what is small."""
    return {place: None if _small(place, tally) else rounded(tally.total()) for place, tally in tallies.items()}


def with_an_exact_total(tallies: Tallies) -> Cells:
    """A planted fault: a cell that should be hidden is shown as it is, because somebody asked for it."""
    cells = dict(published(tallies))
    hidden = [place for place, count in cells.items() if count is None and 0 < tallies[place].total() < SMALL]
    return cells | {place: rounded(tallies[place].total()) for place in hidden[:1]}


PUBLISHERS = {
    "as the portal does": Publisher(),
    "fault: nothing hidden beside small cells": Publisher(only_hidden_and_rounded),
    "fault: one small cell shown, rounded": Publisher(with_an_exact_total),
    "fault: no ledger": Publisher(with_ledger=False),
}


@dataclass
class Outcome:
    """What a campaign found."""

    worlds: int = 0
    releases: int = 0
    refused: int = 0
    pairs: int = 0
    exact: int = 0
    narrow: int = 0
    wrong: int = 0  # intervals that miss the truth: a fault of the attack itself
    found: list[str] = field(default_factory=list)


def campaign(worlds: int, seed: int, publisher: Publisher) -> Outcome:
    """Attack so many cities."""
    outcome = Outcome()
    for number in range(worlds):
        rng = random.Random(f"{seed}/{number}")  # noqa: S311 - invented data
        voices = _city(rng)
        releases = _released(voices, rng, publisher, outcome)
        outcome.worlds += 1
        outcome.releases += len(releases)
        tables = [(release, name) for release in releases for name in TableName]
        for one, other in combinations_with_replacement(tables, 2):
            outcome.pairs += 1
            _attack(one, other, voices, outcome)
    return outcome


def _city(rng: random.Random) -> list[Voice]:
    """Mothers of a year, in groups of very different sizes, as vendors and districts are."""
    size = rng.choice([40, 150, 500, 1500])
    weights = [[rng.paretovariate(0.7) for _ in codes] for codes in (VENDORS, STAGES, MONTHS, (*HOSPITALS, None))]
    found = []
    for _ in range(size):
        vendor, stage, month, district = (
            rng.choices(codes, weight)[0]
            for codes, weight in zip((VENDORS, STAGES, MONTHS, (*HOSPITALS, None)), weights, strict=True)
        )
        hospital = rng.choice(HOSPITALS[district]) if district else None
        found.append(Voice(month + timedelta(days=rng.randrange(28)), vendor, stage, district, hospital))
    return found


def _released(voices: Sequence[Voice], rng: random.Random, publisher: Publisher, outcome: Outcome) -> list[Released]:
    done: list[Released] = []
    quarters = [Quarter(2026, number).period for number in range(1, 5)]
    borders = sorted({border for period in quarters for border in (period.start, period.until)})
    longer = [Period(*sorted(rng.sample(borders, 2))) for _ in range(3)]
    odd = Period(MONTHS[1], MONTHS[rng.randrange(2, 12)])
    for period in (*quarters, *longer, odd):
        release = Released(period, publisher.said(_tallies(voices, period)))
        try:
            if publisher.with_ledger:
                check(release, done)
            done.append(release)
        except Subtractable:
            outcome.refused += 1
    return done


def _tallies(voices: Sequence[Voice], period: Period) -> Tallies:
    """As the portal counts, in whatever period and with the few labels of these cities: written anew on purpose."""
    counted: Tallies = {}
    for one in TABLES:
        rows, columns = (_labels(dimension, period) for dimension in (one.rows, one.columns))
        for row in (*rows, TOTAL):
            for column in (*columns, TOTAL) if one.columns is not Dimension.QUARTER else columns:
                counted[Place(one.name, row, column)] = Counter()
    for place, tally in counted.items():
        tally.update(voice.hospital for voice in voices if voice.reported_on in period and _stands(voice, place))
    return counted


def _labels(dimension: Dimension, period: Period) -> list[str]:
    match dimension:
        case Dimension.VENDOR:
            return [str(vendor) for vendor in VENDORS]
        case Dimension.STAGE:
            return [str(stage or "unknown") for stage in STAGES]
        case Dimension.MONTH:
            return [f"{month:%Y-%m}" for month in MONTHS if month in period]
        case Dimension.DISTRICT:
            return [*HOSPITALS, "unknown"]
    return ["period"]


def _stands(voice: Voice, place: Place) -> bool:
    return all(voice.label(dimension) == label for dimension, label in place.figure)


def _small(place: Place, tally: Counter[str | None]) -> bool:
    return unsafe(tally.total(), zeros_hidden=TABLE[place.table].zeros_hidden)


def _attack(
    one: tuple[Released, TableName], other: tuple[Released, TableName], voices: Sequence[Voice], outcome: Outcome
) -> None:
    known: dict[Key, Range] = {}
    sums: list[tuple[Key, list[Key]]] = []
    for release, name in (one, other):
        cells = {place: count for place, count in release.cells.items() if place.table is name}
        for place, count in cells.items():
            key = (place.figure, release.period)
            known[key] = _both(known.get(key, (0, MANY)), _meaning(count))
    periods = _pieces(one[0].period, other[0].period)
    for release, name in (one, other):
        within = [period for period in periods if period.start in release.period]
        places = [place for place in release.cells if place.table is name]
        for period in {release.period, *within}:
            sums += _lines(places, period)
        if len(within) > 1:
            sums += [((p.figure, release.period), [(p.figure, piece) for piece in within]) for p in places]
    known |= {key: (0, 0) for total, parts in sums for key in (total, *parts) if not _possible(*key)}
    _narrow(known, sums)
    for key, (low, high) in known.items():
        closely = low < SMALL and high - low < NARROW and _possible(*key)
        if closely and not (high == 0 and _zero_is_harmless(key)):
            outcome.narrow += 1
            outcome.exact += low == high
            truth = sum(voice.reported_on in key[1] and _holds(voice, key[0]) for voice in voices)
            outcome.wrong += not low <= truth <= high
            outcome.found.append(f"{sorted(key[0])} {key[1].start}/{key[1].until}: {low} to {high}, {truth}")


def _meaning(count: int | None) -> Range:
    if count is None:
        return 0, MANY
    return (0, 0) if count == 0 else (max(SMALL, count - 2) if count >= SMALL else count - 2, count + 2)


def _pieces(one: Period, other: Period) -> list[Period]:
    if one.until <= other.start or other.until <= one.start:
        return [one, other]
    borders = sorted({one.start, one.until, other.start, other.until})
    return [Period(start, until) for start, until in pairwise(borders)]


def _lines(places: Sequence[Place], period: Period) -> Iterator[tuple[Key, list[Key]]]:
    for total in places:
        for parts in (
            [p for p in places if p.column == total.column and p.row != TOTAL] if total.row == TOTAL else [],
            [p for p in places if p.row == total.row and p.column != TOTAL] if total.column == TOTAL else [],
        ):
            if parts:
                yield (total.figure, period), [(part.figure, period) for part in parts]


def _narrow(known: dict[Key, Range], sums: Sequence[tuple[Key, list[Key]]]) -> None:
    """Every figure between what its sums leave, until nothing moves."""
    moved = True
    while moved:
        moved = False
        for total, parts in sums:
            ends = [known.get(part, (0, MANY)) for part in parts]
            low, high = sum(end[0] for end in ends), sum(end[1] for end in ends)
            least, most = known.get(total, (0, MANY))
            told = {total: (low, high)}
            for part, end in zip(parts, ends, strict=True):
                told[part] = (least - (high - end[1]), most - (low - end[0]))
            for key, found in told.items():
                before = known.get(key, (0, MANY))
                after = _both(before, found)
                if after != before:
                    known[key], moved = after, True


def _both(one: Range, other: Range) -> Range:
    return max(one[0], other[0]), min(one[1], other[1])


def _possible(figure: frozenset, period: Period) -> bool:
    """That nobody stands in a month outside the period, everybody knows."""
    labels = [label for dimension, label in figure if dimension is Dimension.MONTH]
    return all(f"{period.start:%Y-%m}" <= label <= f"{period.until - timedelta(days=1):%Y-%m}" for label in labels)


def _zero_is_harmless(key: Key) -> bool:
    """No table of vendors hides its zeros, and a city where nobody reported has none to hide."""
    return bool(key[0]) and not any(dimension is Dimension.DISTRICT for dimension, _ in key[0])


def _holds(voice: Voice, figure: frozenset) -> bool:
    return all(voice.label(dimension) == label for dimension, label in figure)


def measure(worlds: int, seed: int) -> Iterator[Figure]:
    """The figures of a campaign and of the planted faults, which take a twentieth of it."""
    for name, publisher in PUBLISHERS.items():
        few = worlds if publisher == Publisher() else max(2, worlds // 20)
        outcome = campaign(few, seed, publisher)
        yield Figure(name, outcome.pairs, "pairs", f"{outcome.worlds} cities, {outcome.refused} releases refused")
        yield Figure("  small figures known exactly", outcome.exact, "", f"{outcome.releases} releases")
        yield Figure("  small figures known within ten", outcome.narrow, "", "; ".join(outcome.found[:1]))


if __name__ == "__main__":
    wanted = [int(argument) for argument in sys.argv[1:]]
    print(table(measure(*(wanted + [100, 20261128][len(wanted) :]))))
