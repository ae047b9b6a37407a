"""`flask dossier make`, `flask dossier verify` and `flask dossier key`."""

import sys
from pathlib import Path

import click
from flask.cli import ScriptInfo

from portal.casework.dossiers import NoSuchAnalysis, differences
from portal.cli.dossier_making import make as made
from portal.cli.running import PortalCommand, PortalGroup, Refused, SettingUp, services
from portal.cli.wording import words
from portal.domain.dossier import sha256
from portal.files.dossier_archive import NoDossier, unpack
from portal.files.dossier_pdf import ChineseFontMissing, PangoMissing
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
        archive = made(
            analysis, app=app, found=services(), language=PARAMETER_VALUES[language], with_studies=with_studies
        )
    except NoSuchAnalysis as error:
        raise Refused("cli.dossier.no_analysis", number=analysis) from error
    except ChineseFontMissing as error:
        raise Refused("cli.dossier.no_font") from error
    except PangoMissing as error:
        raise Refused("cli.dossier.no_pango") from error
    out.mkdir(parents=True, exist_ok=True)
    file = out / f"jingyue-dossier-{analysis}.zip"
    file.write_bytes(archive)
    click.echo(words("cli.dossier.made", file=file, digest=sha256(archive)))


@dossier.command(cls=SettingUp, help=words("cli.help.dossier_verify"))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--key", help=words("cli.option.dossier_key"))
def verify(file: Path, key: str | None) -> None:
    """Say whether a dossier is as it was signed, and if not, what differs."""
    public_key = _public_key(key) if key else services().vault.dossier_key()
    try:
        found = differences(unpack(file), public_key=public_key)
    except NoDossier as error:
        raise Refused("cli.dossier.not_one", file=file) from error
    if not found:
        click.echo(words("cli.dossier.intact", file=file))
        return
    for one in found:
        click.echo(words(f"cli.dossier.problem.{one.problem}", name=one.name, **one.values), err=True)
    click.echo(words("cli.dossier.not_intact", file=file), err=True)
    sys.exit(DIFFERS)


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
