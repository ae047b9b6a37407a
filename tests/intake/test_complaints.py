"""A mother's verbs: each is whole or not at all, and a repeated one changes nothing."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from portal.domain.journal import REPORTER
from portal.domain.plausibility import Implausible
from portal.domain.report import Card, Status, Withdrawal
from portal.intake import catalogue, complaints
from portal.intake.complaints import MOST_CALLS, Receipt, TooManyCalls, UnknownHospital, Withdrawn
from portal.storage import calls as call_rows
from portal.storage import complaints as complaint_rows
from portal.storage import journal
from portal.storage.database import Store
from portal.vault.vault import Vault
from tests.intake.conftest import CONTACT, HOSPITAL, NOW, NUMBER, WORDS, call, report

TOKEN = "t" * 32


def verbs(store: Store) -> list[str]:
    with store.read() as connection:
        return [link.entry.verb for link in journal.read_chain(connection)]


def test_what_she_told_comes_back_as_she_wrote_it(city: Store, vault: Vault, receipt: Receipt) -> None:
    diary = complaints.read(receipt.complaint_id, store=city, vault=vault)
    assert diary.contact == CONTACT
    assert diary.complaint.card == report().card
    assert diary.complaint.status is Status.RECEIVED
    [told] = diary.calls
    assert (told.caller.raw, told.caller.normal, told.notes) == (NUMBER, "+8675582002389", WORDS)
    assert told.call.called_at == call().called_at
    assert told.call.knew == call().knew


def test_her_receipt_opens_her_report(city: Store, vault: Vault, receipt: Receipt) -> None:
    assert complaints.look_up(receipt.code, store=city, vault=vault) == receipt.complaint_id


def test_somebody_elses_receipt_opens_nothing(city: Store, vault: Vault, receipt: Receipt) -> None:
    assert complaints.look_up(vault.receipt_code("x" * 32), store=city, vault=vault) is None


def test_sending_twice_gives_the_same_receipt_and_one_report(city: Store, vault: Vault, receipt: Receipt) -> None:
    again = complaints.submit(report(), token=TOKEN, store=city, vault=vault, at=NOW + timedelta(minutes=1))
    assert (again.code, again.is_new) == (receipt.code, False)
    with city.read() as connection:
        assert complaint_rows.count(connection) == call_rows.count(connection) == 1
    assert verbs(city) == ["complaint.submit"]


def test_two_taps_at_the_same_moment_are_one_report(city: Store, vault: Vault) -> None:
    def send(_tap: int) -> Receipt:
        return complaints.submit(report(), token=TOKEN, store=city, vault=vault, at=NOW)

    with ThreadPoolExecutor(4) as taps:
        receipts = list(taps.map(send, range(4)))
    assert len({receipt.code for receipt in receipts}) == 1
    assert [receipt.is_new for receipt in receipts].count(True) == 1
    assert verbs(city) == ["complaint.submit"]


def test_nothing_that_identifies_her_is_in_the_database(city: Store, vault: Vault, receipt: Receipt) -> None:
    stored = everything_in(city)
    assert HOSPITAL in stored
    for secret in (NUMBER, "82002389", WORDS, CONTACT, receipt.code, receipt.code.replace("-", ""), TOKEN):
        assert secret not in stored


def test_an_impossible_time_is_refused_with_its_field(city: Store, vault: Vault) -> None:
    with pytest.raises(Implausible) as refused:
        complaints.submit(report(call(days_ago=-2)), token=TOKEN, store=city, vault=vault, at=NOW)
    assert [(problem.field, problem.code) for problem in refused.value.problems] == [("called_at", "in_future")]
    assert verbs(city) == []


def test_an_unknown_hospital_is_refused(city: Store, vault: Vault) -> None:
    with pytest.raises(UnknownHospital):
        complaints.submit(report(card=Card("没有的医院")), token=TOKEN, store=city, vault=vault, at=NOW)
    with city.read() as connection:
        assert complaint_rows.count(connection) == 0


def test_a_card_of_which_nothing_is_told_is_taken(city: Store, vault: Vault) -> None:
    receipt = complaints.submit(report(card=Card(), contact=None), token=TOKEN, store=city, vault=vault, at=NOW)
    assert complaints.read(receipt.complaint_id, store=city, vault=vault).complaint.card == Card()


def test_a_call_is_added_once_however_often_it_is_sent(city: Store, vault: Vault, receipt: Receipt) -> None:
    for expected in (1, 0):
        added = complaints.add_calls(
            receipt.complaint_id, (call(0),), token="second", store=city, vault=vault, at=NOW + timedelta(hours=1)
        )
        assert added == expected
    assert len(complaints.read(receipt.complaint_id, store=city, vault=vault).calls) == 2
    assert verbs(city) == ["complaint.submit", "complaint.add_calls"]


def test_two_taps_on_send_add_one_call(city: Store, vault: Vault, receipt: Receipt) -> None:
    def send(_tap: int) -> int:
        return complaints.add_calls(receipt.complaint_id, (call(0),), token="b", store=city, vault=vault, at=NOW)

    with ThreadPoolExecutor(4) as taps:
        assert sorted(taps.map(send, range(4))) == [0, 0, 0, 1]
    assert verbs(city) == ["complaint.submit", "complaint.add_calls"]


def test_an_impossible_call_is_not_added(city: Store, vault: Vault, receipt: Receipt) -> None:
    with pytest.raises(Implausible):
        complaints.add_calls(receipt.complaint_id, (call(-3),), token="b", store=city, vault=vault, at=NOW)
    assert verbs(city) == ["complaint.submit"]


def test_a_diary_has_an_end(city: Store, vault: Vault, receipt: Receipt) -> None:
    many = tuple(call(caller_number=None, notes=None) for _ in range(MOST_CALLS))
    with pytest.raises(TooManyCalls):
        complaints.add_calls(receipt.complaint_id, many, token="b", store=city, vault=vault, at=NOW)
    assert len(complaints.read(receipt.complaint_id, store=city, vault=vault).calls) == 1


def test_a_call_can_be_taken_back(city: Store, vault: Vault, receipt: Receipt) -> None:
    [told] = complaints.read(receipt.complaint_id, store=city, vault=vault).calls
    for _ in range(2):
        complaints.take_back_call(receipt.complaint_id, told.call.id, store=city, at=NOW)
    assert complaints.read(receipt.complaint_id, store=city, vault=vault).calls == ()
    assert verbs(city) == ["complaint.submit", "complaint.take_back_call"]


def test_somebody_elses_call_cannot_be_taken_back(city: Store, vault: Vault, receipt: Receipt) -> None:
    other = complaints.submit(report(), token="o" * 32, store=city, vault=vault, at=NOW)
    [told] = complaints.read(other.complaint_id, store=city, vault=vault).calls
    complaints.take_back_call(receipt.complaint_id, told.call.id, store=city, at=NOW)
    assert len(complaints.read(other.complaint_id, store=city, vault=vault).calls) == 1


def test_stopping_publication_keeps_the_rest(city: Store, vault: Vault) -> None:
    receipt = complaints.submit(report(may_publish=True), token=TOKEN, store=city, vault=vault, at=NOW)
    complaints.withdraw(receipt.complaint_id, Withdrawal.PUBLICATION, store=city, at=NOW)
    diary = complaints.read(receipt.complaint_id, store=city, vault=vault)
    assert (diary.complaint.may_publish, diary.complaint.withdrawal) == (False, Withdrawal.PUBLICATION)
    assert diary.calls[0].notes == WORDS


def test_stopping_use_destroys_what_identifies_and_keeps_what_counts(
    city: Store, vault: Vault, receipt: Receipt
) -> None:
    complaints.withdraw(receipt.complaint_id, Withdrawal.CASES, store=city, at=NOW)
    diary = complaints.read(receipt.complaint_id, store=city, vault=vault)
    assert diary.contact is None
    [told] = diary.calls
    assert (told.caller, told.notes, told.call.caller_index) == (None, None, None)
    assert told.call.called_at == call().called_at
    assert nothing_sealed_of(city, receipt.complaint_id)
    with pytest.raises(Withdrawn):
        complaints.add_calls(receipt.complaint_id, (call(),), token="b", store=city, vault=vault, at=NOW)


def test_erasing_leaves_an_empty_number(city: Store, vault: Vault, receipt: Receipt) -> None:
    complaints.withdraw(receipt.complaint_id, Withdrawal.ERASED, store=city, at=NOW)
    diary = complaints.read(receipt.complaint_id, store=city, vault=vault)
    assert (diary.complaint.card, diary.calls, diary.contact) == (Card(), (), None)
    assert nothing_sealed_of(city, receipt.complaint_id)
    assert complaints.look_up(receipt.code, store=city, vault=vault) == receipt.complaint_id


def test_what_was_erased_does_not_come_back_with_an_old_form(city: Store, vault: Vault, receipt: Receipt) -> None:
    complaints.withdraw(receipt.complaint_id, Withdrawal.ERASED, store=city, at=NOW)
    again = complaints.submit(report(), token=TOKEN, store=city, vault=vault, at=NOW)
    assert not again.is_new
    assert complaints.read(receipt.complaint_id, store=city, vault=vault).calls == ()


def test_a_step_back_from_withdrawing_is_not_possible(city: Store, receipt: Receipt) -> None:
    for how in (Withdrawal.CASES, Withdrawal.PUBLICATION, Withdrawal.CASES):
        complaints.withdraw(receipt.complaint_id, how, store=city, at=NOW)
    assert verbs(city) == ["complaint.submit", "complaint.withdraw"]


def test_every_deed_is_in_the_journal_without_her(city: Store, vault: Vault, receipt: Receipt) -> None:
    complaints.withdraw(receipt.complaint_id, Withdrawal.ERASED, store=city, at=NOW)
    with city.read() as connection:
        [submitted, withdrawn] = [link.entry for link in journal.read_chain(connection)]
        assert journal.broken_at(connection) is None
    assert submitted.actor == withdrawn.actor == REPORTER
    assert submitted.subject == withdrawn.subject == f"complaint:{receipt.complaint_id}"
    assert (submitted.details, withdrawn.details) == ({"calls": 1}, {"how": "erased", "key": "destroyed"})


def test_without_its_journal_entry_no_deed_is_done(city: Store, vault: Vault, receipt: Receipt) -> None:
    [told] = complaints.read(receipt.complaint_id, store=city, vault=vault).calls
    before = everything_in(city)
    break_the_journal(city)
    same = {"store": city, "at": NOW}
    deeds = [
        lambda: complaints.submit(report(), token="n" * 32, vault=vault, **same),
        lambda: complaints.add_calls(receipt.complaint_id, (call(0),), token="n", vault=vault, **same),
        lambda: complaints.take_back_call(receipt.complaint_id, told.call.id, **same),
        *(
            lambda how=how: complaints.withdraw(receipt.complaint_id, how, **same)
            for how in (Withdrawal.PUBLICATION, Withdrawal.CASES, Withdrawal.ERASED)
        ),
    ]
    for deed in deeds:
        with pytest.raises(Exception, match="journal"):
            deed()
        assert everything_in(city) == before


def test_hospitals_are_offered_by_district(city: Store) -> None:
    assert catalogue.hospitals_by_district(city) == {"江岸区": [HOSPITAL]}


def test_a_report_that_never_was_cannot_be_read(city: Store, vault: Vault) -> None:
    with pytest.raises(complaint_rows.ComplaintMissing):
        complaints.read(uuid4(), store=city, vault=vault)


def nothing_sealed_of(store: Store, complaint_id: UUID) -> bool:
    with store.read() as connection:
        stored = call_rows.of_complaint(connection, complaint_id)
        complaint = complaint_rows.get(connection, complaint_id)
        key = complaint_rows.wrapped_key(connection, complaint_id)
    sealed = [value for row in stored for value in (row.caller_sealed, row.caller_index, row.notes_sealed)]
    return not any([key, complaint.contact_sealed, *sealed])


def everything_in(store: Store) -> str:
    """Every value of every table as text; on SQLite the bytes of the file too, freed pages included."""
    with store.read() as connection:
        if store.embedded:
            tables = text("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        else:
            tables = text("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename")
        names = list(connection.execute(tables).scalars())
        rows = [
            [name, *(bytes(value) if isinstance(value, memoryview) else value for value in row)]
            for name in names
            for row in connection.execute(text(f'SELECT * FROM "{name}"'))  # noqa: S608 - names of our own tables
        ]
    return "\n".join(" ".join(_readable(value) for value in row) for row in rows)


def _readable(value: object) -> str:
    return value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)


def break_the_journal(store: Store) -> None:
    """From now on, the database itself refuses every new entry."""
    with store.write() as connection:
        if store.embedded:
            connection.execute(
                text("CREATE TRIGGER no BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'journal is broken'); END")
            )
            return
        connection.execute(
            text(
                "CREATE FUNCTION no() RETURNS trigger LANGUAGE plpgsql AS "
                "$$BEGIN RAISE EXCEPTION 'journal is broken'; END$$"
            )
        )
        connection.execute(text("CREATE TRIGGER no BEFORE INSERT ON journal FOR EACH ROW EXECUTE FUNCTION no()"))
