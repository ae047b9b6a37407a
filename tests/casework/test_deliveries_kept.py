"""A receiver who changed meanwhile gets nothing; what is kept, written and printed of a delivery is what left."""

from datetime import timedelta

import pyrage
import pytest
from sqlalchemy import text

from portal.casework import deliveries, delivering, receivers
from portal.domain import delivery as domain
from portal.domain.access import Role
from portal.domain.delivery import DeliveryRefused, DeliveryStage, Purpose
from portal.domain.report import CallDraft, Card, ComplaintDraft, Withdrawal
from portal.domain.vocabulary import Precision, VendorType
from portal.intake import complaints as intake
from portal.storage.database import Store
from portal.vault.vault import Vault
from tests.casework.delivered import DECIDED, NOON, OFFICE, Scene, deeds, kept, stage_of, table

HEADERS = {
    Purpose.SUPERVISION: "delivery row called_at precision reported_on channel vendor_type caller_class knew tier"
    " district",
    Purpose.PROSECUTION: "delivery row mother called_at precision reported_on channel vendor_type caller_class knew"
    " stage tier district hospital registered_on",
    Purpose.TELECOM: "delivery row caller_number called_at precision channel voice caller_class",
}


@pytest.fixture
def scene(store: Store, vault: Vault) -> Scene:
    return Scene(store, vault)


def test_to_a_retired_receiver_nothing_is_approved_and_nothing_leaves(scene: Scene) -> None:
    scene.told(5)
    waiting, under_way = scene.asked(), scene.asked()
    scene.decided(under_way)
    receivers.retire(scene.receiver.id, by=scene.administrator, at=DECIDED, store=scene.store)
    with pytest.raises(DeliveryRefused, match=r"^no_receiver$"):
        scene.decided(waiting)
    with pytest.raises(DeliveryRefused, match=r"^no_receiver$"):
        scene.taken(under_way)
    assert stage_of(scene, waiting, DECIDED) is DeliveryStage.ASKED
    assert stage_of(scene, under_way) is DeliveryStage.OPEN


def test_to_a_key_that_was_exchanged_past_the_portal_nothing_leaves(scene: Scene) -> None:
    scene.told(5)
    waiting, under_way = scene.asked(), scene.asked()
    scene.decided(under_way)
    stranger = str(pyrage.x25519.Identity.generate().to_public())
    with scene.store.write() as connection:
        connection.execute(text("UPDATE receivers SET public_key = :key"), {"key": stranger})
    with pytest.raises(DeliveryRefused, match=r"^key_changed$"):
        scene.decided(waiting, tail=stranger[-6:])
    with pytest.raises(DeliveryRefused, match=r"^key_changed$"):
        scene.taken(under_way)


def test_only_what_left_is_kept(scene: Scene) -> None:
    mothers = scene.told(6)
    asked = scene.asked()
    assert kept(scene.store) == 12
    scene.decided(asked)
    intake.withdraw(mothers[0], Withdrawal.PUBLICATION, store=scene.store, at=DECIDED)
    scene.taken(asked)
    assert kept(scene.store) == 10
    assert (deeds(scene.store, f"delivery:{asked}")[-2].details) == {"rows": 10, "mothers": 5}


def test_the_end_of_a_quota_is_told_with_its_size(scene: Scene) -> None:
    scene.told(5)
    for _ in range(domain.QUOTA):
        scene.asked()
    with pytest.raises(DeliveryRefused, match=r"^quota$"):
        scene.asked()
    assert deeds(scene.store, "quota")[-1].details == {"of": "quota", "most": 6, "minutes": 30 * 24 * 60}


def test_the_order_of_rows_follows_from_their_marks_and_joins_no_mothers_calls(scene: Scene) -> None:
    scene.told(5)
    asked = scene.asked()
    one = deliveries.read(asked, store=scene.store)
    with scene.store.read() as connection:
        calls = deliveries.rows.contents(connection, asked, Purpose.PROSECUTION)
    rows = delivering.in_order(one, calls, scene.vault)
    digests = scene.vault.delivery_marks(asked, [row.call.call_id for row in rows])
    assert digests == sorted(digests) and len(rows) == 10


def test_what_was_refused_says_so_and_a_day_goes_by_where_nobody_chose_otherwise(scene: Scene) -> None:
    scene.told(5)
    asked = scene.asked()
    scene.decided(asked, granted=False)
    assert stage_of(scene, asked) is DeliveryStage.REFUSED
    assert timedelta(days=1) == domain.DEFAULT_DELAY


def test_a_colleague_who_was_kept_back_is_on_record_and_the_last_row_of_a_cap_may_leave(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    scene.told(5)
    monkeypatch.setattr("portal.casework.delivery_checks.ROWS_A_PERIOD", 20)
    asked = [scene.asked() for _ in range(3)]
    with pytest.raises(DeliveryRefused, match=r"^same_unit$"):
        scene.decided(asked[0], scene.with_factor("li.colleague", Role.EXPORT_APPROVER, OFFICE))
    assert deeds(scene.store, f"delivery:{asked[0]}")[-1].details == {"why": "same_unit"}
    for one in asked[:2]:
        scene.decided(one)
    with pytest.raises(DeliveryRefused, match=r"^rows_quota$"):
        scene.decided(asked[2])


def test_headers_are_what_receivers_were_told_and_what_is_not_known_is_empty(scene: Scene) -> None:
    for number in range(5):
        call = CallDraft(NOON, Precision.MINUTE, VendorType.OTHER)
        token = f"bare-{number}".ljust(32, "x")
        intake.submit(ComplaintDraft(Card(), (call,)), token=token, store=scene.store, vault=scene.vault, at=NOON)
    for purpose, header in HEADERS.items():
        if purpose is Purpose.TELECOM:
            scene.told(5)
        read = table(scene.delivered(receiver=scene.registered(f"机关 {purpose}", purpose)))
        assert list(read[0]) == header.split()
        unknown = {"voice", "knew", "stage", "district", "hospital", "registered_on"} & set(read[0])
        assert {row[name] for row in read for name in unknown} == {""}


def test_what_is_printed_of_a_delivery_names_no_call_no_number_and_no_key(scene: Scene) -> None:
    scene.told(5)
    asked = scene.asked(receiver=scene.registered("通信管理局", Purpose.TELECOM))
    one = deliveries.read(asked, store=scene.store)
    with scene.store.read() as connection:
        calls = deliveries.rows.contents(connection, asked, Purpose.TELECOM)
    rows = delivering.with_numbers(delivering.in_order(one, calls, scene.vault), scene.store, scene.vault)
    printed = repr((one, rows))
    assert len(rows) == 10 and rows[0].number in {row.number for row in rows} and rows[0].number.startswith("+86139")
    for secret in (rows[0].number, scene.key, str(calls[0].call_id), rows[0].mother):
        assert secret not in printed
