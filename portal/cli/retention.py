"""`flask retention`."""

import click

from portal.cli.running import PortalCommand, services
from portal.cli.wording import words
from portal.intake import retention as kept


@click.command(cls=PortalCommand, help=words("cli.help.retention"))
@click.option("--dry-run", is_flag=True, help=words("cli.option.dry_run"))
def retention(dry_run: bool) -> None:
    """Destroy what has been kept long enough."""
    found = services()
    days = kept.KEPT_AFTER_LAST_CONTACT.days
    if dry_run:
        click.echo(words("cli.retention.due", count=kept.due(store=found.store, at=found.clock()), days=days))
        return
    click.echo(words("cli.retention.destroyed", count=kept.destroy_due(store=found.store, at=found.clock()), days=days))
