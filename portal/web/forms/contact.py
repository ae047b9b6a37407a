"""Two things that are off until she turns them on: a way to reach her, and publication."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Form, StringField

from portal.domain.plausibility import ProblemCode
from portal.web.forms.fields import complain

LONGEST_CONTACT = 120


class ContactForm(Form):
    """Nothing here is needed."""

    wants_contact = BooleanField(_("contact.wants.label"))
    contact = StringField(_("contact.contact.label"))
    may_publish = BooleanField(_("contact.publish.label"))

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if self.wants_contact.data and not self.to_contact():
            complain(self.contact, _("contact.contact.missing"))
        if len(self.contact.data or "") > LONGEST_CONTACT:
            complain(self.contact, _(f"problem.{ProblemCode.TOO_LONG}"))
        return not self.errors

    def to_contact(self) -> str | None:
        """How she may be reached, if she wants to be."""
        return ((self.contact.data or "").strip() or None) if self.wants_contact.data else None
