"""What is written to the mother, noted for colleagues, or answered by her."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Form, TextAreaField

from portal.domain.letter import LONGEST_LETTER
from portal.domain.plausibility import ProblemCode
from portal.web.forms.fields import complain


class LetterForm(Form):
    """One text."""

    text = TextAreaField(_("letter.text"))

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if not self.to_text():
            complain(self.text, _("letter.empty"))
        if len(self.to_text()) > LONGEST_LETTER:
            complain(self.text, _(f"problem.{ProblemCode.TOO_LONG}"))
        return not self.errors

    def to_text(self) -> str:
        """What was written."""
        return (self.text.data or "").strip()
