"""`flask alarm`: the looks that are due, since the last one or from the beginning."""

from pathlib import Path

import click

from portal.aggregation.alarm import AlarmState, advance, said
from portal.aggregation.exposure import last_reported_day
from portal.cli.analysis import DIRECTORY, from_database, from_directory
from portal.cli.findings_table import NOT_SAID, aligned
from portal.cli.json_file import write_json
from portal.cli.progress import progress_bar
from portal.cli.running import SettingUp, services
from portal.cli.wording import words
from portal.domain.alarm import Alarms, ClassAlarm
from portal.domain.disclosure import OFFICE_THRESHOLD
from portal.domain.finding import REGISTRATION
from portal.domain.journal import Entry
from portal.domain.period import day_of
from portal.extract.columns import Extract
from portal.intake.importing import LOCAL_OPERATOR
from portal.storage import alarms, journal

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
    states = _advanced(extract, [] if directory or fresh else _saved())
    if not directory:
        _save(states)
    found = said(states.values())
    click.echo(table_of(found))
    click.echo(words("cli.alarm.not_saved" if directory else "cli.alarm.saved"))
    if file:
        write_json(dict(found.to_json()), file)


def table_of(found: Alarms) -> str:
    """Everything a reader at the terminal needs."""
    if found.looked_on is None:
        return words("study.alarm.none")
    rows = [[words(f"cli.column.{column}") for column in COLUMNS], *(_cells(one) for one in found.classes)]
    head = words("study.alarm.head", day=found.looked_on, error=found.error)
    return "\n".join([head, *aligned(rows), words("study.alarm.means")])


def _advanced(extract: Extract, states: list[AlarmState]) -> dict[str, AlarmState]:
    last = last_reported_day(extract)
    if last is None:
        return {state.source: state for state in states}
    with progress_bar(words("cli.alarm.reading")) as bar:
        return advance(
            extract, states, last, progress=lambda day, done, total: bar(done, total, day_of(day).isoformat())
        )


def _saved() -> list[AlarmState]:
    with services().store.read() as connection:
        return [AlarmState.from_json(state) for state in alarms.states(connection)]


def _save(states: dict[str, AlarmState]) -> None:
    at = services().clock()
    with services().store.write() as connection:
        kept = {source: (day_of(state.looked), state.to_json()) for source, state in states.items()}
        alarms.replace(connection, kept, at=at)
        raised = sum(state.raised is not None for state in states.values())
        details = {"classes": len(states), "raised": raised}
        journal.append(connection, Entry(at, LOCAL_OPERATOR, "alarm.look", "alarm", details))


def _cells(one: ClassAlarm) -> list[str]:
    names = [words("cli.findings.registration") if name == REGISTRATION else name for name in one.members]
    until = (one.raised_on, one.onset, one.days) if one.raised_on else (None, None, None)
    calls = HIDDEN if one.raised_on and one.calls is None else one.calls
    counts = [HIDDEN if value is None else value for value in (one.trials, one.exposed)]
    values = (*until, calls, *counts, one.expected, one.log_ratio, one.log10_e_value)
    return ["; ".join(names), *(NOT_SAID if value is None else str(value) for value in values)]
