"""What a mother tells: her card, her calls, and the complaint that holds them."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar
from uuid import UUID

from portal.domain.vocabulary import (
    CallVoice,
    Channel,
    DatePrecision,
    FiledBy,
    Knew,
    NumberOrigin,
    OtherHolder,
    PhoneOwner,
    Precision,
    StopRequest,
    Tier,
    TimeSource,
    VendorType,
)

Ticked = TypeVar("Ticked", bound=StrEnum)


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
    called_until: datetime | None = None  # the end of a range; `called_at` is its beginning
    phone_owner: PhoneOwner | None = None
    number_origin: NumberOrigin | None = None
    stop_request: StopRequest | None = None
    voice: CallVoice | None = None
    message: str | None = None  # the text message, unedited
    pasted: str | None = None  # the line of a pasted call log that this call was read from, unedited


@dataclass(frozen=True, slots=True)
class ComplaintDraft:
    """A first report: the card, her calls (none, if she only joins the panel), and how she may be reached."""

    card: Card
    calls: tuple[CallDraft, ...]
    contact: str | None = None
    may_publish: bool = False
    other_holders: frozenset[OtherHolder] | None = None  # None: not told; empty: nobody else
    filed_by: FiledBy = FiledBy.MOTHER
    pregnancy_ended: bool = False


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
    called_until: datetime | None = None
    phone_owner: PhoneOwner | None = None
    number_origin: NumberOrigin | None = None
    stop_request: StopRequest | None = None
    voice: CallVoice | None = None
    message_sealed: bytes | None = field(default=None, repr=False)
    message_index: bytes | None = field(default=None, repr=False)
    pasted_sealed: bytes | None = field(default=None, repr=False)


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
    other_holders: frozenset[OtherHolder] | None = None
    filed_by: FiledBy = FiledBy.MOTHER
    pregnancy_ended: bool = False


def mask_of(ticked: frozenset[Ticked] | None, items: type[Ticked]) -> int | None:
    """The bit mask (bit = position in the list) that storage and the extract keep of ticked items."""
    if ticked is None:
        return None
    return sum(1 << position for position, item in enumerate(items) if item in ticked)


def from_mask(mask: int | None, items: type[Ticked]) -> frozenset[Ticked] | None:
    """The inverse of `mask_of`."""
    if mask is None:
        return None
    return frozenset(item for position, item in enumerate(items) if mask >> position & 1)
