"""What is asked once: who tells, who else has the number, and two things that are off until she turns them on."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Form, StringField
from wtforms.fields import SelectChoice

from portal.domain.plausibility import ProblemCode
from portal.domain.vocabulary import FiledBy, OtherHolder
from portal.web.forms.fields import SkippableField, SomeOfField, complain, worded

LONGEST_CONTACT = 120


NOBODY = "nobody"  # nobody else has it, which is not the same as not told


class HoldersForm(Form):
    """Who else has her number: calls that have nothing to do with her card."""

    others = SomeOfField(
        _("others.label"), choices=[*worded(OtherHolder, "other_holder"), SelectChoice(NOBODY, _("others.nobody"))]
    )

    def to_holders(self) -> frozenset[OtherHolder] | None:
        """The others; None where she has not said."""
        ticked = frozenset(OtherHolder(code) for code in self.others.data if code != NOBODY)
        return ticked if ticked or NOBODY in self.others.data else None


class ContactForm(HoldersForm):
    """Nothing here is needed."""

    filed_by = SkippableField(_("filed_by.label"), worded((FiledBy.MOTHER, FiledBy.FAMILY), "filed_by"))
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

    def to_filed_by(self) -> FiledBy:
        """Who tells; the mother, where nothing else is said."""
        return FiledBy(self.filed_by.data) if self.filed_by.data else FiledBy.MOTHER

    def to_contact(self) -> str | None:
        """How she may be reached, if she wants to be."""
        return ((self.contact.data or "").strip() or None) if self.wants_contact.data else None
