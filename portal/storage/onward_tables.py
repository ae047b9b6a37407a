"""Whom recipients hand data on to: one row for each version of a link, none of them ever removed."""

from sqlalchemy import CheckConstraint, Date, ForeignKey, Integer, Table, UniqueConstraint

from portal.domain.privacy import PrivacyClass as P
from portal.storage.columns import NAME, metadata
from portal.storage.columns import column as _column
from portal.storage.types import DOCUMENT

handovers = Table(
    "handovers",
    metadata,
    _column("id", Integer, primary_key=True, privacy=P.OPERATIONAL),
    _column("recipient_id", ForeignKey("recipients.id"), index=True, privacy=P.OPERATIONAL),
    _column("onward", NAME, privacy=P.OPERATIONAL),
    _column("columns", DOCUMENT, privacy=P.OPERATIONAL),
    _column("valid_from", Date, privacy=P.OPERATIONAL),
    _column("valid_until", Date, nullable=True, privacy=P.OPERATIONAL),
    UniqueConstraint("recipient_id", "onward", "valid_from"),
    CheckConstraint("valid_until > valid_from", name="period_forward"),
    CheckConstraint("onward <> 'registration'", name="onward_not_registration"),
    CheckConstraint("onward NOT LIKE '% | %'", name="onward_not_group"),
)
