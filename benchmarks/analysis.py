"""The whole analysis of invented cities: what more mothers cost."""

import time
from collections.abc import Iterator

from benchmarks.figure import Figure
from portal.aggregation.pipeline import analyse
from portal.simulator.cities import demonstration

MOTHERS = (200, 400, 800)


def measure() -> Iterator[Figure]:
    """Processor seconds from the extract to the findings; the first run also pays the imports' compilation."""
    analyse(demonstration(mothers=MOTHERS[0]).extract())
    for mothers in MOTHERS:
        extract = demonstration(mothers=mothers).extract()
        begun = time.process_time()
        analyse(extract)
        spent = time.process_time() - begun
        yield Figure(f"analysis of {mothers} mothers", spent, "CPU s", f"{len(extract.calls)} calls")
