"""Slips by which hospitals confirm registrations, and which hospital each verifier works at."""

from sqlalchemy import Boolean, ForeignKey, Index, LargeBinary, Table, Uuid, false

from portal.domain.privacy import PrivacyClass as P
from portal.storage.columns import NAME, metadata
from portal.storage.columns import column as _column
from portal.storage.types import UtcInstant

# No complaint and no time of use: what a slip confirmed follows from nothing that is kept here.
card_slips = Table(
    "card_slips",
    metadata,
    _column("slip_index", LargeBinary, primary_key=True, privacy=P.PSEUDONYM),
    _column("hospital_id", ForeignKey("hospitals.id"), privacy=P.OPERATIONAL),
    _column("printed_at", UtcInstant, index=True, privacy=P.OPERATIONAL),
    _column("printed_by", NAME, privacy=P.OPERATIONAL),
    _column("used", Boolean, server_default=false(), privacy=P.OPERATIONAL),
    Index("ix_card_slips_hospital_id_printed_at", "hospital_id", "printed_at"),
)

verifier_hospitals = Table(
    "verifier_hospitals",
    metadata,
    _column("staff_id", Uuid, ForeignKey("staff.id"), primary_key=True, privacy=P.OPERATIONAL),
    _column("hospital_id", ForeignKey("hospitals.id"), index=True, privacy=P.OPERATIONAL),
)
