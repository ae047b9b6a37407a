"""How often does the sequential alarm cry wolf, and how soon does it speak? On simulated cities.

    python -m benchmarks.alarm --worlds 12

Each kind of world is fed look by look to its end. Printed: in how many worlds the alarm of a recipient was raised that
did not leak, that of the recipient that did, that of registration's class; the median of days and trials from the
estimated onset to the alarm; and how often an e-value reached what an alarm by it alone would ask for.
"""

import argparse
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from tqdm import tqdm

from benchmarks.calibration_worlds import ROWS
from portal.aggregation.alarm import ALPHA, AlarmState, advance
from portal.aggregation.exposure import last_reported_day
from portal.domain.finding import JOINER, REGISTRATION
from portal.simulator.cities import CITY_OFFICE, city, city_leak
from portal.simulator.plan import Plan
from portal.simulator.world import simulate

FIRST_SEED = 9_000_000
HEADS = ("world", "worlds", "innocent recipient", "leaking recipient", "registration", "e-value", "days", "trials")


@dataclass(frozen=True)
class Kind:
    """A kind of world: its plan from a seed, and who leaks in it."""

    name: str
    plan: Callable[[int], Plan]
    leaking: str = ""


@dataclass(frozen=True)
class Heard:
    """What one world's alarms said."""

    innocent: bool
    leaking: AlarmState | None
    registration: bool
    e_value: bool


def main() -> None:
    """Run the worlds and print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--worlds", type=int, default=12, help="worlds of each kind")
    worlds = parser.parse_args().worlds
    print("| " + " | ".join(HEADS) + " |\n|" + "---|" * len(HEADS))
    for kind in _kinds():
        seeds = tqdm(range(FIRST_SEED, FIRST_SEED + worlds), desc=kind.name, leave=False)
        print(_line(kind, [heard(kind, seed) for seed in seeds]), flush=True)


def heard(kind: Kind, seed: int) -> Heard:
    """Feed one world to its end."""
    extract = simulate(kind.plan(seed), seed).extract()
    states = advance(extract, (), last_reported_day(extract)).values()
    members = {state: set(state.source.split(JOINER)) for state in states}
    raised = [state for state in states if state.raised]
    own = next((state for state in raised if kind.leaking in members[state]), None)
    return Heard(
        any(state is not own and REGISTRATION not in members[state] for state in raised),
        own,
        any(REGISTRATION in members[state] for state in raised),
        any(state.e_value >= (len(extract.recipients) + 1) / ALPHA for state in states),
    )


def _kinds() -> tuple[Kind, ...]:
    planned = {row.name: row.plan for row in ROWS}
    return (
        *(Kind(name, planned[name]) for name in ("null", "unlisted", "registration")),
        *(Kind(f"city-{size}", lambda _seed, size=size: city(size, leaks=(city_leak(),)), CITY_OFFICE)
          for size in (300, 600)),
    )  # fmt: skip


def _line(kind: Kind, found: list[Heard]) -> str:
    raised = [one.leaking.raised for one in found if one.leaking and one.leaking.raised]
    days = [one.day - one.onset for one in raised]
    cells = (
        kind.name,
        len(found),
        sum(one.innocent for one in found),
        len(raised) if kind.leaking else "–",
        sum(one.registration for one in found),
        sum(one.e_value for one in found),
        f"{np.median(days):.0f}" if raised else "–",
        f"{np.median([one.trials for one in raised]):.0f}" if raised else "–",
    )
    return "| " + " | ".join(map(str, cells)) + " |"


if __name__ == "__main__":
    main()
