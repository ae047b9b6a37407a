"""What an administrator fills in of a handover."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Form, StringField, ValidationError

from portal.web.forms.fields import DayField, complain


class HandoverForm(Form):
    """Who hands on to whom, since when, and which columns."""

    recipient = StringField(_("plans.recipient"))
    onward = StringField(_("onward.to"))
    since = DayField(_("plans.start"))
    until = DayField(_("onward.until"))
    columns = StringField(_("plans.columns"))

    def validate_since(self, field: DayField) -> None:
        """A first day."""
        if field.data is None:
            raise ValidationError(_("plans.day_missing"))

    def to_handover(self) -> dict[str, Any]:
        """The arguments of a handover; names and lists are judged where files are judged."""
        return {
            "recipient": (self.recipient.data or "").strip(),
            "onward": self.onward.data or "",
            "since": self.since.data,
            "until": self.until.data,
            "columns": self.columns.data or "",
        }

    def refuse_cell(self, column: str, why: str, value: str) -> None:
        """What a file's row would be refused for."""
        field = self.columns if column == "columns" else self.onward
        # Not lazily: templates take a lazy text for markup, and anything may have been typed.
        complain(field, gettext("plans.cell", value=value, why=why) if value else why)

    def refuse_link(self) -> None:
        """To itself, or over no time."""
        complain(self.onward, _("onward.impossible"))

    def refuse_recipient(self) -> None:
        """Known already, or not a recipient."""
        complain(self.recipient, _("onward.known"))
