"""What an auditor reads: the journal page by page, when it was last verified, and who nears a quota."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.casework.vitals import VERIFY
from portal.casework.witnessing import JOURNAL
from portal.domain.audit import FAILURES, OPENINGS, PAGE, WATCHED_FOR, JournalFilter, JournalPage, Openings
from portal.domain.identity import QUOTA, QUOTA_PERIOD
from portal.storage import journal, journal_reading, staff
from portal.storage.database import Store


@dataclass(frozen=True, slots=True)
class Standing:
    """How the journal and those who appear in it stand."""

    entries: int
    verified_at: datetime | None
    openings: list[Openings]
    failures: dict[str, int]
    verbs: list[str]
    members: dict[str, str]


def browse(wanted: JournalFilter, *, store: Store) -> JournalPage:
    """One page of deeds."""
    with store.read() as connection:
        found = journal_reading.page(connection, wanted, PAGE + 1)
    deeds = found[:PAGE]
    return JournalPage(deeds, deeds[-1].sequence if len(found) > PAGE else None)


def standing(*, store: Store, at: datetime) -> Standing:
    """What is to be watched."""
    with store.read() as connection:
        verified = [entry.at for entry in journal.about(connection, JOURNAL) if entry.verb == VERIFY]
        opened = journal_reading.counted(connection, OPENINGS, at - WATCHED_FOR)
        granted = journal_reading.granted(connection, at - QUOTA_PERIOD)
        failures = journal_reading.counted_subjects(connection, FAILURES, at - WATCHED_FOR)
        known = staff.members(connection)
        entries, verbs = journal.length(connection), journal_reading.verbs(connection)
    watched = [Openings(one, opened.get(one, 0), granted.get(one, 0), QUOTA) for one in {*opened, *granted}]
    return Standing(
        entries=entries,
        verified_at=max(verified, default=None),
        openings=sorted(watched, key=lambda one: (-one.granted, -one.opened, one.login)),
        failures={_login(subject, {one.id: one.login for one in known}): failures[subject] for subject in failures},
        verbs=verbs,
        members={one.login: one.name for one in known},
    )


def _login(subject: str, logins: dict[UUID, str]) -> str:
    """Whose account a subject of the journal is; empty for logins that nobody has."""
    named = subject.removeprefix("staff:")
    return "" if named == "unknown" else logins.get(UUID(named), named)
