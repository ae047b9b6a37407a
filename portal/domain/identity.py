"""Opening how a mother can be reached: asked by one official with a reason, granted by another, for one look."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from portal.domain.handling import OpeningReason

# Our own numbers, on the careful side; no law names them.
GRANT_HOLDS = timedelta(hours=24)
REQUEST_HOLDS = timedelta(days=7)
QUOTA = 10  # granted requests of one official within the period
QUOTA_PERIOD = timedelta(days=30)


class IdentityRefused(RuntimeError):
    """A request that cannot be made, granted or used; `why` names the reason."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class IdentityRequest:
    """One official asks, another decides; a granted one is good for one look."""

    complaint_id: UUID
    id: UUID
    reason: OpeningReason
    asked_by: str
    asked_at: datetime
    decided_by: str | None = None
    decided_at: datetime | None = None
    granted: bool | None = None
    used_at: datetime | None = None

    def waits(self, at: datetime) -> bool:
        """Whether somebody may still decide it."""
        return self.decided_at is None and at < self.asked_at + REQUEST_HOLDS

    def opens(self, at: datetime) -> bool:
        """Whether it is good for a look at an instant."""
        decided = self.decided_at
        return bool(self.granted) and self.used_at is None and decided is not None and at < decided + GRANT_HOLDS
