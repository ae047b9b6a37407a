"""The analysis on a cluster of two workers beside one process: `python -m benchmarks cluster`.

Seconds by the clock, for that is what a cluster is for; in turns, on one city, with workers that have answered before.
Two workers and the process that asks share the processors with whatever else runs, so the load is printed with it:
where nothing is idle, nothing can be gained.
"""

import os
import statistics
import time
from collections.abc import Iterator

from distributed import LocalCluster

from benchmarks.figure import Figure
from portal.aggregation.engine import THIS_PROCESS
from portal.aggregation.pipeline import analyse
from portal.cluster.asking import cluster
from portal.simulator.cities import demonstration

MOTHERS, WORKERS, ROUNDS = 1000, 2, 3


def measure(mothers: int = MOTHERS) -> Iterator[Figure]:
    """One process ÷ two workers."""
    extract = demonstration(mothers=mothers).extract()
    seconds: dict[str, list[float]] = {"one process": [], "two workers": []}
    with (
        LocalCluster(n_workers=WORKERS, threads_per_worker=1, dashboard_address=None, host="127.0.0.1") as local,
        cluster(local.scheduler_address) as asking,
    ):
        ways = {"one process": THIS_PROCESS, "two workers": asking}
        said = {name: analyse(extract, engine=engine) for name, engine in ways.items()}
        if said["one process"] != said["two workers"]:
            raise AssertionError("the cluster says something else")
        for number in range(ROUNDS):
            for name in list(ways)[:: 1 if number % 2 == 0 else -1]:
                begun = time.perf_counter()
                analyse(extract, engine=ways[name])
                seconds[name].append(time.perf_counter() - begun)
    middle = {name: statistics.median(each) for name, each in seconds.items()}
    beside = ", ".join(f"{name} {value:.3g} s" for name, value in middle.items())
    beside += f"; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"
    ratio = statistics.median(one / two for one, two in zip(*seconds.values(), strict=True))
    name = f"analysis of {mothers} mothers, one process ÷ two workers"
    yield Figure(name, ratio, "×", beside, 1.6, at_least=True)
