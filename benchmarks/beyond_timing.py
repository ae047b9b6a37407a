"""How often leaked lists and canaries name the right file, nobody, or a wrong one, in invented cities.

    python -m benchmarks.beyond_timing --lists 60 --worlds 1000

Lists: whole files with one row in twenty from elsewhere, three rows in ten of a file, one district's month sold out of
the city-wide file, everybody due in one month out of the whole registry, and strangers. Canaries: wrong numbers only,
and one file whose numbers are called with a given chance, over six months, three callers in ten saying the name.
"""

import argparse
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from portal.aggregation.canaries import assess
from portal.aggregation.seized import DATABASE, origin
from portal.domain.canary import Canary, CanaryCall, CanaryKind, Planting
from portal.domain.finding import JOINER
from portal.domain.period import Period, day_number, day_of
from portal.domain.recipient import ExportRun, Scope
from portal.domain.seized import ColumnRead, ComparedList, ListColumn, ListRow, ReadBy
from portal.simulator.cities import CITY_OFFICE, STATISTICS_OFFICE, city, offices
from portal.simulator.population import Population, population
from portal.simulator.schedule import Recipient, runs

PLAN = replace(city(districts=3, each=6), recipients=(*offices(3), Recipient(STATISTICS_OFFICE, day=21)))
DISTRICT_OF = dict(PLAN.hospitals)
NAMES = tuple(DISTRICT_OF)
COLUMNS = tuple(ColumnRead(ListColumn(code), code, ReadBy.HEADER) for code in ("name", "phone", "hospital", "due_date"))
MOTHERS = 8000
FIRST_SEED = 9_000_000
LEFT = datetime(2026, 1, 5, 2, tzinfo=UTC)
MONTHS = 6
SETTINGS = (
    *(
        (0.005, controls, planted, chance)
        for controls in (28, 100)
        for planted, chance in ((14, 0.0), (14, 0.2), (14, 0.5))
    ),
    (0.005, 100, 28, 0.2),
    (0.05, 100, 14, 0.0),
    (0.05, 100, 14, 0.5),
)
RECIPIENTS = tuple(f"recipient {number}" for number in range(1, 7))
NAME_SAID = 0.3  # of the callers with the list

Draw = Callable[[list[ExportRun], Population, np.random.Generator], tuple[np.ndarray, set[str]]]


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lists", type=int, default=60)
    parser.add_argument("--worlds", type=int, default=1000)
    asked = parser.parse_args()
    print("| list | lists | among the best | only among those who held every row | excluded | nobody named |")
    print("|---|---|---|---|---|---|")
    for name, draw in LISTS.items():
        print(_line(name, [_judged(draw, FIRST_SEED + seed) for seed in range(asked.lists)]))
    print("\n| canaries | worlds | leaking file said | an innocent one said |\n|---|---|---|---|")
    for rate, controls, planted, chance in SETTINGS:
        said = [_canaries(rate, controls, planted, chance, FIRST_SEED + seed) for seed in range(asked.worlds)]
        leaking, innocent = (100 * np.mean([one[place] for one in said]) for place in (0, 1))
        head = f"{planted} a file, {controls} controls, called with {chance:g}, wrong numbers {rate:g} a month"
        print(f"| {head} | {asked.worlds} | {leaking:.1f}% | {innocent:.1f}% |")


def _whole(made: list[ExportRun], people: Population, rng: np.random.Generator) -> tuple[np.ndarray, set[str]]:
    """A file of anybody, and one row in twenty from elsewhere in the registry."""
    run = made[rng.integers(len(made))]
    rows = np.flatnonzero(_held(run, people))
    noise = rng.choice(len(people), len(rows) // 20, replace=False)
    return np.concatenate([rows, noise]), {run.recipient}


def _part(made: list[ExportRun], people: Population, rng: np.random.Generator) -> tuple[np.ndarray, set[str]]:
    run = made[rng.integers(len(made))]
    rows = np.flatnonzero(_held(run, people))
    return rng.permutation(rows)[: round(0.3 * len(rows))], {run.recipient}


def _excerpt(made: list[ExportRun], people: Population, rng: np.random.Generator) -> tuple[np.ndarray, set[str]]:
    own = [run for run in made if run.recipient == CITY_OFFICE]
    held = _held(own[rng.integers(len(own))], people)
    return np.flatnonzero(held & (people.district == rng.integers(3))), {CITY_OFFICE}


def _due(made: list[ExportRun], people: Population, rng: np.random.Generator) -> tuple[np.ndarray, set[str]]:
    first = day_number(PLAN.start) + rng.integers(180, 400)
    return np.flatnonzero((people.due >= first) & (people.due < first + 30)), {DATABASE}


LISTS: dict[str, Draw | None] = {
    "whole file, 5 % noise": _whole,
    "three rows in ten of a file": _part,
    "one district out of the city's file": _excerpt,
    "due in one month, out of the registry": _due,
    "strangers": None,
}


def _judged(draw: Draw | None, seed: int) -> tuple[bool, bool, bool, bool]:
    """Where the true source stands: among the best, only among those who held every row, nowhere; nobody is named."""
    rng = np.random.default_rng(seed)
    made = _exports(rng)
    people = population(PLAN, MOTHERS, rng)
    if draw is None:
        rows = tuple(ListRow(date(2023, 1, 1) + timedelta(days=int(day))) for day in rng.integers(0, 1300, 300))
        truth: set[str] = set()
    else:
        chosen, truth = draw(made, people, rng)
        rows = tuple(ListRow(day_of(int(people.registered[p])), None, NAMES[people.hospital[p]]) for p in chosen)
    said = origin(ComparedList(COLUMNS, len(rows), len(rows), 0, 0, rows), made, DISTRICT_OF)
    best = {name for group in said.consistent_with for name in group.split(JOINER)}
    held = set(said.excerpt_of)
    return bool(truth & best), bool(truth & held - best), bool(best) and not truth & (best | held), not best


def _exports(rng: np.random.Generator) -> list[ExportRun]:
    made = [run for one in PLAN.recipients for run in runs(one, date(2025, 2, 1), date(2026, 1, 31), rng)]
    return [
        ExportRun(
            run.recipient.name,
            datetime.combine(day_of(run.day), time(4), UTC),
            Period(day_of(run.registered_from), day_of(run.registered_until)),
            Scope(frozenset(run.recipient.districts), frozenset(run.recipient.hospitals)),
            frozenset(run.recipient.columns),
        )
        for run in made
    ]


def _held(run: ExportRun, people: Population) -> np.ndarray:
    window = (people.registered >= day_number(run.registered.start)) & (
        people.registered < day_number(run.registered.until)
    )
    covered = np.array([run.scope.covers(name, DISTRICT_OF[name]) for name in NAMES])
    return window & covered[people.hospital]


def _line(name: str, judged: list[tuple[bool, bool, bool, bool]]) -> str:
    shares = " | ".join(f"{100 * np.mean([one[place] for one in judged]):.0f}%" for place in range(4))
    return f"| {name} | {len(judged)} | {shares} |"


def _canaries(rate: float, controls: int, planted: int, chance: float, seed: int) -> tuple[bool, bool]:
    """Whether the leaking file, and whether an innocent one, is said."""
    rng = np.random.default_rng(seed)
    known = [Canary(CanaryKind.CONTROL, LEFT, (), tuple(_wrong(rate, rng))) for _ in range(controls)]
    for name in RECIPIENTS:
        for _ in range(planted):
            heard = list(_wrong(rate, rng))
            if name == RECIPIENTS[0] and rng.random() < chance:
                heard.append(_call(rng.random() * MONTHS, rng.random() < NAME_SAID))
            known.append(Canary(CanaryKind.PLANTED, LEFT, (Planting(name, LEFT),), tuple(heard)))
    said = assess(known, as_of=LEFT + timedelta(days=30.44 * MONTHS)).recipients
    leaking = chance > 0 and said[0].speaks
    return leaking, any(one.speaks for one in said if chance == 0 or one.recipient != RECIPIENTS[0])


def _wrong(rate: float, rng: np.random.Generator) -> Iterator[CanaryCall]:
    for _ in range(rng.poisson(rate * MONTHS)):
        yield _call(rng.random() * MONTHS, False)


def _call(months: float, named: bool) -> CanaryCall:
    return CanaryCall(LEFT + timedelta(days=30.44 * months + 0.01), named)


if __name__ == "__main__":
    main()
