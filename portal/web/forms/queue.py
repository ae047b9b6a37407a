"""What narrows the queue, and who is to handle what: everything that is unknown or missing narrows nothing."""

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

    def to_filter(self, member: StaffMember) -> QueueFilter:
        """The filter asked for; `me` is whoever asks."""
        assigned = self.assigned.data or ""
        return QueueFilter(
            status=_code(Status, self.status.data),
            district=self.district.data or None,
            hospital=self.hospital.data or None,
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


def to_id(typed: str | None) -> UUID | None:
    """An id from a form; None where it is none."""
    try:
        return UUID(typed or "")
    except ValueError:
        return None


def _code(codes: type[Coded], typed: str | None) -> Coded | None:
    return codes(typed) if typed in {member.value for member in codes} else None
