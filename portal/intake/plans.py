"""Recurring plans of exports: what is to leave, until an actual run says what did."""

from dataclasses import dataclass
from datetime import date, datetime

from portal.domain.commitment import plan_digest
from portal.domain.journal import Entry
from portal.domain.period import Period, local_day
from portal.domain.recipient import ExportPlan, ExportRun, InvalidPlan, unfulfilled
from portal.files import cells
from portal.files.registry_rows import LONGEST_LIST, recipient_name, scope
from portal.intake.importing import LOCAL_OPERATOR
from portal.storage import exports, hospitals, journal
from portal.storage.database import Store
from portal.storage.exports import RecipientCount


class PlanMissing(LookupError):
    """No such plan."""


class PlanOver(RuntimeError):
    """The plan has ended already."""


@dataclass(frozen=True, slots=True)
class StandingPlan:
    """One plan: the runs that were due by now, those of them that no actual run replaced, the day of the next."""

    id: int
    plan: ExportPlan
    due: int
    unfulfilled: int
    next_on: date | None
    over: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """What was promised and what left."""

    recipients: list[RecipientCount]
    plans: list[StandingPlan]


def add(
    *, recipient: str, day_of_month: int, start: date, until: date, districts: str = "", hospital_names: str = "",
    columns: str = "", store: Store, at: datetime, by: str = LOCAL_OPERATOR,
) -> bool:  # fmt: skip
    """Record a plan; False where it was known. BadCell and InvalidPlan say what cannot be."""
    if until <= start:
        raise InvalidPlan(f"{start} to {until}")
    with store.write() as connection:
        places = hospitals.districts_by_hospital(connection)
        plan = ExportPlan(
            recipient_name(recipient),
            day_of_month,
            Period(start, until),
            scope(districts, hospital_names, places),
            frozenset(cells.items("columns", cells.cleaned("columns", columns, LONGEST_LIST))),
        )
        added = exports.put_plan(connection, plan)
        if added:
            details = {"day_of_month": day_of_month, "from": str(start), "until": str(until)}
            details |= {"plan": plan_digest(plan)}
            journal.append(connection, Entry(at, by, "plan.add", "plan", details))
    return added


def end(plan_id: int, *, store: Store, at: datetime, by: str = LOCAL_OPERATOR) -> None:
    """Let a plan hold up to today and no longer; one that has not begun never was to be, and goes."""
    today = local_day(at)
    with store.write() as connection:
        plan = exports.hold_plan(connection, plan_id)
        if plan is None:
            raise PlanMissing(str(plan_id))
        if plan.valid.until <= today:
            raise PlanOver(str(plan_id))
        if today > plan.valid.start:
            exports.end_plan(connection, plan_id, today)
        else:
            exports.drop_plan(connection, plan_id)
        details = {"day_of_month": plan.day_of_month, "from": str(plan.valid.start), "until": str(plan.valid.until)}
        details |= {"recipient": plan.recipient, "ended": str(today)}
        journal.append(connection, Entry(at, by, "plan.end", "plan", details))


def name_custodian(recipient_id: int, custodian: str, *, store: Store, at: datetime, by: str) -> bool:
    """Write down which department answers for a recipient's files, or that it is not known; False where none is."""
    with store.write() as connection:
        named = exports.name_custodian(connection, recipient_id, custodian or None)
        if named:
            details = {"known": bool(custodian)}
            journal.append(connection, Entry(at, by, "recipient.custodian", f"recipient:{recipient_id}", details))
    return named


def known(*, store: Store) -> list[tuple[ExportPlan, int]]:
    """Every plan, and how many of its runs no actual run has replaced."""
    with store.read() as connection:
        actual = exports.runs(connection)
        return [(plan, len(unfulfilled(plan.runs(), actual))) for plan in exports.plans(connection)]


def standing(*, store: Store, at: datetime) -> Standing:
    """Recipients with their actual exports, and plans with what did not leave as promised."""
    with store.read() as connection:
        actual = exports.runs(connection)
        plans = exports.numbered_plans(connection)
        counts = exports.counts(connection)
    return Standing(counts, [_standing(plan_id, plan, actual, at) for plan_id, plan in plans.items()])


def _standing(plan_id: int, plan: ExportPlan, actual: list[ExportRun], at: datetime) -> StandingPlan:
    runs = plan.runs()
    due = [run for run in runs if run.exported_at <= at]
    coming = [local_day(run.exported_at) for run in runs if run.exported_at > at]
    return StandingPlan(
        plan_id, plan, len(due), len(unfulfilled(due, actual)), min(coming, default=None),
        over=plan.valid.until <= local_day(at),
    )  # fmt: skip
