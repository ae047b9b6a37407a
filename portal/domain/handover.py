"""What a recipient hands on: to whom, since when, and which columns."""

from dataclasses import dataclass
from datetime import date

from portal.domain.recipient import check_recipient_name


class InvalidHandover(ValueError):
    """A handover to nobody else, or over no time."""


@dataclass(frozen=True, slots=True)
class Handover:
    """One version of a link from a recipient onward; `until` (out) is None while it goes on."""

    recipient: str
    onward: str
    since: date
    until: date | None = None
    columns: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        check_recipient_name(self.onward)
        if self.onward == self.recipient or (self.until is not None and self.until <= self.since):
            raise InvalidHandover(f"{self.since} to {self.until}")
