"""Dossiers that were asked for, and the archives that were made of them."""

from sqlalchemy import ForeignKey, Integer, LargeBinary, String, Table

from portal.domain.dossier import DossierFailure
from portal.domain.privacy import PrivacyClass as P
from portal.storage.columns import column as _column
from portal.storage.columns import metadata
from portal.storage.columns import one_of as _one_of
from portal.storage.types import Code, UtcInstant

dossiers = Table(
    "dossiers",
    metadata,
    _column(
        "analysis_id", Integer, ForeignKey("analyses.id"), primary_key=True, autoincrement=False, privacy=P.OPERATIONAL
    ),
    _column("requested_by", String(60), privacy=P.STAFF),
    _column("requested_at", UtcInstant, privacy=P.OPERATIONAL),
    _column("made_at", UtcInstant, nullable=True, privacy=P.OPERATIONAL),
    _column("failure", Code(DossierFailure), nullable=True, privacy=P.OPERATIONAL),
    _column("archive", LargeBinary, nullable=True, privacy=P.OPERATIONAL),
    _one_of("failure", Code(DossierFailure)),
)
