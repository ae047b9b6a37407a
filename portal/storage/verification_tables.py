"""Phones that answered, codes that wait to be sent or typed, and how many were asked for."""

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, LargeBinary, Table, Uuid

from portal.domain.privacy import PrivacyClass as P
from portal.storage.columns import NAME, metadata
from portal.storage.columns import column as _column
from portal.storage.types import UtcInstant

# One phone, one voice: the number itself is not here, only the digest under which it meets itself again.
phones = Table(
    "phones",
    metadata,
    _column("complaint_id", Uuid, ForeignKey("complaints.id"), primary_key=True, privacy=P.PSEUDONYM),
    _column("phone_index", LargeBinary, privacy=P.PSEUDONYM),
    _column("issuer", NAME, privacy=P.QUASI_IDENTIFYING),
    _column("verified_at", UtcInstant, privacy=P.QUASI_IDENTIFYING),
    Index("ix_phones_phone_index", "phone_index"),
)

# The outbox: a code waits here until it is sent. The number is sealed, and gone once the code is sent or dead.
phone_codes = Table(
    "phone_codes",
    metadata,
    _column("complaint_id", Uuid, ForeignKey("complaints.id"), primary_key=True, privacy=P.PSEUDONYM),
    _column("id", Uuid, primary_key=True, privacy=P.PSEUDONYM),
    _column("phone_index", LargeBinary, privacy=P.PSEUDONYM),
    _column("number_sealed", LargeBinary, nullable=True, privacy=P.IDENTIFYING),
    _column("asked_at", UtcInstant, index=True, privacy=P.QUASI_IDENTIFYING),
    _column("tries", Integer, server_default="0", privacy=P.OPERATIONAL),
    _column("failed", Integer, server_default="0", privacy=P.OPERATIONAL),
    _column("send_at", UtcInstant, privacy=P.OPERATIONAL),
    _column("sent_at", UtcInstant, nullable=True, privacy=P.OPERATIONAL),
    _column("issuer", NAME, server_default="operator", privacy=P.QUASI_IDENTIFYING),
    CheckConstraint("sent_at IS NULL OR number_sealed IS NULL", name="sent_has_no_number"),
)

# Without the complaint, so that leaving and coming again buys no further messages to the same phone.
code_requests = Table(
    "code_requests",
    metadata,
    _column("id", Uuid, primary_key=True, privacy=P.OPERATIONAL),
    _column("phone_index", LargeBinary, index=True, privacy=P.PSEUDONYM),
    _column("asked_at", UtcInstant, index=True, privacy=P.OPERATIONAL),
)
