"""Recurring plans of exports: what is to leave, until an actual run says what did."""

from datetime import date, datetime

from portal.domain.journal import Entry
from portal.domain.period import Period
from portal.domain.recipient import ExportPlan, InvalidPlan, unfulfilled
from portal.files import cells
from portal.files.registry_rows import LONGEST_LIST, recipient_name, scope
from portal.intake.importing import LOCAL_OPERATOR
from portal.storage import exports, hospitals, journal
from portal.storage.database import Store


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
            journal.append(connection, Entry(at, by, "plan.add", "plan", details))
    return added


def known(*, store: Store) -> list[tuple[ExportPlan, int]]:
    """Every plan, and how many of its runs no actual run has replaced."""
    with store.read() as connection:
        actual = exports.runs(connection)
        return [(plan, len(unfulfilled(plan.runs(), actual))) for plan in exports.plans(connection)]
