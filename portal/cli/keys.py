"""`flask keys create`, `rotate`, `status` and `retire`."""

import click

from portal.casework import master_keys
from portal.cli.progress import progress_bar
from portal.cli.running import PortalGroup, Refused, SettingUp, services
from portal.cli.wording import words
from portal.intake.importing import LOCAL_OPERATOR
from portal.services import Services
from portal.vault import keyring
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
    if found.embedded and path.exists() and not found.settings.vault:
        click.echo(words("cli.keys.there", path=path))
        return
    _of_this_process(found)
    try:
        found.create_keys()
    except KeysExist as error:
        raise Refused("cli.keys.exist", path=path) from error
    click.echo(words("cli.keys.created", path=path))


@keys.command("rotate", help=words("cli.help.keys_rotate"))
def rotate() -> None:
    """Make a new master key and wrap every complaint's key by it; called again after a kill, it goes on."""
    found = services()
    if master_keys.standing(store=found.store, vault=found.vault).behind:
        click.echo(words("cli.keys.going_on"))
    else:
        _of_this_process(found)
        version = keyring.rotate(found.settings.keys).current
        master_keys.begun(version=version, by=LOCAL_OPERATOR, at=found.clock(), store=found.store)
        click.echo(words("cli.keys.rotated", version=version, path=found.settings.keys))
    with progress_bar(words("cli.keys.rewrapping")) as progress:
        done = master_keys.rewrap(
            by=LOCAL_OPERATOR, at=found.clock(), store=found.store, vault=found.vault, progress=progress
        )
    click.echo(words("cli.keys.rewrapped", count=done))


@keys.command("status", help=words("cli.help.keys_status"))
def status() -> None:
    """Which master keys there are, and how many complaints' keys each wraps."""
    found = services()
    standing = master_keys.standing(store=found.store, vault=found.vault)
    for version, count in sorted(standing.wrapped.items()):
        word = "cli.keys.current" if version == standing.current else "cli.keys.older"
        click.echo(words(word, version=version, count=count))


@keys.command("retire", help=words("cli.help.keys_retire"))
@click.option("--yes", is_flag=True, help=words("cli.option.yes_retire"))
def retire(yes: bool) -> None:
    """Destroy the master keys that wrap nothing any more; backups from before the rotation are lost with them."""
    found = services()
    _of_this_process(found)
    try:
        used = master_keys.may_retire(at=found.clock(), store=found.store, vault=found.vault)
    except master_keys.StillUsed as error:
        raise Refused("cli.keys.still_used", count=str(error)) from error
    except master_keys.TooSoon as error:
        raise Refused("cli.keys.too_soon") from error
    if not yes:
        raise Refused("cli.keys.sure")
    versions = keyring.retire(found.settings.keys, used)
    if versions:
        master_keys.retired(versions=versions, by=LOCAL_OPERATOR, at=found.clock(), store=found.store)
    click.echo(words("cli.keys.retired", count=len(versions)))


def _of_this_process(found: Services) -> None:
    """Where the vault is a process of its own, a key file that is changed or made here would not be its one."""
    if found.settings.vault is not None:
        raise Refused("cli.keys.own_process")
