"""A proof of filing, pasted to be checked."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Form, TextAreaField

from portal.web.forms.fields import complain


class ProofForm(Form):
    """One text."""

    proof = TextAreaField(_("proof.field"))

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if not self.to_text():
            complain(self.proof, _("proof.missing"))
        return not self.errors

    def to_text(self) -> str:
        """What was pasted."""
        return (self.proof.data or "").strip()

    def refuse(self) -> None:
        """Not ours, or changed: which of the two cannot be said."""
        complain(self.proof, _("proof.refused"))
