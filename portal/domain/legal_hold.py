"""A legal hold: what is due is kept longer, because two persons said so, until two say that it may go.

It delays what the portal destroys by itself. It never stands in the way of a mother who takes her report back.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class HoldReason(StrEnum):
    """Why something must be kept. A closed list: free text could name somebody."""

    LAWSUIT = "lawsuit"
    POLICE = "police"
    SUPERVISION = "supervision"
    AUDIT = "audit"


class HoldStage(StrEnum):
    """Where a hold stands."""

    PROPOSED = "proposed"
    HOLDS = "holds"
    RELEASE_PROPOSED = "release_proposed"
    RELEASED = "released"


class HoldRefused(RuntimeError):
    """A step that cannot be taken; `why` is worded under `legal_hold.refused.<why>`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class LegalHold:
    """One hold, with the four who may have a hand in it; the second of a pair is never the first."""

    complaint_id: UUID
    id: UUID
    reason: HoldReason
    proposed_by: str
    proposed_at: datetime
    confirmed_by: str | None = None
    confirmed_at: datetime | None = None
    release_by: str | None = None
    release_at: datetime | None = None
    released_by: str | None = None
    released_at: datetime | None = None

    @property
    def stage(self) -> HoldStage:
        """Where it stands."""
        if self.released_at:
            return HoldStage.RELEASED
        if self.confirmed_at is None:
            return HoldStage.PROPOSED
        return HoldStage.RELEASE_PROPOSED if self.release_at else HoldStage.HOLDS

    @property
    def delays(self) -> bool:
        """Whether it keeps what is due from being destroyed."""
        return self.stage in (HoldStage.HOLDS, HoldStage.RELEASE_PROPOSED)
