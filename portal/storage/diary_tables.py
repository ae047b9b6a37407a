"""What else belongs to a complaint: evidence, filings with other offices, the way back without the receipt."""

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, LargeBinary, String, Table, Uuid

from portal.domain.privacy import PrivacyClass as P
from portal.domain.vocabulary import AttachmentKind, Office
from portal.storage.columns import column as _column
from portal.storage.columns import metadata
from portal.storage.columns import one_of as _one_of
from portal.storage.types import Code, UtcInstant

attachments = Table(
    "attachments",
    metadata,
    _column("complaint_id", Uuid, ForeignKey("complaints.id"), primary_key=True, privacy=P.PSEUDONYM),
    _column("id", Uuid, primary_key=True, privacy=P.PSEUDONYM),
    _column("added_at", UtcInstant, privacy=P.QUASI_IDENTIFYING),
    _column("kind", Code(AttachmentKind), privacy=P.OPERATIONAL),
    _column("media_type", String(40), privacy=P.OPERATIONAL),
    _column("byte_count", Integer, privacy=P.OPERATIONAL),
    _column("content_sealed", LargeBinary, privacy=P.IDENTIFYING),
    CheckConstraint("byte_count > 0", name="not_empty"),
    _one_of("kind", Code(AttachmentKind)),
)

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

# The handle is a digest of words that she chose; the code opens only with her number, which is not here.
recoveries = Table(
    "recoveries",
    metadata,
    _column("complaint_id", Uuid, ForeignKey("complaints.id"), primary_key=True, privacy=P.PSEUDONYM),
    _column("handle_index", LargeBinary, privacy=P.PSEUDONYM),
    _column("salt", LargeBinary, privacy=P.OPERATIONAL),
    _column("code_sealed", LargeBinary, privacy=P.SECRET),
    _column("failed", Integer, server_default="0", privacy=P.OPERATIONAL),
    _column("failed_at", UtcInstant, nullable=True, privacy=P.OPERATIONAL),
    Index("ix_recoveries_handle_index", "handle_index"),
    CheckConstraint("failed >= 0", name="failed_not_negative"),
)
