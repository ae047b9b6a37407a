"""What a mother tells: her card, her calls, and the complaint that holds them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from portal.domain.vocabulary import (
    Channel,
    DatePrecision,
    Knew,
    Precision,
    Tier,
    TimeSource,
    VendorType,
)


class Status(StrEnum):
    """Where the office stands with a complaint."""

    RECEIVED = "received"
    REVIEWING = "reviewing"
    CLOSED = "closed"


class ClosingNote(StrEnum):
    """How a complaint ended, as the mother reads it beside its status."""

    COUNTED = "counted"  # its calls are part of the analysis
    REFERRED = "referred"  # handed to the authority that may act
    NOT_ENOUGH = "not_enough"  # too little is known to go on
    OUTSIDE_REMIT = "outside_remit"
    DUPLICATE = "duplicate"


class Withdrawal(StrEnum):
    """How far a mother has taken her complaint back; each step contains the one before."""

    NONE = "none"
    PUBLICATION = "publication"  # nothing of it is published
    CASES = "cases"  # identifying fields destroyed; it is only counted
    ERASED = "erased"  # calls removed too; an empty tombstone stays


class Origin(StrEnum):
    """Which way a complaint came in."""

    PORTAL = "portal"
    IMPORT = "import"


@dataclass(frozen=True, slots=True)
class Card:
    """The card registration (建卡) as she knows it; every part may be unknown."""

    hospital: str | None = None
    registered_on: date | None = None
    registered_precision: DatePrecision = DatePrecision.DAY
    due_on: date | None = None
    due_precision: DatePrecision = DatePrecision.DAY
    born_on: date | None = None


@dataclass(frozen=True, slots=True)
class CallDraft:
    """One call as she tells it, in the clear, on its way to the vault."""

    called_at: datetime
    precision: Precision
    vendor_type: VendorType
    channel: Channel = Channel.CALL
    time_source: TimeSource | None = None
    caller_number: str | None = None
    notes: str | None = None
    knew: frozenset[Knew] | None = None  # None: not told; empty: the caller knew nothing of the list


@dataclass(frozen=True, slots=True)
class ComplaintDraft:
    """A first report: the card, one or more calls, and how she may be reached if she wants that."""

    card: Card
    calls: tuple[CallDraft, ...]
    contact: str | None = None
    may_publish: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """One call as stored: what identifies people is sealed."""

    complaint_id: UUID
    id: UUID
    reported_at: datetime
    called_at: datetime
    precision: Precision
    vendor_type: VendorType
    channel: Channel = Channel.CALL
    time_source: TimeSource | None = None
    knew: frozenset[Knew] | None = None
    caller_sealed: bytes | None = field(default=None, repr=False)
    caller_index: bytes | None = field(default=None, repr=False)
    caller_class: str | None = None
    notes_sealed: bytes | None = field(default=None, repr=False)
    fingerprint: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Complaint:
    """A complaint as stored, without its calls."""

    id: UUID
    created_at: datetime
    origin: Origin
    card: Card
    tier: Tier = Tier.ANONYMOUS
    issuer: str | None = None
    status: Status = Status.RECEIVED
    closing_note: ClosingNote | None = None
    may_publish: bool = False
    withdrawal: Withdrawal = Withdrawal.NONE
    contact_sealed: bytes | None = field(default=None, repr=False)


def knew_mask(knew: frozenset[Knew] | None) -> int | None:
    """The bit mask (bit = position in `Knew`) that storage and the extract keep."""
    if knew is None:
        return None
    return sum(1 << position for position, item in enumerate(Knew) if item in knew)


def knew_from_mask(mask: int | None) -> frozenset[Knew] | None:
    """The inverse of `knew_mask`."""
    if mask is None:
        return None
    return frozenset(item for position, item in enumerate(Knew) if mask >> position & 1)
