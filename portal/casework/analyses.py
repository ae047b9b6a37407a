"""Saved analyses as the office reads them: findings and pictures as the domain knows them, computed long before."""

from dataclasses import dataclass
from datetime import date, datetime

from portal.domain.finding import Findings
from portal.domain.period import end_of
from portal.domain.picture import Pictures
from portal.storage import calls, findings
from portal.storage.database import Connection, Store
from portal.storage.findings import SavedAnalysis


class AnalysisMissing(LookupError):
    """No such analysis."""


@dataclass(frozen=True, slots=True)
class Analysis:
    """One run: what it says, what it draws, and what was told since."""

    id: int
    created_at: datetime
    requested_by: str
    findings: Findings
    pictures: Pictures
    told_since: int
    planned_in: int | None


def latest(*, store: Store) -> Analysis | None:
    """The newest run; None before the first."""
    with store.read() as connection:
        saved = findings.latest(connection)
        return _read(connection, saved) if saved else None


def find(analysis_id: int, *, store: Store) -> Analysis:
    """One run."""
    with store.read() as connection:
        saved = findings.find(connection, analysis_id)
        if saved is None:
            raise AnalysisMissing(str(analysis_id))
        return _read(connection, saved)


def _read(connection: Connection, saved: SavedAnalysis) -> Analysis:
    said = Findings.from_json(saved.findings)
    return Analysis(
        saved.id,
        saved.created_at,
        saved.requested_by,
        said,
        Pictures.from_json(saved.pictures),
        calls.told_since(connection, _end(said, saved.created_at)),
        saved.planned_in,
    )


def _end(said: Findings, created_at: datetime) -> datetime:
    """The last instant that the run could know: it looks at whole days, up to the moment at which it ran."""
    if said.as_of is None:
        return created_at
    return min(created_at, end_of(date.fromisoformat(said.as_of)))
