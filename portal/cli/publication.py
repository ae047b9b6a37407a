"""`flask publish`."""

import sys

import click

from portal.casework.disclosing import Subtractable
from portal.casework.publication import Release, ReleasedThisMonth, release
from portal.casework.releases import release_due
from portal.cli.running import PortalCommand, Refused, services
from portal.cli.wording import words


@click.command(cls=PortalCommand, help=words("cli.help.publish"))
@click.option("--dry-run", is_flag=True, help=words("cli.option.dry_run"))
def publish(dry_run: bool) -> None:
    """Release the tables that are due, and the callers and wordings that enough mothers reported."""
    found = services()
    try:
        tables = release_due(store=found.store, at=found.clock(), dry_run=dry_run)
    except Subtractable as refused:
        raise Refused("cli.publish.subtractable") from refused
    lines = _lines(dry_run)
    if lines is None and not tables:
        click.echo(words("cli.publish.this_month"), err=True)
        sys.exit(2)
    if lines is not None:
        said = "cli.publish.would" if dry_run else "cli.publish.done"
        click.echo(words(said, numbers=lines.numbers, wordings=lines.wordings))
    for one in tables:
        shown = sum(count is not None for count in one.cells.values())
        said = "cli.publish.tables_would" if dry_run else "cli.publish.tables_done"
        click.echo(words(said, quarter=one.quarter, shown=shown, cells=len(one.cells)))


def _lines(dry_run: bool) -> Release | None:
    """What was released of numbers and wordings; None if that was done this month."""
    found = services()
    try:
        return release(store=found.store, vault=found.vault, at=found.clock(), dry_run=dry_run)
    except ReleasedThisMonth:
        return None
