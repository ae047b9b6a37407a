"""What an auditor reads: deeds, who opened what is sealed how often, and whose proofs failed."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.domain.journal import ChainedEntry

PAGE = 50
WATCHED_FOR = timedelta(days=30)
OPENINGS = (
    "complaint.open_sealed", "complaint.open_attachment", "complaint.open_letters", "complaint.open_identity",
)  # fmt: skip
FAILURES = ("staff.sign_in_failed", "staff.proof_failed")
NEARLY = 0.8  # of a quota: worth a look before it is used up


@dataclass(frozen=True, slots=True)
class JournalFilter:
    """Which deeds; `before` is the sequence number that the page ends above."""

    actor: str | None = None
    verb: str | None = None
    subject: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class JournalPage:
    """Some deeds, the newest first; `older` is where the next page begins, None at the end."""

    deeds: list[ChainedEntry]
    older: int | None


@dataclass(frozen=True, slots=True)
class Openings:
    """How often one member opened what is sealed; `granted` looks at contacts are counted against a quota."""

    login: str
    opened: int
    granted: int
    quota: int

    @property
    def full(self) -> bool:
        """Whether the quota is used up."""
        return self.granted >= self.quota

    @property
    def near(self) -> bool:
        """Whether it nearly is."""
        return self.granted >= NEARLY * self.quota
