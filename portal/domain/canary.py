"""Canaries (金丝雀号码): numbers of our own with invented names, each put into one batch, or kept as a control."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class CanaryKind(StrEnum):
    """Whether a number is put into a file, or never leaves so that its calls show how often people misdial."""

    PLANTED = "planted"
    CONTROL = "control"


@dataclass(frozen=True, slots=True)
class PlannedCanary:
    """An invented record, before it has a number."""

    kind: CanaryKind
    recipient: str  # empty for a control
    name: str = field(repr=False)
    hospital: str
    registered_on: date
    due_on: date


@dataclass(frozen=True, slots=True)
class Planting:
    """The batch that holds a canary."""

    recipient: str
    exported_at: datetime


@dataclass(frozen=True, slots=True)
class CanaryCall:
    """A call on a canary; `name_used` is None where nobody noted it."""

    called_at: datetime
    name_used: bool | None = None


@dataclass(frozen=True, slots=True)
class Canary:
    """A number of ours: since when somebody answers it, where it was put, who called."""

    kind: CanaryKind
    watched_from: datetime
    plantings: tuple[Planting, ...] = ()
    calls: tuple[CanaryCall, ...] = ()
