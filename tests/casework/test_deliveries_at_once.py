"""Steps of deliveries at the same moment, and what the database refuses whoever wrote to it."""

from collections.abc import Callable
from functools import partial
from threading import Barrier, Thread

import pytest
from sqlalchemy import text, update
from sqlalchemy.exc import IntegrityError

from portal.casework import deliveries
from portal.domain import delivery as domain
from portal.domain.access import Role
from portal.domain.delivery import DEFAULT_DELAY, OPEN_FOR, DeliveryRefused
from portal.domain.report import Withdrawal
from portal.intake import complaints as intake
from portal.storage.database import Store
from portal.storage.delivery_tables import deliveries as rows
from portal.storage.delivery_tables import delivery_rows
from portal.vault.vault import Vault
from tests.casework.delivered import DECIDED, INSPECTION, OFFICE, OPEN, Scene


@pytest.fixture
def scene(store: Store, vault: Vault) -> Scene:
    return Scene(store, vault)


def at_once(*steps: Callable[[], object]) -> list[str]:
    """Take steps at the same moment; what became of each."""
    gate, ends = Barrier(len(steps)), []

    def go(step: Callable[[], object]) -> None:
        gate.wait()
        try:
            step()
        except DeliveryRefused as refused:
            ends.append(refused.why)
        else:
            ends.append("done")

    threads = [Thread(target=go, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(ends)


def test_of_two_at_once_one_comes_first_and_the_other_sees_it(scene: Scene) -> None:
    scene.told(5)
    second = scene.with_factor("li.approver", Role.EXPORT_APPROVER, "审计局")
    for _ in range(3):
        asked = scene.asked()
        ends = at_once(partial(scene.decided, asked), partial(scene.decided, asked, second))
        assert ends == ["done", "not_waiting"]
        assert at_once(*[partial(scene.taken, asked)] * 3) == ["done", "taken", "taken"]
    stopped = scene.asked()
    scene.decided(stopped)
    ends = at_once(
        lambda: scene.taken(stopped), lambda: deliveries.stop(stopped, by=second, at=OPEN, store=scene.store)
    )
    assert ends in (["done", "stopped"], ["done", "too_late"])
    left = [one for one in deliveries.listed(store=scene.store) if one.taken_at]
    assert len(left) + ends.count("stopped") == 4


def test_requests_at_once_do_not_pass_the_quota_together(scene: Scene) -> None:
    scene.told(5)
    for _ in range(domain.QUOTA - 1):
        scene.asked()
    assert at_once(*[scene.asked] * 3) == ["done", "quota", "quota"]


def test_a_mother_who_leaves_at_the_moment_of_the_fetch_makes_neither_wait_for_ever(scene: Scene) -> None:
    mothers = scene.told(7)
    for leaving in mothers[:2]:
        asked = scene.asked()
        scene.decided(asked)
        ends = at_once(
            partial(scene.taken, asked),
            partial(intake.withdraw, leaving, Withdrawal.ERASED, store=scene.store, at=OPEN),
        )
        assert ends == ["done", "done"]
        with scene.store.read() as connection:
            query = text("SELECT count(*) FROM delivery_rows WHERE complaint_id = :one")
            ident = leaving.hex if scene.store.embedded else leaving
            assert connection.execute(query, {"one": ident}).scalar_one() == 0


def test_the_database_too_refuses_one_person_one_unit_and_haste(scene: Scene) -> None:
    scene.told(5)
    asked = scene.asked()
    approved = {
        "decided_by": "sun.approver", "decided_unit": INSPECTION, "decided_at": DECIDED, "granted": True,
        "opens_at": DECIDED + DEFAULT_DELAY, "closes_at": OPEN + OPEN_FOR,
    }  # fmt: skip
    for change in (
        {"decided_by": "qian.requester"}, {"decided_unit": OFFICE}, {"decided_unit": None}, {"opens_at": DECIDED},
        {"taken_at": DECIDED}, {"taken_at": OPEN + OPEN_FOR},
        {"taken_at": OPEN, "stopped_by": "a", "stopped_at": OPEN}, {"rows": 1001},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), scene.store.write() as connection:
            connection.execute(update(rows).where(rows.c.id == asked).values(approved | change))
    with scene.store.write() as connection:
        connection.execute(update(rows).where(rows.c.id == asked).values(approved | {"taken_at": OPEN}))
        assert connection.execute(delivery_rows.select()).all()
