"""Every table. Each column names its privacy class; each rule that the database can state is a named CHECK.

All that belongs to a complaint has the complaint's id in its primary key and in every unique key, so that the tables
can be partitioned by complaint without changing a query.
"""

from sqlalchemy import Boolean as Bool
from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
    Uuid,
    false,
    true,
)

from portal.domain.access import Role
from portal.domain.job import JobKind, JobState
from portal.domain.phone import CallerClass
from portal.domain.privacy import PrivacyClass as P
from portal.domain.report import ClosingNote, Origin, Status, Withdrawal
from portal.domain.vocabulary import (
    CallVoice,
    Channel,
    DatePrecision,
    FiledBy,
    NumberOrigin,
    PhoneOwner,
    Precision,
    Stage,
    StopRequest,
    TimeSource,
    VendorType,
)
from portal.storage.analysis_tables import alarm_states, analyses, dossiers, events, office_visits, studies  # noqa: F401
from portal.storage.canary_tables import canaries, canary_calls, canary_plantings  # noqa: F401 - part of the schema
from portal.storage.card_slip_tables import card_slips, verifier_hospitals  # noqa: F401 - part of the schema
from portal.storage.casework_tables import clocks  # noqa: F401 - all tables of that file are part of the schema
from portal.storage.columns import NAME, metadata
from portal.storage.columns import column as _column
from portal.storage.columns import one_of as _one_of
from portal.storage.delivery_tables import deliveries, delivery_rows, receivers  # noqa: F401 - part of the schema
from portal.storage.diary_tables import (  # noqa: F401 - part of the schema
    attachments,
    filings,
    recoveries,
    recovery_attempts,
)
from portal.storage.keeping_tables import backups, breaches, legal_holds  # noqa: F401 - part of the schema
from portal.storage.onward_tables import handovers  # noqa: F401 - part of the schema
from portal.storage.published_tables import published_lines  # noqa: F401 - part of the schema
from portal.storage.registration_tables import registration_totals  # noqa: F401 - part of the schema
from portal.storage.release_tables import release_cells, releases  # noqa: F401 - part of the schema
from portal.storage.sign_in_tables import staff_sessions  # noqa: F401 - all tables of that file are part of the schema
from portal.storage.types import DOCUMENT, Code, UtcInstant
from portal.storage.verification_tables import code_requests, phone_codes, phones  # noqa: F401 - part of the schema

hospitals = Table(
    "hospitals",
    metadata,
    _column("id", Integer, primary_key=True, privacy=P.OPERATIONAL),
    _column("name", NAME, unique=True, privacy=P.PUBLIC),
    _column("district", NAME, privacy=P.PUBLIC),
)

recipients = Table(
    "recipients",
    metadata,
    _column("id", Integer, primary_key=True, privacy=P.OPERATIONAL),
    _column("name", NAME, unique=True, privacy=P.OPERATIONAL),
    _column("custodian", NAME, nullable=True, privacy=P.OPERATIONAL),  # the department that answers for the files
    CheckConstraint("name <> 'registration'", name="name_not_registration"),
    CheckConstraint("name NOT LIKE '% | %'", name="name_not_group"),
)

exports = Table(
    "exports",
    metadata,
    _column("id", Integer, primary_key=True, privacy=P.OPERATIONAL),
    _column("recipient_id", ForeignKey("recipients.id"), index=True, privacy=P.OPERATIONAL),
    _column("exported_at", UtcInstant, privacy=P.OPERATIONAL),
    _column("registered_from", Date, privacy=P.OPERATIONAL),
    _column("registered_until", Date, privacy=P.OPERATIONAL),
    _column("districts", DOCUMENT, privacy=P.OPERATIONAL),
    _column("hospitals", DOCUMENT, privacy=P.OPERATIONAL),
    _column("columns", DOCUMENT, privacy=P.OPERATIONAL),
    _column("row_count", Integer, nullable=True, privacy=P.OPERATIONAL),
    _column("sha256", String(64), nullable=True, privacy=P.OPERATIONAL),
    _column("fingerprint", String(64), unique=True, privacy=P.OPERATIONAL),
    CheckConstraint("registered_until > registered_from", name="period_forward"),
    CheckConstraint("row_count >= 0", name="row_count_not_negative"),
)

export_plans = Table(
    "export_plans",
    metadata,
    _column("id", Integer, primary_key=True, privacy=P.OPERATIONAL),
    _column("recipient_id", ForeignKey("recipients.id"), index=True, privacy=P.OPERATIONAL),
    _column("day_of_month", SmallInteger, privacy=P.OPERATIONAL),
    _column("valid_from", Date, privacy=P.OPERATIONAL),
    _column("valid_until", Date, privacy=P.OPERATIONAL),
    _column("districts", DOCUMENT, privacy=P.OPERATIONAL),
    _column("hospitals", DOCUMENT, privacy=P.OPERATIONAL),
    _column("columns", DOCUMENT, privacy=P.OPERATIONAL),
    UniqueConstraint("recipient_id", "day_of_month", "valid_from"),
    CheckConstraint("day_of_month BETWEEN 1 AND 28", name="day_in_every_month"),
    CheckConstraint("valid_until > valid_from", name="period_forward"),
)

# What a recipient says of itself, word for word: shown wherever a finding about it is.
replies = Table(
    "replies",
    metadata,
    _column("id", Integer, primary_key=True, privacy=P.OPERATIONAL),
    _column("recipient_id", ForeignKey("recipients.id"), index=True, privacy=P.OPERATIONAL),
    _column("received_on", Date, privacy=P.OPERATIONAL),
    _column("text", String(4000), privacy=P.OPERATIONAL),
    _column("added_at", UtcInstant, privacy=P.OPERATIONAL),
    _column("added_by", String(60), privacy=P.STAFF),
    CheckConstraint("text <> ''", name="not_empty"),
)

CODES_OF_COMPLAINTS = {
    "origin": Origin, "filed_by": FiledBy, "status": Status, "closing_note": ClosingNote, "withdrawal": Withdrawal,
    "registered_precision": DatePrecision, "due_precision": DatePrecision, "told_stage": Stage,
}  # fmt: skip
QUEUE_IS_READ_FROM = "created_at id withdrawal status origin hospital_id told_stage told_vendors tier told_last".split()
complaints = Table(
    "complaints",
    metadata,
    _column("id", Uuid, primary_key=True, privacy=P.PSEUDONYM),
    _column("created_at", UtcInstant, privacy=P.QUASI_IDENTIFYING),
    _column("origin", Code(Origin), privacy=P.OPERATIONAL),
    _column("hospital_id", ForeignKey("hospitals.id"), nullable=True, privacy=P.QUASI_IDENTIFYING),
    _column("registered_on", Date, nullable=True, privacy=P.HEALTH),
    _column("registered_precision", Code(DatePrecision), privacy=P.OPERATIONAL),
    _column("due_on", Date, nullable=True, privacy=P.HEALTH),
    _column("due_precision", Code(DatePrecision), privacy=P.OPERATIONAL),
    _column("born_on", Date, nullable=True, privacy=P.HEALTH),
    _column("tier", SmallInteger, privacy=P.OPERATIONAL),
    # Whether an imported file named the tier: one that was left open may be filled in, a named one may not change.
    _column("tier_told", Bool, server_default=false(), privacy=P.OPERATIONAL),
    _column("issuer", NAME, nullable=True, privacy=P.QUASI_IDENTIFYING),
    _column("status", Code(Status), privacy=P.OPERATIONAL),
    _column("closing_note", Code(ClosingNote), nullable=True, privacy=P.OPERATIONAL),
    _column("may_publish", Bool, server_default=false(), privacy=P.OPERATIONAL),
    _column("withdrawal", Code(Withdrawal), privacy=P.OPERATIONAL),
    _column("contact_sealed", LargeBinary, nullable=True, privacy=P.IDENTIFYING),
    _column("other_holders", SmallInteger, nullable=True, privacy=P.QUASI_IDENTIFYING),
    _column("filed_by", Code(FiledBy), server_default="mother", privacy=P.OPERATIONAL),
    _column("pregnancy_ended", Bool, server_default=false(), privacy=P.HEALTH),
    # What its calls add up to: kept by `storage.told` alone.
    _column("told_calls", Integer, server_default="0", privacy=P.QUASI_IDENTIFYING),
    _column("told_last", UtcInstant, nullable=True, privacy=P.QUASI_IDENTIFYING),
    _column("told_vendors", Integer, server_default="0", privacy=P.QUASI_IDENTIFYING),
    _column("told_stage", Code(Stage), nullable=True, privacy=P.HEALTH),
    Index("ix_complaints_queue", *QUEUE_IS_READ_FROM),
    CheckConstraint("told_calls >= 0", name="told_calls_counted"),
    CheckConstraint("told_vendors BETWEEN 0 AND 2047", name="told_vendors_known"),
    *(_one_of(name, Code(kind)) for name, kind in CODES_OF_COMPLAINTS.items()),
    CheckConstraint("other_holders BETWEEN 0 AND 127", name="other_holders_known"),
    CheckConstraint("tier BETWEEN 0 AND 2", name="tier_known"),
    CheckConstraint("may_publish = false OR withdrawal = 'none'", name="withdrawn_is_not_published"),
    CheckConstraint("contact_sealed IS NULL OR withdrawal IN ('none', 'publication')", name="withdrawn_has_no_contact"),
    CheckConstraint("closing_note IS NULL OR status = 'closed'", name="only_closed_has_note"),
)

complaint_keys = Table(
    "complaint_keys",
    metadata,
    _column("complaint_id", Uuid, ForeignKey("complaints.id"), primary_key=True, privacy=P.PSEUDONYM),
    _column("master_version", Integer, privacy=P.OPERATIONAL),
    _column("wrapped", LargeBinary, privacy=P.SECRET),
)

CODES_OF_CALLS = {
    "precision": Precision, "time_source": TimeSource, "channel": Channel, "vendor_type": VendorType,
    "caller_class": CallerClass, "phone_owner": PhoneOwner, "number_origin": NumberOrigin,
    "stop_request": StopRequest, "voice": CallVoice,
}  # fmt: skip

calls = Table(
    "calls",
    metadata,
    _column("complaint_id", Uuid, ForeignKey("complaints.id"), primary_key=True, privacy=P.PSEUDONYM),
    _column("id", Uuid, primary_key=True, privacy=P.PSEUDONYM),
    _column("reported_at", UtcInstant, privacy=P.QUASI_IDENTIFYING),
    _column("called_at", UtcInstant, privacy=P.QUASI_IDENTIFYING),
    _column("precision", Code(Precision), privacy=P.OPERATIONAL),
    _column("time_source", Code(TimeSource), nullable=True, privacy=P.OPERATIONAL),
    _column("channel", Code(Channel), privacy=P.OPERATIONAL),
    _column("vendor_type", Code(VendorType), privacy=P.QUASI_IDENTIFYING),
    _column("knew", SmallInteger, nullable=True, privacy=P.QUASI_IDENTIFYING),
    _column("caller_sealed", LargeBinary, nullable=True, privacy=P.IDENTIFYING),
    _column("caller_index", LargeBinary, nullable=True, privacy=P.PSEUDONYM),
    _column("caller_class", Code(CallerClass), nullable=True, privacy=P.OPERATIONAL),
    _column("notes_sealed", LargeBinary, nullable=True, privacy=P.IDENTIFYING),
    _column("fingerprint", LargeBinary, nullable=True, privacy=P.PSEUDONYM),
    _column("called_until", UtcInstant, nullable=True, privacy=P.QUASI_IDENTIFYING),
    _column("phone_owner", Code(PhoneOwner), nullable=True, privacy=P.QUASI_IDENTIFYING),
    _column("number_origin", Code(NumberOrigin), nullable=True, privacy=P.QUASI_IDENTIFYING),
    _column("stop_request", Code(StopRequest), nullable=True, privacy=P.OPERATIONAL),
    _column("voice", Code(CallVoice), nullable=True, privacy=P.OPERATIONAL),
    _column("message_sealed", LargeBinary, nullable=True, privacy=P.IDENTIFYING),
    _column("message_index", LargeBinary, nullable=True, privacy=P.PSEUDONYM),
    _column("pasted_sealed", LargeBinary, nullable=True, privacy=P.IDENTIFYING),
    UniqueConstraint("complaint_id", "fingerprint"),
    Index("ix_calls_reported_at", "reported_at"),
    Index("ix_calls_caller_index", "caller_index"),
    Index("ix_calls_message_index", "message_index"),
    CheckConstraint("knew BETWEEN 0 AND 127", name="knew_known"),
    CheckConstraint("called_until > called_at", name="range_forward"),
    *(_one_of(name, Code(kind)) for name, kind in CODES_OF_CALLS.items()),
)

quiet_reports = Table(
    "quiet_reports",
    metadata,
    _column("complaint_id", Uuid, ForeignKey("complaints.id"), primary_key=True, privacy=P.PSEUDONYM),
    _column("reported_at", UtcInstant, primary_key=True, privacy=P.QUASI_IDENTIFYING),
)

staff = Table(
    "staff",
    metadata,
    _column("id", Uuid, primary_key=True, privacy=P.STAFF),
    _column("login", String(60), unique=True, privacy=P.STAFF),
    _column("name", NAME, privacy=P.STAFF),
    _column("role", Code(Role), privacy=P.STAFF),
    _column("password_hash", String(255), privacy=P.SECRET),
    _column("active", Bool, server_default=true(), privacy=P.STAFF),
    _column("created_at", UtcInstant, privacy=P.STAFF),
    _column("unit", NAME, nullable=True, privacy=P.STAFF),
    _one_of("role", Code(Role)),
)

# By a digest of what was typed, known login or not: a lock that only real accounts had would tell which ones are real.
sign_in_attempts = Table(
    "sign_in_attempts",
    metadata,
    _column("login_digest", LargeBinary, primary_key=True, privacy=P.STAFF),
    _column("failed", Integer, privacy=P.STAFF),
    _column("failed_at", UtcInstant, index=True, privacy=P.STAFF),
)

jobs = Table(
    "jobs",
    metadata,
    _column("id", Uuid, primary_key=True, privacy=P.OPERATIONAL),
    _column("kind", Code(JobKind), privacy=P.OPERATIONAL),
    _column("state", Code(JobState), index=True, privacy=P.OPERATIONAL),
    _column("requested_by", String(60), privacy=P.STAFF),
    _column("requested_at", UtcInstant, privacy=P.OPERATIONAL),
    _column("started_at", UtcInstant, nullable=True, privacy=P.OPERATIONAL),
    _column("finished_at", UtcInstant, nullable=True, privacy=P.OPERATIONAL),
    _column("step", String(60), nullable=True, privacy=P.OPERATIONAL),
    _column("done", Integer, server_default="0", privacy=P.OPERATIONAL),
    _column("total", Integer, server_default="0", privacy=P.OPERATIONAL),
    _column("failure", String(200), nullable=True, privacy=P.OPERATIONAL),
    _column("question", DOCUMENT, nullable=True, privacy=P.OPERATIONAL),
    _one_of("kind", Code(JobKind)),
    _one_of("state", Code(JobState)),
)

journal = Table(
    "journal",
    metadata,
    _column("sequence", Integer, primary_key=True, autoincrement=False, privacy=P.OPERATIONAL),
    _column("at", UtcInstant, index=True, privacy=P.OPERATIONAL),
    _column("actor", String(60), index=True, privacy=P.STAFF),
    _column("verb", String(60), index=True, privacy=P.OPERATIONAL),
    _column("subject", String(120), index=True, privacy=P.PSEUDONYM),
    _column("details", DOCUMENT, privacy=P.OPERATIONAL),
    _column("previous", LargeBinary, privacy=P.OPERATIONAL),
    _column("digest", LargeBinary, privacy=P.OPERATIONAL),
    Index("ix_journal_actor_at", "actor", "at"),  # how much somebody has opened lately
    _column("finished", LargeBinary, privacy=P.OPERATIONAL),  # the nodes of the tree that end with this entry
)

journal_head = Table(
    "journal_head",
    metadata,
    _column("id", Integer, primary_key=True, privacy=P.OPERATIONAL),
    _column("sequence", Integer, privacy=P.OPERATIONAL),
    _column("digest", LargeBinary, privacy=P.OPERATIONAL),
    _column("frontier", LargeBinary, privacy=P.OPERATIONAL),
    CheckConstraint("id = 1", name="only_one"),
)
