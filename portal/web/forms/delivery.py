"""What is filled in before rows leave: a request, a decision, a receiver."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import Form, SelectField, StringField, TextAreaField, ValidationError
from wtforms.fields import SelectChoice

from portal.domain.delivery import Purpose, Receiver, Scope
from portal.domain.period import Period
from portal.web.forms.fields import DayField, OneOfField, worded

A_DAY = timedelta(days=1)
LONGEST_DOCUMENT = 60
LONGEST_NAME = 120
LONGEST_KEY = 200
EVERYWHERE = ""
VERIFIED, ALL = "verified", "all"


class DeliveryForm(Form):
    """Which calls, for whom, because of which letter."""

    receiver = OneOfField(_("delivery.receiver"), (), _("delivery.receiver_missing"))
    document = StringField(_("delivery.document"))
    first = DayField(_("delivery.first"))
    last = DayField(_("delivery.last"))
    district = SelectField(_("delivery.district"), validate_choice=False)
    tiers = OneOfField(
        _("delivery.tiers"),
        [SelectChoice(one, _(f"delivery.tiers.{one}")) for one in (VERIFIED, ALL)],
        _("delivery.tiers_missing"),
        default=VERIFIED,
    )

    def offer(self, receivers: Iterable[Receiver], districts: Iterable[str]) -> None:
        """What there is to choose from."""
        self.receiver.choices = [
            SelectChoice(str(one.id), gettext("delivery.receiver_choice", name=one.name, purpose=_purpose(one)))
            for one in receivers
        ]
        everywhere = SelectChoice(EVERYWHERE, gettext("delivery.everywhere"))
        self.district.choices = [everywhere, *(SelectChoice(one, one) for one in districts)]

    def validate_document(self, field: StringField) -> None:
        """The number of the letter: without one there is no reason."""
        if not 0 < len((field.data or "").strip()) <= LONGEST_DOCUMENT:
            raise ValidationError(_("delivery.document_missing", most=LONGEST_DOCUMENT))

    def validate_first(self, field: DayField) -> None:
        """A first day."""
        if field.data is None:
            raise ValidationError(_("delivery.day_missing"))

    def validate_last(self, field: DayField) -> None:
        """A last day, not before the first."""
        if field.data is None:
            raise ValidationError(_("delivery.day_missing"))
        if self.first.data and field.data < self.first.data:
            raise ValidationError(_("delivery.backwards"))

    def to_request(self) -> dict[str, Any]:
        """The receiver, the letter and the scope."""
        told = Period(self.first.data, self.last.data + A_DAY)
        scope = Scope(told, self.tiers.data == VERIFIED, self.district.data or None)
        return {"receiver_id": int(self.receiver.data), "document": self.document.data.strip(), "scope": scope}


class ApprovalForm(Form):
    """A second person's answer, and the end of the key as the receiver said it."""

    key_tail = StringField(_("delivery.key_tail"))
    answer = StringField()

    def to_decision(self) -> dict[str, Any]:
        """Whether it is approved; anything else refuses."""
        return {"granted": self.answer.data == "approve", "key_tail": (self.key_tail.data or "")[:LONGEST_KEY]}


class ReceiverForm(Form):
    """An authority, what it may use rows for, and its key."""

    name = StringField(_("receivers.name"))
    purpose = OneOfField(_("receivers.purpose"), worded(Purpose, "purpose"), _("receivers.purpose_missing"))
    public_key = TextAreaField(_("receivers.key"))

    def validate_name(self, field: StringField) -> None:
        """As it signs its letters."""
        if not 0 < len((field.data or "").strip()) <= LONGEST_NAME:
            raise ValidationError(_("receivers.name_missing"))

    def validate_public_key(self, field: TextAreaField) -> None:
        """Short enough to be one; whether it is one is judged where keys are."""
        if not 0 < len((field.data or "").strip()) <= LONGEST_KEY:
            raise ValidationError(_("delivery.refused.no_key"))

    def to_receiver(self) -> dict[str, Any]:
        """Name, purpose and key."""
        return {
            "name": self.name.data.strip(), "purpose": Purpose(self.purpose.data),
            "public_key": self.public_key.data.strip(),
        }  # fmt: skip


def _purpose(receiver: Receiver) -> str:
    return gettext(f"purpose.{receiver.purpose}")
