"""Attacks on the released tables: does a pair of them tell a small figure?

    python -m benchmarks.disclosure --pairs 1000000
    python -m benchmarks.disclosure --pairs 500 --planted no-ledger     # the attack must see the fault

Each world is an invented city whose quarters are released as `flask publish` releases them, and then, whatever the
ledger lets through, longer and overlapping periods too. A reader who knows how the tables are made takes every pair of
published tables and subtracts: parts from totals, one table from another, one period from another, until nothing gets
narrower. She shares no code with what protects: whole numbers and intervals here, linear programming there. What counts
is a figure, shown or hidden, or a difference of periods, that she knows below ten within less than ten; worst, exactly.

A city is added to a file in the results folder when it has been attacked, so a run that was broken off goes on where
it stopped; `--fresh` begins again.
"""

import argparse
import json
import random
import sys
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from itertools import combinations_with_replacement
from pathlib import Path

from tqdm import tqdm

from benchmarks.heading import heading
from benchmarks.scans import ledger
from benchmarks.subtraction import SMALL, found_out
from portal.casework.disclosing import Released, Subtractable, check, published
from portal.domain.disclosure import rounded, unsafe
from portal.domain.opendata import TABLE, TABLES, TOTAL, Dimension, Place, TableName, Voice
from portal.domain.period import Period
from portal.domain.quarter import Quarter
from portal.domain.vocabulary import Stage, VendorType

SEED = 20261128
SHOWN = 10
VENDORS = tuple(VendorType)[:4]
STAGES = (*tuple(Stage)[:3], None)
HOSPITALS = {"A": ("a1", "a2", "a3"), "B": ("b1", "b2", "b3", "b4"), "C": ("c1",), "D": ("d1", "d2", "d3")}
FIRST = Quarter(2026, 1)
MONTHS = tuple(month for number in range(1, 5) for month in Quarter(2026, number).months)

Tallies = dict[Place, Counter[str | None]]
Cells = Mapping[Place, int | None]


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


PLANTED = {
    "nothing-beside": Publisher(only_hidden_and_rounded),
    "one-shown": Publisher(with_an_exact_total),
    "no-ledger": Publisher(with_ledger=False),
}


@dataclass
class Outcome:
    """What came of one city."""

    releases: int = 0
    refused: int = 0
    pairs: int = 0
    exact: int = 0
    narrow: int = 0
    wrong: int = 0  # intervals that miss the truth: a fault of the attack itself
    found: list[str] = field(default_factory=list)


def attacked(number: int, seed: int, publisher: Publisher) -> Outcome:
    """Attack one city."""
    outcome = Outcome()
    rng = random.Random(f"{seed}/{number}")  # noqa: S311 - invented data
    voices = _city(rng)
    releases = _released(voices, rng, publisher, outcome)
    outcome.releases = len(releases)
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
    return _holds(voice, place.figure)


def _small(place: Place, tally: Counter[str | None]) -> bool:
    return unsafe(tally.total(), zeros_hidden=TABLE[place.table].zeros_hidden)


def _attack(
    one: tuple[Released, TableName], other: tuple[Released, TableName], voices: Sequence[Voice], outcome: Outcome
) -> None:
    for (figure, period), (low, high) in found_out(one, other).items():
        outcome.narrow += 1
        outcome.exact += low == high
        truth = sum(voice.reported_on in period and _holds(voice, figure) for voice in voices)
        outcome.wrong += not low <= truth <= high
        outcome.found.append(f"{sorted(figure)} {period.start}/{period.until}: {low} to {high}, {truth}")


def _holds(voice: Voice, figure: frozenset) -> bool:
    return all(voice.label(dimension) == label for dimension, label in figure)


def main(arguments: list[str]) -> int:
    """Attack city after city until there are pairs enough, print the table; 1 where a small figure was found."""
    options = _options(arguments)
    path = options.results / f"{options.seed}{'-' * bool(options.planted)}{options.planted}.jsonl"
    path.parent.mkdir(parents=True, exist_ok=True)
    if options.fresh:
        path.unlink(missing_ok=True)
    publisher = PLANTED[options.planted] if options.planted else Publisher()
    done = ledger.read(path)
    pairs = sum(city["pairs"] for city in done)
    with path.open("a") as out, tqdm(initial=pairs, total=options.pairs, desc="pairs", unit="pair") as progress:
        while pairs < options.pairs:
            outcome = attacked(len(done), options.seed, publisher)
            done.append(asdict(outcome))
            out.write(json.dumps(done[-1]) + "\n")
            out.flush()
            pairs += outcome.pairs
            progress.update(outcome.pairs)
    return _print(done, options.planted)


def _print(done: list[dict], planted: str) -> int:
    def total(key: str) -> int:
        return sum(city[key] for city in done)

    print(f"{heading()}{', planted: ' * bool(planted)}{planted}")
    print(
        f"{total('pairs'):,} pairs of tables in {len(done):,} cities ({total('releases'):,} releases, "
        f"{total('refused'):,} more refused by the ledger): {total('exact'):,} small figures known exactly, "
        f"{total('narrow'):,} within ten; {total('wrong'):,} times the attack was wrong itself"
    )
    for said in [line for city in done for line in city["found"]][:SHOWN]:
        print(f"  {said}")
    return 1 if total("narrow") or total("wrong") else 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=1_000_000)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--planted", choices=PLANTED, default="")
    parser.add_argument("--results", type=Path, default=Path("build/disclosure"))
    parser.add_argument("--fresh", action="store_true")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
