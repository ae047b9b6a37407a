"""Deliveries: who may be given rows, what was asked, who answered for it, and which calls left."""

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Integer, String, Table, Uuid

from portal.domain.delivery import FEWEST_MOTHERS, MOST_ROWS, Purpose
from portal.domain.privacy import PrivacyClass as P
from portal.storage.columns import NAME, metadata
from portal.storage.columns import column as _column
from portal.storage.columns import one_of as _one_of
from portal.storage.types import Code, UtcInstant

# A key is never changed: another one is another row.
receivers = Table(
    "receivers",
    metadata,
    _column("id", Integer, primary_key=True, privacy=P.OPERATIONAL),
    _column("name", NAME, privacy=P.OPERATIONAL),
    _column("purpose", Code(Purpose), privacy=P.OPERATIONAL),
    _column("public_key", String(100), privacy=P.OPERATIONAL),
    _column("registered_by", String(60), privacy=P.STAFF),
    _column("registered_at", UtcInstant, privacy=P.OPERATIONAL),
    _column("retired_at", UtcInstant, nullable=True, privacy=P.OPERATIONAL),
    CheckConstraint("retired_at >= registered_at", name="retired_after_registered"),
    _one_of("purpose", Code(Purpose)),
)

# `sealed_to` is the receiver's key as it was when somebody asked.
deliveries = Table(
    "deliveries",
    metadata,
    _column("id", Uuid, primary_key=True, privacy=P.OPERATIONAL),
    _column("receiver_id", ForeignKey("receivers.id"), index=True, privacy=P.OPERATIONAL),
    _column("sealed_to", String(100), privacy=P.OPERATIONAL),
    _column("document", String(60), privacy=P.OPERATIONAL),
    _column("told_from", Date, privacy=P.OPERATIONAL),
    _column("told_until", Date, privacy=P.OPERATIONAL),
    _column("verified_only", Boolean, privacy=P.OPERATIONAL),
    _column("district", NAME, nullable=True, privacy=P.OPERATIONAL),
    _column("rows", Integer, privacy=P.OPERATIONAL),
    _column("mothers", Integer, privacy=P.OPERATIONAL),
    _column("asked_by", String(60), privacy=P.STAFF),
    _column("asked_unit", NAME, privacy=P.STAFF),
    _column("asked_at", UtcInstant, index=True, privacy=P.OPERATIONAL),
    _column("decided_by", String(60), nullable=True, privacy=P.STAFF),
    _column("decided_unit", NAME, nullable=True, privacy=P.STAFF),
    _column("decided_at", UtcInstant, nullable=True, privacy=P.OPERATIONAL),
    _column("granted", Boolean, nullable=True, privacy=P.OPERATIONAL),
    _column("opens_at", UtcInstant, nullable=True, privacy=P.OPERATIONAL),
    _column("closes_at", UtcInstant, nullable=True, privacy=P.OPERATIONAL),
    _column("stopped_by", String(60), nullable=True, privacy=P.STAFF),
    _column("stopped_at", UtcInstant, nullable=True, privacy=P.OPERATIONAL),
    _column("taken_at", UtcInstant, nullable=True, index=True, privacy=P.OPERATIONAL),
    CheckConstraint("told_until > told_from", name="period_forward"),
    CheckConstraint(f"rows BETWEEN 1 AND {MOST_ROWS}", name="capped"),
    CheckConstraint(f"mothers BETWEEN {FEWEST_MOTHERS} AND rows", name="about_nobody"),
    CheckConstraint("granted = false OR decided_by <> asked_by", name="second_person"),
    CheckConstraint("granted = false OR decided_unit <> asked_unit", name="second_unit"),
    CheckConstraint(
        "(decided_by IS NULL) = (granted IS NULL) AND (decided_unit IS NULL) = (granted IS NULL)"
        " AND (decided_at IS NULL) = (granted IS NULL)",
        name="decided_whole",
    ),
    CheckConstraint(
        "(opens_at IS NULL) = (closes_at IS NULL)"
        " AND (opens_at IS NULL OR (granted IS NOT NULL AND granted = true"
        " AND opens_at > decided_at AND closes_at > opens_at))",
        name="delayed",
    ),
    CheckConstraint("(stopped_by IS NULL) = (stopped_at IS NULL)", name="stopped_whole"),
    CheckConstraint(
        "taken_at IS NULL OR (opens_at IS NOT NULL AND stopped_at IS NULL"
        " AND taken_at >= opens_at AND taken_at < closes_at)",
        name="taken_in_time",
    ),
)

# Which calls a delivery is about; once it was taken, exactly those that left.
delivery_rows = Table(
    "delivery_rows",
    metadata,
    _column("complaint_id", Uuid, ForeignKey("complaints.id"), primary_key=True, privacy=P.PSEUDONYM),
    _column("delivery_id", Uuid, ForeignKey("deliveries.id"), primary_key=True, index=True, privacy=P.OPERATIONAL),
    _column("call_id", Uuid, primary_key=True, privacy=P.PSEUDONYM),
)
