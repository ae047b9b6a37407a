"""The kinds of worlds on which the engine is judged, and what counts as right in each."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from portal.domain.finding import JOINER, REGISTRATION, Findings
from portal.simulator.cities import CITY_DAY, CITY_OFFICE, WEEKLY_OFFICE, city, city_leak
from portal.simulator.names import office_name
from portal.simulator.plan import UNRELATED, VENDORS, Forgery, Leak, Origin, Plan, Reporting
from portal.simulator.schedule import Recipient, Rhythm

Judge = Callable[[Findings], bool]
DISTRICT_OFFICE = office_name("望潮区")  # a week after the city's day
TWIN = "宁川市孪生服务处"


@dataclass(frozen=True)
class Row:
    """One line: how a world is made from a seed, what is right, how often it must be, and how many are run."""

    name: str
    plan: Callable[[int], Plan]
    right: Judge
    bar: float
    says: str
    worlds: int


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


def twins_apart(said: Findings) -> bool:
    """The neighbour that does not leak is not named, except in one group with the one that does."""
    named = [set(entry.split(JOINER)) for entry in said.implicated]
    return all(entry <= {CITY_OFFICE, TWIN} and CITY_OFFICE in entry for entry in named)


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


def _district(seed: int) -> Plan:
    leak = Leak(Origin.RECIPIENT, recipient=DISTRICT_OFFICE, intensity=6.0, delay=3.0)
    return city(1000, districts=8, each=9, leaks=(leak,))


def _twins(seed: int) -> Plan:
    base = city(600, leaks=(city_leak(),))
    return replace(base, recipients=(*base.recipients, Recipient(TWIN, day=CITY_DAY)))


def _same_stages(mothers: int, **leak: object) -> Callable[[int], Plan]:
    """Background and leak follow the same stages: twice as many leaked calls, so a rate ratio of 3 for every mother."""
    changes = {"share": 1.0, "intensity": 2.0, **leak}
    base = city(mothers, leaks=(city_leak(**changes),))
    return lambda seed: replace(base, unrelated=VENDORS, calls=2.3)


def _forged(mothers: int, leaks: tuple[Leak, ...]) -> Callable[[int], Plan]:
    """Three times as many anonymous inventions as genuine reports, right after the exports of somebody else."""

    def plan(seed: int) -> Plan:
        offices = [one.name for one in city(1).recipients if one.name != CITY_OFFICE]
        framed = offices[int(np.random.default_rng([seed, 10]).integers(0, len(offices)))]
        return replace(city(mothers, leaks=leaks), forgeries=(Forgery(framed, 3 * mothers, calls=4.0),))

    return plan


def _near(mothers: int) -> Callable[[int], Plan]:
    """A second city-wide office a day or three after the one that leaks."""

    def plan(seed: int) -> Plan:
        base = city(mothers, leaks=(city_leak(),))
        return replace(base, recipients=(*base.recipients, Recipient(TWIN, day=CITY_DAY + (1, 3)[seed % 2])))

    return plan


def covers(name: str, planted: float) -> Judge:
    """The interval of one source holds the planted rate ratio."""

    def right(said: Findings) -> bool:
        ratio = next(one for one in said.sources if one.source == name).rate_ratio
        return ratio is not None and ratio.low <= planted <= ratio.high

    return right


def alarmed(expected: bool, judge: Judge) -> Judge:
    """The divergence alarm stands as it should, and another condition holds."""
    return lambda said: said.alarm.raised == expected and judge(said)


ROWS = (
    Row("null", _null(300), nobody, 0.99, "background only, everything varied: nobody named", 1000),
    Row("unlisted", _unlisted(300), nobody, 0.99, "unlisted source 5–60 days after registration: nobody named", 1000),
    Row("null-1000", _null(1000), nobody, 0.99, "background only, 1,000 mothers", 150),
    Row("unlisted-1000", _unlisted(1000), nobody, 0.99, "unlisted source, 1,000 mothers", 150),
    Row("registration", _registration(300, False), registration_or_inseparable, 0.99, "leak at registration", 200),
    Row("one-district", _registration(600, True), registration_or_inseparable, 0.99, "the same, one district", 50),
    Row("twins", _twins, twins_together, 1.0, "identical twins, 600 mothers: never one alone", 50),
    Row("near", _near(600), twins_apart, 0.99, "1 or 3 days apart: never the innocent one alone", 50),
    Row("forged-null", _forged(300, ()), alarmed(True, nobody), 0.95, "nobody leaks, forgeries: alarm, no name", 100),
    Row("forged", _forged(600, (city_leak(),)), alarmed(True, none_but(CITY_OFFICE)), 0.95, "city leaks, forged", 40),
    Row("city-200", _city(200), alone(CITY_OFFICE), 0.85, "city office leaks, 200 mothers: named, alone", 200),
    Row("city-300", _city(300), alone(CITY_OFFICE), 0.98, "city office leaks, 300 mothers: named, alone", 200),
    Row("city-600", _city(600), alone(CITY_OFFICE), 0.99, "city office leaks, 600 mothers: named, alone", 60),
    Row("city-1000", _city(1000), alone(CITY_OFFICE), 0.99, "city office leaks, 1,000 mothers: named, alone", 40),
    Row("same-300", _same_stages(300), alone(CITY_OFFICE), 0.98, "rate ratio 3 at every stage, 300 mothers", 60),
    Row("interval", _same_stages(600), covers(CITY_OFFICE, 3.0), 0.95, "95 % intervals hold the planted 3", 120),
    Row("partial", _city(1000, share=0.35), alone(CITY_OFFICE), 0.99, "35 % of records, 1,000 mothers", 40),
    Row("slow", _city(1000, delay=16.0), alone(CITY_OFFICE), 0.99, "delay 16 days, 1,000 mothers", 40),
    Row("district", _district, alone(DISTRICT_OFFICE), 0.99, "one district's office, 1,000 mothers", 40),
)  # fmt: skip
