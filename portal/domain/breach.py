"""A breach: what got out, when, whom it concerns, and by when who has to be told."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID


class BreachKind(StrEnum):
    """What got out."""

    ACCOUNT = "account"  # somebody else used a staff account
    EXPORT = "export"  # a file that the registry handed out
    DELIVERY = "delivery"  # rows that we gave to an authority
    BACKUP = "backup"  # a backup file that was not sealed, or whose key is lost to others
    KEYS = "keys"  # the vault's keys together with the database
    DATABASE = "database"  # the tables without the keys


class Operator(StrEnum):
    """Who runs the portal, which decides how soon the authority must know."""

    ORDINARY = "ordinary"
    ORGAN = "organ"
    CRITICAL = "critical"


# National measures for reporting network security incidents, in force since 2025-11-01, art. 4: critical information
# infrastructure within one hour, central and state organs within two, other operators within four.
REPORT_WITHIN = {
    Operator.CRITICAL: timedelta(hours=1),
    Operator.ORGAN: timedelta(hours=2),
    Operator.ORDINARY: timedelta(hours=4),
}
# Which kinds let words be read: the sealed fields, not only dates and codes.
READS_WORDS = frozenset({BreachKind.ACCOUNT, BreachKind.KEYS})


@dataclass(frozen=True, slots=True)
class Alarm:
    """What is known when it is noticed; `what` names the account, the export or the backup."""

    kind: BreachKind
    since: datetime
    until: datetime
    what: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """What a mother reads in her diary."""

    id: UUID
    kind: BreachKind
    declared_at: datetime
    since: datetime
    until: datetime

    @property
    def reads_words(self) -> bool:
        """Whether words that she wrote could be read."""
        return self.kind in READS_WORDS
