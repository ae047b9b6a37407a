"""`flask db upgrade`, `flask db roles`, `flask db downgrade` and `flask db current`."""

import click
from alembic.util import CommandError

from portal.cli.running import PortalGroup, Refused, SettingUp, services
from portal.cli.wording import words
from portal.services import Services
from portal.storage import policies
from portal.storage import upgrade as schema


@click.group(cls=PortalGroup, help=words("cli.help.db"))
def db() -> None:
    """The database's schema."""


@db.command("upgrade", cls=SettingUp, help=words("cli.help.db_upgrade"))
def upgrade() -> None:
    """Bring the schema to the newest revision."""
    found = services()
    schema.upgrade(found.bare_store)
    click.echo(words("cli.db.at", revision=schema.current(found.bare_store)))
    if found.settings.database_roles and not found.embedded:
        _put_roles_in_force(found)


@db.command("roles", cls=SettingUp, help=words("cli.help.db_roles"))
def roles() -> None:
    """Give each face of the portal its role, and each role what the table of grants says; again changes nothing."""
    found = services()
    if found.embedded or not found.settings.database_roles:
        raise Refused("cli.db.no_roles")
    schema.require_current(found.bare_store)
    _put_roles_in_force(found)


def _put_roles_in_force(found: Services) -> None:
    policies.put_in_force(found.bare_store, found.settings.database_roles)
    click.echo(words("cli.db.roles", names=", ".join(policies.names(found.settings.database_roles))))


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
