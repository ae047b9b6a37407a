"""The right of reply: what a recipient says of itself, kept and shown word for word."""

from dataclasses import dataclass
from datetime import date, datetime

LONGEST_REPLY = 4_000


@dataclass(frozen=True, slots=True)
class Reply:
    """One statement of a recipient."""

    recipient: str
    received_on: date
    text: str
    added_at: datetime
    added_by: str
