"""What the design planner is asked."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import DecimalField, Form, IntegerField, SelectField
from wtforms.fields import SelectChoice
from wtforms.validators import NumberRange, Optional

from portal.domain.finding import REGISTRATION
from portal.web.forms.fields import complain

LEAST_RATIO, MOST_RATIO = 1.01, 1000
MOST_DELAY, MOST_LASTING = 60, 1000


class DesignForm(Form):
    """Two sources, the first supposed to leak, and how its calls would come."""

    first = SelectField(_("study.design.first"))
    second = SelectField(_("study.design.second"))
    rate_ratio = DecimalField(
        _("study.design.rate_ratio"),
        [NumberRange(LEAST_RATIO, MOST_RATIO, _("study.design.rate_ratio.range"))],
        default=4,
    )
    delay = DecimalField(
        _("study.design.delay"), [NumberRange(0, MOST_DELAY, _("study.design.delay.range"))], default=4
    )
    lasting = IntegerField(
        _("study.design.lasting_days"), [Optional(), NumberRange(1, MOST_LASTING, _("study.design.lasting.range"))]
    )

    def __init__(self, posted: Any, *, sources: Sequence[str]) -> None:
        super().__init__(posted)
        choices = [SelectChoice(name, _("source.registration") if name == REGISTRATION else name) for name in sources]
        self.first.choices = self.second.choices = choices
        if not posted and len(sources) > 1:
            self.second.data = sources[1]

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if self.first.data == self.second.data:
            complain(self.second, _("study.design.two"))
        return not self.errors

    def to_question(self) -> dict[str, Any]:
        """The question as the worker takes it."""
        return {
            "first": self.first.data,
            "second": self.second.data,
            "rate_ratio": float(self.rate_ratio.data),
            "delay": float(self.delay.data),
            "lasting": self.lasting.data,
        }
