"""`make bench`: all benchmarks one after the other, or those named: `python -m benchmarks pages`.

A machine shared with others is noisy: read the ratios, and the smallest of several runs. The table is written to
`build/bench.json`; a ratio more than 20 % worse than the kept one is measured once more, and if it is still worse the
command fails. `--keep` makes this run's ratios the kept ones.
"""

import sys
from collections.abc import Callable, Iterator

from benchmarks import (
    analysis,
    attribution,
    cluster,
    fitting,
    framing,
    intake,
    kept,
    mother,
    pages,
    reduction,
    restore,
    tampering,
    traces,
)
from benchmarks.figure import Figure
from benchmarks.heading import heading, machine

BENCHMARKS: dict[str, Callable[[], Iterator[Figure]]] = {
    "reduction": reduction.measure,
    "fitting": fitting.measure,
    "pages": pages.measure,
    "intake": intake.measure,
    "mother": mother.measure,
    "analysis": analysis.measure,
    "cluster": cluster.measure,
    "attribution": attribution.measure,
    "tampering": tampering.measure,
    "restore": restore.measure,
    "traces": traces.measure,
}


def main(wanted: list[str]) -> int:
    keeping = "--keep" in wanted
    said = f"{heading()}, {machine()}"
    print(said, flush=True)
    figures, lost = [], []
    for name in [one for one in wanted if one != "--keep"] or BENCHMARKS:
        print(f"# {name}")
        measured = _printed(BENCHMARKS[name])
        if not keeping and kept.worse(measured):
            print(f"# {name}, once more")
            lost += kept.worse(_printed(BENCHMARKS[name]))
        figures += measured
    kept.write(figures, said)
    if keeping:
        kept.keep(figures, said)
    for line in lost:
        print(f"more than {kept.TOLERANCE:.0%} worse: {line}")
    return 1 if lost else 0


def _printed(measure: Callable[[], Iterator[Figure]]) -> list[Figure]:
    figures = []
    for figure in measure():
        print(figure.line(), flush=True)
        figures.append(figure)
    return figures


if __name__ == "__main__":
    if sys.argv[1:2] == ["framing"]:
        framing.main(sys.argv[2:])
    else:
        sys.exit(main(sys.argv[1:]))
