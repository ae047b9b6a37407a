"""`flask demo`: an invented city, in which one recipient leaks, with its staff and a first analysis."""

import tempfile
from datetime import date
from pathlib import Path

import click

from portal.casework import assignments, members, passwords, queue
from portal.cli import analysing
from portal.cli.imports import reason, say
from portal.cli.progress import progress_bar
from portal.cli.running import PortalCommand, Refused, services
from portal.cli.wording import words
from portal.domain.access import Role, StaffMember
from portal.domain.caseload import QueueFilter
from portal.domain.period import Period, local_day
from portal.intake import importing, plans
from portal.intake.importing import LOCAL_OPERATOR
from portal.intake.registration_imports import Registrations
from portal.intake.registry_imports import Exports, Hospitals
from portal.intake.report_imports import Reports
from portal.services import Services
from portal.simulator.cities import CITY_DAY, CITY_OFFICE, STATISTICS_OFFICE, demonstration, offices
from portal.simulator.files import write_files
from portal.storage import complaints, staff

PLANNED = Period(date(2025, 8, 1), date(2026, 9, 1))
LATE_DAYS = 6
# Two units, so that a delivery can be tried out.
UNITS = {Role.EXPORT_REQUESTER: "cli.demo.unit.office", Role.EXPORT_APPROVER: "cli.demo.unit.inspection"}
SECOND_ADMINISTRATOR = "administrator_2"
# Promised days of the month: two recipients keep them, the files of the third leave later every month.
PLANS = {CITY_OFFICE: CITY_DAY, STATISTICS_OFFICE: 21, offices(3)[2].name: offices(3)[2].day - LATE_DAYS}


@click.command(cls=PortalCommand, help=words("cli.help.demo"))
def demo() -> None:
    """Make the demonstration."""
    found = services()
    _refuse_real(found)
    with tempfile.TemporaryDirectory() as directory:
        write_files(demonstration(), Path(directory))
        for kind in (Hospitals(), Registrations(), Exports(), Reports(found.vault)):
            _import(Path(directory) / f"{kind.name}.csv", kind, found)
    _add_plans(found)
    _analyse(found)
    _add_staff(found)


def _refuse_real(found: Services) -> None:
    with found.store.read() as connection:
        if complaints.count(connection):
            raise Refused("cli.demo.not_empty")
        if any(
            staff.find_account(connection, login) for login in (*(role.value for role in Role), SECOND_ADMINISTRATOR)
        ):
            raise Refused("cli.demo.has_staff")


def _import(path: Path, kind: importing.Kind, found: Services) -> None:
    with progress_bar(path.name) as progress:
        say(importing.run(path, kind, store=found.store, at=found.clock(), wording=reason, progress=progress))


def _add_plans(found: Services) -> None:
    for recipient, day in PLANS.items():
        plans.add(
            recipient=recipient, day_of_month=day, start=PLANNED.start, until=PLANNED.until,
            store=found.store, at=found.clock(),
        )  # fmt: skip


def _analyse(found: Services) -> None:
    planned_in = analysing.plan(found, by=LOCAL_OPERATOR)
    with progress_bar(words("cli.correlate.reading")) as bar:
        analysis = analysing.run(
            analysing.read(found),
            tiers=None,
            as_of=None,
            progress=lambda step, done, total: bar(done, total, words(f"cli.step.{step}")),
        )
    analysing.save(analysis, by=LOCAL_OPERATOR, at=found.clock(), store=found.store, planned_in=planned_in)
    click.echo(words("cli.demo.analysed"))


def _add_staff(found: Services) -> None:
    click.echo(words("cli.demo.staff"))
    for role in Role:
        member = _employ(found, role.value, words(f"cli.role.{role}"), role)
        if role in UNITS:
            members.set_unit_on_server(
                member.login, words(UNITS[role]), by=LOCAL_OPERATOR, at=found.clock(), store=found.store
            )
        if role is Role.CASE_OFFICER:
            _assign(found, member)
    # Roles and resets take two administrators.
    _employ(found, SECOND_ADMINISTRATOR, words("cli.demo.second_administrator"), Role.ADMINISTRATOR)


def _employ(found: Services, login: str, name: str, role: Role) -> StaffMember:
    password = passwords.generated()
    member = members.add(
        login=login, name=name, role=role, password=password, by=LOCAL_OPERATOR, at=found.clock(), store=found.store
    )
    click.echo(f"  {login:<17} {password}")
    return member


def _assign(found: Services, officer: StaffMember) -> None:
    """An officer sees only what is assigned: the demonstration's has the newest complaints."""
    page = queue.browse(QueueFilter(), page=1, today=local_day(found.clock()), store=found.store)
    newest = [row.complaint.id for row in page.rows]
    assignments.assign(newest, to=officer.id, by=LOCAL_OPERATOR, at=found.clock(), store=found.store)
