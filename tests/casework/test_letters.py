"""Letters to her and notes for colleagues: sealed like her words, opened on record, gone when she leaves."""

from uuid import UUID

import pytest
from sqlalchemy import text

from portal.casework import letters
from portal.casework.complaints import NothingSealed
from portal.domain.handling import OpeningReason
from portal.domain.letter import MOST_LETTERS, LetterKind, TooManyLetters
from portal.domain.report import Withdrawal
from portal.intake import complaints as intake
from portal.intake import letters as hers
from portal.intake import panel
from portal.storage.database import Store
from portal.vault.vault import Vault
from tests.casework.conftest import NOON
from tests.casework.test_complaints import OFFICER, broken_journal, deeds

REASON = OpeningReason.CONTACT_REPORTER
ASKED, ANSWERED, NOTED = "请补充", "对方说是笔庄", "和另一件像"


def write(store: Store, vault: Vault, complaint_id: UUID, kind: LetterKind, words: str, token: str = "t") -> None:
    letters.write(complaint_id, kind, words, token=token, by=OFFICER, at=NOON, store=store, vault=vault)


def test_she_reads_what_was_written_to_her_and_answers_and_sees_no_note(
    store: Store, vault: Vault, complaint_id: UUID
) -> None:
    write(store, vault, complaint_id, LetterKind.TO_REPORTER, ASKED)
    write(store, vault, complaint_id, LetterKind.NOTE, NOTED, "u")
    hers.answer(complaint_id, ANSWERED, token="t", store=store, vault=vault, at=NOON)
    assert {one.text for one in hers.of_complaint(complaint_id, store=store, vault=vault)} == {ASKED, ANSWERED}
    read = letters.read(complaint_id, reason=REASON, by=OFFICER, at=NOON, store=store, vault=vault)
    assert {one.text for one in read} == {ASKED, ANSWERED, NOTED}
    assert [deed.verb for deed in deeds(store, complaint_id)][1:] == [
        "complaint.send_letter",
        "complaint.add_note",
        "complaint.answer_letter",
        "complaint.open_letters",
    ]
    assert len(panel.looks(complaint_id, store=store)) == 1


def test_nothing_of_it_lies_open_in_the_database_or_in_a_trace(store: Store, vault: Vault, complaint_id: UUID) -> None:
    write(store, vault, complaint_id, LetterKind.TO_REPORTER, ASKED)
    with store.read() as connection:
        stored = connection.execute(text("SELECT text_sealed FROM letters")).scalar_one()
    assert ASKED.encode() not in bytes(stored)
    assert ASKED not in repr(letters.read(complaint_id, reason=REASON, by=OFFICER, at=NOON, store=store, vault=vault))


def test_the_same_tap_twice_writes_once(store: Store, vault: Vault, complaint_id: UUID) -> None:
    for _ in range(2):
        write(store, vault, complaint_id, LetterKind.TO_REPORTER, ASKED)
        hers.answer(complaint_id, ANSWERED, token="t", store=store, vault=vault, at=NOON)
    assert len(letters.listed(complaint_id, store=store)) == 2


@pytest.mark.parametrize("how", [Withdrawal.CASES, Withdrawal.ERASED])
def test_when_she_leaves_letters_and_notes_are_gone(
    store: Store, vault: Vault, complaint_id: UUID, how: Withdrawal
) -> None:
    write(store, vault, complaint_id, LetterKind.NOTE, NOTED)
    intake.withdraw(complaint_id, how, store=store, at=NOON)
    assert letters.listed(complaint_id, store=store) == []
    assert hers.of_complaint(complaint_id, store=store, vault=vault) == []
    with pytest.raises(NothingSealed):
        write(store, vault, complaint_id, LetterKind.TO_REPORTER, ASKED)
    with pytest.raises(NothingSealed):
        letters.read(complaint_id, reason=REASON, by=OFFICER, at=NOON, store=store, vault=vault)
    with pytest.raises(intake.Withdrawn):
        hers.answer(complaint_id, ANSWERED, token="t", store=store, vault=vault, at=NOON)


def test_without_its_journal_entry_nothing_is_written_or_opened(store: Store, vault: Vault, complaint_id: UUID) -> None:
    with broken_journal(store):
        with pytest.raises(Exception, match="row"):
            write(store, vault, complaint_id, LetterKind.TO_REPORTER, ASKED)
        with pytest.raises(Exception, match="row"):
            letters.read(complaint_id, reason=REASON, by=OFFICER, at=NOON, store=store, vault=vault)
    assert letters.listed(complaint_id, store=store) == []


def test_letters_have_an_end(store: Store, vault: Vault, complaint_id: UUID) -> None:
    for number in range(MOST_LETTERS):
        write(store, vault, complaint_id, LetterKind.NOTE, NOTED, str(number))
    with pytest.raises(TooManyLetters):
        hers.answer(complaint_id, ANSWERED, token="t", store=store, vault=vault, at=NOON)
