"""The quarterly release of the fixed tables, on the days of the release calendar."""

from datetime import datetime

from portal.casework.disclosing import Released, check, published
from portal.domain.journal import SYSTEM, Entry
from portal.domain.opendata import Release, tallies
from portal.domain.period import local_day
from portal.domain.quarter import Quarter, due
from portal.storage import hospitals, journal, released, voices
from portal.storage.database import Connection, Store


def release_due(*, store: Store, at: datetime, dry_run: bool = False) -> list[Release]:
    """Release the tables of every quarter that is due and was not released; none, if all were."""
    with store.rehearse() if dry_run else store.write() as connection:
        earlier = released.all_releases(connection)
        made = []
        for quarter in due(local_day(at), since=_first(connection, earlier, at)):
            release = _made(connection, quarter, at)
            check(_ledger(release), [_ledger(one) for one in (*earlier, *made)])
            released.add(connection, release)
            made.append(release)
        for release in made:
            shown = sum(count is not None for count in release.cells.values())
            details = {"shown": shown, "hidden": len(release.cells) - shown}
            journal.append(connection, Entry(at, SYSTEM, "release.tables", str(release.quarter), details))
    return made


def _first(connection: Connection, earlier: list[Release], at: datetime) -> Quarter:
    """The quarter after the last released one; at the beginning, that of the first report."""
    if earlier:
        return earlier[-1].quarter.following
    return Quarter.of(local_day(voices.first_reported(connection) or at))


def _made(connection: Connection, quarter: Quarter, at: datetime) -> Release:
    districts = sorted(set(hospitals.districts_by_hospital(connection).values()))
    counted = voices.of_period(connection, quarter.period)
    return Release(quarter, at, published(tallies(counted, quarter=quarter, districts=districts)))


def _ledger(release: Release) -> Released:
    return Released(release.quarter.period, release.cells)
