"""`flask keys create`."""

import click

from portal.cli.running import PortalGroup, Refused, SettingUp, services
from portal.cli.wording import words
from portal.vault.keyring import KeysExist


@click.group(cls=PortalGroup, help=words("cli.help.keys"))
def keys() -> None:
    """The keys of the vault."""


@keys.command("create", cls=SettingUp, help=words("cli.help.keys_create"))
def create() -> None:
    """Make new keys, never over existing ones."""
    found = services()
    path = found.settings.keys
    # On the embedded default the application has just made them by itself: that is no fault.
    if found.embedded and path.exists():
        click.echo(words("cli.keys.there", path=path))
        return
    try:
        found.create_keys()
    except KeysExist as error:
        raise Refused("cli.keys.exist", path=path) from error
    click.echo(words("cli.keys.created", path=path))
