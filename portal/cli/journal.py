"""`flask journal verify`, `checkpoint`, `prove`, `check` and `key`."""

import base64
from pathlib import Path

import click

from portal.casework import witnessing
from portal.casework.vitals import VERIFY
from portal.casework.witnessing import JOURNAL, EntryMissing, JournalUnlike, Unlike
from portal.cli.json_file import as_text, write_json
from portal.cli.running import PortalGroup, Refused, SettingUp, services
from portal.cli.wording import words
from portal.domain.checkpoint import NotACheckpoint
from portal.domain.inclusion import NoInclusion, from_json
from portal.domain.journal import Entry
from portal.domain.merkle import HASH_BYTES
from portal.intake.importing import LOCAL_OPERATOR
from portal.storage import journal as entries
from portal.vault import checkpoints

ENOUGH_WITNESSES = 2
DOES_NOT_HOLD = 1

FOLDER = click.Path(path_type=Path, file_okay=False)


@click.group(cls=PortalGroup, help=words("cli.help.journal"))
def journal() -> None:
    """The journal."""


@journal.command("verify", help=words("cli.help.journal_verify"))
@click.option("--witness", "named", type=FOLDER, multiple=True, help=words("cli.option.witness"))
def verify(named: tuple[Path, ...]) -> None:
    """Follow chain and tree, and hold the witnesses' checkpoints against them; exit 1 where one does not hold.

    That it held is an entry too, so that somebody can ask since when.
    """
    found = services()
    with found.store.read() as connection:
        verdict = witnessing.verified(connection, folders=named or found.settings.witnesses, vault=found.vault)
    if verdict.broken is not None:
        click.echo(words("cli.journal.broken", sequence=verdict.broken), err=True)
    elif verdict.unlike is not None:
        _say_unlike(verdict.unlike)
    else:
        with found.store.write() as connection:
            entry = Entry(found.clock(), LOCAL_OPERATOR, VERIFY, JOURNAL, {"entries": verdict.entries})
            entries.append(connection, entry)
        click.echo(words("cli.journal.holds", count=verdict.entries))
        if verdict.checkpoints:
            click.echo(words("cli.journal.witnessed", count=verdict.checkpoints))
        return
    click.get_current_context().exit(DOES_NOT_HOLD)


@journal.command("checkpoint", help=words("cli.help.journal_checkpoint"))
@click.option("--to", "named", type=FOLDER, multiple=True, help=words("cli.option.checkpoint_to"))
def checkpoint(named: tuple[Path, ...]) -> None:
    """Sign where the journal stands and hand it to the witnesses."""
    found = services()
    folders = named or found.settings.witnesses
    if not folders:
        raise Refused("cli.journal.no_witness")
    if len(folders) < ENOUGH_WITNESSES:
        click.echo(words("cli.journal.one_witness"), err=True)
    try:
        size = witnessing.put(folders, store=found.store, vault=found.vault, at=found.clock())
    except JournalUnlike as error:
        _say_unlike(error.unlike)
        click.get_current_context().exit(DOES_NOT_HOLD)
    click.echo(words("cli.journal.put", witnesses=len(folders), count=size))


@journal.command("prove", help=words("cli.help.journal_prove"))
@click.argument("sequence", type=click.IntRange(1))
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help=words("cli.option.proof_out"))
def prove(sequence: int, out: Path | None) -> None:
    """Write the proof of one entry."""
    found = services()
    try:
        proof = witnessing.inclusion(sequence, store=found.store, vault=found.vault, at=found.clock())
    except EntryMissing as error:
        raise Refused("cli.journal.no_entry", sequence=sequence) from error
    if out:
        write_json(proof.to_json(), out)
    else:
        click.echo(as_text(proof.to_json()), nl=False)


@journal.command("check", cls=SettingUp, help=words("cli.help.journal_check"))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--key", "written", help=words("cli.option.checkpoint_key"))
def check(file: Path, written: str | None) -> None:
    """Check a proof with nothing but the file and a public key; exit 1 where it does not hold."""
    key = _key(written) if written else services().vault.checkpoint_key()
    try:
        proof = from_json(file.read_text(errors="replace"))
        said = checkpoints.opened(proof.note, key)
    except (NoInclusion, NotACheckpoint):
        said = None
    if said is None or not proof.is_under(said):
        click.echo(words("cli.journal.not_proved"), err=True)
        click.get_current_context().exit(DOES_NOT_HOLD)
    click.echo(proof.content)
    click.echo(words("cli.journal.proved", sequence=proof.number, count=said.size, at=said.at.isoformat()))


@journal.command("key", help=words("cli.help.journal_key"))
def key() -> None:
    """Show the public key, for witnesses and for whoever checks a proof."""
    click.echo(base64.b64encode(services().vault.checkpoint_key()).decode())


def _say_unlike(unlike: Unlike) -> None:
    if unlike.size is None:
        click.echo(words("cli.journal.not_signed", file=unlike.path), err=True)
    else:
        click.echo(words("cli.journal.unlike", file=unlike.path, size=unlike.size), err=True)


def _key(written: str) -> bytes:
    try:
        key = base64.b64decode(written, validate=True)
    except ValueError as error:
        raise Refused("cli.journal.no_key") from error
    if len(key) != HASH_BYTES:
        raise Refused("cli.journal.no_key")
    return key
