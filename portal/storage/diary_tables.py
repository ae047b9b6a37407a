"""What else belongs to a complaint: reports that she filed with other offices."""

from sqlalchemy import Date, ForeignKey, LargeBinary, Table, Uuid

from portal.domain.privacy import PrivacyClass as P
from portal.domain.vocabulary import Office
from portal.storage.columns import column as _column
from portal.storage.columns import metadata
from portal.storage.columns import one_of as _one_of
from portal.storage.types import Code, UtcInstant

# Reports that she filed with other offices herself, and what she heard of them.
filings = Table(
    "filings",
    metadata,
    _column("complaint_id", Uuid, ForeignKey("complaints.id"), primary_key=True, privacy=P.PSEUDONYM),
    _column("id", Uuid, primary_key=True, privacy=P.PSEUDONYM),
    _column("office", Code(Office), privacy=P.QUASI_IDENTIFYING),
    _column("filed_on", Date, nullable=True, privacy=P.QUASI_IDENTIFYING),
    _column("added_at", UtcInstant, privacy=P.QUASI_IDENTIFYING),
    _column("reference_sealed", LargeBinary, nullable=True, privacy=P.IDENTIFYING),
    _column("outcome_sealed", LargeBinary, nullable=True, privacy=P.IDENTIFYING),
    _one_of("office", Code(Office)),
)
