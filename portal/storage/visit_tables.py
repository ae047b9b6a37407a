"""When each member of staff last looked at the overview, so that it can say what is new."""

from sqlalchemy import CheckConstraint, ForeignKey, Table

from portal.domain.privacy import PrivacyClass as P
from portal.storage.columns import column as _column
from portal.storage.columns import metadata
from portal.storage.types import UtcInstant

office_visits = Table(
    "office_visits",
    metadata,
    _column("staff_id", ForeignKey("staff.id"), primary_key=True, privacy=P.STAFF),
    _column("seen_at", UtcInstant, privacy=P.STAFF),
    _column("analysis_id", ForeignKey("analyses.id"), privacy=P.OPERATIONAL),
    _column("before_at", UtcInstant, nullable=True, privacy=P.STAFF),
    _column("before_analysis_id", ForeignKey("analyses.id"), nullable=True, privacy=P.OPERATIONAL),
    CheckConstraint("(before_at IS NULL) = (before_analysis_id IS NULL)", name="before_is_whole"),
)
