"""`make bench`: all benchmarks one after the other, or those named: `python -m benchmarks pages`.

A machine shared with others is noisy: read the ratios, and the smallest of several runs.
"""

import sys
from collections.abc import Callable, Iterator

from benchmarks import analysis, attribution, mother, pages
from benchmarks.figure import Figure, table

BENCHMARKS: dict[str, Callable[[], Iterator[Figure]]] = {
    "pages": pages.measure,
    "mother": mother.measure,
    "analysis": analysis.measure,
    "attribution": attribution.measure,
}


def main(wanted: list[str]) -> None:
    for name in wanted or BENCHMARKS:
        print(f"# {name}")
        print(table(BENCHMARKS[name]()), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
