"""Calls: each copy of a record lets vendors call in their part of the pregnancy, once they hold it.

The rate of one mother is additive: background plus one term per leak, each term following the vendors' stages from
the moment at which that vendor acquired that record.
"""

from dataclasses import dataclass

import numpy as np

from portal.domain.period import day_number
from portal.simulator.plan import Leak, Origin, Plan
from portal.simulator.population import NEVER, Population, in_area

FIRST_HOUR, LAST_HOUR = 9, 20  # of the day in which vendors call
BACKGROUND = -1
EDGE = 1.2  # of the beta density of a vendor's calls over its weeks: nearly even, rounded at both ends


@dataclass(frozen=True, eq=False)
class Calls:
    """One value per call: whose, when (in days, with the time of day), which vendor's, out of which leak (-1: none)."""

    mother: np.ndarray
    at: np.ndarray
    vendor: np.ndarray
    leak: np.ndarray

    def __len__(self) -> int:
        return len(self.at)


def calls(
    plan: Plan,
    people: Population,
    exported: dict[str, tuple[np.ndarray, np.ndarray]],
    rng: np.random.Generator,
) -> Calls:
    """Every call that is made, told or not, in no particular order."""
    always = np.full(len(people), -NEVER)
    parts = [_made(plan, people, always, None, plan.background, BACKGROUND, rng)]
    for number, leak in enumerate(plan.leaks):
        held, batch = _leaked_at(plan, leak, people, exported, rng)
        held = np.where(rng.random(len(people)) < leak.share, held, NEVER)
        held = np.where(in_area(people, plan, leak.districts, leak.hospitals), held, NEVER)
        parts.append(_made(plan, people, held, (leak, batch), leak.intensity, number, rng))
    together = [np.concatenate(column) for column in zip(*parts, strict=True)]
    return _thinned(plan, Calls(*together), rng)


def _leaked_at(
    plan: Plan,
    leak: Leak,
    people: Population,
    exported: dict[str, tuple[np.ndarray, np.ndarray]],
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """When the copy leaves, and the batch in which it does."""
    month = people.registered // 30
    if leak.origin is Origin.RECIPIENT:
        return exported[leak.recipient]
    if leak.origin is Origin.DUMP:
        day = day_number(plan.start) + leak.lag
        return np.where(people.registered <= day, day, NEVER), np.zeros(len(people), dtype=int)
    lag = leak.lag if leak.origin is Origin.UNLISTED else 0.4  # a card is registered in the daytime
    return people.registered + np.maximum(rng.normal(lag, leak.lag_spread, len(people)), 0.4), month


def _made(
    plan: Plan,
    people: Population,
    held: np.ndarray,
    how: tuple[Leak, np.ndarray] | None,
    intensity: float,
    number: int,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    mothers, times, vendors = [], [], []
    for position, vendor in enumerate(plan.vendors if how else plan.unrelated):
        counts = rng.poisson(plan.calls * intensity * vendor.weight * people.frailty)
        who = np.repeat(np.arange(len(people)), counts)
        age = vendor.first_day + (vendor.last_day - vendor.first_day) * rng.beta(EDGE, EDGE, len(who))
        at = people.conceived[who] + np.floor(age) + _hour(len(who), rng)
        acquired = held + (_delays(*how, people, rng) if how else 0.0)
        kept = at > acquired[who]
        mothers.append(who[kept])
        times.append(at[kept])
        vendors.append(np.full(int(kept.sum()), position))
    who = np.concatenate(mothers)
    return who, np.concatenate(times), np.concatenate(vendors), np.full(len(who), number)


def _delays(leak: Leak, batch: np.ndarray, people: Population, rng: np.random.Generator) -> np.ndarray:
    if leak.delay <= 0:
        return np.zeros(len(people))
    if leak.one_delay_a_batch:
        drawn = rng.normal(0, leak.delay_spread, int(batch.max(initial=0)) + 2)[batch]
    else:
        drawn = rng.normal(0, leak.delay_spread, len(people))
    return leak.delay * np.exp(drawn)


def _hour(size: int, rng: np.random.Generator) -> np.ndarray:
    return rng.uniform(FIRST_HOUR, LAST_HOUR, size) / 24


def _thinned(plan: Plan, made: Calls, rng: np.random.Generator) -> Calls:
    """Vendors call less at weekends and hardly on holidays."""
    day = np.floor(made.at).astype(int)
    weekend = (day + 3) % 7 >= 5
    shut = np.isin(day, [day_number(one) for one in plan.holidays])
    kept = rng.random(len(made)) < np.where(weekend, plan.weekend, 1.0) * np.where(shut, 0.1, 1.0)
    return Calls(made.mother[kept], made.at[kept], made.vendor[kept], made.leak[kept])
