"""`flask extract` and `flask correlate`."""

from datetime import datetime
from pathlib import Path

import click
from pyarrow import ArrowException
from sqlalchemy.exc import DBAPIError

from portal.cli import analysing, engines
from portal.cli.findings_table import table_of
from portal.cli.json_file import write_json
from portal.cli.progress import progress_bar
from portal.cli.running import PortalCommand, Refused, SettingUp, refuse_unready, services
from portal.cli.wording import words
from portal.domain.vocabulary import Tier
from portal.extract.columns import Extract, InvalidExtract
from portal.extract.disk import read, write
from portal.intake.importing import LOCAL_OPERATOR
from portal.storage.database import Store
from portal.storage.upgrade import SchemaBehind

DIRECTORY = click.Path(path_type=Path, file_okay=False)


@click.command(cls=PortalCommand, help=words("cli.help.extract"))
@click.argument("directory", type=DIRECTORY)
def extract(directory: Path) -> None:
    """Write the extract as Parquet."""
    found = analysing.read(services())
    write(found, directory)
    click.echo(words("cli.extract.written", directory=directory, mothers=len(found.mothers), calls=len(found.calls)))


@click.command(cls=SettingUp, help=words("cli.help.correlate"))
@click.option("--from-extract", "directory", type=DIRECTORY, help=words("cli.option.from_extract"))
@click.option("--json", "file", type=click.Path(path_type=Path, dir_okay=False), help=words("cli.option.json"))
@click.option("--tiers", help=words("cli.option.tiers"))
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help=words("cli.option.as_of"))
@click.option("--engine", type=click.Choice(engines.ENGINES), default=engines.LOCAL, help=words("cli.option.engine"))
@click.option("--scheduler", help=words("cli.option.scheduler"))
def correlate(
    directory: Path | None, file: Path | None, tiers: str | None, as_of: datetime | None, engine: str,
    scheduler: str | None,
) -> None:  # fmt: skip
    """Analyse, save, print."""
    chosen = _tiers(tiers) if tiers is not None else None
    last_day = as_of.date() if as_of else None
    with engines.engine(engine, scheduler) as worked_out_by:  # before anything is planned: a cluster may be missing
        store = _store_or_none() if directory else _ready_store()
        planned_in = analysing.plan(services(), tiers=chosen, as_of=last_day, by=LOCAL_OPERATOR) if store else None
        extract = from_directory(directory) if directory else analysing.read(services())
        with progress_bar(words("cli.correlate.reading")) as bar:
            analysis = analysing.run(
                extract,
                tiers=chosen,
                as_of=last_day,
                progress=lambda step, done, total: bar(done, total, words(f"cli.step.{step}")),
                engine=worked_out_by,
            )
    if store:
        analysing.save(
            analysis, by=LOCAL_OPERATOR, at=services().clock(), store=store, own=not directory, planned_in=planned_in
        )
    click.echo(table_of(analysis.findings))
    click.echo(words("cli.correlate.saved" if store else "cli.correlate.not_saved"))
    if file:
        write_json(analysis.findings.to_json(), file)


def from_database() -> Extract:
    """What the portal's own database holds."""
    refuse_unready(services())
    return analysing.read(services())


def from_directory(directory: Path) -> Extract:
    """An extract that was written earlier, perhaps elsewhere."""
    try:
        return read(directory)
    except (InvalidExtract, ArrowException, OSError, KeyError, ValueError, TypeError) as error:
        raise Refused("cli.correlate.no_extract", directory=directory) from error


def _ready_store() -> Store:
    refuse_unready(services())
    return services().store


def _store_or_none() -> Store | None:
    """An extract can be analysed where there is no database; its findings are then only printed."""
    try:
        return services().store
    except (SchemaBehind, DBAPIError):
        return None


def _tiers(text: str) -> tuple[int, ...]:
    try:
        found = tuple(int(Tier(int(part))) for part in text.split(","))
    except ValueError as error:
        raise Refused("cli.correlate.tiers") from error
    if len(set(found)) != len(found):
        raise Refused("cli.correlate.tiers")
    return found
