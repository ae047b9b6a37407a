"""One run of the analysis, from an extract to saved findings: what `flask correlate` and the worker have in common."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from portal.aggregation import alarm
from portal.aggregation.alarm import AlarmState
from portal.aggregation.pipeline import Analysis, analyse
from portal.domain.data_path import registry
from portal.domain.journal import Entry
from portal.domain.period import local_day
from portal.domain.picture import Pictures
from portal.extract.build import build
from portal.extract.columns import Extract
from portal.files.code_version import code_version
from portal.linkage.parties import parties
from portal.services import Services
from portal.storage import alarms, exports, journal
from portal.storage import findings as saved
from portal.storage.database import Connection, Store

Progress = Callable[[str, int, int], None]  # step, done, in all


def read(found: Services) -> Extract:
    """The extract of the portal's own database, with the parties that linkage found among the callers."""
    return build(found.store, parties(store=found.store, vault=found.vault))


def run(extract: Extract, *, tiers: tuple[int, ...] | None, as_of: date | None, progress: Progress) -> Analysis:
    """Analyse; what is not chosen is the engine's default."""
    chosen = {} if tiers is None else {"tiers": tiers}
    return analyse(extract, **chosen, as_of=as_of, progress=progress)


def save(analysis: Analysis, *, by: str, at: datetime, store: Store, own: bool = True) -> int:
    """Keep a run for the pages; its number. One of our own data has the registry of paths and the alarm beside it."""
    with store.write() as connection:
        drawn = _beside(connection, analysis, at) if own else analysis.pictures
        number = saved.save(connection, at=at, by=by, findings=analysis.findings.to_json(), pictures=drawn.to_json())
        said = analysis.findings
        details = {"seed": said.seed, "implicated": len(said.implicated), "code": code_version()}
        journal.append(connection, Entry(at, by, "analysis.save", f"analysis:{number}", details))
    return number


def _beside(connection: Connection, analysis: Analysis, at: datetime) -> Pictures:
    """What no extract holds, since no mother is in it: plans, and the state of the alarm."""
    last = analysis.findings.as_of
    paths = registry(
        exports.recipient_names(connection),
        exports.runs(connection),
        exports.plans(connection),
        date.fromisoformat(last) if last else local_day(at),
    )
    states = [AlarmState.from_json(state) for state in alarms.states(connection)]
    return replace(analysis.pictures, paths=paths, alarms=alarm.said(states) if states else None)
