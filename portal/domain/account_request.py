"""What two administrators do to an account: one asks, another confirms."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from portal.domain.access import Role, StaffMember

REQUEST_HOLDS = timedelta(days=3)


class AccountStep(StrEnum):
    """What is asked for."""

    EMPLOY = "employ"
    ROLE = "role"
    RESET = "reset"


class AccountRequestRefused(RuntimeError):
    """Why a request is not made or not decided: a word of `accounts.refused.*`."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class AccountRequest:
    """One administrator's request; `role` is what the member would be; a reset leaves it as it is."""

    id: UUID
    member: StaffMember
    step: AccountStep
    role: Role | None
    asked_by: str
    asked_at: datetime
    decided_at: datetime | None = None

    def waits(self, at: datetime) -> bool:
        """Whether it can still be decided."""
        return self.decided_at is None and at - self.asked_at <= REQUEST_HOLDS
