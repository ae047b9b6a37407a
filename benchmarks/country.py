"""The invented country of the reduction on disk: its mothers' columns, and its calls in one row group a month."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd

from benchmarks.panel import Panel
from portal.aggregation.partitions import calls_of
from portal.aggregation.tally import Tally
from portal.aggregation.told import Told
from portal.extract.disk import CALLS, months, read_month, write_calls

MOTHERS = "mothers.npy"
TOLD_WITHIN = 30  # days
Columns = tuple[np.ndarray, ...]


def write(people: Panel, folder: Path) -> int:
    """Write it; the bytes that the calls take."""
    np.save(folder / MOTHERS, np.stack([column.astype(np.uint16) for column in people.alike]))
    delay = np.random.default_rng(3).integers(0, TOLD_WITHIN, len(people.day), dtype=np.int32)
    frame = pd.DataFrame({"mother": people.mother, "called_day": people.day.astype(np.int32)})
    write_calls(frame.assign(reported_day=frame["called_day"] + delay), folder / CALLS)
    return (folder / CALLS).stat().st_size


def counted(folder: Path, threads: int = 1, alike: Callable[[Columns], Columns] = tuple) -> Tally:
    """Read it and count it, mothers once and calls month by month; `alike` says what tells mothers apart."""
    columns = alike(tuple(np.load(folder / MOTHERS)))

    def told(place: int) -> Told:
        part = read_month(folder, place, ("mother", "called_day"))
        return Told(columns, part["mother"], part["called_day"])

    total = calls_of(range(months(folder)), told, len(columns), threads)
    nobody = np.empty(0, dtype=np.int32)
    total.add(Told(columns, nobody, nobody))
    return total
