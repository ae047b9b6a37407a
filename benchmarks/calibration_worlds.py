"""The kinds of worlds on which the engine is judged, and what counts as right in each."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from portal.domain.finding import JOINER, REGISTRATION, Findings
from portal.simulator.cities import CITY_DAY, CITY_OFFICE, WEEKLY_OFFICE, city, city_leak
from portal.simulator.names import office_name
from portal.simulator.plan import UNRELATED, VENDORS, Leak, Origin, Plan, Reporting
from portal.simulator.schedule import Recipient, Rhythm

Judge = Callable[[Findings], bool]
TWIN = "宁川市孪生服务处"
DISTRICT_OFFICE = office_name("晨曦区")


@dataclass(frozen=True)
class Row:
    """One line of the table: how a world is made from a seed, what is right, and how often it must be."""

    name: str
    plan: Callable[[int], Plan]
    right: Judge
    bar: float
    says: str


def nobody(said: Findings) -> bool:
    """No recipient is named, alone or in a group; registration may be."""
    return all(entry == REGISTRATION for entry in said.implicated)


def silence(said: Findings) -> bool:
    """Nothing at all is named."""
    return not said.implicated


def alone(name: str) -> Judge:
    """Exactly this one is named."""
    return lambda said: said.implicated == (name,)


def none_but(name: str) -> Judge:
    """Nobody is named except perhaps this one."""
    return lambda said: set(said.implicated) <= {name}


def registration_or_inseparable(said: Findings) -> bool:
    """Registration, alone or in a group with a weekly recipient; silence is allowed, a monthly recipient is not."""
    allowed = {REGISTRATION, WEEKLY_OFFICE}
    return all(set(entry.split(JOINER)) <= allowed for entry in said.implicated)


def twins_together(said: Findings) -> bool:
    """The twins are never named one without the other."""
    named = [set(entry.split(JOINER)) for entry in said.implicated]
    return all((TWIN in entry) == (CITY_OFFICE in entry) for entry in named)


def varied(mothers: int, seed: int) -> Plan:
    """A city in which everything that could differ elsewhere is drawn anew: size, schedules, reporting, gaps."""
    rng = np.random.default_rng([seed, 7])
    districts = int(rng.integers(2, 11))
    base = city(mothers, districts=districts, each=int(rng.integers(2, 12)))
    days = rng.permutation(np.arange(1, 29))
    recipients = [replace(one, day=int(days[place])) for place, one in enumerate(base.recipients[:-1])]
    if rng.random() < 0.6:
        recipients.append(Recipient(WEEKLY_OFFICE, rhythm=Rhythm.WEEKLY, day=int(rng.integers(0, 5))))
    if rng.random() < 0.4:
        recipients.append(Recipient("宁川市随机日中心", rhythm=Rhythm.RANDOM_DAY))
    styles = rng.dirichlet([4, 2, 1])
    reporting = Reporting(
        call_by_call=styles[0],
        at_once=styles[1],
        first_only=styles[2],
        quiet=rng.random(),
        mean_delay=rng.uniform(1, 8),
        memory=rng.uniform(25, 150),
        due_missing=rng.choice([0, 0.1, 0.3]),
        registered_imprecise=rng.choice([0, 0.1]),
    )
    return replace(
        base,
        recipients=tuple(recipients),
        reporting=reporting,
        unrelated=VENDORS if rng.random() < 0.5 else UNRELATED,
        calls=rng.uniform(2, 6),
        booking_week=rng.uniform(9, 16),
        late=rng.uniform(0, 0.2),
        frailty=rng.uniform(0.7, 4),
    )


def _null(mothers: int) -> Callable[[int], Plan]:
    return lambda seed: varied(mothers, seed)


def _unlisted(mothers: int) -> Callable[[int], Plan]:
    def plan(seed: int) -> Plan:
        rng = np.random.default_rng([seed, 8])
        leak = Leak(
            Origin.UNLISTED,
            lag=rng.uniform(5, 60),
            lag_spread=rng.choice([0, 5]),
            intensity=rng.uniform(1.5, 4),
            delay=rng.uniform(0, 16),
        )
        return replace(varied(mothers, seed), leaks=(leak,), calls=2.0)

    return plan


def _registration(mothers: int, narrow: bool) -> Callable[[int], Plan]:
    def plan(seed: int) -> Plan:
        base = varied(mothers, seed)
        areas = (base.hospitals[0][1],) if narrow else ()
        delay = np.random.default_rng([seed, 9]).uniform(0, 16)
        leak = Leak(Origin.REGISTRATION, intensity=4.0 if narrow else 3.0, delay=delay, districts=areas)
        return replace(base, leaks=(leak,), calls=2.0)

    return plan


def _city(mothers: int, **leak: object) -> Callable[[int], Plan]:
    return lambda seed: city(mothers, leaks=(city_leak(**leak),))


def _district(mothers: int) -> Plan:
    leak = Leak(Origin.RECIPIENT, recipient=DISTRICT_OFFICE, intensity=6.0, delay=3.0)
    return city(mothers, districts=4, each=9, leaks=(leak,))


def _twins(mothers: int) -> Plan:
    base = city(mothers, leaks=(city_leak(),))
    return replace(base, recipients=(*base.recipients, Recipient(TWIN, day=CITY_DAY)))


ROWS = (
    Row("null", _null(300), nobody, 0.99, "background only, everything varied: no recipient named"),
    Row("null-1000", _null(1000), nobody, 0.99, "the same with 1,000 mothers"),
    Row("unlisted", _unlisted(300), nobody, 0.99, "unlisted source 5–60 days after registration: no recipient named"),
    Row("unlisted-1000", _unlisted(1000), nobody, 0.99, "the same with 1,000 mothers"),
    Row("registration", _registration(300, False), registration_or_inseparable, 0.99, "leak at registration"),
    Row("one-district", _registration(600, True), registration_or_inseparable, 0.99, "the same, one district"),
    Row("city-300", _city(300), alone(CITY_OFFICE), 0.98, "city office leaks, 300 mothers: named, alone"),
    Row("city-300-else", _city(300), none_but(CITY_OFFICE), 0.99, "the same worlds: nobody else named"),
    Row("city-200", _city(200), alone(CITY_OFFICE), 0.85, "city office leaks, 200 mothers: named, alone"),
    Row("city-600", _city(600), alone(CITY_OFFICE), 0.99, "city office leaks, 600 mothers: named, alone"),
    Row("partial", _city(1000, share=0.35), alone(CITY_OFFICE), 0.99, "35 % of records, 1,000 mothers"),
    Row("slow", _city(1000, delay=16.0), alone(CITY_OFFICE), 0.99, "delay 16 days, 1,000 mothers"),
    Row("district", lambda seed: _district(1000), alone(DISTRICT_OFFICE), 0.99, "one district's office, 1,000 mothers"),
    Row("twins", lambda seed: _twins(600), twins_together, 1.0, "identical twins: never one of them alone"),
)  # fmt: skip
