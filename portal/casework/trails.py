"""One mother's trail: where her record went and when she was called, for whoever has the complaint; nothing opened."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.casework.opening import NothingSealed
from portal.domain.handling import OpeningReason
from portal.domain.journal import Entry
from portal.domain.report import Call, Complaint
from portal.domain.trail import Step, Trail, steps_of, trails_of
from portal.storage import calls as call_rows
from portal.storage import complaints as complaint_rows
from portal.storage import exports, hospitals, journal
from portal.storage.database import Store


@dataclass(frozen=True, slots=True)
class Traced:
    """A complaint with its calls beside the files that held its record."""

    complaint: Complaint
    calls: tuple[Call, ...]
    trails: tuple[Trail, ...]
    steps: tuple[Step, ...]


def look(complaint_id: UUID, *, reason: OpeningReason, by: str, at: datetime, store: Store) -> Traced:
    """One look, with its reason; on record before anything is shown, and refused where she took the complaint back."""
    with store.write() as connection:
        complaint_rows.get(connection, complaint_id, lock=True)
        if complaint_rows.wrapped_key(connection, complaint_id) is None:
            raise NothingSealed(str(complaint_id))
        details = {"reason": reason.value}
        journal.append(connection, Entry(at, by, "complaint.look_at_trail", f"complaint:{complaint_id}", details))
    with store.read() as connection:
        complaint = complaint_rows.get(connection, complaint_id)
        calls = call_rows.of_complaint(connection, complaint_id)
        districts = hospitals.districts_by_hospital(connection)
        actual, plans = exports.runs(connection), exports.plans(connection)
    district = districts.get(complaint.card.hospital or "")
    trails = trails_of(complaint.card, district, actual, plans, at)
    return Traced(complaint, tuple(calls), tuple(trails), tuple(steps_of(calls, trails)))
