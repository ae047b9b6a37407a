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
from portal.intake.registry_imports import Exports, Hospitals
from portal.intake.report_imports import Reports
from portal.services import Services
from portal.simulator.cities import CITY_DAY, CITY_OFFICE, STATISTICS_OFFICE, demonstration, offices
from portal.simulator.files import write_files
from portal.storage import complaints, staff

PLANNED = Period(date(2025, 8, 1), date(2026, 9, 1))
LATE_DAYS = 6
# Promised days of the month: two recipients keep them, the files of the third leave later every month.
PLANS = {CITY_OFFICE: CITY_DAY, STATISTICS_OFFICE: 21, offices(3)[2].name: offices(3)[2].day - LATE_DAYS}


@click.command(cls=PortalCommand, help=words("cli.help.demo"))
def demo() -> None:
    """Make the demonstration."""
    found = services()
    _refuse_real(found)
    with tempfile.TemporaryDirectory() as directory:
        write_files(demonstration(), Path(directory))
        for kind in (Hospitals(), Exports(), Reports(found.vault)):
            _import(Path(directory) / f"{kind.name}.csv", kind, found)
    _add_plans(found)
    _analyse(found)
    _add_staff(found)


def _refuse_real(found: Services) -> None:
    with found.store.read() as connection:
        if complaints.count(connection):
            raise Refused("cli.demo.not_empty")
        if any(staff.find_account(connection, role.value) for role in Role):
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
    with progress_bar(words("cli.correlate.reading")) as bar:
        analysis = analysing.run(
            analysing.read(found),
            tiers=None,
            as_of=None,
            progress=lambda step, done, total: bar(done, total, words(f"cli.step.{step}")),
        )
    analysing.save(analysis, by=LOCAL_OPERATOR, at=found.clock(), store=found.store)
    click.echo(words("cli.demo.analysed"))


def _add_staff(found: Services) -> None:
    click.echo(words("cli.demo.staff"))
    for role in Role:
        password = passwords.generated()
        member = members.add(
            login=role.value,
            name=words(f"cli.role.{role}"),
            role=role,
            password=password,
            by=LOCAL_OPERATOR,
            at=found.clock(),
            store=found.store,
        )
        if role is Role.CASE_OFFICER:
            _assign(found, member)
        click.echo(f"  {role.value:<14} {password}")


def _assign(found: Services, officer: StaffMember) -> None:
    """An officer sees only what is assigned: the demonstration's has the newest complaints."""
    page = queue.browse(QueueFilter(), page=1, today=local_day(found.clock()), store=found.store)
    newest = [row.complaint.id for row in page.rows]
    assignments.assign(newest, to=officer.id, by=LOCAL_OPERATOR, at=found.clock(), store=found.store)
