"""What she filed elsewhere: when, under which number, and what came of it."""

from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Form, StringField, TextAreaField

from portal.domain.filing import LONGEST_OUTCOME, LONGEST_REFERENCE
from portal.domain.period import local_day
from portal.domain.plausibility import ProblemCode
from portal.web.forms.fields import DayField, complain


class FilingForm(Form):
    """Both may be skipped."""

    filed_on = DayField(_("filing.day.label"))
    reference = StringField(_("filing.reference.label"))

    def __init__(self, posted: Any, *, at: datetime) -> None:
        super().__init__(posted, filed_on=local_day(at))
        self.at = at

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if self.filed_on.data and self.filed_on.data > local_day(self.at):
            complain(self.filed_on, _(f"problem.{ProblemCode.IN_FUTURE}"))
        if len(self.reference.data or "") > LONGEST_REFERENCE:
            complain(self.reference, _(f"problem.{ProblemCode.TOO_LONG}"))
        return not self.errors

    def to_filing(self) -> tuple[date | None, str | None]:
        """The day, and the number that the office gave."""
        return self.filed_on.data, (self.reference.data or "").strip() or None


class OutcomeForm(Form):
    """What came of it, in the office's words or hers."""

    outcome = TextAreaField(_("filing.outcome.label"))

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if len(self.outcome.data or "") > LONGEST_OUTCOME:
            complain(self.outcome, _(f"problem.{ProblemCode.TOO_LONG}"))
        return not self.errors

    def to_outcome(self) -> str | None:
        """Her words; None takes them back."""
        return (self.outcome.data or "").strip() or None
