"""A look at a mother's trail: on record first, refused where she took the complaint back, on both databases."""

from datetime import date, datetime
from uuid import UUID

import pytest

from portal.casework import complaints, trails
from portal.casework.opening import NothingSealed
from portal.domain.handling import OpeningReason
from portal.domain.period import LOCAL_ZONE, Period
from portal.domain.recipient import ExportRun
from portal.domain.report import Withdrawal
from portal.intake import complaints as intake
from portal.intake import panel
from portal.storage import exports
from portal.storage.database import Store
from tests.casework.conftest import NOON
from tests.casework.test_complaints import broken_journal

REASON = OpeningReason.CHECK_REPORT


def look(complaint_id: UUID, store: Store) -> trails.Traced:
    return trails.look(complaint_id, reason=REASON, by="wang", at=NOON, store=store)


def exported(store: Store) -> None:
    at = datetime(2025, 12, 5, 9, tzinfo=LOCAL_ZONE)
    with store.write() as connection:
        exports.put_run(connection, ExportRun("甲公司", at, Period(date(2025, 11, 1), date(2025, 12, 1))))


def test_it_shows_her_files_and_her_calls_and_is_on_record(store: Store, complaint_id: UUID) -> None:
    exported(store)
    traced = look(complaint_id, store)
    assert [trail.recipients for trail in traced.trails] == [("甲公司",)]
    assert [(len(step.calls), step.recipients) for step in traced.steps] == [(2, ("甲公司",))]
    deed = complaints.read(complaint_id, store=store).deeds[-1]
    assert (deed.verb, deed.actor, deed.details) == ("complaint.look_at_trail", "wang", {"reason": "check_report"})


def test_she_reads_that_somebody_looked(store: Store, complaint_id: UUID) -> None:
    look(complaint_id, store)
    assert [one.reason for one in panel.looks(complaint_id, store=store)] == [REASON]


@pytest.mark.parametrize("how", [Withdrawal.CASES, Withdrawal.ERASED])
def test_nobody_looks_at_what_she_took_back(store: Store, complaint_id: UUID, how: Withdrawal) -> None:
    intake.withdraw(complaint_id, how, store=store, at=NOON)
    with pytest.raises(NothingSealed):
        look(complaint_id, store)
    assert "complaint.look_at_trail" not in [deed.verb for deed in complaints.read(complaint_id, store=store).deeds]


def test_without_its_entry_nothing_is_shown(store: Store, complaint_id: UUID) -> None:
    with broken_journal(store), pytest.raises(Exception, match="row"):
        look(complaint_id, store)
    assert look(complaint_id, store).calls
