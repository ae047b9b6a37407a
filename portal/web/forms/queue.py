"""What narrows the queue, and who is to handle what: everything that is unknown or missing narrows nothing."""

from collections.abc import Sequence
from enum import Enum
from typing import Any, TypeVar
from urllib.parse import urlencode
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import Form, StringField

from portal.domain.access import StaffMember
from portal.domain.caseload import QueueFilter, SavedSearch
from portal.domain.report import Status
from portal.domain.vocabulary import Stage, VendorType
from portal.web.forms.fields import complain
from portal.web.forms.misread import Misread, told

LONGEST_NAME = 40
LONGEST_VALUE = 120
MINE, NOBODY = "me", "nobody"
NAMES = ("status", "district", "hospital", "stage", "vendor", "assigned", "overdue")
Coded = TypeVar("Coded", bound=Enum)


class QueueForm(Form):
    """Which part of the queue."""

    status = StringField()
    district = StringField()
    hospital = StringField()
    stage = StringField()
    vendor = StringField()
    assigned = StringField()
    overdue = StringField()
    page = StringField()

    def misread(self, districts: Sequence[str], hospitals: Sequence[str]) -> Misread:
        """The fields that name nothing to narrow by, and what stands there."""
        assigned = self.assigned.data or ""
        known = {
            "status": {one.value for one in Status},
            "stage": {one.value for one in Stage},
            "vendor": {one.value for one in VendorType},
            "district": districts,
            "hospital": hospitals,
            "assigned": (MINE, NOBODY, *([assigned] if to_id(assigned) else [])),
        }
        typed = {name: self[name].data or "" for name in known}
        return tuple((name, told(value)) for name, value in typed.items() if value and value not in known[name])

    def to_filter(self, member: StaffMember, misread: Misread = ()) -> QueueFilter:
        """The filter asked for, but for what was misread; `me` is whoever asks."""
        assigned, unknown = self.assigned.data or "", {name for name, _value in misread}
        return QueueFilter(
            status=_code(Status, self.status.data),
            district=(self.district.data or None) if "district" not in unknown else None,
            hospital=(self.hospital.data or None) if "hospital" not in unknown else None,
            stage=_code(Stage, self.stage.data),
            vendor=_code(VendorType, self.vendor.data),
            assigned_to=member.id if assigned == MINE else to_id(assigned),
            unassigned=assigned == NOBODY,
            overdue=bool(self.overdue.data),
        )

    def to_page(self) -> int:
        """The page asked for."""
        typed = self.page.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 8 else 1

    def to_address(self, **other: str) -> dict[str, str]:
        """The filter as parts of an address, some of them changed; an empty one is left out."""
        told = {name: self[name].data or "" for name in NAMES} | other
        return {name: value[:LONGEST_VALUE] for name, value in told.items() if value}

    def to_query(self) -> str:
        """The filter as the part of an address after the question mark."""
        return urlencode(self.to_address())


class SearchForm(Form):
    """A name for the filter that is on the page."""

    name = StringField(_("queue.save.name"))

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if not 0 < len(self._typed()) <= LONGEST_NAME:
            complain(self.name, _("queue.save.name_missing"))
        return not self.errors

    def to_search(self, query: str) -> SavedSearch:
        """The search under its name."""
        return SavedSearch(self._typed(), query)

    def _typed(self) -> str:
        return (self.name.data or "").strip()


class AssignForm(Form):
    """Which complaints, and to whom; on the page whose filter comes along."""

    chosen = StringField()
    to = StringField()
    query = StringField()

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if not self.to_complaints() or (self.to.data != NOBODY and to_id(self.to.data) is None):
            complain(self.to, _("assign.missing"))
        return not self.errors

    def to_complaints(self) -> list[UUID]:
        """The complaints that were chosen."""
        return [found for typed in self.chosen.raw_data or () if (found := to_id(typed))]

    def to_officer(self) -> UUID | None:
        """Who is to handle them; None takes them back."""
        return to_id(self.to.data)


class TakeUpForm(Form):
    """Which complaint an officer takes up."""

    complaint = StringField()

    def to_complaint(self) -> UUID | None:
        """The complaint; None where no page offers it."""
        return to_id(self.complaint.data)


class HandOverForm(Form):
    """Who leaves, and who goes on."""

    leaving = StringField()
    to = StringField()

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        leaving, to = self.to_members()
        if leaving is None or to is None or leaving == to:
            complain(self.to, _("team.missing"))
        return not self.errors

    def to_members(self) -> tuple[UUID | None, UUID | None]:
        """Both members of staff."""
        return to_id(self.leaving.data), to_id(self.to.data)


def to_id(typed: str | None) -> UUID | None:
    """An id from a form; None where it is none."""
    try:
        return UUID(typed or "")
    except ValueError:
        return None


def _code(codes: type[Coded], typed: str | None) -> Coded | None:
    return codes(typed) if typed in {member.value for member in codes} else None
