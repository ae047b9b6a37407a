"""Plans of recipients: what is done to one is done to no other."""

from datetime import date

import pytest

from portal.domain.period import Period
from portal.domain.recipient import ExportPlan, Scope
from portal.storage import exports
from portal.storage.database import Store

EVERYWHERE = Scope(frozenset(), frozenset())


def plan(recipient: str, day: int = 28) -> ExportPlan:
    return ExportPlan(recipient, day, Period(date(2026, 1, 1), date(2027, 1, 1)), EVERYWHERE, frozenset({"phone"}))


@pytest.fixture
def plans(store: Store) -> list[int]:
    with store.write() as connection:
        assert [exports.put_plan(connection, plan(name)) for name in ("街道", "市级", "街道")] == [True, True, False]
        return list(exports.numbered_plans(connection))


def test_one_plan_ends_and_the_other_goes_on(store: Store, plans: list[int]) -> None:
    with store.write() as connection:
        exports.end_plan(connection, plans[0], date(2026, 5, 1))
    with store.read() as connection:
        assert [one.valid.until for one in exports.plans(connection)] == [date(2026, 5, 1), date(2027, 1, 1)]


def test_one_plan_is_dropped_and_the_other_stays(store: Store, plans: list[int]) -> None:
    with store.write() as connection:
        exports.drop_plan(connection, plans[0])
        assert exports.hold_plan(connection, plans[0]) is None
        assert exports.hold_plan(connection, plans[1]) == plan("市级")


def test_a_plan_for_another_day_of_the_month_is_another_plan(store: Store, plans: list[int]) -> None:
    with store.write() as connection:
        assert exports.put_plan(connection, plan("街道", day=27))
        assert len(exports.plans(connection)) == len(plans) + 1
