"""What mothers tell of their calls, when, and how exactly."""

from dataclasses import dataclass

import numpy as np

from portal.simulator.calls import Calls
from portal.simulator.plan import Reporting
from portal.simulator.population import Population

EVENING = 20 / 24  # reports come in after work
BY_CALL, AT_ONCE, FIRST_ONLY = 0, 1, 2


@dataclass(frozen=True, eq=False)
class Told:
    """`call` is a position in the calls, `at` the instant of telling in days; quiet reports beside them."""

    call: np.ndarray
    at: np.ndarray
    quiet_mother: np.ndarray
    quiet_at: np.ndarray


def told(reporting: Reporting, people: Population, made: Calls, until: float, rng: np.random.Generator) -> Told:
    """Who tells what, up to the day `until` (out)."""
    style = rng.choice(3, len(people), p=_parts(reporting))
    heard = made.mother
    delay = 1 + np.minimum(rng.geometric(1 / max(reporting.mean_delay, 1.0), len(made)) - 1, 13)
    at = np.floor(made.at) + delay + EVENING
    listing = people.registered + rng.uniform(45, 300, len(people)).astype(int) + EVENING
    listing = np.minimum(listing, until - 1 + EVENING)
    kept = rng.random(len(made)) < reporting.told
    at_once = style[heard] == AT_ONCE
    remembered = rng.random(len(made)) < np.exp(-np.maximum(listing[heard] - made.at, 0) / reporting.memory)
    at = np.where(at_once, listing[heard], at)
    kept &= ~at_once | ((made.at < listing[heard]) & remembered)
    kept &= (style[heard] != FIRST_ONLY) | _first(made, kept)
    kept &= (at < until) & (made.at > people.registered[heard] - 200)
    return _with_quiet(reporting, len(people), style, np.flatnonzero(kept), made, at, until, rng)


def _parts(reporting: Reporting) -> np.ndarray:
    parts = np.array([reporting.call_by_call, reporting.at_once, reporting.first_only], dtype=float)
    return parts / parts.sum()


def _first(made: Calls, kept: np.ndarray) -> np.ndarray:
    """The earliest kept call of each mother."""
    order = np.lexsort([made.at, made.mother])
    order = order[kept[order]]
    lead = np.diff(made.mother[order], prepend=-1) != 0
    first = np.zeros(len(made), dtype=bool)
    first[order[lead]] = True
    return first


def _with_quiet(
    reporting: Reporting,
    size: int,
    style: np.ndarray,
    call: np.ndarray,
    made: Calls,
    at: np.ndarray,
    until: float,
    rng: np.random.Generator,
) -> Told:
    last = np.full(size, -np.inf)
    np.maximum.at(last, made.mother[call], at[call])
    quiet = np.isfinite(last) & (rng.random(size) < reporting.quiet) & (style != FIRST_ONLY)
    later = np.floor(last + rng.uniform(1, 120, size)) + EVENING
    quiet &= later < until
    return Told(call, at[call], np.flatnonzero(quiet), later[quiet])
