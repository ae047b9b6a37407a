"""`flask journal verify`."""

import click

from portal.cli.running import PortalGroup, services
from portal.cli.wording import words
from portal.storage import journal as entries


@click.group(cls=PortalGroup, help=words("cli.help.journal"))
def journal() -> None:
    """The journal."""


@journal.command("verify", help=words("cli.help.journal_verify"))
def verify() -> None:
    """Follow the chain; exit 1 where it breaks."""
    with services().store.read() as connection:
        broken = entries.broken_at(connection)
        length = entries.length(connection)
    if broken is None:
        click.echo(words("cli.journal.holds", count=length))
        return
    click.echo(words("cli.journal.broken", sequence=broken), err=True)
    click.get_current_context().exit(1)
