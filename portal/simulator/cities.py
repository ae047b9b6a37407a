"""Ready-made cities: the one of the demonstration, and the one that the calibration varies."""

from dataclasses import replace
from datetime import date

from portal.simulator.names import CITY, district_names, hospital_names, office_name
from portal.simulator.plan import Leak, Origin, Plan, Reporting
from portal.simulator.schedule import Recipient, Rhythm
from portal.simulator.world import World, simulate

CITY_OFFICE = office_name(CITY)
WEEKLY_OFFICE = f"{CITY}妇幼信息中心"
STATISTICS_OFFICE = f"{CITY}统计服务处"
DISTRICT_DAYS = (3, 8, 12, 15, 19, 22, 25, 28, 10, 17, 6, 27)
CITY_DAY = 5


def hospitals_of(districts: int, each: int) -> tuple[tuple[str, str], ...]:
    """`each` invented hospitals in every one of the first `districts` districts."""
    return tuple((name, area) for area in district_names(districts) for name in hospital_names(area, each))


def offices(districts: int) -> tuple[Recipient, ...]:
    """One city-wide office, one office for each district, all monthly on their own days, and a weekly city-wide one."""
    local = tuple(
        Recipient(office_name(area), day=DISTRICT_DAYS[place % len(DISTRICT_DAYS)], districts=(area,))
        for place, area in enumerate(district_names(districts))
    )
    return (Recipient(CITY_OFFICE, day=CITY_DAY), *local, Recipient(WEEKLY_OFFICE, rhythm=Rhythm.WEEKLY, day=2))


def city(mothers: int = 300, districts: int = 8, each: int = 9, leaks: tuple[Leak, ...] = ()) -> Plan:
    """The city of the calibration: a third of the calls are background once something leaks."""
    return Plan(
        mothers=mothers,
        hospitals=hospitals_of(districts, each),
        recipients=offices(districts),
        leaks=leaks,
        background=1.0,
        calls=2.0,
    )


def city_leak(**changes: object) -> Leak:
    """The city-wide office leaks nine records in ten; pass fields of `Leak` to change it."""
    return replace(Leak(Origin.RECIPIENT, recipient=CITY_OFFICE, intensity=2.6, delay=3.0), **changes)


def demonstration(seed: int = 20261123, mothers: int = 600) -> World:
    """The invented city of `flask demo`: three districts, five recipients, twelve months, one of them leaking."""
    plan = replace(
        city(mothers, districts=3, each=6, leaks=(city_leak(intensity=3.0),)),
        recipients=(*offices(3), Recipient(STATISTICS_OFFICE, day=21)),
        reporting=Reporting(anonymous=0.15, due_missing=0.04, registered_imprecise=0.03),
        start=date(2025, 8, 1),
        follow_up=110,
    )
    return simulate(plan, seed)
