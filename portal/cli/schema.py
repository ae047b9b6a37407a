"""`flask db upgrade`, `flask db downgrade` and `flask db current`."""

import click
from alembic.util import CommandError

from portal.cli.running import PortalGroup, Refused, SettingUp, services
from portal.cli.wording import words
from portal.storage import upgrade as schema


@click.group(cls=PortalGroup, help=words("cli.help.db"))
def db() -> None:
    """The database's schema."""


@db.command("upgrade", cls=SettingUp, help=words("cli.help.db_upgrade"))
def upgrade() -> None:
    """Bring the schema to the newest revision."""
    store = services().bare_store
    schema.upgrade(store)
    click.echo(words("cli.db.at", revision=schema.current(store)))


@db.command("downgrade", cls=SettingUp, help=words("cli.help.db_downgrade"))
@click.argument("revision")
@click.option("--yes", is_flag=True, help=words("cli.option.yes"))
def downgrade(revision: str, yes: bool) -> None:
    """Take the schema back; what has no place in the older one is lost."""
    if not yes:
        raise Refused("cli.db.confirm")
    store = services().bare_store
    try:
        schema.downgrade(store, revision)
    except CommandError as error:
        raise Refused("cli.db.unknown_revision", revision=revision) from error
    click.echo(words("cli.db.at", revision=schema.current(store) or "–"))


@db.command("current", cls=SettingUp, help=words("cli.help.db_current"))
def current() -> None:
    """Print where the database is and where the code is."""
    found = schema.current(services().bare_store)
    click.echo(words("cli.db.current", revision=found or "–", newest=schema.newest()))
