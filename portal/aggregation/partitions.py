"""Partitions counted side by side and added up: whatever the order, the numbers are those of one pass.

Threads, not processes: Parquet is unpacked and rows are counted in compiled loops that hold no lock, and nothing has to
be sent from one memory to another.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from portal.aggregation.tally import Tally
from portal.aggregation.told import Told

Part = TypeVar("Part")


def calls_of(parts: Sequence[Part], told: Callable[[Part], Told], columns: int, threads: int = 1) -> Tally:
    """The calls of all partitions, without their mothers, who may call in several.

    Parameters
    ----------
    parts : what names a partition: a month, a file
    told : reads one
    columns : that tell mothers apart
    """

    def share(one: int) -> Tally:
        counted = Tally(columns)
        for part in parts[one::threads]:
            counted.add(told(part), known=True)
        return counted

    with ThreadPoolExecutor(threads) as pool:
        total, *others = pool.map(share, range(threads))
    for other in others:
        total.merge(other)
    return total
