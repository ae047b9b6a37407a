"""Her phone, and the code that came."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Form, StringField

from portal.domain.verification import CODE_DIGITS, digits_of, mobile_of
from portal.web.forms.fields import complain

TELEPHONE = {"type": "tel", "inputmode": "tel", "autocomplete": "tel", "maxlength": 24}
CODE = {"inputmode": "numeric", "autocomplete": "one-time-code", "maxlength": 2 * CODE_DIGITS}


class PhoneForm(Form):
    """One mobile number."""

    number = StringField(_("phone.number.label"), render_kw=TELEPHONE)

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if self.to_number() is None:
            complain(self.number, _("phone.number.wrong"))
        return not self.errors

    def to_number(self) -> str | None:
        """The number in normal form."""
        return mobile_of(self.number.data or "")

    def ask_to_wait(self) -> None:
        """No more codes today."""
        complain(self.number, _("phone.too_many"))


class PhoneCodeForm(Form):
    """Six digits."""

    code = StringField(_("phone.code.label"), render_kw=CODE)

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        digits = self.to_code()
        if len(digits) != CODE_DIGITS or not (digits.isascii() and digits.isdigit()):
            complain(self.code, _("phone.code.six", digits=CODE_DIGITS))
        return not self.errors

    def to_code(self) -> str:
        """The digits that were typed."""
        return digits_of(self.code.data or "")

    def refuse(self) -> None:
        """Wrong or over: one message for both."""
        complain(self.code, _("phone.code.refused"))
