"""From calls to cells: `python -m benchmarks reduction`, or `python -m benchmarks.reduction --calls 1000000` in short.

The columns of an invented country lie in memory, as read from an extract; counting them by pattern and day is measured
against a plain C loop over the same columns (compiled here), which also finds the patterns; new reports and a changed
export schedule against counting everything again, and pandas over the same columns beside it. One thread, CPU seconds,
medians of rounds in both orders. DuckDB, Polars and Dask's data frames are not installed where this project is built:
no figure of theirs is printed.
"""

import argparse
import json
import operator
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks import country
from benchmarks.c_loop import CLoop, NoCompiler
from benchmarks.figure import Figure
from benchmarks.panel import CALLS_A_MOTHER, Panel, held, panel
from benchmarks.rounds import Turns, turns
from portal.aggregation.tally import Tally
from portal.aggregation.told import Told

ALL, HISTORY, NEW = 100_000_000, 10_000_000, 10_000
BATCHES = 20  # of new calls a round: one alone is over before the clock has ticked
ROUNDS = 5
MEGABYTE = 1024  # ru_maxrss is in kilobytes


def measure(calls: int = ALL, history: int = HISTORY) -> Iterator[Figure]:
    """Every part in a process of its own, so that its memory is its own."""
    for part in PARTS:
        size = calls if part == "whole" else history
        command = [sys.executable, "-m", "benchmarks.reduction", "--part", part, "--calls", str(size)]
        for line in subprocess.check_output(command, text=True).splitlines():
            yield Figure(**json.loads(line))


def whole(calls: int) -> Iterator[Figure]:
    """Everything counted once, beside the C loop."""
    people = panel(calls)
    counted = Tally.of(people.told())
    rows, name = len(counted.calls), f"{calls:,} calls to cells"
    ways = {"ours": lambda: Tally.of(people.told()), "counting": _unchecked(people)}
    try:
        loop = CLoop()
    except NoCompiler as error:
        yield Figure(f"{name}, C loop", float("nan"), "s", str(error))
    else:
        if not np.array_equal(loop.counts(people, rows), counted.calls):
            raise AssertionError("the C loop counts otherwise")
        ways = {"C": lambda: loop.counts(people, rows), **ways}
    del counted
    found = turns(ways, ROUNDS)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
    if "C" in ways:
        yield Figure(f"{name}, C loop", found.median("C"), "CPU s", found.noise("C"))
        yield _against(f"{name} ÷ C loop", found, "counting", "C", 3)
        yield _against(f"{name}, input checked ÷ C loop", found, "ours", "C")
    yield Figure(f"{name}, peak memory", peak, "MB", f"{rows:,} cells", limit=1200)


def with_pandas(calls: int) -> Iterator[Figure]:
    """Well-written pandas over the same columns: codes, take, one integer key, groupby."""
    people = panel(calls)
    found = turns({"ours": _unchecked(people), "pandas": lambda: _by_pandas(people)}, ROUNDS)
    name = f"{calls:,} calls to cells, pandas ÷ ours"
    yield _against(name, found, "pandas", "ours", 2.5, at_least=True)


def changes(calls: int) -> Iterator[Figure]:
    """New calls, withdrawals and amendments against a recount, from Parquet and from columns in memory."""
    people, fresh = panel(calls), [panel(NEW, seed=seed) for seed in range(BATCHES)]
    kept = Tally.of(people.told())
    with tempfile.TemporaryDirectory() as name:
        country.write(people, Path(name))
        ways = {
            "recount": lambda: country.counted(Path(name)),
            "recount in memory": lambda: Tally.of(people.told()),
            "added": lambda: [kept.add(batch.told()) for batch in fresh],
            "taken": lambda: [kept.take(batch.told()) for batch in fresh],
        }
        if not all(map(np.array_equal, ways["recount"]().content(), kept.content())):
            raise AssertionError("what lies on disk counts otherwise")
        found = _in_order(ways)
    old, new = _amended(people, NEW)
    again = _in_order(
        {
            "out": lambda: kept.take(old),
            "in": lambda: kept.add(new),
            "out again": lambda: kept.take(new),
            "in again": lambda: kept.add(old),
        }
    )
    if not all(map(np.array_equal, kept.content(), Tally.of(people.told()).content())):
        raise AssertionError("added and taken is not a recount")
    for one in ("added", "taken"):
        found.seconds[one][:] = [seconds / BATCHES for seconds in found.seconds[one]]
    found.seconds["amended"] = list(map(operator.add, again.seconds["out"], again.seconds["in"]))
    size = f"into {calls:,}"
    yield _against(f"recount ÷ {NEW:,} new calls {size}", found, "recount", "added", 200, at_least=True)
    yield _against(f"recount in memory ÷ {NEW:,} new calls {size}", found, "recount in memory", "added", at_least=True)
    yield _against(f"recount ÷ {NEW:,} calls withdrawn {size}", found, "recount", "taken", at_least=True)
    yield _against(f"recount ÷ {NEW:,} mothers amended {size}", found, "recount", "amended", at_least=True)


def months(calls: int) -> Iterator[Figure]:
    """The same calls from Parquet, a row group a month, by one thread and by two."""
    people = panel(calls)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        yield Figure(f"{calls:,} calls on disk", country.write(people, folder) / len(people.mother), "B/call")
        del people
        seconds: dict[str, list[float]] = {"one": [], "two": []}
        for number in range(ROUNDS):
            for way in ("one", "two")[:: 1 if number % 2 == 0 else -1]:
                begun = time.perf_counter()
                country.counted(folder, 1 if way == "one" else 2)
                seconds[way].append(time.perf_counter() - begun)
    name = f"{calls:,} calls from Parquet, one thread ÷ two (by the clock)"
    yield _against(name, Turns(seconds), "one", "two", at_least=True)


def schedule(calls: int) -> Iterator[Figure]:
    """The cells of twelve recipients, after every export was moved, against counting again under the new schedule."""
    people = panel(calls)
    kept = Tally.of(people.told())

    def recount() -> Tally:
        return Tally.of(Told(_moved(people.alike), people.mother, people.day))

    def derived() -> Tally:
        return kept.under(_moved(kept.keys.T))

    with tempfile.TemporaryDirectory() as name:
        country.write(people, Path(name))
        ways = {
            "recount": lambda: country.counted(Path(name), alike=_moved),
            "recount in memory": recount,
            "derived": derived,
        }
        if not all(map(np.array_equal, derived().content(), ways["recount"]().content())):
            raise AssertionError("what is derived is not a recount")
        found = turns(ways, ROUNDS)
    size = f"changed schedule, {calls:,} calls"
    yield _against(f"recount ÷ {size}", found, "recount", "derived", 5, at_least=True)
    yield _against(f"recount in memory ÷ {size}", found, "recount in memory", "derived", at_least=True)


def _moved(alike: Sequence[np.ndarray]) -> tuple[np.ndarray, ...]:
    """What tells mothers apart once every recipient's exports were moved."""
    first, last, registered, conceived, district = alike
    return first, last, registered, conceived, *held(registered, district, moved=1)


def _against(
    name: str, found: Turns, one: str, other: str, limit: float | None = None, at_least: bool = False
) -> Figure:
    said = f"{found.median(one):.4g} s ÷ {found.median(other):.4g} s; {found.noise(one)}, {found.noise(other)}"
    return Figure(name, found.ratio(one, other), "×", said, limit, at_least)


def _in_order(ways: dict) -> Turns:
    """Rounds of steps that undo each other, so that their order is fixed."""
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):
        for name, way in ways.items():
            seconds[name] += turns({name: way}, 1).seconds[name]
    return Turns(seconds)


def _trusted(kind: type[Told], *values: object) -> Told:
    """Told without the check of every call, which the C loop does not make either."""
    made = object.__new__(kind)
    for name, value in zip(("alike", "mother", "day"), values, strict=True):
        object.__setattr__(made, name, value)
    return made


def _unchecked(people: Panel):
    told = _trusted(Told, people.alike, people.mother, people.day)
    return lambda: Tally.of(told)


def _amended(people: Panel, count: int) -> tuple[Told, Told]:
    """Mothers all over the country as they were, and with one call more on their last day."""
    chosen = np.linspace(0, len(people.first) - 1, count).astype(np.int64)
    alike = tuple(column[chosen] for column in people.alike)
    days = people.day.reshape(-1, CALLS_A_MOTHER)[chosen]
    more = np.column_stack([days, people.last[chosen]])
    whose = np.arange(count, dtype=np.int32)
    return tuple(Told(alike, np.repeat(whose, part.shape[1]), part.ravel()) for part in (days, more))  # type: ignore[return-value]


def _by_pandas(people: Panel) -> pd.Series:
    names = ("first", "last", "registered", "conceived", "district")
    mothers = pd.DataFrame({name: getattr(people, name) for name in names})
    pattern = mothers.groupby(list(names), sort=False).ngroup().to_numpy()
    key = pattern[people.mother] * np.int64(1 << 16) + people.day
    return pd.Series(key).groupby(key, sort=False).size()


PARTS = {"whole": whole, "pandas": with_pandas, "changes": changes, "schedule": schedule, "months": months}


def main() -> None:
    """One part, one line of JSON a figure; or all, as a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=ALL)
    parser.add_argument("--part", choices=PARTS)
    options = parser.parse_args()
    if options.part:
        for figure in PARTS[options.part](options.calls):
            print(json.dumps(figure.__dict__), flush=True)
    else:
        for figure in measure(options.calls, min(options.calls, HISTORY)):
            print(figure.line(), flush=True)


if __name__ == "__main__":
    main()
