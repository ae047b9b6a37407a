"""A week without a call, a pregnancy that has ended: one entry in the journal each, and no health detail in it."""

from datetime import timedelta

import pytest

from portal.domain.period import start_of
from portal.domain.report import Withdrawal
from portal.domain.retention_term import RetentionClass
from portal.intake import complaints, panel
from portal.intake.complaints import Receipt, Withdrawn
from portal.storage import complaints as complaint_rows
from portal.storage import expiry, journal
from portal.storage.database import Store
from tests.intake.conftest import NOW
from tests.intake.test_complaints import break_the_journal, everything_in


def deeds(store: Store, receipt: Receipt) -> list[tuple[str, dict]]:
    with store.read() as connection:
        return [(one.verb, one.details) for one in journal.about(connection, f"complaint:{receipt.complaint_id}")]


def ended(store: Store, receipt: Receipt) -> bool:
    with store.read() as connection:
        return complaint_rows.get(connection, receipt.complaint_id).pregnancy_ended


def test_a_quiet_week_counts_once_a_local_day(city: Store, receipt: Receipt) -> None:
    midnight = start_of((NOW + timedelta(days=1)).date())
    told = (NOW, midnight - timedelta(minutes=1), midnight)
    kept = [panel.report_quiet(receipt.complaint_id, store=city, at=at) for at in told]
    assert kept == [True, False, True]
    assert panel.quiet_reports(receipt.complaint_id, store=city) == [NOW, midnight]
    assert [verb for verb, _ in deeds(city, receipt)].count("complaint.report_quiet") == 2


def test_it_is_a_contact_that_keeps_her_words_longer(city: Store, receipt: Receipt) -> None:
    later = NOW + timedelta(days=300)
    panel.report_quiet(receipt.complaint_id, store=city, at=later)
    with city.read() as connection:
        assert expiry.due(connection, RetentionClass.SILENT, later, limit=1) == []


def test_the_choice_of_words_is_reversible_and_its_entry_tells_nothing(city: Store, receipt: Receipt) -> None:
    for choice in (True, False):
        panel.change_pregnancy_ended(receipt.complaint_id, ended=choice, store=city, at=NOW)
        assert ended(city, receipt) is choice
        assert deeds(city, receipt)[-1] == ("complaint.change_words", {})


@pytest.mark.parametrize("how", [Withdrawal.CASES, Withdrawal.ERASED])
def test_who_has_left_is_asked_for_nothing_more(city: Store, receipt: Receipt, how: Withdrawal) -> None:
    complaints.withdraw(receipt.complaint_id, how, store=city, at=NOW)
    with pytest.raises(Withdrawn):
        panel.report_quiet(receipt.complaint_id, store=city, at=NOW)
    with pytest.raises(Withdrawn):
        panel.change_pregnancy_ended(receipt.complaint_id, ended=True, store=city, at=NOW)
    assert panel.quiet_reports(receipt.complaint_id, store=city) == []


def test_without_its_journal_entry_no_deed_is_done(city: Store, receipt: Receipt) -> None:
    before = everything_in(city)
    break_the_journal(city)
    for deed in (
        lambda: panel.report_quiet(receipt.complaint_id, store=city, at=NOW),
        lambda: panel.change_pregnancy_ended(receipt.complaint_id, ended=True, store=city, at=NOW),
    ):
        with pytest.raises(Exception, match="journal"):
            deed()
        assert everything_in(city) == before
