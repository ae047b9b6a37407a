"""Studies beside the correlation (专项分析): design planner, canaries, seized list, alarm; each answer is kept."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class StudyKind(StrEnum):
    """What was asked."""

    DESIGN = "design"
    CANARIES = "canaries"
    SEIZED = "seized"
    ALARM = "alarm"


@dataclass(frozen=True, slots=True)
class Study:
    """One answer: the document that the command writes, and what was asked."""

    id: int
    kind: StudyKind
    made_at: datetime
    requested_by: str
    question: dict[str, Any]
    answer: dict[str, Any]
