"""Mothers as the fixed tables count them: who has not withdrawn from publication, and the earliest call of each."""

from datetime import datetime

from sqlalchemy import Connection, Select, func, select

from portal.domain.opendata import Voice
from portal.domain.period import Period, local_day, start_of
from portal.domain.pregnancy import stage_on
from portal.domain.report import ClosingNote, Withdrawal
from portal.domain.vocabulary import Tier
from portal.storage.phones import first_of_its_phone
from portal.storage.schema import calls, complaints, hospitals

# Whoever could add voices of her own would learn how many there were: nobody is counted whose phone is not verified.
COUNTED = (
    complaints.c.withdrawal == Withdrawal.NONE,
    complaints.c.tier >= int(Tier.PHONE_VERIFIED),
    complaints.c.closing_note.is_distinct_from(ClosingNote.DUPLICATE),
    first_of_its_phone(),
)


def of_period(connection: Connection, period: Period) -> list[Voice]:
    """One voice for each mother who reported first in a period and told of a call."""
    within = (complaints.c.created_at >= start_of(period.start), complaints.c.created_at < start_of(period.until))
    found: dict[object, Voice] = {}
    for row in connection.execute(_calls().where(*within)):
        stage = stage_on(local_day(row.called_at), due_on=row.due_on, born_on=row.born_on)
        voice = Voice(local_day(row.created_at), row.vendor_type, stage, row.district, row.hospital)
        found.setdefault(row.complaint_id, voice)
    return list(found.values())


def first_reported(connection: Connection) -> datetime | None:
    """When the first of them reported."""
    earliest = select(func.min(complaints.c.created_at)).where(*COUNTED)
    return connection.execute(earliest).scalar_one_or_none()


def _calls() -> Select:
    return (
        select(
            calls.c.complaint_id, calls.c.called_at, calls.c.vendor_type, complaints.c.created_at, complaints.c.due_on,
            complaints.c.born_on, hospitals.c.district, hospitals.c.name.label("hospital"),
        )
        .join(complaints, complaints.c.id == calls.c.complaint_id)
        .outerjoin(hospitals, hospitals.c.id == complaints.c.hospital_id)
        .where(*COUNTED)
        .order_by(calls.c.complaint_id, calls.c.called_at, calls.c.id)
    )  # fmt: skip
