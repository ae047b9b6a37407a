"""Shares of calls and the ruling out of sources: how often right on invented cities, and what they cost.

`python -m benchmarks attribution`. Delays are given (4 days), not searched; a whole analysis takes them from its tests.
"""

import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.figure import Figure
from portal.aggregation.attribution import REGISTRATION_COLUMN, Attribution, Source, attribution
from portal.aggregation.cells import cells
from portal.aggregation.classes import source_classes
from portal.aggregation.exclusion import Early, early
from portal.aggregation.exposure import exposure, last_reported_day
from portal.simulator.cities import CITY_OFFICE, city, city_leak
from portal.simulator.plan import VENDORS, Leak, Origin, Plan
from portal.simulator.world import simulate

WORLDS, QUIET_WORLDS = 40, 20
MOTHERS, MANY = 300, 10_000
DELAY = 4.0
SURE = 0.95


@dataclass(frozen=True, eq=False)
class Seen:
    """What one world gave: the planted share, what was attributed, and everybody's early calls; seconds of both."""

    planted: float
    said: Attribution
    office: int
    early: tuple[Early | None, ...]
    seconds: tuple[float, float]


def measure() -> Iterator[Figure]:
    """Coverage and errors first, cost last."""
    leaking = city(MOTHERS, districts=3, leaks=(city_leak(),))
    alike = replace(leaking, unrelated=VENDORS)
    yield from _leaks("leak before others call", [_seen(leaking, seed) for seed in range(WORLDS)])
    yield from _leaks("leak, all call alike", [_seen(alike, seed) for seed in range(WORLDS)])
    unlisted = Leak(Origin.UNLISTED, lag=25.0, intensity=3.0)
    yield from _innocents("nobody leaks", replace(city(MOTHERS, districts=3), calls=6.0))
    yield from _innocents("unlisted, 25 days later", city(MOTHERS, districts=3, leaks=(unlisted,)))
    for mothers in (MOTHERS, MANY):
        cost = _seen(city(mothers, districts=8, leaks=(city_leak(),)), 1).seconds
        yield Figure(f"{mothers} mothers, 10 sources: shares", cost[0], "CPU s")
        yield Figure(f"{mothers} mothers: one class, ruled out?", cost[1], "CPU s")


def _leaks(name: str, worlds: list[Seen]) -> Iterator[Figure]:
    shares = [one.said.shares[one.office] for one in worlds]
    planted = np.array([one.planted for one in worlds])
    inside = [share.low <= truth <= share.high for share, truth in zip(shares, planted, strict=True)]
    found = [share.estimate for share in shares if share.estimate > 0]
    stays = [one.said.stays[one.office] >= SURE for one in worlds]
    errors = [np.delete(one.said.stays[1:], one.office - 1).max() >= SURE for one in worlds]
    yield Figure(f"{name}: planted share", float(planted.mean()), "", f"{len(worlds)} worlds of {MOTHERS} mothers")
    yield Figure(f"{name}: share, where not 0", float(np.mean(found)), "", f"{len(found)} worlds")
    yield Figure(f"{name}: interval holds it", float(np.mean(inside)), "of worlds", "asked: 0.95")
    yield Figure(f"{name}: office stays >= {SURE}", float(np.mean(stays)), "of worlds")
    yield Figure(f"{name}: another stays >= {SURE}", float(np.mean(errors)), "of worlds")
    yield Figure(
        f"{name}: the leaker ruled out", float(np.mean([_out(one.early[one.office - 1]) for one in worlds])), ""
    )


def _innocents(name: str, plan: Plan) -> Iterator[Figure]:
    worlds = [_seen(plan, seed) for seed in range(QUIET_WORLDS)]
    largest = np.array([max(share.estimate for share in one.said.shares[1:]) for one in worlds])
    stays = np.mean([one.said.stays[1:].max() >= SURE for one in worlds])
    yield Figure(f"{name}: largest recipient's share", float(largest.mean()), "", f"{len(worlds)} worlds, mean")
    yield Figure(f"{name}: a recipient stays >= {SURE}", float(stays), "of worlds")
    out = np.mean([any(map(_out, one.early)) for one in worlds])
    yield Figure(f"{name}: somebody ruled out", float(out), "of worlds")


def _out(one: Early | None) -> bool:
    return one is not None and one.ruled_out


def _seen(plan: Plan, seed: int) -> Seen:
    world = simulate(plan, seed)
    extract = world.extract()
    found = exposure(extract, tiers=(2, 1), as_of=last_reported_day(extract))
    classes = source_classes(found)
    own = next(one for one in classes if one.at_registration)
    recipients = tuple(one for one in classes if not one.at_registration and one.covers)
    office = next(k for k, one in enumerate(recipients) if extract.recipients[one.members[0]] == CITY_OFFICE)
    counted = cells(found, recipients)
    columns = (REGISTRATION_COLUMN, *range(len(recipients)))
    begun = time.process_time()
    said = attribution(counted, tuple(Source(column, DELAY) for column in columns), seed=seed)
    between = time.process_time()
    asked = range(len(recipients)) if plan.mothers <= MOTHERS else [office]
    results = tuple(early(found, own, recipients, one, seed=seed) for one in asked)
    seconds = between - begun, (time.process_time() - between) / len(results)
    told = world.reports["called_at"].notna()
    planted = float((world.reports.loc[told, "origin"] == 0).mean())
    return Seen(planted, said, office + 1, results, seconds)
