"""Plans beside what actually left: what was due, what is missing, and how a plan ends."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text

from portal.domain.period import Period, start_of
from portal.domain.recipient import ExportPlan, ExportRun
from portal.intake import plans
from portal.storage import exports, journal
from portal.storage.database import Store

NOON = start_of(date(2026, 3, 2)) + timedelta(hours=12)
CITY = "宁川市人口计生局"


def planned(store: Store, **changes: object) -> int:
    told = {"recipient": CITY, "day_of_month": 5, "start": date(2025, 12, 1), "until": date(2027, 1, 1)} | changes
    plans.add(**told, store=store, at=NOON, by="zhou")
    with store.read() as connection:
        return max(exports.numbered_plans(connection))


def left(store: Store, day: date, month: date) -> None:
    run = ExportRun(CITY, start_of(day), Period(month, month + timedelta(days=28)))
    with store.write() as connection:
        exports.put_run(connection, run)


def plan_of(store: Store, plan_id: int) -> ExportPlan | None:
    with store.read() as connection:
        return exports.numbered_plans(connection).get(plan_id)


def test_what_was_due_and_did_not_leave_is_counted(store: Store) -> None:
    planned(store)
    left(store, date(2026, 1, 6), date(2025, 12, 1))
    standing = plans.standing(store=store, at=NOON)
    (one,) = standing.plans
    assert (one.due, one.unfulfilled, one.next_on, one.over) == (3, 2, date(2026, 3, 5), False)
    assert [(count.name, count.runs, count.last) for count in standing.recipients] == [
        (CITY, 1, start_of(date(2026, 1, 6)))
    ]


def test_a_recipient_without_any_export_is_there_too(store: Store) -> None:
    planned(store)
    assert [(one.runs, one.last) for one in plans.standing(store=store, at=NOON).recipients] == [(0, None)]


def test_a_plan_ends_today_and_keeps_what_it_was(store: Store) -> None:
    plan_id = planned(store)
    plans.end(plan_id, store=store, at=NOON, by="zhou")
    plan = plan_of(store, plan_id)
    assert plan is not None and plan.valid == Period(date(2025, 12, 1), date(2026, 3, 2))
    with pytest.raises(plans.PlanOver):
        plans.end(plan_id, store=store, at=NOON, by="zhou")
    with store.read() as connection:
        entry = journal.about(connection, "plan")[-1]
    assert (entry.actor, entry.verb, entry.details["until"]) == ("zhou", "plan.end", "2027-01-01")


@pytest.mark.parametrize("start", [date(2026, 3, 2), date(2026, 6, 1)])
def test_a_plan_that_never_held_goes(store: Store, start: date) -> None:
    plan_id = planned(store, start=start)
    plans.end(plan_id, store=store, at=NOON, by="zhou")
    assert plan_of(store, plan_id) is None
    with pytest.raises(plans.PlanMissing):
        plans.end(plan_id, store=store, at=NOON, by="zhou")


def test_no_end_without_its_journal_entry(store: Store) -> None:
    plan_id = planned(store)
    with store.write() as connection:
        connection.execute(text("DROP TABLE journal"))
    with pytest.raises(Exception, match="journal"):
        plans.end(plan_id, store=store, at=NOON, by="zhou")
    plan = plan_of(store, plan_id)
    assert plan is not None and plan.valid.until == date(2027, 1, 1)
