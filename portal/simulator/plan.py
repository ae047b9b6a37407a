"""What a simulated city is made of: every knob of a world, in one place."""

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from portal.domain.vocabulary import VendorType
from portal.simulator.schedule import Recipient

WEEK = 7


@dataclass(frozen=True)
class Vendor:
    """A trade and the gestational ages, in days, between which it calls; `weight` is its part of all calls."""

    kind: VendorType
    first_day: int
    last_day: int
    weight: float


VENDORS = (
    Vendor(VendorType.MATERNITY_CLASS, 14 * WEEK, 28 * WEEK, 0.28),
    Vendor(VendorType.CONFINEMENT_NANNY, 25 * WEEK, 40 * WEEK, 0.25),
    Vendor(VendorType.INFANT_FORMULA, 28 * WEEK, 47 * WEEK, 0.18),
    Vendor(VendorType.LANUGO_BRUSH, 40 * WEEK, 44 * WEEK, 0.10),
    Vendor(VendorType.HAND_FOOT_PRINT, 40 * WEEK, 45 * WEEK, 0.08),
    Vendor(VendorType.POSTNATAL_FITNESS, 42 * WEEK, 52 * WEEK, 0.06),
    Vendor(VendorType.BABY_PHOTOGRAPHY, 50 * WEEK, 55 * WEEK, 0.03),
    Vendor(VendorType.EARLY_EDUCATION, 46 * WEEK, 62 * WEEK, 0.02),
)

UNRELATED = tuple(replace(vendor, first_day=max(vendor.first_day, 20 * WEEK)) for vendor in VENDORS)
"""The same trades without a list: they hear of a pregnancy when it begins to show."""


class Origin(StrEnum):
    """When a leaked copy of a record comes into being."""

    REGISTRATION = "registration"
    RECIPIENT = "recipient"
    UNLISTED = "unlisted"
    DUMP = "dump"


@dataclass(frozen=True)
class Leak:
    """A source that leaks.

    Attributes
    ----------
    origin, recipient : where; `recipient` names one, for that origin
    lag : days after registration at which an unlisted source holds a record; for a dump, its day from the start
    lag_spread : standard deviation of `lag` between mothers
    share : part of the records that leave
    intensity : calls by leaked copies, in multiples of what the background would make if it held every record
    delay, delay_spread : median in days and log-scale spread of the time from the leak until a vendor uses a record
    one_delay_a_batch : a vendor buys a month's records at once, instead of one by one
    hospitals, districts : only records of these; empty: all
    """

    origin: Origin
    recipient: str = ""
    lag: float = 0.0
    lag_spread: float = 0.0
    share: float = 0.9
    intensity: float = 2.0
    delay: float = 5.0
    delay_spread: float = 0.6
    one_delay_a_batch: bool = False
    hospitals: tuple[str, ...] = ()
    districts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Forgery:
    """Invented reports, timed to frame a recipient.

    `hospital` confirms them all (tier 2). `copied`: one report is invented, and sent under many names.
    """

    recipient: str
    mothers: int
    calls: float = 3.0
    delay: float = 3.0
    tier: int = 0
    hospital: str | None = None
    copied: bool = False


@dataclass(frozen=True)
class Reporting:
    """How mothers tell: parts of each style, and what they forget or blur.

    The first three are parts of all mothers: call by call; all at once on one day; only the first call, then silence.
    """

    call_by_call: float = 0.6
    at_once: float = 0.25
    first_only: float = 0.15
    quiet: float = 0.4
    told: float = 0.9
    mean_delay: float = 4.0
    memory: float = 60.0
    imprecise: tuple[float, float, float, float] = (0.5, 0.3, 0.17, 0.03)
    registered_imprecise: float = 0.0
    due_missing: float = 0.0
    birth_known: float = 0.2
    anonymous: float = 0.0
    confirmed: float = 0.6


@dataclass(frozen=True)
class Plan:
    """A city, what leaks in it, and how it is told.

    `mothers` counts the reporters of tiers 1 and 2. `vendors` call whom a leak names; `unrelated` are the same trades,
    in the same order, calling for reasons of their own: the background. `calls` is what an average mother would get
    over her whole pregnancy from the background alone, if it made all calls; it makes `background` of that.
    """

    mothers: int = 300
    hospitals: tuple[tuple[str, str], ...] = ()
    recipients: tuple[Recipient, ...] = ()
    leaks: tuple[Leak, ...] = ()
    vendors: tuple[Vendor, ...] = VENDORS
    unrelated: tuple[Vendor, ...] = UNRELATED
    reporting: Reporting = field(default_factory=Reporting)
    forgeries: tuple[Forgery, ...] = ()
    start: date = date(2025, 1, 1)
    months: int = 12
    follow_up: int = 240
    calls: float = 3.0
    background: float = 1.0
    frailty: float = 2.0
    weekend: float = 0.5
    holidays: tuple[date, ...] = ()
    late: float = 0.06
    booking_week: float = 13.0
    booking_spread: float = 2.2
