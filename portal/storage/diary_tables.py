"""What else belongs to a complaint: reports filed elsewhere, pictures and recordings, a way back without a receipt."""

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, LargeBinary, Table, Uuid

from portal.domain.attachment import AttachmentKind
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

# Pictures and recordings, re-encoded before they came here.
attachments = Table(
    "attachments",
    metadata,
    _column("complaint_id", Uuid, ForeignKey("complaints.id"), primary_key=True, privacy=P.PSEUDONYM),
    _column("id", Uuid, primary_key=True, privacy=P.PSEUDONYM),
    _column("kind", Code(AttachmentKind), privacy=P.OPERATIONAL),
    _column("byte_count", Integer, privacy=P.OPERATIONAL),
    _column("added_at", UtcInstant, privacy=P.QUASI_IDENTIFYING),
    _column("content_sealed", LargeBinary, privacy=P.IDENTIFYING),
    _one_of("kind", Code(AttachmentKind)),
    CheckConstraint("byte_count > 0", name="not_empty"),
)

# Where she chose words and a PIN of her own; the row opens only with both, and only with the vault's keys.
recoveries = Table(
    "recoveries",
    metadata,
    _column("complaint_id", Uuid, ForeignKey("complaints.id"), primary_key=True, privacy=P.PSEUDONYM),
    _column("recovery_index", LargeBinary, privacy=P.PSEUDONYM),
    _column("code_sealed", LargeBinary, privacy=P.SECRET),
    _column("set_at", UtcInstant, privacy=P.QUASI_IDENTIFYING),
    Index("ix_recoveries_recovery_index", "recovery_index"),
)

# By a digest of the words that were typed, whether anybody has such words or not.
recovery_attempts = Table(
    "recovery_attempts",
    metadata,
    _column("words_digest", LargeBinary, primary_key=True, privacy=P.PSEUDONYM),
    _column("failed", Integer, privacy=P.OPERATIONAL),
    _column("failed_at", UtcInstant, index=True, privacy=P.OPERATIONAL),
)
