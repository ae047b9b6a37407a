"""Words and a PIN: chosen, and typed again where the receipt is lost."""

import unicodedata
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Form, PasswordField, StringField

from portal.domain.recovery import FEWEST_WORD_CHARACTERS, LONGEST_WORDS, PIN_DIGITS, is_guessable
from portal.web.forms.fields import complain

DIGITS = {"inputmode": "numeric", "autocomplete": "off", "maxlength": 2 * PIN_DIGITS}


class RecoverForm(Form):
    """What she once chose."""

    words = StringField(_("recovery.words.label"))
    pin = PasswordField(_("recovery.pin.label"), render_kw=DIGITS)

    def to_words(self) -> str:
        """Her words, as typed."""
        return (self.words.data or "")[:LONGEST_WORDS]

    def to_pin(self) -> str:
        """Her PIN, whatever width its digits were typed in."""
        plain = unicodedata.normalize("NFKC", self.pin.data or "")
        return "".join(character for character in plain if not character.isspace())

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if len([c for c in self.to_words() if c.isalnum()]) < FEWEST_WORD_CHARACTERS:
            complain(self.words, _("recovery.words.short", fewest=FEWEST_WORD_CHARACTERS))
        pin = self.to_pin()
        if len(pin) != PIN_DIGITS or not (pin.isascii() and pin.isdigit()):
            complain(self.pin, _("recovery.pin.wrong", digits=PIN_DIGITS))
        return not self.errors

    def refuse(self) -> None:
        """One message for everything that opens nothing."""
        complain(self.words, _("recovery.refused"))

    def ask_to_wait(self) -> None:
        """Tried too often today."""
        complain(self.words, _("recovery.too_often"))

    def ask_again(self) -> None:
        """Too many at once; nothing was tried."""
        complain(self.words, _("recovery.busy"))


class ChooseRecoveryForm(RecoverForm):
    """What she chooses; the PIN twice, for it is not shown."""

    again = PasswordField(_("recovery.again.label"), render_kw=DIGITS)

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if is_guessable(self.to_pin()):
            complain(self.pin, _("recovery.pin.guessable"))
        elif self.to_pin() != unicodedata.normalize("NFKC", self.again.data or "").replace(" ", ""):
            complain(self.again, _("recovery.again.differs"))
        return not self.errors
