"""One run of the analysis, from an extract to saved findings: what `flask correlate` and the worker have in common."""

from collections.abc import Callable
from datetime import date, datetime

from portal.aggregation.pipeline import Analysis, analyse
from portal.domain.journal import Entry
from portal.extract.columns import Extract
from portal.files.code_version import code_version
from portal.storage import findings as saved
from portal.storage import journal
from portal.storage.database import Store

Progress = Callable[[str, int, int], None]  # step, done, in all


def run(extract: Extract, *, tiers: tuple[int, ...] | None, as_of: date | None, progress: Progress) -> Analysis:
    """Analyse; what is not chosen is the engine's default."""
    chosen = {} if tiers is None else {"tiers": tiers}
    return analyse(extract, **chosen, as_of=as_of, progress=progress)


def save(analysis: Analysis, *, by: str, at: datetime, store: Store) -> int:
    """Keep a run for the pages; its number."""
    with store.write() as connection:
        number = saved.save(
            connection, at=at, by=by, findings=analysis.findings.to_json(), pictures=analysis.pictures.to_json()
        )
        said = analysis.findings
        details = {"seed": said.seed, "implicated": len(said.implicated), "code": code_version()}
        journal.append(connection, Entry(at, by, "analysis.save", f"analysis:{number}", details))
    return number
