"""`flask backup FILE` and `flask restore FILE`."""

import os
from pathlib import Path

import click

from portal.cli.progress import progress_bar
from portal.cli.running import PortalCommand, Refused, services
from portal.cli.wording import words
from portal.domain.journal import Entry
from portal.intake.importing import LOCAL_OPERATOR
from portal.services import Services
from portal.storage import complaints, dump, journal
from portal.storage.dump import BackupDamaged, DatabaseNotEmpty, OtherSchema
from portal.vault.sealing import SealBroken

FILE = click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
OWNER_ONLY = 0o600


@click.command(cls=PortalCommand, help=words("cli.help.backup"))
@FILE
def backup(file: Path) -> None:
    """Write all tables to a file; it appears under its name only when it is whole."""
    found = services()
    aside = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        aside.touch(OWNER_ONLY)
        with progress_bar(words("cli.help.backup")) as progress:
            rows = dump.write(found.store, aside, at=found.clock(), progress=progress)
        aside.replace(file)
    finally:
        aside.unlink(missing_ok=True)
    with found.store.write() as connection:
        journal.append(connection, Entry(found.clock(), LOCAL_OPERATOR, "backup.write", "database", {"rows": rows}))
    click.echo(words("cli.backup.written", file=file, rows=rows))
    click.echo(words("cli.backup.no_keys", keys=found.settings.keys))


@click.command(cls=PortalCommand, help=words("cli.help.restore"))
@FILE
def restore(file: Path) -> None:
    """Bring a backup into an empty database."""
    found = services()
    try:
        with progress_bar(words("cli.help.restore")) as progress:
            rows = dump.restore(found.store, file, progress=progress)
    except OtherSchema as error:
        raise Refused("cli.restore.other_schema", revision=error) from error
    except BackupDamaged as error:
        raise Refused("cli.restore.damaged", file=file) from error
    except DatabaseNotEmpty as error:
        raise Refused("cli.restore.not_empty") from error
    with found.store.write() as connection:
        journal.append(connection, Entry(found.clock(), LOCAL_OPERATOR, "backup.restore", "database", {"rows": rows}))
    click.echo(words("cli.restore.done", file=file, rows=rows))
    click.echo(words("cli.restore.keys_fit" if _keys_fit(found) else "cli.restore.keys_differ"))


def _keys_fit(found: Services) -> bool:
    """Whether one of the restored complaints opens with the keys that are here."""
    with found.store.read() as connection:
        some = complaints.any_key(connection)
    if some is None:
        return True
    try:
        found.vault.unwrap(*some)
    except SealBroken:
        return False
    return True
