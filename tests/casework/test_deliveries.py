"""Rows leave only by two people of two units, after a delay, within bounds, once, and for whom they were sealed."""

from datetime import date, timedelta
from uuid import uuid4

import pyrage
import pytest
from sqlalchemy import text

from portal.casework import breaches, deliveries, members
from portal.domain import delivery as domain
from portal.domain.access import Role
from portal.domain.breach import Alarm, BreachKind
from portal.domain.delivery import (
    OPEN_FOR,
    REQUEST_HOLDS,
    DeliveryRefused,
    DeliveryStage,
    Purpose,
    Scope,
)
from portal.domain.period import Period
from portal.domain.report import Withdrawal
from portal.intake import complaints as intake
from portal.intake import panel, standing
from portal.storage.database import Store
from portal.vault.vault import Vault
from tests.casework.delivered import (
    ASKED,
    DAY,
    DECIDED,
    EVERYTHING,
    INSPECTION,
    LETTER,
    OFFICE,
    OPEN,
    Scene,
    deeds,
    kept,
    part,
    stage_of,
    table,
)
from tests.casework.test_complaints import broken_journal

BOTH = (Role.EXPORT_APPROVER, Role.EXPORT_REQUESTER)


@pytest.fixture
def scene(store: Store, vault: Vault) -> Scene:
    return Scene(store, vault)


def test_one_asks_another_approves_it_waits_and_leaves_sealed(scene: Scene) -> None:
    mothers = scene.told(5)
    asked = scene.asked()
    assert stage_of(scene, asked, ASKED) is DeliveryStage.ASKED
    scene.decided(asked)
    assert stage_of(scene, asked, DECIDED) is DeliveryStage.DELAYED
    sealed = scene.taken(asked)
    assert sealed.startswith(b"age-encryption.org/") and stage_of(scene, asked) is DeliveryStage.TAKEN
    with pytest.raises(pyrage.DecryptError):
        pyrage.decrypt(sealed, [pyrage.x25519.Identity.generate()])
    packed = scene.opened(sealed)
    assert part(packed, "README.txt").decode().startswith("对外提供 20260303-")
    read = table(packed)
    assert len(read) == 10 and {row["delivery"] for row in read} == {deliveries.read(asked, store=scene.store).label}
    assert len({row["row"] for row in read}) == 10 and len({row["mother"] for row in read}) == 5
    assert [deed.verb for deed in deeds(scene.store, f"delivery:{asked}")] == [
        "delivery.ask", "delivery.approve", "delivery.take", "delivery.seal",
    ]  # fmt: skip
    for mother in mothers:
        (told,) = panel.handed_out(mother, store=scene.store)
        assert (told.receiver, told.purpose, told.at) == ("宁川市人民检察院", Purpose.PROSECUTION, OPEN)


def test_a_purpose_gets_its_columns_and_no_other_and_only_tracing_gets_numbers(scene: Scene) -> None:
    scene.told(5)
    found = {}
    for purpose in Purpose:
        receiver = scene.registered(f"机关 {purpose}", purpose)
        packed = scene.delivered(receiver=receiver)
        found[purpose] = table(packed)
        everything = b"".join(part(packed, name) for name in ("rows.csv", "README.txt"))
        assert b"lixia2026" not in everything and "名单".encode() not in everything
        assert list(found[purpose][0]) == [column.value for column in domain.COLUMNS[purpose]]
        assert (b"1390000" in everything) is (purpose is Purpose.TELECOM)
    numbers = {row["caller_number"] for row in found[Purpose.TELECOM]}
    assert "'+8613900000000" in numbers and len(numbers) == 10
    assert {row["registered_on"] for row in found[Purpose.PROSECUTION]} == {"2025-11-03"}
    references = [{row["row"] for row in read} for read in found.values()]
    assert not references[0] & references[1] and not references[1] & references[2]


def test_whoever_asked_approves_nothing_even_in_another_role(scene: Scene) -> None:
    scene.told(5)
    asked = scene.asked()
    with pytest.raises(DeliveryRefused, match=r"^not_allowed$"):
        scene.decided(asked, scene.requester)
    with scene.store.write() as connection:
        connection.execute(text("UPDATE staff SET role = 'export_approver', unit = 'x' WHERE login = 'qian.requester'"))
    with pytest.raises(DeliveryRefused, match=r"^same_person$"):
        scene.decided(asked, scene.requester)
    assert deeds(scene.store, f"delivery:{asked}")[-1].details == {"why": "same_person"}
    assert stage_of(scene, asked, DECIDED) is DeliveryStage.ASKED


@pytest.mark.parametrize("unit", [OFFICE, f" {OFFICE[:3]} {OFFICE[3:]} "])
def test_a_colleague_of_the_same_unit_approves_nothing(scene: Scene, unit: str) -> None:
    scene.told(5)
    asked = scene.asked()
    near = scene.with_factor("li.approver", Role.EXPORT_APPROVER, unit)
    with pytest.raises(DeliveryRefused, match=r"^same_unit$"):
        scene.decided(asked, near)
    scene.decided(asked)
    members.set_unit_on_server("sun.approver", unit, by="zhou", at=DECIDED, store=scene.store)
    with pytest.raises(DeliveryRefused, match=r"^same_unit$"):
        scene.taken(asked)


@pytest.mark.parametrize(("unit", "why"), [(None, "no_unit"), (INSPECTION, "no_factor")])
def test_without_unit_or_second_factor_nobody_takes_part(scene: Scene, unit: str | None, why: str) -> None:
    scene.told(5)
    asked = scene.asked()
    approver, requester = (
        scene.member(f"new.{role}", role, unit) for role in (Role.EXPORT_APPROVER, Role.EXPORT_REQUESTER)
    )
    with pytest.raises(DeliveryRefused, match=f"^{why}$"):
        scene.decided(asked, approver)
    with pytest.raises(DeliveryRefused, match=f"^{why}$"):
        deliveries.ask(scene.receiver.id, document=LETTER, scope=EVERYTHING, by=requester, at=ASKED, store=scene.store)


def test_an_approver_who_did_not_ask_for_the_key_is_kept_back_and_it_is_seen(scene: Scene) -> None:
    scene.told(5)
    asked = scene.asked()
    with pytest.raises(DeliveryRefused, match=r"^wrong_key$"):
        scene.decided(asked, tail="aaaaaa")
    assert deeds(scene.store, f"delivery:{asked}")[-1].verb == "delivery.kept_back"
    scene.decided(asked, tail=f" {scene.key[-6:].upper()} ")


def test_nothing_is_fetched_before_the_delay_after_the_end_twice_or_by_another(scene: Scene) -> None:
    scene.told(5)
    asked, late = scene.asked(), scene.asked()
    with pytest.raises(DeliveryRefused, match=r"^asked$"):
        scene.taken(asked)
    scene.decided(asked)
    scene.decided(late)
    with pytest.raises(DeliveryRefused, match=r"^too_early$"):
        scene.taken(asked, at=OPEN - timedelta(microseconds=1))
    other = scene.with_factor("wu.requester", Role.EXPORT_REQUESTER, OFFICE)
    with pytest.raises(DeliveryRefused, match=r"^not_yours$"):
        scene.taken(asked, other)
    scene.taken(asked)
    with pytest.raises(DeliveryRefused, match=r"^taken$"):
        scene.taken(asked)
    with pytest.raises(DeliveryRefused, match=r"^expired$"):
        scene.taken(late, at=OPEN + OPEN_FOR)


def test_anybody_who_watches_stops_it_until_it_has_left(scene: Scene) -> None:
    scene.told(5)
    asked, gone = scene.asked(), scene.asked()
    scene.decided(asked)
    scene.decided(gone)
    scene.taken(gone)
    deliveries.stop(asked, by=scene.administrator, at=OPEN, store=scene.store)
    with pytest.raises(DeliveryRefused, match=r"^stopped$"):
        scene.taken(asked)
    with pytest.raises(DeliveryRefused, match=r"^too_late$"):
        deliveries.stop(gone, by=scene.administrator, at=OPEN, store=scene.store)
    assert kept(scene.store) == 10  # those of the one that left


def test_what_is_refused_or_lapses_leaves_nothing_behind(scene: Scene) -> None:
    scene.told(5)
    refused, lapsed = scene.asked(), scene.asked()
    scene.decided(refused, granted=False, tail="")
    assert kept(scene.store) == 10
    with pytest.raises(DeliveryRefused, match=r"^not_waiting$"):
        scene.decided(refused)
    with pytest.raises(DeliveryRefused, match=r"^not_waiting$"):
        scene.decided(lapsed, at=ASKED + REQUEST_HOLDS)
    later = scene.asked(at=ASKED + REQUEST_HOLDS)
    assert kept(scene.store) == 10 and stage_of(scene, later, ASKED + REQUEST_HOLDS) is DeliveryStage.ASKED


def test_a_delivery_is_capped_and_about_nobody(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.told(4)
    with pytest.raises(DeliveryRefused, match=r"^too_few$"):
        scene.asked()
    scene.told(1, begin=4)
    monkeypatch.setattr(deliveries, "MOST_ROWS", 9)
    with pytest.raises(DeliveryRefused, match=r"^too_many$"):
        scene.asked()
    monkeypatch.setattr(deliveries, "MOST_ROWS", 10)
    scene.asked()
    with pytest.raises(DeliveryRefused, match=r"^too_few$"):
        scene.asked(Scope(DAY, verified_only=True))
    with pytest.raises(DeliveryRefused, match=r"^too_few$"):
        scene.asked(Scope(DAY, verified_only=False, district="别处"))
    with pytest.raises(DeliveryRefused, match=r"^not_over$"):
        scene.asked(Scope(Period(date(2026, 3, 2), date(2026, 3, 4)), verified_only=False))


def test_slices_are_no_way_around_the_cap(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    scene.told(5)
    monkeypatch.setattr("portal.casework.delivery_checks.ROWS_A_PERIOD", 25)
    asked = [scene.asked() for _ in range(3)]
    for one in asked[:2]:
        scene.decided(one)
    with pytest.raises(DeliveryRefused, match=r"^rows_quota$"):
        scene.decided(asked[2])
    assert deeds(scene.store, "quota")[-1].details["of"] == "rows_quota"
    deliveries.stop(asked[0], by=scene.approver, at=DECIDED, store=scene.store)
    scene.decided(asked[2])


def test_a_requester_has_a_quota_and_its_end_is_seen(scene: Scene) -> None:
    scene.told(5)
    for _ in range(domain.QUOTA):
        scene.asked()
    with pytest.raises(DeliveryRefused, match=r"^quota$"):
        scene.asked()
    assert deeds(scene.store, "quota")[-1].actor == "qian.requester"
    scene.asked(at=ASKED + domain.QUOTA_PERIOD + timedelta(seconds=1))


def test_who_leaves_meanwhile_is_not_in_it_and_too_few_are_none(scene: Scene) -> None:
    mothers = scene.told(6)
    asked, none = scene.asked(), scene.asked()
    scene.decided(asked)
    scene.decided(none)
    intake.withdraw(mothers[0], Withdrawal.PUBLICATION, store=scene.store, at=DECIDED)
    packed = scene.opened(scene.taken(asked))
    assert len(table(packed)) == 10 and panel.handed_out(mothers[0], store=scene.store) == []
    for left in mothers[1:3]:
        intake.withdraw(left, Withdrawal.ERASED, store=scene.store, at=DECIDED)
    with pytest.raises(DeliveryRefused, match=r"^too_few$"):
        scene.taken(none)
    assert len(panel.handed_out(mothers[1], store=scene.store)) == 1


def test_once_the_approver_is_gone_nothing_leaves(scene: Scene) -> None:
    scene.told(5)
    asked = scene.asked()
    scene.decided(asked)
    members.deactivate(scene.approver.id, by=scene.administrator, at=DECIDED, store=scene.store)
    with pytest.raises(DeliveryRefused, match=r"^approver_gone$"):
        scene.taken(asked)


def test_without_its_entry_no_step_is_taken_and_nothing_is_opened(scene: Scene) -> None:
    scene.told(5)
    with broken_journal(scene.store), pytest.raises(Exception, match="row"):
        scene.asked()
    assert deliveries.listed(store=scene.store) == []
    asked = scene.asked(receiver=scene.registered("通信管理局", Purpose.TELECOM))
    with broken_journal(scene.store), pytest.raises(Exception, match="row"):
        scene.decided(asked)
    scene.decided(asked)
    opened = []
    unwrap = scene.vault.unwrap
    scene.vault.unwrap = lambda *told: opened.append(told) or unwrap(*told)  # type: ignore[method-assign]
    try:
        with broken_journal(scene.store), pytest.raises(Exception, match="row"):
            scene.taken(asked)
        assert opened == [] and stage_of(scene, asked) is DeliveryStage.OPEN
        scene.taken(asked)
        assert len(opened) == 5
    finally:
        del scene.vault.unwrap


def test_nobody_knows_a_delivery_that_is_not_there(scene: Scene) -> None:
    with pytest.raises(deliveries.DeliveryMissing):
        scene.decided(uuid4())
    with pytest.raises(deliveries.DeliveryMissing):
        scene.taken(uuid4())
    with pytest.raises(deliveries.DeliveryMissing):
        deliveries.stop(uuid4(), by=scene.approver, at=OPEN, store=scene.store)


def test_after_a_leak_those_in_the_delivery_are_told_and_no_other(scene: Scene) -> None:
    mothers = scene.told(5)
    scene.delivered()
    scene.told(1, begin=9)
    (left,) = deliveries.listed(store=scene.store)
    alarm = Alarm(BreachKind.DELIVERY, OPEN, OPEN, f" {left.label.lower()} ")
    who = {"to": [scene.key], "drill": False, "by": "command_line", "at": OPEN, "store": scene.store}
    assert breaches.declare(alarm, vault=scene.vault, **who).concerned == 5
    assert [one.kind for one in standing.notices(mothers[0], store=scene.store)] == [BreachKind.DELIVERY]
    scene.asked()
    for name in (deliveries.listed(store=scene.store)[0].label, "20260303-FFFFFF", ""):
        if name != left.label:
            with pytest.raises(breaches.NothingToGoBy):
                breaches.declare(Alarm(BreachKind.DELIVERY, OPEN, OPEN, name), vault=scene.vault, **who)
