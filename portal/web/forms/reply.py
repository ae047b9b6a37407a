"""What a recipient says of itself."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Form, TextAreaField

from portal.domain.reply import LONGEST_REPLY
from portal.web.forms.fields import DayField, complain


class ReplyForm(Form):
    """The statement word for word, and when it came."""

    received_on = DayField(_("reply.day"))
    text = TextAreaField(_("reply.text"))

    def __init__(self, posted: Any, *, today: date) -> None:
        super().__init__(posted)
        self.today = today

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if not self.received_on.errors and (self.received_on.data is None or self.received_on.data > self.today):
            complain(self.received_on, _("reply.day.wrong"))
        if not self.to_text():
            complain(self.text, _("reply.text.missing"))
        elif len(self.to_text()) > LONGEST_REPLY:
            complain(self.text, _("reply.text.long", most=LONGEST_REPLY))
        return not self.errors

    def to_text(self) -> str:
        """The statement."""
        return (self.text.data or "").strip()

    def to_day(self) -> date:
        """When it came."""
        day: date = self.received_on.data
        return day
