"""Slips of hospitals: how many a verifier prints, where a verifier works, and the code that a mother types."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Form, SelectField, StringField
from wtforms.fields import SelectChoice

from portal.domain.card_slip import PRINTS
from portal.web.forms.fields import OneOfField, complain

CODE = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "maxlength": 24}


class SlipForm(Form):
    """The code of one slip."""

    code = StringField(_("card_slip.code"), render_kw=CODE)

    def to_code(self) -> str:
        """What she typed."""
        return self.code.data or ""

    def refuse(self) -> None:
        """One message for every slip that confirms nothing."""
        complain(self.code, _("card_slip.refused"))

    def refuse_hospital(self, hospital: str) -> None:
        """It is another hospital's."""
        complain(self.code, _("card_slip.other_hospital", hospital=hospital))


class PrintForm(Form):
    """How many slips leave the printer."""

    count = OneOfField(
        _("card_slip.count"), [SelectChoice(str(count), str(count)) for count in PRINTS], _("card_slip.count_missing")
    )

    def to_count(self) -> int:
        """The number chosen."""
        return int(self.count.data)

    def ask_to_wait(self) -> None:
        """No more today."""
        complain(self.count, _("card_slip.too_many"))


class VerifierForm(Form):
    """The hospital at which a member verifies."""

    hospital = SelectField(_("card_slip.works_at"), validate_choice=False)

    def __init__(self, *args: Any, hospitals: Iterable[str], **options: Any) -> None:
        super().__init__(*args, **options)
        self.hospital.choices = [
            SelectChoice("", _("card_slip.nowhere")), *(SelectChoice(name, name) for name in hospitals)
        ]  # fmt: skip

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if (self.hospital.data or "") not in {choice.value for choice in self.hospital.choices}:
            complain(self.hospital, _("card_slip.works_at_missing"))
        return not self.errors

    def to_hospital(self) -> str | None:
        """The name chosen; None for nowhere."""
        return self.hospital.data or None
