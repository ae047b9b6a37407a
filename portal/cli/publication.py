"""`flask publish`."""

import sys

import click

from portal.casework.publication import ReleasedThisMonth, release
from portal.cli.running import PortalCommand, services
from portal.cli.wording import words


@click.command(cls=PortalCommand, help=words("cli.help.publish"))
@click.option("--dry-run", is_flag=True, help=words("cli.option.dry_run"))
def publish(dry_run: bool) -> None:
    """Release the callers and wordings that enough mothers reported."""
    found = services()
    try:
        made = release(store=found.store, vault=found.vault, at=found.clock(), dry_run=dry_run)
    except ReleasedThisMonth:
        click.echo(words("cli.publish.this_month"), err=True)
        sys.exit(2)
    said = "cli.publish.would" if dry_run else "cli.publish.done"
    click.echo(words(said, numbers=made.numbers, wordings=made.wordings))
