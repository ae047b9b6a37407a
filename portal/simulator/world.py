"""A whole simulated city: drawn from a plan and a seed, as the tables of the interchange formats and as an extract."""

from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
import pandas as pd

from portal.domain.period import day_number
from portal.domain.vocabulary import Tier
from portal.extract.assembly import SECONDS_A_DAY, SHANGHAI_OFFSET, assemble
from portal.extract.columns import Extract
from portal.simulator.calls import Calls, calls
from portal.simulator.forgery import forged
from portal.simulator.plan import Plan
from portal.simulator.population import first_exports, population
from portal.simulator.reporting import told
from portal.simulator.rows import mothers_told, reports_told
from portal.simulator.schedule import Run, runs

LEAD = 62  # days of exports before the first registration
SPARE = 1.25  # drawn beyond what is expected to be needed, so that one round nearly always suffices


class BarrenPlan(ValueError):
    """A plan by which nobody ever has anything to tell."""


@dataclass(frozen=True, eq=False)
class World:
    """What the portal would know of a simulated city, and (for those who judge it) what really happened.

    Attributes
    ----------
    mothers : one row per reporter: mother, tier, hospital, registered_day, due_day, birth_day, …
    reports : one row per told call or quiet report, with `origin`, the number of the leak behind a call (-1: none)
    runs : every export
    """

    plan: Plan
    mothers: pd.DataFrame
    reports: pd.DataFrame
    runs: tuple[Run, ...]

    def extract(self) -> Extract:
        """What the analysis may see of this world."""
        told_calls = self.reports[self.reports["called_at"].notna()]
        return assemble(
            hospitals=self.plan.hospitals,
            recipients=[recipient.name for recipient in self.plan.recipients],
            mothers=_plain(self.mothers),
            calls=_plain(told_calls.drop(columns="origin")),
            contacts={"mother": self.reports["mother"].tolist(), "contacted_at": self.reports["reported_at"].tolist()},
            exports=_exports(self.runs),
        )


def simulate(plan: Plan, seed: int) -> World:
    """Draw a city. The same plan and seed give the same world.

    Raises
    ------
    BarrenPlan
        If mothers are asked for, but none of them would have a call to tell.
    """
    rng = np.random.default_rng(seed)
    start = plan.start - timedelta(days=LEAD)
    until = plan.start + timedelta(days=round(plan.months * 30.4) + 62)
    made = tuple(run for recipient in plan.recipients for run in runs(recipient, start, until, rng))
    end = day_number(plan.start) + round(plan.months * 30.4) + plan.follow_up
    mothers, reports = _verified(plan, made, end, rng)
    for forgery in plan.forgeries:
        fake_mothers, fake_reports = forged(plan, forgery, made, end, rng)
        mothers, reports = pd.concat([mothers, fake_mothers]), pd.concat([reports, fake_reports])
    return World(plan, mothers.reset_index(drop=True), reports.reset_index(drop=True), made)


def _verified(
    plan: Plan, made: tuple[Run, ...], end: float, rng: np.random.Generator
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Draw rounds of mothers until enough of tiers 1 and 2 have told something; anonymous ones come on top."""
    wanted, size = plan.mothers, round(plan.mothers * SPARE) + 20
    mothers, reports, verified, number = [], [], 0, 0
    while verified < wanted:
        found, rows = _round(plan, made, end, size, number, rng)
        if not len(rows):
            raise BarrenPlan("no mother of this plan has anything to tell")
        order = (found["tier"] != Tier.ANONYMOUS).cumsum()
        found = found[order + verified <= wanted]
        mothers.append(found)
        reports.append(rows[rows["mother"].isin(found["mother"])])
        verified += int((found["tier"] != Tier.ANONYMOUS).sum())
        number += size
    if not mothers:
        found, rows = _round(plan, made, end, 1, 0, rng)
        return found.iloc[:0], rows.iloc[:0]
    return pd.concat(mothers), pd.concat(reports)


def _round(
    plan: Plan, made: tuple[Run, ...], end: float, size: int, number: int, rng: np.random.Generator
) -> tuple[pd.DataFrame, pd.DataFrame]:
    people = population(plan, size, rng)
    heard = calls(plan, people, first_exports(people, plan, list(made)), rng)
    heard = _sorted(heard)
    telling = told(plan.reporting, people, heard, end, rng)
    rows = reports_told(plan, people, heard, telling, rng)
    found = mothers_told(plan, people, np.unique(rows["mother"]), rng)
    labels = np.char.mod("m%07d", np.arange(number, number + size)).astype(object)
    return found.assign(mother=labels[found["mother"]]), rows.assign(mother=labels[rows["mother"]])


def _sorted(heard: Calls) -> Calls:
    order = np.lexsort([heard.at, heard.mother])
    return replace(heard, **{name: getattr(heard, name)[order] for name in ("mother", "at", "vendor", "leak")})


def _plain(frame: pd.DataFrame) -> dict[str, list]:
    """Lists of plain values, None for what is missing."""
    return {
        name: [None if value is None or value != value else value for value in frame[name].tolist()]
        for name in frame.columns
    }


def _exports(made: tuple[Run, ...]) -> dict[str, list]:
    return {
        "recipient": [run.recipient.name for run in made],
        "exported_at": [run.day * SECONDS_A_DAY + run.second - SHANGHAI_OFFSET for run in made],
        "registered_from": [run.registered_from for run in made],
        "registered_until": [run.registered_until for run in made],
        "planned": [run.recipient.planned for run in made],
        "columns": [run.recipient.columns for run in made],
        "districts": [run.recipient.districts for run in made],
        "hospitals": [run.recipient.hospitals for run in made],
    }
