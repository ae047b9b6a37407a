"""Mothers who register a card: when, where, how far on, and which exports hold their record."""

from dataclasses import dataclass

import numpy as np

from portal.domain.period import day_number
from portal.simulator.plan import WEEK, Plan
from portal.simulator.schedule import Run

NEVER = np.inf
TERM = 280  # days of gestation on the due date


@dataclass(frozen=True, eq=False)
class Population:
    """One value per mother; days are day numbers, `conceived` is the due date less 280."""

    hospital: np.ndarray
    district: np.ndarray
    registered: np.ndarray
    due: np.ndarray
    born: np.ndarray
    frailty: np.ndarray

    @property
    def conceived(self) -> np.ndarray:
        """Day 0 of the gestational age."""
        return self.due - TERM

    def __len__(self) -> int:
        return len(self.registered)


def population(plan: Plan, size: int, rng: np.random.Generator) -> Population:
    """Draw mothers; fewer register at weekends, a few register late in their pregnancy."""
    districts = sorted({district for _, district in plan.hospitals})
    hospital = rng.choice(len(plan.hospitals), size, p=_hospital_sizes(plan))
    district = np.array([districts.index(name) for _, name in plan.hospitals])[hospital]
    registered = _registration_days(plan, size, rng)
    booked = rng.normal(plan.booking_week * WEEK, plan.booking_spread * WEEK, size)
    late = rng.random(size) < plan.late
    booked[late] = rng.uniform(20 * WEEK, 36 * WEEK, int(late.sum()))
    age = np.clip(np.round(booked), 5 * WEEK, 38 * WEEK).astype(int)
    due = registered - age + TERM
    born = due + np.round(rng.normal(-2, 9, size)).astype(int)
    spread = rng.gamma(plan.frailty, 1 / plan.frailty, size) if np.isfinite(plan.frailty) else np.ones(size)
    return Population(hospital, district, registered, due, born, spread)


def first_exports(people: Population, plan: Plan, made: list[Run]) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    """For each recipient the instant (in days) of the first file that holds each mother, and that file's number."""
    districts = sorted({district for _, district in plan.hospitals})
    hospitals = [name for name, _ in plan.hospitals]
    found = {}
    for recipient in plan.recipients:
        first = np.full(len(people), NEVER)
        batch = np.full(len(people), -1)
        scope = _in_scope(people, recipient.districts, recipient.hospitals, districts, hospitals)
        for number, run in enumerate(made):
            if run.recipient is not recipient:
                continue
            when = run.day + run.second / 86_400
            covered = (people.registered >= run.registered_from) & (people.registered < run.registered_until)
            held = scope & covered & (when < first)
            first[held], batch[held] = when, number
        found[recipient.name] = (first, batch)
    return found


def in_area(people: Population, plan: Plan, districts: tuple[str, ...], hospitals: tuple[str, ...]) -> np.ndarray:
    """Mothers of these districts or these hospitals; of everywhere if neither is named."""
    names = sorted({district for _, district in plan.hospitals})
    return _in_scope(people, districts, hospitals, names, [name for name, _ in plan.hospitals])


def _in_scope(
    people: Population,
    districts: tuple[str, ...],
    hospitals: tuple[str, ...],
    district_names: list[str],
    hospital_names: list[str],
) -> np.ndarray:
    if not districts and not hospitals:
        return np.ones(len(people), dtype=bool)
    listed = np.isin(people.district, [district_names.index(name) for name in districts])
    return listed | np.isin(people.hospital, [hospital_names.index(name) for name in hospitals])


def _hospital_sizes(plan: Plan) -> np.ndarray:
    """Sizes fall with the position in a district, as large and small hospitals do."""
    seen: dict[str, int] = {}
    sizes = []
    for _, district in plan.hospitals:
        seen[district] = seen.get(district, 0) + 1
        sizes.append(1 / np.sqrt(seen[district]))
    return np.array(sizes) / np.sum(sizes)


def _registration_days(plan: Plan, size: int, rng: np.random.Generator) -> np.ndarray:
    first = day_number(plan.start)
    days = np.arange(first, first + round(plan.months * 30.4))
    weekend = (days + 3) % 7 >= 5  # 1970-01-01 was a Thursday, position 3 of the week
    shut = np.isin(days, [day_number(day) for day in plan.holidays])
    weight = np.where(weekend, 0.2, 1.0) * np.where(shut, 0.05, 1.0)
    return rng.choice(days, size, p=weight / weight.sum())
