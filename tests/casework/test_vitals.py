"""How the portal does: counts, ages, and nothing that moves with one mother."""

from datetime import timedelta
from uuid import UUID

from portal.casework import jobs, vitals
from portal.domain.job import JobState
from portal.storage import findings
from portal.storage.database import Store
from portal.vault.vault import Vault
from tests.casework.conftest import NOON, submitted

DAY = timedelta(days=1)


def test_a_fresh_portal_has_done_nothing(store: Store) -> None:
    found = vitals.read(store=store, at=NOON)
    assert found.revision == found.newest_revision
    assert set(found.jobs.values()) == {0}
    assert (found.analysed_at, found.verified_at, found.complaints_yesterday, found.sessions) == (None, None, 0, 0)


def test_what_waits_and_what_was_analysed_is_told(store: Store) -> None:
    jobs.ask_for_analysis(by="li", at=NOON, store=store)
    with store.write() as connection:
        findings.save(connection, at=NOON - DAY, by="li", findings={}, pictures={})
    found = vitals.read(store=store, at=NOON)
    assert (found.jobs[JobState.WAITING], found.analysed_at, found.entries) == (1, NOON - DAY, 1)


def test_one_complaint_moves_nothing(store: Store, complaint_id: UUID) -> None:
    assert vitals.read(store=store, at=NOON).complaints_yesterday == 0
    assert vitals.read(store=store, at=NOON + DAY).complaints_yesterday is None


def test_complaints_of_yesterday_are_rounded_and_of_whole_local_days(store: Store, vault: Vault) -> None:
    for number in range(12):
        submitted(store, vault, f"t{number}", at=NOON)
    assert vitals.read(store=store, at=NOON + timedelta(hours=11)).complaints_yesterday == 0
    assert vitals.read(store=store, at=NOON + timedelta(hours=12)).complaints_yesterday == 10
    assert vitals.read(store=store, at=NOON + 2 * DAY).complaints_yesterday == 0
