"""`flask breach declare`: one command from an alarm to those concerned and the drafts of the notices."""

import gettext
import time
from datetime import datetime
from pathlib import Path

import click

from portal.casework import breaches
from portal.cli.running import PortalGroup, Refused, services
from portal.cli.wording import TRANSLATIONS, words
from portal.domain.breach import READS_WORDS, REPORT_WITHIN, Alarm, BreachKind, Operator
from portal.domain.period import LOCAL_ZONE
from portal.intake.importing import LOCAL_OPERATOR
from portal.vault import offline

OWNER_ONLY = 0o600
LIST, AUTHORITY, PERSONS = "concerned.csv.age", "authority.md", "persons.md"
INSTANT = click.DateTime(["%Y-%m-%dT%H:%M", "%Y-%m-%d"])
# Article 57 of the Personal Information Protection Law names what a notice says; one paragraph each.
PARTS = ("kinds", "causes", "harm", "measures", "for_persons", "contact")


@click.group(cls=PortalGroup, help=words("cli.help.breach"))
def breach() -> None:
    """When something got out."""


@breach.command("declare", help=words("cli.help.breach_declare"))
@click.argument("kind", type=click.Choice([kind.value for kind in BreachKind]))
@click.option("--what", default="", help=words("cli.option.breach_what"))
@click.option("--since", type=INSTANT, required=True, help=words("cli.option.breach_since"))
@click.option("--until", type=INSTANT, help=words("cli.option.breach_until"))
@click.option("--to", multiple=True, required=True, help=words("cli.option.breach_to"))
@click.option(
    "--folder", type=click.Path(path_type=Path, file_okay=False), required=True, help=words("cli.option.breach_folder")
)
@click.option(
    "--operator",
    type=click.Choice([one.value for one in Operator]),
    default=Operator.ORGAN.value,
    help=words("cli.option.breach_operator"),
)
@click.option("--drill", is_flag=True, help=words("cli.option.drill"))
def declare(
    kind: str, what: str, since: datetime, until: datetime | None, to: tuple[str, ...], folder: Path, operator: str,
    drill: bool,
) -> None:  # fmt: skip
    """Find those concerned, write list and notices into a new folder, and say by when whom to tell."""
    begun, found = time.monotonic(), services()
    at = found.clock()
    alarm = Alarm(BreachKind(kind), _local(since), _local(until) if until else at, what)
    if alarm.until < alarm.since or folder.exists():
        raise Refused("cli.breach.range" if alarm.until < alarm.since else "cli.breach.folder")
    try:
        keys = offline.public_keys("\n".join(to))
        told = breaches.declare(
            alarm, to=keys, drill=drill, by=LOCAL_OPERATOR, at=at, store=found.store, vault=found.vault
        )
    except offline.NotOurKey as error:
        raise Refused("cli.backup.no_key", named=error) from error
    except breaches.NothingToGoBy as error:
        raise Refused("cli.breach.nothing", what=what) from error
    due = at + REPORT_WITHIN[Operator(operator)]
    folder.mkdir(mode=0o700, parents=True)
    _put(folder / LIST, told.sealed)
    for name in (AUTHORITY, PERSONS):
        _put(folder / name, _draft(Path(name).stem, alarm, told, at, due).encode())
    click.echo(words("cli.breach.drill" if drill else "cli.breach.declared", concerned=told.concerned))
    click.echo(words("cli.breach.reachable", reachable=told.reachable, folder=folder))
    click.echo(words("cli.breach.due", due=_shown(due)))
    if drill:
        click.echo(words("cli.breach.took", seconds=f"{time.monotonic() - begun:.1f}"))


def _draft(reader: str, alarm: Alarm, told: breaches.Found, at: datetime, due: datetime) -> str:
    """A notice in Chinese, whatever the operator's terminal speaks: the office completes what stands in brackets."""
    said = gettext.translation("breach", TRANSLATIONS, ["zh_Hans"]).gettext
    harm = "words" if alarm.kind in READS_WORDS else "facts"
    values = {
        "since": _shown(alarm.since), "until": _shown(alarm.until), "noticed": _shown(at), "due": _shown(due),
        "concerned": told.concerned, "reachable": told.reachable,
    }  # fmt: skip
    lines = [f"# {said(f'breach.{reader}.title')}", said(f"breach.{reader}.opening") % values]
    for part in PARTS:
        key = {"causes": f"breach.causes.{alarm.kind}", "harm": f"breach.harm.{harm}"}.get(part, f"breach.{part}")
        lines += [f"## {said(f'breach.part.{part}')}", said(key)]
    return "\n\n".join(lines) + "\n"


def _put(path: Path, content: bytes) -> None:
    path.touch(OWNER_ONLY)
    path.write_bytes(content)


def _local(typed: datetime) -> datetime:
    return typed.replace(tzinfo=LOCAL_ZONE)


def _shown(instant: datetime) -> str:
    return f"{instant.astimezone(LOCAL_ZONE):%Y-%m-%d %H:%M}"
