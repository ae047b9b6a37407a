"""Names that hospitals had before: read from the journal, which keeps each renaming."""

from portal.storage import hospitals, journal
from portal.storage.database import Connection

HOSPITALS = "hospitals"  # the journal's subject
RENAME = "hospital.rename"


def current_names(connection: Connection) -> dict[str, str]:
    """What each former name is today; a name that a hospital bears today is none."""
    borne = hospitals.ids_by_name(connection).keys()
    current: dict[str, str] = {}
    for before, after in _renamings(connection):
        current = {name: after if now == before else now for name, now in current.items()} | {before: after}
    return {name: now for name, now in current.items() if name not in borne and now in borne}


def by_current_name(connection: Connection) -> dict[str, list[str]]:
    """The former names of each hospital that has some, oldest first."""
    found: dict[str, list[str]] = {}
    for before, now in current_names(connection).items():
        found.setdefault(now, []).append(before)
    return found


def _renamings(connection: Connection) -> list[tuple[str, str]]:
    entries = journal.about(connection, HOSPITALS)
    return [(entry.details["before"], entry.details["after"]) for entry in entries if entry.verb == RENAME]
