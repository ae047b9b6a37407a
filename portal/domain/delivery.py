"""A delivery: case-level rows without a name that leave the portal, once, for one receiver, by the word of two.

Not an export (what left the registry, and may have leaked): this is the same route, and so it is narrow by design.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from portal.domain.period import Period, as_local, local_day, start_of

# 1,000 rows and 24 hours: research/security.md, T02. The others are our own numbers; no law names any of them.
MOST_ROWS = 1000
FEWEST_MOTHERS = 5  # fewer would be about somebody
ROWS_A_PERIOD = 3000  # of all deliveries that were approved within the period: slices are no way around the cap
QUOTA = 6  # requests of one member within the period
QUOTA_PERIOD = timedelta(days=30)
REQUEST_HOLDS = timedelta(days=7)
OPEN_FOR = timedelta(hours=72)  # once the delay is over
DEFAULT_DELAY = timedelta(hours=24)
KEY_TAIL = 6  # characters of the receiver's key that the approver asks the receiver for


class Purpose(StrEnum):
    """What a receiver may use rows for; it alone decides the columns."""

    SUPERVISION = "supervision"
    PROSECUTION = "prosecution"
    TELECOM = "telecom"


class DeliveryColumn(StrEnum):
    """Everything that can ever stand in a delivery. Her contact, her words and her dates of birth cannot."""

    DELIVERY = "delivery"  # which one this is: on every row, for everybody to see
    ROW = "row"  # a reference that only this portal can make, and only for this delivery
    MOTHER = "mother"  # joins the rows of one mother within this delivery and nowhere else
    CALLED_AT = "called_at"
    PRECISION = "precision"
    REPORTED_ON = "reported_on"
    CHANNEL = "channel"
    VENDOR_TYPE = "vendor_type"
    VOICE = "voice"
    CALLER_CLASS = "caller_class"
    CALLER_NUMBER = "caller_number"
    KNEW = "knew"
    STAGE = "stage"
    TIER = "tier"
    DISTRICT = "district"
    HOSPITAL = "hospital"
    REGISTERED_ON = "registered_on"


C = DeliveryColumn
MARKS = (C.DELIVERY, C.ROW)
# Whoever supervises vendors needs what was sold and where; whoever investigates the leak needs which record it was;
# whoever traces lines needs the lines, and nothing of the person called.
COLUMNS: dict[Purpose, tuple[DeliveryColumn, ...]] = {
    Purpose.SUPERVISION: (
        *MARKS, C.CALLED_AT, C.PRECISION, C.REPORTED_ON, C.CHANNEL, C.VENDOR_TYPE, C.CALLER_CLASS, C.KNEW, C.TIER,
        C.DISTRICT,
    ),
    Purpose.PROSECUTION: (
        *MARKS, C.MOTHER, C.CALLED_AT, C.PRECISION, C.REPORTED_ON, C.CHANNEL, C.VENDOR_TYPE, C.CALLER_CLASS, C.KNEW,
        C.STAGE, C.TIER, C.DISTRICT, C.HOSPITAL, C.REGISTERED_ON,
    ),
    Purpose.TELECOM: (*MARKS, C.CALLER_NUMBER, C.CALLED_AT, C.PRECISION, C.CHANNEL, C.VOICE, C.CALLER_CLASS),
}  # fmt: skip


class DeliveryRefused(RuntimeError):
    """A step that cannot be taken; `why` is worded under `delivery.refused.<why>`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class DeliveryStage(StrEnum):
    """Where a delivery stands."""

    ASKED = "asked"
    LAPSED = "lapsed"  # nobody decided in time
    REFUSED = "refused"
    DELAYED = "delayed"  # approved; anybody who watches may stop it
    OPEN = "open"  # may be fetched, once
    EXPIRED = "expired"  # was not fetched in time
    STOPPED = "stopped"
    TAKEN = "taken"


@dataclass(frozen=True, slots=True)
class Receiver:
    """An authority that may be given rows for one purpose, sealed to its key. Another key makes another receiver."""

    id: int
    name: str
    purpose: Purpose
    public_key: str = field(repr=False)
    registered_by: str
    registered_at: datetime
    retired_at: datetime | None = None

    @property
    def key_tail(self) -> str:
        """What the receiver is asked for on the telephone."""
        return self.public_key[-KEY_TAIL:]


@dataclass(frozen=True, slots=True)
class Scope:
    """Which calls: told in a period of local days, of verified mothers only or of all, in one district or in all."""

    told: Period
    verified_only: bool = True
    district: str | None = None


@dataclass(frozen=True, slots=True)
class Delivery:
    """One delivery with the two who answer for it, each with the unit that each belonged to then."""

    id: UUID
    receiver: Receiver
    document: str  # the number of the letter by which the receiver asks
    scope: Scope
    rows: int
    mothers: int
    asked_by: str
    asked_unit: str
    asked_at: datetime
    decided_by: str | None = None
    decided_unit: str | None = None
    decided_at: datetime | None = None
    granted: bool | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    stopped_by: str | None = None
    stopped_at: datetime | None = None
    taken_at: datetime | None = None

    @property
    def label(self) -> str:
        """What people and files call it."""
        return f"{as_local(self.asked_at):%Y%m%d}-{self.id.hex[:6].upper()}"

    def stage(self, at: datetime) -> DeliveryStage:
        """Where it stands at an instant."""
        if self.taken_at:
            return DeliveryStage.TAKEN
        if self.stopped_at:
            return DeliveryStage.STOPPED
        if self.granted is None:
            return DeliveryStage.ASKED if at < self.asked_at + REQUEST_HOLDS else DeliveryStage.LAPSED
        if self.opens_at is None or self.closes_at is None:
            return DeliveryStage.REFUSED
        if at < self.opens_at:
            return DeliveryStage.DELAYED
        return DeliveryStage.OPEN if at < self.closes_at else DeliveryStage.EXPIRED

    def can_be_stopped(self, at: datetime) -> bool:
        """Whether it is still on its way."""
        return self.stage(at) in (DeliveryStage.ASKED, DeliveryStage.DELAYED, DeliveryStage.OPEN)


def window(told: Period) -> tuple[datetime, datetime]:
    """The instants of a period of local days, half-open."""
    return start_of(told.start), start_of(told.until)


def is_over(told: Period, at: datetime) -> bool:
    """Whether nothing more will be told within a period: what is approved can then only become less."""
    return told.until <= local_day(at)
