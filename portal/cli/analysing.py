"""One run of the analysis, from an extract to saved findings: what `flask correlate` and the worker have in common."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from portal.aggregation import alarm
from portal.aggregation.alarm import AlarmState
from portal.aggregation.engine import THIS_PROCESS, Engine
from portal.aggregation.pipeline import Analysis, analyse
from portal.aggregation.questions import VERIFIED
from portal.domain.commitment import schedule_digest
from portal.domain.data_path import registry
from portal.domain.journal import Entry
from portal.domain.period import local_day
from portal.domain.picture import Pictures
from portal.extract.build import build
from portal.extract.columns import Extract
from portal.files.code_version import code_version
from portal.linkage.parties import parties
from portal.services import Services
from portal.storage import alarms, exports, handovers, journal
from portal.storage import findings as saved
from portal.storage.database import Connection, Store

Progress = Callable[[str, int, int], None]  # step, done, in all


def plan(found: Services, *, tiers: tuple[int, ...] | None = None, as_of: date | None = None, by: str) -> int:
    """Put into the journal what will be asked, before a report is read; the number of the entry.

    The code fixes the questions and every number in them; the digest fixes the schedules that calls are held against.
    """
    with found.store.write() as connection:
        actual, promised = exports.runs(connection), exports.plans(connection)
        details = {
            "tiers": list(VERIFIED if tiers is None else tiers),
            "as_of": as_of.isoformat() if as_of else None,
            "code": code_version(),
            "schedules": schedule_digest(actual, promised),
        }
        return journal.append(connection, Entry(found.clock(), by, "analysis.plan", "analysis", details)).sequence


def read(found: Services) -> Extract:
    """The extract of the portal's own database, with the parties that linkage found among the callers."""
    return build(found.store, parties(store=found.store, vault=found.vault))


def run(
    extract: Extract,
    *,
    tiers: tuple[int, ...] | None,
    as_of: date | None,
    progress: Progress,
    engine: Engine = THIS_PROCESS,
) -> Analysis:
    """Analyse; what is not chosen is the engine's default."""
    chosen = {} if tiers is None else {"tiers": tiers}
    return analyse(extract, **chosen, as_of=as_of, progress=progress, engine=engine)


def save(
    analysis: Analysis, *, by: str, at: datetime, store: Store, own: bool = True, planned_in: int | None = None
) -> int:
    """Keep a run for the pages; its number. One of our own data has the registry of paths and the alarm beside it."""
    with store.write() as connection:
        drawn = _beside(connection, analysis, at) if own else analysis.pictures
        said = analysis.findings
        number = saved.save(
            connection, at=at, by=by, findings=said.to_json(), pictures=drawn.to_json(), planned_in=planned_in
        )
        details = {"seed": said.seed, "implicated": len(said.implicated), "code": code_version()}
        details |= {"planned_in": planned_in} if planned_in else {}
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
        list(handovers.numbered(connection).values()),
    )
    states = [AlarmState.from_json(state) for state in alarms.states(connection)]
    return replace(analysis.pictures, paths=paths, alarms=alarm.said(states) if states else None)
