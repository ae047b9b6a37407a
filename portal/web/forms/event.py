"""What was in the news."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Form, StringField

from portal.domain.event import LONGEST_TITLE
from portal.web.forms.fields import DayField, complain


class EventForm(Form):
    """A day and a few words."""

    day = DayField(_("event.day"))
    title = StringField(_("event.title"))

    def __init__(self, posted: Any, *, today: date) -> None:
        super().__init__(posted)
        self.today = today

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if not self.day.errors and (self.day.data is None or self.day.data > self.today):
            complain(self.day, _("event.day.wrong"))
        if not 0 < len(self.to_title()) <= LONGEST_TITLE:
            complain(self.title, _("event.title.wrong", most=LONGEST_TITLE))
        return not self.errors

    def to_title(self) -> str:
        """The words."""
        return (self.title.data or "").strip()

    def to_day(self) -> date:
        """The day."""
        day: date = self.day.data
        return day
