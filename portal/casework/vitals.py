"""How the portal does, in numbers that tell of no person: for whoever watches it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from portal.casework.opening import ALARMS
from portal.casework.sign_in import IDLE_LIMIT
from portal.casework.watching import JOURNAL_REWRITTEN, OPENINGS_SPENT, PLANS, PLANS_REWRITTEN, VAULT
from portal.casework.witnessing import JOURNAL
from portal.domain.disclosure import published
from portal.domain.job import JobState
from portal.domain.journal import Entry
from portal.domain.period import local_day, start_of
from portal.storage import complaints, findings, jobs, journal, sessions, upgrade
from portal.storage.database import Store

VERIFY = "journal.verify"
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Vitals:
    """What the database says of the portal's work.

    Complaints are those of yesterday, rounded, and None where they are few: a count that moved with each complaint
    would tell a scraper who asks every minute when somebody reported.
    """

    revision: str | None
    newest_revision: str | None
    jobs: dict[JobState, int]
    analysed_at: datetime | None
    entries: int
    verified_at: datetime | None
    complaints_yesterday: int | None
    sessions: int
    quotas_reached: int  # within a day
    rewritten: dict[str, int]  # alarms within a day, by what was rewritten
    openings_spent: int  # the same for the vault's process


def read(*, store: Store, at: datetime) -> Vitals:
    """Everything at once; the store's schema is current."""
    today = start_of(local_day(at))
    with store.read() as connection:
        deeds = journal.about(connection, JOURNAL)
        verified = [entry.at for entry in deeds if entry.verb == VERIFY]
        (yesterday,) = published([complaints.count_between(connection, today - DAY, today)])
        counted = jobs.counts(connection)
        vitals = Vitals(
            revision=upgrade.current_in(connection),
            newest_revision=upgrade.newest(),
            jobs={state: counted.get(state, 0) for state in JobState},
            analysed_at=findings.newest_at(connection),
            entries=journal.length(connection),
            verified_at=max(verified, default=None),
            complaints_yesterday=yesterday,
            quotas_reached=len(journal.since(connection, ALARMS, at - DAY)),
            rewritten={
                JOURNAL: _count(deeds, JOURNAL_REWRITTEN, at - DAY),
                PLANS: _count(journal.since(connection, PLANS, at - DAY), PLANS_REWRITTEN, at - DAY),
            },
            openings_spent=_count(journal.since(connection, VAULT, at - DAY), OPENINGS_SPENT, at - DAY),
            sessions=sessions.count_used(connection, at - IDLE_LIMIT),
        )
    return vitals


def _count(deeds: list[Entry], verb: str, since: datetime) -> int:
    return sum(deed.verb == verb and deed.at > since for deed in deeds)
