"""`flask backup FILE`, its kin `flask backup keys|vault|unseal|list|discarded`, and `flask restore FILE`."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

import click

from portal.cli.progress import progress_bar
from portal.cli.running import PortalCommand, PortalGroup, Refused, SettingUp, services
from portal.cli.wording import words
from portal.domain.journal import Entry
from portal.domain.retention_term import RetentionClass
from portal.files.durable import sync_names
from portal.intake.importing import LOCAL_OPERATOR
from portal.services import Services
from portal.storage import backups as rows
from portal.storage import complaints, dump, journal
from portal.storage.dump import BackupDamaged, DatabaseNotEmpty, OtherSchema
from portal.vault import offline
from portal.vault.sealing import SealBroken

PATH = click.Path(path_type=Path, dir_okay=False)
FILE = click.argument("file", type=PATH)
TO = click.option("--to", multiple=True, help=words("cli.option.to"))
IDENTITY = click.option("--identity", type=PATH, help=words("cli.option.identity"))
OWNER_ONLY = 0o600


class FileFirst(PortalGroup):
    """A group of which the first word may also be a file: `flask backup FILE`, as it always was."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the command's name before a file's."""
        named = bool(args) and (args[0] in self.commands or args[0] == "--help")
        return super().parse_args(ctx, args if named or not args else ["write", *args])


@click.group(cls=FileFirst, help=words("cli.help.backup"))
def backup() -> None:
    """Backups and the keys to which they are sealed."""


@backup.command("write", help=words("cli.help.backup"))
@FILE
@TO
@click.option("--plain", is_flag=True, help=words("cli.option.plain"))
def write(file: Path, to: tuple[str, ...], plain: bool) -> None:
    """Write all tables to a file, sealed to offline keys; it appears under its name only when it is whole."""
    found = services()
    keys = _keys(found, to)
    if not keys and not plain and _in_production(found):
        raise Refused("cli.backup.plain")
    at, written = found.clock(), 0
    with _appearing(file) as out, progress_bar(words("cli.help.backup")) as progress:
        if keys and not plain:
            with offline.sealing(out, keys) as pipe:
                written = dump.write(found.store, pipe, at=at, progress=progress)
        else:
            keys, written = [], dump.write(found.store, out, at=at, progress=progress)
    _remember(found, file, written, len(keys), at)
    click.echo(words("cli.backup.written", file=file, rows=written))
    click.echo(words("cli.backup.sealed" if keys else "cli.backup.open", keys=len(keys)))
    click.echo(words("cli.backup.no_keys", keys=found.settings.keys))


@backup.command("keys", cls=SettingUp, help=words("cli.help.backup_keys"))
@FILE
def keys(file: Path) -> None:
    """Make a pair; the private half belongs on no server."""
    try:
        public = offline.create(file)
    except FileExistsError as error:
        raise Refused("cli.keys.exist", path=file) from error
    click.echo(words("cli.backup.public", public=public))
    click.echo(words("cli.backup.private", file=file))


@backup.command("vault", help=words("cli.help.backup_vault"))
@FILE
@TO
def vault(file: Path, to: tuple[str, ...]) -> None:
    """Seal the vault's key file, apart from the data that it opens."""
    found = services()
    keys = _keys(found, to)
    if not keys:
        raise Refused("cli.backup.no_recipient")
    try:
        sealed = found.vault.sealed_copy(keys)
    except offline.UnknownRecipient as error:
        raise Refused("cli.backup.unknown_recipient") from error
    with _appearing(file) as out:
        out.write(sealed)
    with found.store.write() as connection:
        entry = Entry(found.clock(), LOCAL_OPERATOR, "backup.vault", "vault", {"sealed_to": len(keys)})
        journal.append(connection, entry)
    click.echo(words("cli.backup.vault", file=file, keys=len(keys)))


@backup.command("unseal", cls=SettingUp, help=words("cli.help.backup_unseal"))
@FILE
@click.option("--identity", type=PATH, required=True, help=words("cli.option.identity"))
@click.option("--out", type=PATH, required=True, help=words("cli.option.unsealed"))
def unseal(file: Path, identity: Path, out: Path) -> None:
    """Open a sealed file, never over an existing one."""
    if out.exists():
        _put_fresh_keys_aside(out)
    with _opening(), file.open("rb") as sealed, _appearing(out) as plain:
        offline.unseal(sealed, plain, identity)
    click.echo(words("cli.backup.unsealed", file=out))


@backup.command("list", help=words("cli.help.backup_list"))
def listed() -> None:
    """Every backup that is not destroyed, and how many erasures it still undoes."""
    found = services()
    kept = found.retention_terms.by_class[RetentionClass.BACKUPS].kept
    with found.store.read() as connection:
        known = [one for one in rows.every(connection) if one.discarded_at is None]
    for one in known:
        late = "cli.backup.late" if one.made_at + kept < found.clock() else "cli.backup.until"
        until = f"{one.made_at + kept:%Y-%m-%d}"
        line = words(
            "cli.backup.line", id=one.id, made=f"{one.made_at:%Y-%m-%d %H:%M}", rows=one.rows, keys=one.sealed_to,
            erasures=one.erasures, until=words(late, day=until),
        )  # fmt: skip
        click.echo(line)
    click.echo(words("cli.backup.count", count=len(known)))


@backup.command("discarded", help=words("cli.help.backup_discarded"))
@click.argument("number", type=int)
def discarded(number: int) -> None:
    """Write down that a file and all its copies are destroyed."""
    found = services()
    with found.store.write() as connection:
        if not rows.discard(connection, number, found.clock()):
            raise Refused("cli.backup.unknown", id=number)
        entry = Entry(found.clock(), LOCAL_OPERATOR, "backup.discard", "database", {"backup": number})
        journal.append(connection, entry)
    click.echo(words("cli.backup.discarded", id=number))


@click.command(cls=PortalCommand, help=words("cli.help.restore"))
@FILE
@IDENTITY
def restore(file: Path, identity: Path | None) -> None:
    """Bring a backup into an empty database."""
    found = services()
    try:
        with _opened(file, identity) as plain, progress_bar(words("cli.help.restore")) as progress:
            count = dump.restore(found.store, plain, progress=progress)
    except OtherSchema as error:
        raise Refused("cli.restore.other_schema", revision=error) from error
    except BackupDamaged as error:
        raise Refused("cli.restore.damaged", file=file) from error
    except DatabaseNotEmpty as error:
        raise Refused("cli.restore.not_empty") from error
    with found.store.write() as connection:
        journal.append(connection, Entry(found.clock(), LOCAL_OPERATOR, "backup.restore", "database", {"rows": count}))
    click.echo(words("cli.restore.done", file=file, rows=count))
    click.echo(words("cli.restore.keys_fit" if _keys_fit(found) else "cli.restore.keys_differ"))


@contextmanager
def _opened(file: Path, identity: Path | None) -> Iterator[IO[bytes]]:
    """The file as it was before sealing; what was unsealed has no name on the disk and is gone at the end."""
    with file.open("rb") as stored:
        if not offline.is_sealed(file):
            yield stored
            return
        if identity is None:
            raise Refused("cli.restore.sealed", file=file)
        with tempfile.TemporaryFile(dir=file.parent) as plain:
            with _opening():
                offline.unseal(stored, plain, identity)
            plain.seek(0)
            yield plain


@contextmanager
def _opening() -> Iterator[None]:
    try:
        yield
    except offline.NotOurKey as error:
        raise Refused("cli.backup.no_key", named=error) from error
    except offline.NotOpened as error:
        raise Refused("cli.backup.not_opened", named=error) from error


@contextmanager
def _appearing(file: Path) -> Iterator[IO[bytes]]:
    aside = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        aside.touch(OWNER_ONLY)
        with aside.open("wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        aside.replace(file)
        sync_names(file.parent)
    finally:
        aside.unlink(missing_ok=True)


def _put_fresh_keys_aside(out: Path) -> None:
    """The embedded default makes keys at the start of every command; those may give way, and are kept beside."""
    found, aside = services(), out.with_name(f"{out.name}.before")
    if not (out.resolve() == found.settings.keys and found.keys_are_fresh()) or aside.exists():
        raise Refused("cli.backup.there", file=out)
    out.rename(aside)


def _remember(found: Services, file: Path, count: int, sealed_to: int, at: datetime) -> None:
    with file.open("rb") as whole:
        digest = hashlib.file_digest(whole, "sha256").hexdigest()
    told = {"rows": count, "sealed_to": sealed_to}
    with found.store.write() as connection:
        rows.add(connection, at=at, rows=count, sha256=digest, sealed_to=sealed_to)
        journal.append(connection, Entry(found.clock(), LOCAL_OPERATOR, "backup.write", "database", told))


def _keys(found: Services, to: tuple[str, ...]) -> list[str]:
    with _opening():
        if to:
            return offline.public_keys("\n".join(to))
        listed = found.settings.backup_keys
        return offline.public_keys(listed.read_text()) if listed else []


def _in_production(found: Services) -> bool:
    return not found.embedded or found.settings.https


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
