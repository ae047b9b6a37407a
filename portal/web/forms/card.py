"""The card registration: where, when, and how far along; each part may be unknown."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Form, SelectField, ValidationError
from wtforms.fields import SelectChoice

from portal.domain.period import local_day
from portal.domain.plausibility import card_problems
from portal.domain.report import Card
from portal.domain.vocabulary import DatePrecision
from portal.web.forms.fields import DayField, OneOfField, complain, worded
from portal.web.forms.long_list import LongList

UNKNOWN = "unknown"
UNSAID = "unsaid"
EXPECTING, BORN = "expecting", "born"
HOW_EXACT = [*worded(DatePrecision, "date_precision"), SelectChoice(UNKNOWN, _("date_precision.unknown"))]


class CardForm(Form):
    """Three questions on one screen."""

    hospital = SelectField(_("card.hospital.label"), widget=LongList())
    registered_on = DayField(_("card.registered.label"))
    registered_precision = OneOfField(_("card.how_exact"), HOW_EXACT, _("card.how_exact.missing"), default="day")
    baby = OneOfField(
        _("card.baby.label"),
        [
            SelectChoice(EXPECTING, _("card.baby.expecting")),
            SelectChoice(BORN, _("card.baby.born")),
            SelectChoice(UNSAID, _("card.unsaid")),
        ],
        _("card.baby.missing"),
    )
    due_on = DayField(_("card.due.label"))
    due_precision = OneOfField(_("card.how_exact"), HOW_EXACT, _("card.how_exact.missing"), default="day")
    born_on = DayField(_("card.born.label"))

    def __init__(
        self,
        posted: Any,
        *,
        hospitals: Mapping[str, Sequence[str]],
        at: datetime,
        prefix: str = "",
        numbers: Mapping[str, int] | None = None,
    ) -> None:
        super().__init__(posted, prefix=prefix)
        self.today = local_day(at)
        numbered = {name: {"data-number": number} for name, number in (numbers or {}).items()}
        self.hospital.choices = [
            SelectChoice("", _("card.hospital.choose")),
            SelectChoice(UNSAID, _("card.hospital.unsaid")),
            *(
                SelectChoice(name, name, optgroup=district, render_kw=numbered.get(name, {}))
                for district, names in hospitals.items()
                for name in names
            ),
        ]

    def validate_hospital(self, field: SelectField) -> None:
        if not field.data:
            raise ValidationError(_("card.hospital.missing"))

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if not self._dates_are_there():
            return False
        problems = card_problems(self.to_card(), self.today)
        for problem in problems:
            complain(self[problem.field], _(f"problem.{problem.code}"))
        return not problems

    def to_card(self) -> Card:
        """The card in the words of the domain."""
        registered_on, registered_precision = _as_known(self.registered_on, self.registered_precision)
        due_on, due_precision = _as_known(self.due_on, self.due_precision)
        return Card(
            hospital=None if self.hospital.data == UNSAID else self.hospital.data,
            registered_on=registered_on,
            registered_precision=registered_precision,
            due_on=due_on if self.baby.data == EXPECTING else None,
            due_precision=due_precision if self.baby.data == EXPECTING else DatePrecision.DAY,
            born_on=self.born_on.data if self.baby.data == BORN else None,
        )

    def _dates_are_there(self) -> bool:
        if self.registered_precision.data != UNKNOWN and _is_missing(self.registered_on):
            complain(self.registered_on, _("card.registered.missing"))
        if self.baby.data == EXPECTING and self.due_precision.data != UNKNOWN and _is_missing(self.due_on):
            complain(self.due_on, _("card.due.missing"))
        if self.baby.data == BORN and _is_missing(self.born_on):
            complain(self.born_on, _("card.born.missing"))
        return not self.errors


def _is_missing(day: DayField) -> bool:
    return day.data is None and not day.errors  # what cannot be read is said by the field itself


def _as_known(day: DayField, precision: OneOfField) -> tuple[date | None, DatePrecision]:
    if precision.data == UNKNOWN or day.data is None:
        return None, DatePrecision.DAY
    return day.data, DatePrecision(precision.data)
