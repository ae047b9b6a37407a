"""Recipients, their actual exports and their plans."""

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from portal.domain.period import Period, as_utc
from portal.domain.recipient import ExportPlan, ExportRun, Scope
from portal.storage.schema import export_plans, exports, recipients


@dataclass(frozen=True, slots=True)
class RecipientCount:
    """How many files a recipient actually got, when the last one, and which department of it answers for them."""

    name: str
    runs: int
    last: datetime | None
    id: int = 0
    custodian: str | None = None


def recipient_names(connection: Connection) -> list[str]:
    """Every recipient, in the order in which they became known (which fixes each one's colour)."""
    return list(connection.execute(select(recipients.c.name).order_by(recipients.c.id)).scalars())


def put_run(connection: Connection, run: ExportRun) -> bool:
    """Record an actual export; False where it was already known."""
    fingerprint = _fingerprint(run)
    if connection.execute(select(exports.c.id).where(exports.c.fingerprint == fingerprint)).first():
        return False
    connection.execute(
        insert(exports).values(
            recipient_id=_recipient_id(connection, run.recipient),
            exported_at=run.exported_at,
            registered_from=run.registered.start,
            registered_until=run.registered.until,
            **_scope_values(run.scope, run.columns),
            row_count=run.rows,
            sha256=run.sha256,
            fingerprint=fingerprint,
        )
    )
    return True


def runs(connection: Connection) -> list[ExportRun]:
    """Every actual export, oldest first."""
    return list(_numbered_runs(connection).values())


def _numbered_runs(connection: Connection) -> dict[int, ExportRun]:
    query = (
        select(exports, recipients.c.name.label("recipient"))
        .join(recipients, recipients.c.id == exports.c.recipient_id)
        .order_by(exports.c.exported_at, exports.c.id)
    )
    return {
        row.id: ExportRun(
            row.recipient,
            row.exported_at,
            Period(row.registered_from, row.registered_until),
            _scope(row),
            frozenset(row.columns),
            row.row_count,
            row.sha256,
        )
        for row in connection.execute(query)
    }


def put_plan(connection: Connection, plan: ExportPlan) -> bool:
    """Record a recurring plan; False where it was already known."""
    recipient_id = _recipient_id(connection, plan.recipient)
    same = (
        (export_plans.c.recipient_id == recipient_id)
        & (export_plans.c.day_of_month == plan.day_of_month)
        & (export_plans.c.valid_from == plan.valid.start)
    )
    if connection.execute(select(export_plans.c.id).where(same)).first():
        return False
    connection.execute(
        insert(export_plans).values(
            recipient_id=recipient_id,
            day_of_month=plan.day_of_month,
            valid_from=plan.valid.start,
            valid_until=plan.valid.until,
            **_scope_values(plan.scope, plan.columns),
        )
    )
    return True


def plans(connection: Connection) -> list[ExportPlan]:
    """Every recurring plan."""
    return list(numbered_plans(connection).values())


def numbered_plans(connection: Connection) -> dict[int, ExportPlan]:
    """Every recurring plan by its row id."""
    query = (
        select(export_plans, recipients.c.name.label("recipient"))
        .join(recipients, recipients.c.id == export_plans.c.recipient_id)
        .order_by(export_plans.c.id)
    )
    return {
        row.id: ExportPlan(
            row.recipient,
            row.day_of_month,
            Period(row.valid_from, row.valid_until),
            _scope(row),
            frozenset(row.columns),
        )
        for row in connection.execute(query)
    }


def hold_plan(connection: Connection, plan_id: int) -> ExportPlan | None:
    """One plan, that nobody else changes until the transaction ends."""
    connection.execute(select(export_plans.c.id).where(export_plans.c.id == plan_id).with_for_update())
    return numbered_plans(connection).get(plan_id)


def end_plan(connection: Connection, plan_id: int, until: date) -> None:
    """Let a plan hold up to a day (out)."""
    connection.execute(update(export_plans).where(export_plans.c.id == plan_id).values(valid_until=until))


def drop_plan(connection: Connection, plan_id: int) -> None:
    """Forget a plan that never held."""
    connection.execute(delete(export_plans).where(export_plans.c.id == plan_id))


def rename_hospital(connection: Connection, before: str, after: str) -> None:
    """Follow a hospital's new name in what files held and are to hold; the same row of a file stays the same export."""
    for row in connection.execute(select(export_plans.c.id, export_plans.c.hospitals)).all():
        if before in row.hospitals:
            named = sorted(after if name == before else name for name in row.hospitals)
            connection.execute(update(export_plans).where(export_plans.c.id == row.id).values(hospitals=named))
    for export_id, run in _numbered_runs(connection).items():
        if before in run.scope.hospitals:
            scope = Scope(run.scope.districts, run.scope.hospitals - {before} | {after})
            values = {"hospitals": sorted(scope.hospitals), "fingerprint": _fingerprint(replace(run, scope=scope))}
            connection.execute(update(exports).where(exports.c.id == export_id).values(values))


def counts(connection: Connection) -> list[RecipientCount]:
    """Every recipient with its actual exports, in the order in which they became known."""
    query = (
        select(
            recipients.c.id, recipients.c.name, recipients.c.custodian, func.count(exports.c.id).label("runs"),
            func.max(exports.c.exported_at).label("last"),
        )
        .outerjoin(exports, exports.c.recipient_id == recipients.c.id)
        .group_by(recipients.c.id)
        .order_by(recipients.c.id)
    )  # fmt: skip
    return [RecipientCount(row.name, row.runs, row.last, row.id, row.custodian) for row in connection.execute(query)]


def name_custodian(connection: Connection, recipient_id: int, custodian: str | None) -> bool:
    """Write down who answers for a recipient's files; False where there is no such recipient."""
    changed = update(recipients).where(recipients.c.id == recipient_id).values(custodian=custodian)
    return connection.execute(changed).rowcount == 1


def custodians(connection: Connection) -> dict[str, str]:
    """The recipients whose custodian is known."""
    query = select(recipients.c.name, recipients.c.custodian).where(recipients.c.custodian.is_not(None))
    return {row.name: row.custodian for row in connection.execute(query)}


def _recipient_id(connection: Connection, name: str) -> int:
    query = select(recipients.c.id).where(recipients.c.name == name)
    known = connection.execute(query).scalar_one_or_none()
    if known is not None:
        return known
    connection.execute(insert(recipients).values(name=name))
    return connection.execute(query).scalar_one()


def _scope_values(scope: Scope, columns: frozenset[str]) -> dict[str, list[str]]:
    return {
        "districts": sorted(scope.districts),
        "hospitals": sorted(scope.hospitals),
        "columns": sorted(columns),
    }


def _scope(row: Row) -> Scope:
    return Scope(frozenset(row.districts), frozenset(row.hospitals))


def _fingerprint(run: ExportRun) -> str:
    """Two rows that say the same are one export, however often the file is imported."""
    parts = [
        run.recipient,
        as_utc(run.exported_at).isoformat(),
        run.registered.start.isoformat(),
        run.registered.until.isoformat(),
        sorted(run.scope.districts),
        sorted(run.scope.hospitals),
        sorted(run.columns),
        run.rows,
        run.sha256,
    ]
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()
