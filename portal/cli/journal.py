"""`flask journal verify`."""

import click

from portal.casework.vitals import JOURNAL, VERIFY
from portal.cli.running import PortalGroup, services
from portal.cli.wording import words
from portal.domain.journal import Entry
from portal.intake.importing import LOCAL_OPERATOR
from portal.storage import journal as entries


@click.group(cls=PortalGroup, help=words("cli.help.journal"))
def journal() -> None:
    """The journal."""


@journal.command("verify", help=words("cli.help.journal_verify"))
def verify() -> None:
    """Follow the chain; exit 1 where it breaks. That it held is an entry too, so that somebody can ask since when."""
    found = services()
    with found.store.read() as connection:
        broken = entries.broken_at(connection)
        length = entries.length(connection)
    if broken is None:
        with found.store.write() as connection:
            entry = Entry(found.clock(), LOCAL_OPERATOR, VERIFY, JOURNAL, {"entries": length})
            entries.append(connection, entry)
        click.echo(words("cli.journal.holds", count=length))
        return
    click.echo(words("cli.journal.broken", sequence=broken), err=True)
    click.get_current_context().exit(1)
