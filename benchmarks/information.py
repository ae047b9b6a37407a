"""How much can any test see? The z to expect for a leaking source, by number of mothers, whatever is done with it.

    python -m benchmarks.information

A z grows with the root of the number of mothers, so one city with very many of them tells what to expect in small ones
nearly without noise. "Registration free" takes out any function of the time since registration, as a name requires;
"registration fixed" takes it for known that nothing follows the registration, which nobody can know: the difference is
the price of not accusing an office of what an unlisted source does some days after every registration.
"""

import argparse
from dataclasses import replace

import numpy as np
from scipy.special import ndtr

from benchmarks.calibration_worlds import ROWS
from portal.aggregation.cells import Cells, cells
from portal.aggregation.classes import source_classes
from portal.aggregation.curves import curves
from portal.aggregation.exposure import exposure, last_reported_day
from portal.aggregation.scoring import fit, score
from portal.simulator.plan import Plan
from portal.simulator.world import simulate

WORLDS = ("city-300", "same-300", "partial", "slow")
SIZES = (200, 300, 600, 1000)
SINGLE = 2.3263478740408408  # the least that any test at 1 % asks: one source, one delay
PLACEBO = 3.0  # about what the family-wise placebo p asks, with the delay and the source searched for


def main() -> None:
    """Print one line for every world and number of mothers."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--mothers", type=int, default=4000, help="of the city that is measured")
    mothers = options.parse_args().mothers
    print("| world | mothers | z, registration fixed | z, registration free | power at 2.33 | power at 3.0 |")
    print("|---|---|---|---|---|---|")
    for name in WORLDS:
        plan = replace(next(row for row in ROWS if row.name == name).plan(1), mothers=mothers)
        rows, leaking = _cells(plan)
        fixed, free = (_z(rows, leaking, freely) / np.sqrt(mothers) for freely in (False, True))
        for size in SIZES:
            z = free * np.sqrt(size)
            power = [f"{ndtr(z - threshold):.0%}" for threshold in (SINGLE, PLACEBO)]
            print(f"| {name} | {size} | {fixed * np.sqrt(size):.2f} | {z:.2f} | {power[0]} | {power[1]} |")


def _cells(plan: Plan) -> tuple[Cells, int]:
    """The days of the verified, and the position of the leaking class."""
    extract = simulate(plan, 1).extract()
    found = exposure(extract, tiers=(2, 1), as_of=last_reported_day(extract))
    classes = tuple(one for one in source_classes(found) if not one.at_registration and one.covers)
    code = extract.recipients.index(plan.leaks[0].recipient)
    return cells(found, classes), next(place for place, one in enumerate(classes) if code in one.members)


def _z(rows: Cells, leaking: int, freely: bool) -> float:
    at = fit(curves(rows, free_since_registration=freely), rows, {})
    return score(at, [leaking]).test(leaking).z


if __name__ == "__main__":
    main()
