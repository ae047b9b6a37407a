"""`flask retention`."""

import click

from portal.cli.running import PortalCommand, services
from portal.cli.wording import words
from portal.intake import retention as kept
from portal.intake.importing import LOCAL_OPERATOR


@click.command(cls=PortalCommand, help=words("cli.help.retention"))
@click.option("--dry-run", is_flag=True, help=words("cli.option.dry_run"))
def retention(dry_run: bool) -> None:
    """Destroy what has been kept long enough, now: whoever types this does not wait for the worker."""
    found = services()
    terms, store, at = found.retention_terms, found.store, found.clock()
    if not dry_run:
        for kind, count in kept.run(terms=terms, store=store, at=at, by=LOCAL_OPERATOR).items():
            days = terms.by_class[kind].kept.days
            click.echo(words("cli.retention.destroyed", kind=words(f"cli.kept.{kind}"), count=count, days=days))
        return
    for each in kept.due(terms=terms, store=store, at=at):
        days, kind = each.term.kept.days, words(f"cli.kept.{each.kind}")
        click.echo(words("cli.retention.due", kind=kind, count=each.count, days=days, held=each.held))
    click.echo(words("cli.retention.next", next=f"{kept.schedule(terms=terms, store=store, at=at).next_at:%Y-%m-%d}"))
