"""How many cards a hospital registered in a month, as the registry counted them: numbers, never persons."""

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Table

from portal.domain.privacy import PrivacyClass as P
from portal.storage.columns import column as _column
from portal.storage.columns import metadata

registration_totals = Table(
    "registration_totals",
    metadata,
    _column("hospital_id", ForeignKey("hospitals.id"), primary_key=True, privacy=P.OPERATIONAL),
    _column("month", String(7), primary_key=True, privacy=P.OPERATIONAL),
    _column("total", Integer, privacy=P.OPERATIONAL),
    CheckConstraint("month LIKE '____-__'", name="month_written"),
    CheckConstraint("total >= 0", name="total_not_negative"),
)
