"""What is kept beside a complaint is what its calls add up to, whichever way they came and went."""

import random
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from portal.domain.caseload import QueueFilter
from portal.domain.period import local_day
from portal.domain.pregnancy import stage_on
from portal.domain.report import CallDraft, Card, ComplaintDraft, Withdrawal, mask_of
from portal.domain.vocabulary import Precision, Stage, VendorType
from portal.intake import complaints as intake
from portal.storage import queue
from portal.storage.database import Store
from portal.storage.schema import calls, complaints
from portal.vault.vault import Vault
from tests.casework.conftest import NOON

TODAY = local_day(NOON)


def drawn(chance: random.Random, count: int) -> tuple[CallDraft, ...]:
    return tuple(
        CallDraft(NOON - timedelta(days=chance.randrange(1, 20)), Precision.MINUTE, chance.choice(list(VendorType)))
        for _ in range(count)
    )


def by_reading_calls(store: Store) -> dict[UUID, tuple]:
    """The same by the simple way: all calls of each complaint."""
    found = {}
    with store.read() as connection:
        for row in connection.execute(select(complaints)).all():
            told = connection.execute(select(calls).where(calls.c.complaint_id == row.id)).all()
            last = max((call.reported_at for call in told), default=None)
            vendors = frozenset(call.vendor_type for call in told)
            stage = stage_on(local_day(last or row.created_at), due_on=row.due_on, born_on=row.born_on)
            found[row.id] = (len(told), last, mask_of(vendors, VendorType), stage)
    return found


def as_kept(store: Store) -> dict[UUID, tuple]:
    with store.read() as connection:
        rows = connection.execute(select(complaints)).all()
    return {row.id: (row.told_calls, row.told_last, row.told_vendors, row.told_stage) for row in rows}


def test_it_is_right_after_every_deed(store: Store, vault: Vault) -> None:
    chance, ids = random.Random(7), []  # noqa: S311 - which deeds
    for number in range(30):
        due = TODAY + timedelta(days=chance.randrange(-150, 250)) if chance.random() < 0.8 else None
        draft = ComplaintDraft(Card(due_on=due), drawn(chance, chance.randrange(4)))
        sent = intake.submit(draft, token=f"{number:032d}", store=store, vault=vault, at=NOON)
        ids.append(sent.complaint_id)
    later = NOON + timedelta(days=40)
    for number, one in enumerate(chance.choices(ids, k=20)):
        intake.add_calls(one, drawn(chance, 2), token=f"{number:032x}", store=store, vault=vault, at=later)
    for one in chance.sample(ids, 10):
        told = intake.read(one, store=store, vault=vault).calls
        if told:
            intake.take_back_call(one, chance.choice(told).call.id, store=store, at=later)
    intake.withdraw(ids[0], Withdrawal.ERASED, store=store, at=later)
    assert as_kept(store) == by_reading_calls(store)
    assert as_kept(store)[ids[0]] == (0, None, 0, None)
    assert len({kept[3] for kept in as_kept(store).values()}) > 3


def test_filters_together_find_what_a_plain_reading_finds(store: Store, vault: Vault) -> None:
    chance = random.Random(8)  # noqa: S311 - which reports
    for number in range(40):
        due = TODAY + timedelta(days=chance.randrange(-150, 250))
        draft = ComplaintDraft(Card(due_on=due), drawn(chance, chance.randrange(1, 4)))
        intake.submit(draft, token=f"{number:032d}", store=store, vault=vault, at=NOON)
    kept = by_reading_calls(store)
    for stage in (None, *Stage):
        for vendor in (None, *VendorType):
            which = QueueFilter(stage=stage, vendor=vendor)
            bit = mask_of(frozenset({vendor}), VendorType) if vendor else 0
            wanted = {
                one for one, (_, _, vendors, at) in kept.items()
                if (stage is None or at == stage) and (vendor is None or vendors & bit)
            }  # fmt: skip
            with store.read() as connection:
                rows = queue.page(connection, which, today=TODAY, late_start=TODAY)
                count = queue.length(connection, which, today=TODAY, late_start=TODAY)
            assert ({row.complaint.id for row in rows}, count) == (wanted, len(wanted))
