"""What the office keeps of its own work on complaints."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    Uuid,
)
from sqlalchemy.schema import SchemaItem

from portal.domain.case import Interest, LinkKind
from portal.domain.deadline import ExtensionReason
from portal.domain.handling import OpeningReason
from portal.domain.letter import LetterKind
from portal.domain.masking import MaskedField
from portal.domain.note_removal import RemovalReason
from portal.domain.privacy import PrivacyClass as P
from portal.storage.columns import NAME, metadata
from portal.storage.columns import column as _column
from portal.storage.columns import one_of as _one_of
from portal.storage.types import DOCUMENT, Code, UtcInstant

# The legal clock of a complaint that an official has acted on. The numbers of its term stay what they were when it
# began; `due_on` is the next day that counts, computed, kept so that the queue can ask for it.
clocks = Table(
    "clocks",
    metadata,
    _column("complaint_id", Uuid, ForeignKey("complaints.id"), primary_key=True, privacy=P.PSEUDONYM),
    _column("term", DOCUMENT, privacy=P.OPERATIONAL),
    _column("started_on", Date, privacy=P.QUASI_IDENTIFYING),
    _column("accepted_on", Date, nullable=True, privacy=P.QUASI_IDENTIFYING),
    _column("finished_on", Date, nullable=True, privacy=P.QUASI_IDENTIFYING),
    _column("pauses", DOCUMENT, privacy=P.QUASI_IDENTIFYING),
    _column("extended_days", SmallInteger, server_default="0", privacy=P.OPERATIONAL),
    _column("extension_reason", Code(ExtensionReason), nullable=True, privacy=P.OPERATIONAL),
    _column("due_on", Date, nullable=True, index=True, privacy=P.OPERATIONAL),
    CheckConstraint("finished_on IS NULL OR finished_on >= accepted_on", name="finished_after_accepted"),
    CheckConstraint("(extended_days = 0) = (extension_reason IS NULL)", name="extended_with_reason"),
    _one_of("extension_reason", Code(ExtensionReason)),
)

# Who handles a complaint: one member of staff at a time.
assignments = Table(
    "assignments",
    metadata,
    _column("complaint_id", Uuid, ForeignKey("complaints.id"), primary_key=True, privacy=P.PSEUDONYM),
    _column("staff_id", Uuid, ForeignKey("staff.id"), index=True, privacy=P.STAFF),
    _column("assigned_at", UtcInstant, privacy=P.OPERATIONAL),
)

# Who is working on a complaint just now; a row that is past its end holds nothing.
holds = Table(
    "holds",
    metadata,
    _column("complaint_id", Uuid, ForeignKey("complaints.id"), primary_key=True, privacy=P.PSEUDONYM),
    _column("staff_id", Uuid, ForeignKey("staff.id"), privacy=P.STAFF),
    _column("until", UtcInstant, privacy=P.STAFF),
)

saved_searches = Table(
    "saved_searches",
    metadata,
    _column("staff_id", Uuid, ForeignKey("staff.id"), primary_key=True, privacy=P.STAFF),
    _column("name", NAME, primary_key=True, privacy=P.STAFF),
    _column("query", String(500), privacy=P.OPERATIONAL),
)


def _removal() -> tuple[SchemaItem, ...]:
    """Of a note that was removed its text is gone, and by whom, when and why stays."""
    return (
        _column("text_sealed", LargeBinary, nullable=True, privacy=P.IDENTIFYING),
        _column("removed_by", String(60), nullable=True, privacy=P.STAFF),
        _column("removed_at", UtcInstant, nullable=True, privacy=P.OPERATIONAL),
        _column("removed_reason", Code(RemovalReason), nullable=True, privacy=P.OPERATIONAL),
        CheckConstraint(
            "(text_sealed IS NULL)"
            " = (removed_at IS NOT NULL AND removed_by IS NOT NULL AND removed_reason IS NOT NULL)",
            name="text_or_removal",
        ),
        _one_of("removed_reason", Code(RemovalReason)),
    )


# What the office and a mother wrote to each other, and notes among officials.
letters = Table(
    "letters",
    metadata,
    _column("complaint_id", Uuid, ForeignKey("complaints.id"), primary_key=True, privacy=P.PSEUDONYM),
    _column("id", Uuid, primary_key=True, privacy=P.PSEUDONYM),
    _column("kind", Code(LetterKind), privacy=P.OPERATIONAL),
    _column("by", String(60), privacy=P.STAFF),
    _column("written_at", UtcInstant, privacy=P.QUASI_IDENTIFYING),
    *_removal(),
    CheckConstraint("removed_at IS NULL OR kind = 'note'", name="only_notes_removed"),
    _one_of("kind", Code(LetterKind)),
)

# A case gathers complaints that are about one thing; its number, year and row, says nothing of what it is about.
cases = Table(
    "cases",
    metadata,
    _column("id", Integer, primary_key=True, privacy=P.OPERATIONAL),
    _column("title", NAME, privacy=P.OPERATIONAL),
    _column("opened_at", UtcInstant, privacy=P.OPERATIONAL),
    _column("opened_by", String(60), privacy=P.STAFF),
    _column("closed_at", UtcInstant, nullable=True, privacy=P.OPERATIONAL),
    CheckConstraint("closed_at >= opened_at", name="closed_after_opened"),
)

case_complaints = Table(
    "case_complaints",
    metadata,
    _column("complaint_id", Uuid, ForeignKey("complaints.id"), primary_key=True, privacy=P.PSEUDONYM),
    _column("case_id", ForeignKey("cases.id"), primary_key=True, index=True, privacy=P.OPERATIONAL),
    _column("added_at", UtcInstant, privacy=P.OPERATIONAL),
)

# What officials note on a case; gone with the last complaint that is part of it.
case_notes = Table(
    "case_notes",
    metadata,
    _column("case_id", ForeignKey("cases.id"), primary_key=True, privacy=P.OPERATIONAL),
    _column("id", Uuid, primary_key=True, privacy=P.OPERATIONAL),
    _column("by", String(60), privacy=P.STAFF),
    _column("written_at", UtcInstant, privacy=P.OPERATIONAL),
    *_removal(),
)

# Who may not touch a case, nor any complaint in it, because of an interest of their own.
case_exclusions = Table(
    "case_exclusions",
    metadata,
    _column("case_id", ForeignKey("cases.id"), primary_key=True, privacy=P.OPERATIONAL),
    _column("staff_id", Uuid, ForeignKey("staff.id"), primary_key=True, privacy=P.STAFF),
    _column("reason", Code(Interest), privacy=P.STAFF),
    _column("excluded_at", UtcInstant, privacy=P.STAFF),
    _one_of("reason", Code(Interest)),
)

# Complaints that tell of the same; each pair stands in both directions.
complaint_links = Table(
    "complaint_links",
    metadata,
    _column("complaint_id", Uuid, ForeignKey("complaints.id"), primary_key=True, privacy=P.PSEUDONYM),
    _column("other_id", Uuid, ForeignKey("complaints.id"), primary_key=True, index=True, privacy=P.PSEUDONYM),
    _column("kind", Code(LinkKind), privacy=P.OPERATIONAL),
    _column("linked_at", UtcInstant, privacy=P.OPERATIONAL),
    CheckConstraint("complaint_id <> other_id", name="not_with_itself"),
    _one_of("kind", Code(LinkKind)),
)

# Passages of her words that are covered: where they stand, never what they say.
maskings = Table(
    "maskings",
    metadata,
    _column("complaint_id", Uuid, ForeignKey("complaints.id"), primary_key=True, privacy=P.PSEUDONYM),
    _column("id", Uuid, primary_key=True, privacy=P.PSEUDONYM),
    _column("call_id", Uuid, privacy=P.PSEUDONYM),
    _column("field", Code(MaskedField), privacy=P.OPERATIONAL),
    _column("start", Integer, privacy=P.OPERATIONAL),
    _column("length", Integer, privacy=P.OPERATIONAL),
    _column("masked_by", String(60), privacy=P.STAFF),
    _column("masked_at", UtcInstant, privacy=P.OPERATIONAL),
    _column("redacted_by", String(60), nullable=True, privacy=P.STAFF),
    _column("redacted_at", UtcInstant, nullable=True, privacy=P.OPERATIONAL),
    CheckConstraint("start >= 0 AND length > 0", name="somewhere"),
    CheckConstraint("redacted_by <> masked_by", name="second_person"),
    CheckConstraint("(redacted_by IS NULL) = (redacted_at IS NULL)", name="redacted_whole"),
    _one_of("field", Code(MaskedField)),
)

# Who asked to see how a mother can be reached, why, and who decided; never the same person.
identity_requests = Table(
    "identity_requests",
    metadata,
    _column("complaint_id", Uuid, ForeignKey("complaints.id"), primary_key=True, privacy=P.PSEUDONYM),
    _column("id", Uuid, primary_key=True, privacy=P.PSEUDONYM),
    _column("reason", Code(OpeningReason), privacy=P.OPERATIONAL),
    _column("asked_by", String(60), index=True, privacy=P.STAFF),
    _column("asked_at", UtcInstant, privacy=P.OPERATIONAL),
    _column("decided_by", String(60), nullable=True, privacy=P.STAFF),
    _column("decided_at", UtcInstant, nullable=True, privacy=P.OPERATIONAL),
    _column("granted", Boolean, nullable=True, privacy=P.OPERATIONAL),
    _column("used_at", UtcInstant, nullable=True, privacy=P.OPERATIONAL),
    CheckConstraint("decided_by <> asked_by", name="second_person"),
    CheckConstraint(
        "(decided_by IS NULL) = (decided_at IS NULL) AND (decided_by IS NULL) = (granted IS NULL)",
        name="decided_whole",
    ),
    CheckConstraint("used_at IS NULL OR (granted IS NOT NULL AND granted = true)", name="used_once_granted"),
    _one_of("reason", Code(OpeningReason)),
)
