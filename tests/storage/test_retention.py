"""What names people goes when its time is over, class by class; what two persons keep stays."""

import threading
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import update

from portal.casework import complaints as office
from portal.casework import legal_holds
from portal.domain.legal_hold import HoldReason, HoldRefused, HoldStage
from portal.domain.report import CallDraft, Card, ClosingNote, ComplaintDraft, Status, Withdrawal
from portal.domain.retention_term import NOTICE, RetentionClass, RetentionTermsUnreadable, read, shipped
from portal.domain.vocabulary import Precision, VendorType
from portal.intake import complaints as diary
from portal.intake import retention, standing
from portal.storage import complaints, journal
from portal.storage import schema as tables
from portal.storage.database import Store
from portal.vault import keyring
from portal.vault.vault import Vault

THEN = datetime(2022, 3, 2, 4, 0, tzinfo=UTC)
TERMS = shipped()
UNVERIFIED, CLOSED, SILENT, FACTS = (
    TERMS.by_class[RetentionClass(name)].kept for name in ("unverified", "closed", "silent", "facts")
)
A_SECOND = timedelta(seconds=1)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(keyring.create(tmp_path / "keys.json"))


def submit(store: Store, vault: Vault, token: str = "t", tier: int = 0) -> UUID:
    call = CallDraft(THEN, Precision.MINUTE, VendorType.OTHER, caller_number="13800138000", notes="备注")
    draft = ComplaintDraft(Card(registered_on=date(2022, 2, 1)), (call,), contact="a")
    made = diary.submit(draft, token=token.ljust(32, "x"), store=store, vault=vault, at=THEN).complaint_id
    with store.write() as connection:
        connection.execute(update(tables.complaints).where(tables.complaints.c.id == made).values(tier=tier))
    return made


def due(store: Store, kind: str, at: datetime) -> tuple[int, int]:
    found = {one.kind: one for one in retention.due(terms=TERMS, store=store, at=at)}
    return found[RetentionClass(kind)].count, found[RetentionClass(kind)].held


def run(store: Store, at: datetime) -> dict[str, int]:
    return {kind.value: count for kind, count in retention.run(terms=TERMS, store=store, at=at).items() if count}


def has_key(store: Store, complaint_id: UUID) -> bool:
    with store.read() as connection:
        return complaints.wrapped_key(connection, complaint_id) is not None


def held(store: Store, complaint_id: UUID) -> UUID:
    """A hold that two persons put on a complaint."""
    legal_holds.propose(complaint_id, reason=HoldReason.POLICE, by="li", at=THEN, store=store)
    hold = legal_holds.of_complaint(complaint_id, store=store)[-1]
    legal_holds.decide(complaint_id, hold.id, agreed=True, by="wang", at=THEN, store=store)
    return hold.id


def test_only_what_has_been_silent_long_enough_is_due(store: Store, vault: Vault) -> None:
    quiet = submit(store, vault, "quiet", tier=1)
    submit(store, vault, "silent", tier=1)
    with store.write() as connection:
        complaints.add_quiet_report(connection, quiet, THEN + timedelta(days=100))

    assert due(store, "silent", THEN + SILENT) == (0, 0)
    assert due(store, "silent", THEN + SILENT + A_SECOND) == (1, 0)
    assert due(store, "silent", THEN + SILENT + timedelta(days=101)) == (2, 0)


def test_an_unverified_report_goes_first_unless_somebody_took_it_up(store: Store, vault: Vault) -> None:
    untouched, verified, reviewed = (submit(store, vault, name, tier) for name, tier in (("a", 0), ("b", 1), ("c", 0)))
    office.begin_review(reviewed, by="li", at=THEN, store=store)

    assert run(store, THEN + UNVERIFIED) == {}
    assert run(store, THEN + UNVERIFIED + A_SECOND) == {"unverified": 1}
    assert [has_key(store, one) for one in (untouched, verified, reviewed)] == [False, True, True]


def test_a_closed_complaint_goes_half_a_year_after_the_office_finished(store: Store, vault: Vault) -> None:
    closed, finished = submit(store, vault, tier=1), THEN + timedelta(days=30)
    office.begin_review(closed, by="li", at=THEN, store=store)
    office.close(closed, note=next(iter(ClosingNote)), by="li", at=finished, store=store)

    assert run(store, finished + CLOSED) == {}
    assert run(store, finished + CLOSED + timedelta(days=1)) == {"closed": 1}
    assert not has_key(store, closed)


def test_key_and_words_are_destroyed_and_dates_stay(store: Store, vault: Vault) -> None:
    one = submit(store, vault, tier=1)

    assert run(store, THEN + SILENT + A_SECOND) == {"silent": 1}
    assert run(store, THEN + SILENT + A_SECOND) == {}

    found = diary.read(one, store=store, vault=vault)
    assert (found.contact, found.calls[0].notes, found.calls[0].caller) == (None, None, None)
    assert (found.calls[0].call.caller_sealed, found.calls[0].call.caller_index) == (None, None)
    assert found.calls[0].call.called_at == THEN
    with store.read() as connection:
        entries = [entry for entry in journal.about(connection, "retention") if entry.verb == retention.DESTROY]
    assert [entry.details for entry in entries] == [{"class": "silent", "complaints": 1, "keys": "destroyed"}]


def test_dates_and_codes_go_at_last_without_saying_that_she_withdrew(store: Store, vault: Vault) -> None:
    one = submit(store, vault, tier=1)

    assert run(store, THEN + FACTS + A_SECOND) == {"silent": 1, "facts": 1}
    assert run(store, THEN + FACTS + A_SECOND) == {}

    found = diary.read(one, store=store, vault=vault)
    assert (found.calls, found.complaint.card, found.complaint.withdrawal) == ((), Card(), Withdrawal.NONE)
    assert found.complaint.status is Status.RECEIVED


def test_she_can_add_a_call_after_her_earlier_words_are_gone(store: Store, vault: Vault) -> None:
    one, late = submit(store, vault), THEN + UNVERIFIED + timedelta(days=1)
    run(store, late)
    call = CallDraft(late, Precision.MINUTE, VendorType.OTHER, notes="又来了")

    assert diary.add_calls(one, (call,), token="u" * 32, store=store, vault=vault, at=late) == 1

    assert [line.notes for line in diary.read(one, store=store, vault=vault).calls] == [None, "又来了"]
    assert due(store, "unverified", late + UNVERIFIED) == (0, 0)


def test_a_call_that_is_just_being_added_is_not_lost_to_a_run(store: Store, vault: Vault) -> None:
    one, late = submit(store, vault), THEN + UNVERIFIED + A_SECOND
    runner = threading.Thread(target=run, args=(store, late))
    with store.write() as hers:
        complaints.get(hers, one, lock=True)
        runner.start()
        time.sleep(0.5)  # the run has found the complaint by now, and waits for it
        complaints.add_quiet_report(hers, one, late)
    runner.join()

    assert has_key(store, one)


def test_what_two_persons_keep_stays_until_two_let_it_go(store: Store, vault: Vault) -> None:
    kept, other = submit(store, vault, "kept"), submit(store, vault, "other")
    hold, late = held(store, kept), THEN + FACTS + A_SECOND

    assert due(store, "unverified", late) == (1, 1)
    run(store, late)
    assert [has_key(store, one) for one in (kept, other)] == [True, False]
    assert [one.reason for one in standing.holds(kept, store=store)] == [HoldReason.POLICE]

    legal_holds.propose_release(kept, hold, by="wang", at=late, store=store)
    run(store, late)
    assert has_key(store, kept)
    legal_holds.decide(kept, hold, agreed=True, by="li", at=late, store=store)
    run(store, late)
    assert not has_key(store, kept)
    assert standing.holds(kept, store=store) == []


def test_one_person_alone_neither_keeps_nor_lets_go(store: Store, vault: Vault) -> None:
    one = submit(store, vault)
    legal_holds.propose(one, reason=HoldReason.LAWSUIT, by="li", at=THEN, store=store)
    (proposal,) = legal_holds.of_complaint(one, store=store)

    assert due(store, "unverified", THEN + UNVERIFIED + A_SECOND) == (1, 0)
    refused = []
    for step in (
        lambda: legal_holds.decide(one, proposal.id, agreed=True, by="li", at=THEN, store=store),
        lambda: legal_holds.propose(one, reason=HoldReason.AUDIT, by="wang", at=THEN, store=store),
        lambda: legal_holds.propose_release(one, proposal.id, by="wang", at=THEN, store=store),
    ):
        with pytest.raises(HoldRefused) as caught:
            step()
        refused.append(caught.value.why)
    assert refused == ["same_person", "there_already", "gone"]

    legal_holds.decide(one, proposal.id, agreed=True, by="wang", at=THEN, store=store)
    legal_holds.propose_release(one, proposal.id, by="li", at=THEN, store=store)
    with pytest.raises(HoldRefused, match="same_person"):
        legal_holds.decide(one, proposal.id, agreed=True, by="li", at=THEN, store=store)
    legal_holds.decide(one, proposal.id, agreed=False, by="wang", at=THEN, store=store)
    assert legal_holds.of_complaint(one, store=store)[0].stage is HoldStage.HOLDS


def test_a_hold_never_stands_in_her_way(store: Store, vault: Vault) -> None:
    one = submit(store, vault)
    held(store, one)

    diary.withdraw(one, Withdrawal.ERASED, store=store, at=THEN)

    assert not has_key(store, one)
    assert legal_holds.of_complaint(one, store=store) == []


def test_new_terms_wait_a_week_and_then_a_run_a_day(store: Store, vault: Vault) -> None:
    submit(store, vault)
    late = THEN + FACTS + A_SECOND

    def works(at: datetime) -> bool:
        return retention.keep_house(terms=TERMS, store=store, at=at)

    assert [works(late), works(late), works(late + NOTICE - A_SECOND)] == [True, False, False]
    assert due(store, "unverified", late) == (1, 0)
    assert works(late + NOTICE)
    assert due(store, "unverified", late) == (0, 0)
    assert [works(late + NOTICE + timedelta(hours=23)), works(late + NOTICE + timedelta(days=1))] == [False, True]
    found = retention.schedule(terms=TERMS, store=store, at=late)
    assert found.last is not None
    assert found.next_at == late + NOTICE + timedelta(days=2)


def test_a_run_that_was_killed_goes_on_where_it_was(
    store: Store, vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    every = [submit(store, vault, name) for name in "abc"]
    monkeypatch.setattr(retention, "COMPLAINTS_A_TRANSACTION", 1)
    late, destroy, done = THEN + UNVERIFIED + A_SECOND, complaints.destroy_sealed, []

    def dies(connection: object, complaint_id: UUID) -> None:
        if len(done) == 2:
            raise KeyboardInterrupt
        destroy(connection, complaint_id)
        done.append(complaint_id)

    monkeypatch.setitem(retention.expiry.DESTROYS, RetentionClass.UNVERIFIED, dies)
    with pytest.raises(KeyboardInterrupt):
        run(store, late)
    assert sum(has_key(store, one) for one in every) == 1
    assert retention.schedule(terms=TERMS, store=store, at=late).last is None

    monkeypatch.setitem(retention.expiry.DESTROYS, RetentionClass.UNVERIFIED, destroy)
    assert run(store, late) == {"unverified": 1}
    with store.read() as connection:
        assert journal.broken_at(connection) is None


@pytest.mark.parametrize("row", ['days = 0\nsource = "a"', 'days = 30\nsource = " "', "days = 30", 'days = "x"'])
def test_a_table_that_is_not_one_is_refused(tmp_path: Path, row: str) -> None:
    path = tmp_path / "terms.toml"
    path.write_text("".join(f"[{kind.value}]\n{row}\n" for kind in RetentionClass))
    with pytest.raises(RetentionTermsUnreadable):
        read(path)
