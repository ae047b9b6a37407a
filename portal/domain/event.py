"""What was in the news: after a report on television many tell at once, which says nothing of any file."""

from dataclasses import dataclass
from datetime import date, datetime

LONGEST_TITLE = 120


@dataclass(frozen=True, slots=True)
class Event:
    """One thing that made people tell."""

    id: int
    day: date
    title: str
    added_at: datetime
    added_by: str
