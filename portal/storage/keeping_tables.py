"""What is kept of keeping: holds, backups that exist somewhere, and breaches with those whom they concern."""

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Table, Uuid

from portal.domain.breach import BreachKind
from portal.domain.legal_hold import HoldReason
from portal.domain.privacy import PrivacyClass as P
from portal.storage.columns import column as _column
from portal.storage.columns import metadata
from portal.storage.columns import one_of as _one_of
from portal.storage.types import Code, UtcInstant

# Who had a complaint kept beyond its term, why, and who let it go; always two.
legal_holds = Table(
    "legal_holds",
    metadata,
    _column("complaint_id", Uuid, ForeignKey("complaints.id"), primary_key=True, privacy=P.PSEUDONYM),
    _column("id", Uuid, primary_key=True, privacy=P.PSEUDONYM),
    _column("reason", Code(HoldReason), privacy=P.OPERATIONAL),
    _column("proposed_by", String(60), privacy=P.STAFF),
    _column("proposed_at", UtcInstant, privacy=P.OPERATIONAL),
    _column("confirmed_by", String(60), nullable=True, privacy=P.STAFF),
    _column("confirmed_at", UtcInstant, nullable=True, privacy=P.OPERATIONAL),
    _column("release_by", String(60), nullable=True, privacy=P.STAFF),
    _column("release_at", UtcInstant, nullable=True, privacy=P.OPERATIONAL),
    _column("released_by", String(60), nullable=True, privacy=P.STAFF),
    _column("released_at", UtcInstant, nullable=True, privacy=P.OPERATIONAL),
    CheckConstraint(
        "confirmed_by <> proposed_by AND (confirmed_by IS NULL) = (confirmed_at IS NULL)", name="confirmed"
    ),
    CheckConstraint(
        "(release_by IS NULL) = (release_at IS NULL) AND (release_by IS NULL OR confirmed_by IS NOT NULL)",
        name="release_after_confirmation",
    ),
    CheckConstraint(
        "released_by <> release_by AND (released_by IS NULL) = (released_at IS NULL)"
        " AND (released_by IS NULL OR release_by IS NOT NULL)",
        name="released",
    ),
    _one_of("reason", Code(HoldReason)),
)

# Backup files that exist somewhere, as far as this database knows: what each still holds follows from the journal.
backups = Table(
    "backups",
    metadata,
    _column("id", Integer, primary_key=True, privacy=P.OPERATIONAL),
    _column("made_at", UtcInstant, privacy=P.OPERATIONAL),
    _column("rows", Integer, privacy=P.OPERATIONAL),
    _column("sha256", String(64), privacy=P.OPERATIONAL),
    _column("sealed_to", Integer, privacy=P.OPERATIONAL),  # how many offline keys open it; 0: it lies open
    _column("discarded_at", UtcInstant, nullable=True, privacy=P.OPERATIONAL),
    CheckConstraint("sealed_to >= 0", name="sealed_to_not_negative"),
    CheckConstraint("discarded_at >= made_at", name="discarded_after_made"),
)

breaches = Table(
    "breaches",
    metadata,
    _column("id", Uuid, primary_key=True, privacy=P.OPERATIONAL),
    _column("kind", Code(BreachKind), privacy=P.OPERATIONAL),
    _column("declared_at", UtcInstant, privacy=P.OPERATIONAL),
    _column("since", UtcInstant, privacy=P.OPERATIONAL),
    _column("until", UtcInstant, privacy=P.OPERATIONAL),
    CheckConstraint("until >= since", name="forward"),
    _one_of("kind", Code(BreachKind)),
)

breach_complaints = Table(
    "breach_complaints",
    metadata,
    _column("complaint_id", Uuid, ForeignKey("complaints.id"), primary_key=True, privacy=P.PSEUDONYM),
    _column("breach_id", Uuid, ForeignKey("breaches.id"), primary_key=True, index=True, privacy=P.OPERATIONAL),
)
