"""Work that is asked for in one process and done in another."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID


class JobKind(StrEnum):
    """What the worker can be asked to do."""

    CORRELATE = "correlate"
    DESIGN = "design"
    CANARIES = "canaries"
    ALARM = "alarm"


class JobState(StrEnum):
    """How far it has come."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Job:
    """One piece of work with its progress."""

    id: UUID
    kind: JobKind
    state: JobState
    requested_by: str
    requested_at: datetime
    started_at: datetime | None = None
    finished_at: datetime | None = None
    step: str | None = None
    done: int = 0
    total: int = 0
    failure: str | None = None
    question: dict[str, Any] | None = None  # what exactly was asked, where there is a choice
