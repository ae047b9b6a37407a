"""A clerk enters what a mother tells on the telephone: one deed with a login, one receipt, and no way back to it."""

from datetime import timedelta

import pytest

from portal.domain.vocabulary import FiledBy
from portal.intake import complaints, hotline, panel
from portal.intake.complaints import Receipt
from portal.intake.hotline import READING_OUT, ReadingOver, ReadOut
from portal.storage import complaints as complaint_rows
from portal.storage import journal
from portal.storage.database import Store
from portal.vault.vault import Vault
from tests.intake.conftest import NOW, WORDS, report
from tests.intake.test_complaints import break_the_journal

CLERK, COLLEAGUE = "sun.clerk", "qian.clerk"
TOKEN = "h" * 32


def told(store: Store, vault: Vault, *, by: str = CLERK, minutes: float = 0) -> ReadOut:
    at = NOW + timedelta(minutes=minutes)
    return hotline.enter(report(filed_by=FiledBy.HOTLINE), by=by, token=TOKEN, store=store, vault=vault, at=at)


def test_the_receipt_that_is_read_out_opens_her_report(city: Store, vault: Vault) -> None:
    complaint_id = complaints.look_up(told(city, vault).code, store=city, vault=vault)
    assert complaint_id is not None
    diary = complaints.read(complaint_id, store=city, vault=vault)
    assert (diary.calls[0].notes, diary.complaint.filed_by) == (WORDS, FiledBy.HOTLINE)
    assert panel.entered_at(complaint_id, store=city) == NOW


def test_the_journal_names_the_login_and_the_deed(city: Store, vault: Vault) -> None:
    told(city, vault)
    with city.read() as connection:
        chain = list(journal.read_chain(connection))
        assert journal.broken_at(connection) is None
    assert [(link.entry.verb, link.entry.actor, link.entry.details) for link in chain] == [
        ("complaint.enter", CLERK, {"calls": 1})
    ]


def test_what_she_sends_herself_is_her_own_deed(city: Store, receipt: Receipt) -> None:
    assert panel.entered_at(receipt.complaint_id, store=city) is None


def test_the_same_form_sent_twice_is_one_report_and_one_receipt(city: Store, vault: Vault) -> None:
    assert told(city, vault).code == told(city, vault, minutes=29).code
    with city.read() as connection:
        assert (complaint_rows.count(connection), journal.length(connection)) == (1, 1)


def test_later_the_same_form_shows_nothing(city: Store, vault: Vault) -> None:
    told(city, vault)
    with pytest.raises(ReadingOver):
        told(city, vault, minutes=READING_OUT / timedelta(minutes=1))


def test_a_token_tells_neither_a_colleague_nor_the_mothers_own_page_the_receipt(city: Store, vault: Vault) -> None:
    code = told(city, vault).code
    assert told(city, vault, by=COLLEAGUE).code != code
    assert complaints.submit(report(), token=TOKEN, store=city, vault=vault, at=NOW).code != code


def test_it_is_read_once_more_within_its_time_and_by_who_entered_it(city: Store, vault: Vault) -> None:
    first = told(city, vault)
    again = hotline.once_more(first.state, by=CLERK, vault=vault, at=NOW + timedelta(minutes=29))
    assert (again.code, again.phrase) == (first.code, first.phrase)
    for state, by, at in (
        (first.state, COLLEAGUE, NOW),
        (first.state, CLERK, NOW + READING_OUT),
        (first.state[:-1], CLERK, NOW),
        (b"", CLERK, NOW),
    ):
        with pytest.raises(ReadingOver):
            hotline.once_more(state, by=by, vault=vault, at=at)


def test_she_repeats_the_last_four_or_something_else(city: Store, vault: Vault) -> None:
    heard = told(city, vault)
    assert hotline.is_repeated(heard, f" {heard.code[-4:].lower()} ")
    assert not hotline.is_repeated(heard, heard.code[-3:])
    assert not hotline.is_repeated(heard, heard.code[:4])


def test_nothing_that_is_read_out_shows_in_a_log(city: Store, vault: Vault) -> None:
    heard = told(city, vault)
    assert heard.code not in repr(heard) and heard.phrase[0] not in repr(heard)


def test_without_its_journal_entry_there_is_no_report(city: Store, vault: Vault) -> None:
    break_the_journal(city)
    with pytest.raises(Exception, match="journal is broken"):
        told(city, vault)
    with city.read() as connection:
        assert complaint_rows.count(connection) == 0
