"""`flask hospitals import`, `exports import` (`trace` is told elsewhere), `reports import`, `registrations import`."""

from pathlib import Path

import click

from portal.cli.progress import progress_bar
from portal.cli.running import SOME_REFUSED, PortalGroup, services
from portal.cli.tracing import trace
from portal.cli.wording import words
from portal.files.refusal import Refusal
from portal.intake import importing
from portal.intake.importing import Kind, Outcome
from portal.intake.registration_imports import Registrations
from portal.intake.registry_imports import Exports, Hospitals
from portal.intake.report_imports import Reports

FILE = click.argument("file", type=click.Path(path_type=Path))
DRY_RUN = click.option("--dry-run", is_flag=True, help=words("cli.option.dry_run"))


@click.group(cls=PortalGroup, help=words("cli.help.hospitals"))
def hospitals() -> None:
    """Hospitals and their districts."""


@click.group(cls=PortalGroup, help=words("cli.help.exports"))
def exports() -> None:
    """What left the registry, and what left here."""


@click.group(cls=PortalGroup, help=words("cli.help.reports"))
def reports() -> None:
    """Reports of calls."""


@click.group(cls=PortalGroup, help=words("cli.help.registrations"))
def registrations() -> None:
    """Totals of registrations."""


@hospitals.command("import", help=words("cli.help.import"))
@FILE
@DRY_RUN
def import_hospitals(file: Path, dry_run: bool) -> None:
    """Import hospitals.csv."""
    _import(file, Hospitals(), dry_run)


@exports.command("import", help=words("cli.help.import"))
@FILE
@DRY_RUN
def import_exports(file: Path, dry_run: bool) -> None:
    """Import exports.csv."""
    _import(file, Exports(), dry_run)


exports.add_command(trace)


@reports.command("import", help=words("cli.help.import"))
@FILE
@DRY_RUN
def import_reports(file: Path, dry_run: bool) -> None:
    """Import reports.csv."""
    _import(file, Reports(services().vault), dry_run)


@registrations.command("import", help=words("cli.help.import"))
@FILE
@DRY_RUN
def import_registrations(file: Path, dry_run: bool) -> None:
    """Import registrations.csv."""
    _import(file, Registrations(), dry_run)


def reason(refusal: Refusal) -> str:
    """Why a row is refused, in words."""
    return words(f"cli.reason.{refusal.reason}", known=refusal.known)


def say(outcome: Outcome) -> None:
    """Print what became of a file."""
    counts = {"rows": outcome.rows, "accepted": outcome.accepted, "refused": outcome.refused}
    click.echo(words("cli.import.rows", file=outcome.path.name, **counts))
    for change in sorted(outcome.counts):
        if outcome.counts[change]:
            click.echo(words(f"cli.import.{change}", count=outcome.counts[change]))
    if outcome.rows and not outcome.changed_something:
        click.echo(words("cli.import.nothing_changed"))
    if outcome.ignored_columns:
        click.echo(words("cli.import.ignored_columns", columns=", ".join(outcome.ignored_columns)))
    if outcome.without_offset:
        click.echo(words("cli.import.without_offset", count=outcome.without_offset))
    for notice, count in outcome.notices.items():
        if count:
            click.echo(words(f"cli.import.{notice}", count=count))
    _say_refusals(outcome)
    if outcome.dry_run:
        click.echo(words("cli.import.dry_run"))


def _import(file: Path, kind: Kind, dry_run: bool) -> None:
    found = services()
    with progress_bar(file.name) as progress:
        outcome = importing.run(
            file, kind, store=found.store, at=found.clock(), dry_run=dry_run, wording=reason, progress=progress
        )
    say(outcome)
    if outcome.refused:
        click.get_current_context().exit(SOME_REFUSED)


def _say_refusals(outcome: Outcome) -> None:
    for one in outcome.refusals:
        click.echo(
            words("cli.import.refusal", line=one.line, column=one.column or "–", value=one.value, reason=reason(one))
        )
    more = outcome.refused - len(outcome.refusals)
    if more:
        click.echo(words("cli.import.more_refused", count=more))
    if outcome.refused_file:
        click.echo(words("cli.import.refused_file", file=outcome.refused_file))
