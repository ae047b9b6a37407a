"""What an administrator fills in: accounts, plans of exports, hospitals."""

import re
from typing import Any
from uuid import UUID

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from werkzeug.datastructures import FileStorage
from wtforms import FileField, Form, StringField, ValidationError

from portal.domain.access import Role
from portal.domain.recipient import LATEST_PLAN_DAY
from portal.web.forms.fields import DayField, OneOfField, complain, worded
from portal.web.forms.queue import to_id

LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{1,58}[a-z0-9]", re.ASCII)
LONGEST_NAME = 120


class CustodianForm(Form):
    """The department that answers for a recipient's files; none where it is not known."""

    custodian = StringField(_("recipients.custodian"))

    def validate_custodian(self, field: StringField) -> None:
        """As long as a name may be."""
        if len(self.to_custodian()) > LONGEST_NAME:
            raise ValidationError(_("recipients.custodian_long", most=LONGEST_NAME))

    def to_custodian(self) -> str:
        """What was typed."""
        return (self.custodian.data or "").strip()


class MemberForm(Form):
    """A new account."""

    login = StringField(_("members.login"))
    name = StringField(_("members.name"))
    role = OneOfField(_("account.role"), worded(Role, "role"), _("members.role_missing"))

    def validate_login(self, field: StringField) -> None:
        """Logins stand in the journal, so each is plain and looks like no other."""
        if not LOGIN.fullmatch((field.data or "").strip()):
            raise ValidationError(_("members.login_wrong"))

    def validate_name(self, field: StringField) -> None:
        """A name that pages can greet."""
        if not 0 < len((field.data or "").strip()) <= LONGEST_NAME:
            raise ValidationError(_("members.name_missing"))

    def to_account(self) -> dict[str, Any]:
        """Login, name and role."""
        return {"login": self.login.data.strip(), "name": self.name.data.strip(), "role": Role(self.role.data)}

    def refuse_login(self) -> None:
        """Somebody has it."""
        complain(self.login, _("members.login_taken"))


class RoleForm(Form):
    """Another role."""

    role = OneOfField(_("account.role"), worded(Role, "role"), _("members.role_missing"))

    def to_role(self) -> Role:
        """The role chosen."""
        return Role(self.role.data)


class UnitForm(Form):
    """The office of the organisation that somebody belongs to."""

    unit = StringField(_("members.unit"))

    def validate_unit(self, field: StringField) -> None:
        """As long as a name may be."""
        if len(self.to_unit()) > LONGEST_NAME:
            raise ValidationError(_("recipients.custodian_long", most=LONGEST_NAME))

    def to_unit(self) -> str:
        """What was typed."""
        return (self.unit.data or "").strip()


CONFIRM, CONFIRM_PASSPHRASE = "confirm", "confirm_passphrase"


class DecisionForm(Form):
    """A second administrator's answer."""

    request = StringField()
    answer = StringField()

    def to_request(self) -> UUID | None:
        """Which request; None where no page offers it."""
        return to_id(self.request.data)

    def to_answer(self) -> bool:
        """Whether it is confirmed; anything else refuses."""
        return self.answer.data in (CONFIRM, CONFIRM_PASSPHRASE)

    def factors_stay(self) -> bool:
        """Whether a reset is of the passphrase alone."""
        return self.answer.data == CONFIRM_PASSPHRASE


class PlanForm(Form):
    """A recurring plan of exports, in the words of exports.csv."""

    recipient = StringField(_("plans.recipient"))
    day_of_month = StringField(_("plans.day"))
    start = DayField(_("plans.start"))
    until = DayField(_("plans.until"))
    districts = StringField(_("plans.districts"))
    hospitals = StringField(_("plans.hospitals"))
    columns = StringField(_("plans.columns"))

    def validate_day_of_month(self, field: StringField) -> None:
        """A day that every month has."""
        typed = (field.data or "").strip()
        if not (typed.isascii() and typed.isdigit() and len(typed) < 3 and 1 <= int(typed) <= LATEST_PLAN_DAY):
            raise ValidationError(_("plans.day_wrong", latest=LATEST_PLAN_DAY))

    def validate_start(self, field: DayField) -> None:
        """A first day."""
        if field.data is None:
            raise ValidationError(_("plans.day_missing"))

    def validate_until(self, field: DayField) -> None:
        """A last day, after the first."""
        if field.data is None:
            raise ValidationError(_("plans.day_missing"))
        if self.start.data and field.data <= self.start.data:
            raise ValidationError(_("plans.backwards"))

    def to_plan(self) -> dict[str, Any]:
        """The arguments of a plan; names and lists are judged where files are judged."""
        return {
            "recipient": self.recipient.data or "",
            "day_of_month": int(self.day_of_month.data),
            "start": self.start.data,
            "until": self.until.data,
            "districts": self.districts.data or "",
            "hospital_names": self.hospitals.data or "",
            "columns": self.columns.data or "",
        }

    def refuse_cell(self, column: str, why: str, value: str) -> None:
        """What a file's row would be refused for."""
        field = getattr(self, column, self.recipient)
        # Not lazily: templates take a lazy text for markup, and anything may have been typed.
        complain(field, gettext("plans.cell", value=value, why=why) if value else why)

    def refuse_period(self) -> None:
        """No run would fall into it."""
        complain(self.until, _("plans.backwards"))


class HospitalsForm(Form):
    """A hospitals.csv."""

    file = FileField(_("places.file"), render_kw={"accept": ".csv,text/csv"})

    def validate_file(self, field: FileField) -> None:
        """Something was chosen."""
        if not (isinstance(field.data, FileStorage) and field.data.filename):
            raise ValidationError(_("places.file_missing"))

    def to_content(self) -> bytes:
        """What was sent; it was never on a disk."""
        content: bytes = self.file.data.stream.read()
        return content

    def refuse(self, why: str) -> None:
        """Nothing of it came in."""
        complain(self.file, why)


class RenameForm(Form):
    """Another name for a hospital."""

    name = StringField(_("places.new_name"))

    def to_name(self) -> str:
        """What was typed; it is judged where files are judged."""
        return self.name.data or ""

    def refuse_name(self, why: str) -> None:
        """Why it cannot be called so."""
        complain(self.name, why)
