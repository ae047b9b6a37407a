"""`flask alarm`: the looks that are due, since the last one or from the beginning."""

from collections.abc import Callable
from pathlib import Path

import click

from portal.aggregation.alarm import said
from portal.cli.analysis import DIRECTORY, from_database, from_directory
from portal.cli.findings_table import NOT_SAID, aligned
from portal.cli.json_file import write_json
from portal.cli.progress import progress_bar
from portal.cli.running import SettingUp, services
from portal.cli.studying import Progress, advanced, look
from portal.cli.wording import words
from portal.domain.alarm import Alarms, ClassAlarm
from portal.domain.disclosure import OFFICE_THRESHOLD
from portal.domain.finding import REGISTRATION
from portal.intake.importing import LOCAL_OPERATOR

COLUMNS = (
    "source", "raised_on", "onset", "alarm_days", "alarm_calls", "trials", "exposed", "expected", "log_ratio",
    "log10_e_value",
)  # fmt: skip
HIDDEN = f"<{OFFICE_THRESHOLD}"


@click.command(cls=SettingUp, help=words("cli.help.alarm"))
@click.option("--from-extract", "directory", type=DIRECTORY, help=words("cli.option.alarm_extract"))
@click.option("--json", "file", type=click.Path(path_type=Path, dir_okay=False), help=words("cli.option.alarm_json"))
@click.option("--fresh", is_flag=True, help=words("cli.option.fresh"))
def alarm(directory: Path | None, file: Path | None, fresh: bool) -> None:
    """Look, save, print."""
    extract = from_directory(directory) if directory else from_database()
    with progress_bar(words("cli.alarm.reading")) as bar:
        if directory:
            found = said(advanced(extract, [], bar_of(bar)).values())
        else:
            running = services()
            found = look(
                extract, by=LOCAL_OPERATOR, at=running.clock(), store=running.store, progress=bar_of(bar), fresh=fresh
            )
    click.echo(table_of(found))
    click.echo(words("cli.alarm.not_saved" if directory else "cli.alarm.saved"))
    if file:
        write_json(dict(found.to_json()), file)


def bar_of(bar: Callable[[int, int, str], None]) -> Progress:
    """The bar as the run of a study reports to it."""
    return lambda _step, done, total: bar(done, total, "")


def table_of(found: Alarms) -> str:
    """Everything a reader at the terminal needs."""
    if found.looked_on is None:
        return words("study.alarm.none")
    rows = [[words(f"cli.column.{column}") for column in COLUMNS], *(_cells(one) for one in found.classes)]
    head = words("study.alarm.head", day=found.looked_on, error=found.error)
    return "\n".join([head, *aligned(rows), words("study.alarm.means")])


def _cells(one: ClassAlarm) -> list[str]:
    names = [words("cli.findings.registration") if name == REGISTRATION else name for name in one.members]
    until = (one.raised_on, one.onset, one.days) if one.raised_on else (None, None, None)
    calls = HIDDEN if one.raised_on and one.calls is None else one.calls
    counts = [HIDDEN if value is None else value for value in (one.trials, one.exposed)]
    values = (*until, calls, *counts, one.expected, one.log_ratio, one.log10_e_value)
    return ["; ".join(names), *(NOT_SAID if value is None else str(value) for value in values)]
