"""`flask dossier make`, `flask dossier verify` and `flask dossier key`."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask.cli import ScriptInfo

from portal.casework.dossiers import NoSuchAnalysis, differences
from portal.cli.dossier_making import make as made
from portal.cli.dossier_making import remake
from portal.cli.running import PortalCommand, PortalGroup, Refused, SettingUp, services
from portal.cli.wording import words
from portal.domain.dossier import sha256
from portal.files.dossier_archive import NoDossier, Unpacked, unpack
from portal.files.dossier_pdf import ChineseFontMissing, PangoMissing
from portal.web.dossier.frozen import CannotThaw
from portal.web.wording import PARAMETER_VALUES

DIFFERS = 1
KEY_BYTES = 32


@click.group(cls=PortalGroup, help=words("cli.help.dossier"))
def dossier() -> None:
    """The group."""


@dossier.command(cls=PortalCommand, help=words("cli.help.dossier_make"))
@click.argument("analysis", type=click.IntRange(1))
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), required=True, help=words("cli.option.dossier_out")
)
@click.option(
    "--language", type=click.Choice(sorted(PARAMETER_VALUES)), default="zh", help=words("cli.option.dossier_language")
)
@click.option("--with-studies", is_flag=True, help=words("cli.option.dossier_studies"))
def make(analysis: int, out: Path, language: str, with_studies: bool) -> None:
    """Freeze one analysis into a signed archive."""
    app = click.get_current_context().ensure_object(ScriptInfo).load_app()
    try:
        with _drawing():
            archive = made(
                analysis, app=app, found=services(), language=PARAMETER_VALUES[language], with_studies=with_studies
            )
    except NoSuchAnalysis as error:
        raise Refused("cli.dossier.no_analysis", number=analysis) from error
    out.mkdir(parents=True, exist_ok=True)
    file = out / f"jingyue-dossier-{analysis}.zip"
    file.write_bytes(archive)
    click.echo(words("cli.dossier.made", file=file, digest=sha256(archive)))


@dossier.command(cls=SettingUp, help=words("cli.help.dossier_verify"))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--key", help=words("cli.option.dossier_key"))
@click.option("--rebuild", is_flag=True, help=words("cli.option.dossier_rebuild"))
def verify(file: Path, key: str | None, rebuild: bool) -> None:
    """Say whether a dossier is as it was signed, and if not, what differs; lay its pages out again if asked to."""
    public_key = _public_key(key) if key else services().vault.dossier_key()
    try:
        unpacked = unpack(file)
        found = differences(unpacked, public_key=public_key)
    except NoDossier as error:
        raise Refused("cli.dossier.not_one", file=file) from error
    if not found:
        click.echo(words("cli.dossier.intact", file=file))
        if rebuild:
            _rebuild(unpacked)
        return
    for one in found:
        click.echo(words(f"cli.dossier.problem.{one.problem}", name=one.name, **one.values), err=True)
    click.echo(words("cli.dossier.not_intact", file=file), err=True)
    sys.exit(DIFFERS)


def _rebuild(unpacked: Unpacked) -> None:
    app = click.get_current_context().ensure_object(ScriptInfo).load_app()
    try:
        with _drawing():
            remade = remake(unpacked.files, app=app)
    except CannotThaw as error:
        raise Refused("cli.dossier.cannot_rebuild") from error
    if remade.same:
        click.echo(words("cli.dossier.rebuilt"))
        return
    click.echo(words("cli.dossier.rebuilt_differently"), err=True)
    reasons = [f"made_with.{name}" for name in remade.made_with] + ([] if remade.code else ["code"])
    for reason in reasons or ["nothing"]:
        click.echo(words(f"cli.dossier.differs.{reason}"), err=True)
    sys.exit(DIFFERS)


@contextmanager
def _drawing() -> Iterator[None]:
    """A machine that cannot draw the pages says so in words."""
    try:
        yield
    except ChineseFontMissing as error:
        raise Refused("cli.dossier.no_font") from error
    except PangoMissing as error:
        raise Refused("cli.dossier.no_pango") from error


@dossier.command(cls=PortalCommand, help=words("cli.help.dossier_key"))
def key() -> None:
    """The public key, for whoever checks without this portal."""
    click.echo(services().vault.dossier_key().hex())


def _public_key(text: str) -> bytes:
    try:
        found = bytes.fromhex(text)
    except ValueError as error:
        raise Refused("cli.dossier.bad_key") from error
    if len(found) != KEY_BYTES:
        raise Refused("cli.dossier.bad_key")
    return found
