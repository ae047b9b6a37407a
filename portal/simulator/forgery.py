"""Invented reports that frame a recipient: plentiful, and timed to its exports."""

from dataclasses import replace

import numpy as np
import pandas as pd

from portal.domain.vocabulary import Channel, DatePrecision, Precision
from portal.simulator.calls import Calls
from portal.simulator.plan import Forgery, Plan
from portal.simulator.population import Population, first_exports, population
from portal.simulator.reporting import EVENING, Told
from portal.simulator.rows import mothers_told, reports_told
from portal.simulator.schedule import Run


def forged(
    plan: Plan, forgery: Forgery, made: tuple[Run, ...], end: float, rng: np.random.Generator
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Mothers who do not exist, and their calls a few days after the framed recipient's first export of them."""
    people = population(plan, forgery.mothers, rng)
    if forgery.hospital:
        people = _at(people, plan, forgery.hospital)
    first = first_exports(people, plan, list(made))[forgery.recipient][0]
    counts = 1 + rng.poisson(max(forgery.calls - 1, 0), len(people))
    who = np.repeat(np.flatnonzero(np.isfinite(first)), counts[np.isfinite(first)])
    at = np.floor(first[who] + 1 + rng.exponential(forgery.delay, len(who))) + rng.uniform(9, 20, len(who)) / 24
    kept = at < end - 2
    who, at = who[kept], at[kept]
    heard = Calls(who, at, rng.integers(0, len(plan.vendors), len(who)), np.full(len(who), -2))
    telling = Told(np.arange(len(who)), np.floor(at) + 1 + EVENING, np.empty(0, dtype=int), np.empty(0))
    rows = reports_told(plan, people, heard, telling, rng)
    found = mothers_told(plan, people, np.unique(who), rng)
    found = found.assign(tier=forgery.tier, registered_precision=DatePrecision.DAY.value)
    if forgery.hospital:
        found = found.assign(issuer=forgery.hospital)
    if forgery.copied:
        found, rows = _copied(found, rows, forgery.mothers)
    label = f"f{forgery.recipient}".encode().hex()[:8]
    names = np.array([f"x{label}{number:06d}" for number in range(len(people))], dtype=object)
    return found.assign(mother=names[found["mother"]]), rows.assign(mother=names[rows["mother"]])


def _at(people: Population, plan: Plan, hospital: str) -> Population:
    """All of them registered at one hospital."""
    areas = sorted({area for _, area in plan.hospitals})
    place = [name for name, _ in plan.hospitals].index(hospital)
    district = areas.index(plan.hospitals[place][1])
    size = len(people)
    return replace(people, hospital=np.full(size, place), district=np.full(size, district))


def _copied(found: pd.DataFrame, rows: pd.DataFrame, mothers: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The report with most calls, once for every name."""
    best = rows["mother"].value_counts().index[0]
    card, told = found[found["mother"] == best], rows[rows["mother"] == best]
    told = told.assign(precision=Precision.MINUTE.value, channel=Channel.CALL.value)
    cards = pd.concat([card.assign(mother=name) for name in range(mothers)])
    return cards, pd.concat([told.assign(mother=name) for name in range(mothers)])
