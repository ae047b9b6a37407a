"""The joint fit and the whole analysis: `python -m benchmarks fitting`, or `python -m benchmarks.fitting --mothers N`.

The joint fit: cells of twelve recipients and a conditional Poisson model of 37 parameters (stage, weekday, recall, one
onset a recipient) on a panel with common contact days, where ten times as many mothers have no more patterns. The whole
analysis: everything that `flask correlate` computes, with 1,000 placebo schedules, against that one fit. CPU seconds,
each size in a process of its own. R and fixed-effects packages are not installed here: no figure of theirs is printed.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator

import numpy as np

from benchmarks.figure import RATIO, Figure
from benchmarks.reporting_panel import extract
from portal.aggregation.cells import Cells, cells
from portal.aggregation.classes import SourceClass
from portal.aggregation.curves import stage
from portal.aggregation.exposure import Exposure, exposure, last_reported_day
from portal.aggregation.pipeline import analyse
from portal.aggregation.scoring import ONSETS
from portal.stats.conditional_likelihood import Table
from portal.stats.factored import Factored
from portal.stats.newton import maximise

SMALL, LARGE, WHOLE = 100_000, 1_000_000, 10_000
ROUNDS = 3
DELAY = 3  # position among the engine's delays
STAGE_DAYS, RECALL_DAYS, RECALL_BINS = 28, 30, 6
PARAMETERS = 37


def measure(small: int = SMALL, large: int = LARGE, whole: int = WHOLE) -> Iterator[Figure]:
    """Two sizes of the fit, and one of the analysis."""
    few, many = _part("fit", small), _part("fit", large)
    size = f"joint fit, {PARAMETERS} parameters"
    for mothers, one in ((small, few), (large, many)):
        said = f"{one['patterns']:,} patterns, {one['calls']:,} calls, {one['megabytes']:.0f} MB"
        yield Figure(f"{size}, {mothers:,} mothers", one["seconds"], "CPU s", said)
    yield Figure(f"{size}, {large:,} ÷ {small:,} mothers", many["seconds"] / few["seconds"], RATIO, "", 2)
    own, all_of_it = _part("fit", whole), _part("whole", whole)
    yield Figure(f"correlate, {whole:,} mothers", all_of_it["seconds"], "CPU s", f"{all_of_it['megabytes']:.0f} MB")
    for step, seconds in all_of_it["steps"].items():
        yield Figure(f"correlate, {whole:,} mothers: {step}", seconds, "CPU s")
    yield Figure(f"correlate ÷ joint fit, {whole:,} mothers", all_of_it["seconds"] / own["seconds"], RATIO, "", 25)


def fitted(mothers: int) -> dict[str, object]:
    """The joint fit alone, from the exposure on."""
    read = extract(mothers)
    found = exposure(read, tiers=(2,), as_of=last_reported_day(read) or 0)
    classes = tuple(
        SourceClass((one,), found.exported[:, one], found.scope[:, one]) for one in range(len(read.recipients))
    )
    seconds = []
    for _ in range(ROUNDS):
        begun = time.process_time()
        rows = _fit(found, classes)
        seconds.append(time.process_time() - begun)
    said = {"seconds": statistics.median(seconds), "patterns": len(rows.mothers), "calls": len(rows.call_row)}
    return said | {"megabytes": _megabytes()}


def analysed(mothers: int) -> dict[str, object]:
    """The whole analysis, and the seconds of each of its steps."""
    read = extract(mothers)
    begun: list[tuple[str, float]] = []
    analyse(read, progress=lambda step, _done, _all: begun.append((step, time.process_time())))
    ends = [*(at for _, at in begun[1:]), time.process_time()]
    steps = {step: end - at for (step, at), end in zip(begun, ends, strict=True)}
    return {"seconds": ends[-1] - begun[0][1], "steps": steps, "megabytes": _megabytes()}


def _fit(found: Exposure, classes: tuple[SourceClass, ...]) -> Cells:
    rows = cells(found, classes)
    recall = np.minimum((rows.contact[rows.pattern] - rows.day) // RECALL_DAYS, RECALL_BINS)
    factors = [stage(rows, STAGE_DAYS), (rows.day + 3) % 7, recall]
    coded = [np.unique(factor, return_inverse=True) for factor in factors]
    onsets = [ONSETS[np.clip(rows.since(held), 0, len(ONSETS) - 1), DELAY] for held in rows.held.T]
    codes = tuple(place.reshape(-1).astype(np.int32) for _, place in coded)
    design = Factored(codes, tuple(len(levels) for levels, _ in coded), np.column_stack(onsets))
    if design.shape[1] != PARAMETERS:
        raise AssertionError(f"{design.shape[1]} parameters")
    table = Table(np.ones(len(rows.day)), rows.events, design, rows.starts, np.arange(len(rows.mothers)))
    if not maximise(table, np.zeros(PARAMETERS)).reached:
        raise AssertionError("the fit did not end")
    return rows


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _part(name: str, mothers: int) -> dict:
    command = [sys.executable, "-m", "benchmarks.fitting", "--part", name, "--mothers", str(mothers)]
    return json.loads(subprocess.check_output(command, text=True, env=_one_thread()))


def _one_thread() -> dict[str, str]:
    return {**os.environ, "OPENBLAS_NUM_THREADS": "1"}


def main() -> None:
    """One part as JSON, or the table with a size of one's own for the whole analysis."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--mothers", type=int, default=WHOLE)
    parser.add_argument("--part", choices=("fit", "whole"))
    options = parser.parse_args()
    if options.part:
        print(json.dumps({"fit": fitted, "whole": analysed}[options.part](options.mothers)))
    else:
        for figure in measure(whole=options.mothers):
            print(figure.line(), flush=True)


if __name__ == "__main__":
    main()
