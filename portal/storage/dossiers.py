"""Dossiers: asked for by the office, made by the worker; one for each analysis."""

from datetime import datetime

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from portal.domain.dossier import DossierAsked, DossierFailure
from portal.storage.analysis_tables import dossiers

SHOWN = (
    dossiers.c.analysis_id, dossiers.c.requested_by, dossiers.c.requested_at, dossiers.c.made_at, dossiers.c.failure,
    func.length(dossiers.c.archive).label("archive_bytes"),
)  # fmt: skip


def ask(connection: Connection, analysis_id: int, *, by: str, at: datetime) -> None:
    """Ask for one, in place of any that was made before."""
    connection.execute(delete(dossiers).where(dossiers.c.analysis_id == analysis_id))
    connection.execute(insert(dossiers).values(analysis_id=analysis_id, requested_by=by, requested_at=at))


def find(connection: Connection, analysis_id: int) -> DossierAsked | None:
    """How far the dossier of an analysis has come, without its bytes."""
    return _asked(connection.execute(select(*SHOWN).where(dossiers.c.analysis_id == analysis_id)).one_or_none())


def waiting(connection: Connection) -> DossierAsked | None:
    """The one that has waited longest."""
    query = select(*SHOWN).where(dossiers.c.made_at.is_(None), dossiers.c.failure.is_(None))
    return _asked(connection.execute(query.order_by(dossiers.c.requested_at).limit(1)).one_or_none())


def keep(connection: Connection, analysis_id: int, archive: bytes, *, at: datetime) -> None:
    """Keep what was made."""
    _set(connection, analysis_id, archive=archive, made_at=at, failure=None)


def fail(connection: Connection, analysis_id: int, failure: DossierFailure) -> None:
    """Say why none was made."""
    _set(connection, analysis_id, failure=failure)


def archive(connection: Connection, analysis_id: int) -> bytes | None:
    """The archive itself."""
    return connection.execute(select(dossiers.c.archive).where(dossiers.c.analysis_id == analysis_id)).scalar()


def _set(connection: Connection, analysis_id: int, **values: object) -> None:
    connection.execute(update(dossiers).where(dossiers.c.analysis_id == analysis_id).values(**values))


def _asked(row: Row | None) -> DossierAsked | None:
    return DossierAsked(**row._asdict()) if row else None
