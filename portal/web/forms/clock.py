"""What an official fills in about the legal clock: the basis, why it stands still, how much more time and why."""

from flask_babel import lazy_gettext as _
from wtforms import Form, StringField

from portal.domain.deadline import ExtensionReason, PauseReason
from portal.domain.legal_term import LegalBasis
from portal.web.forms.fields import OneOfField, complain, worded

CHOSEN_PAUSES = [reason for reason in PauseReason if reason is not PauseReason.CLOSED]


class BasisForm(Form):
    """Under which rules the complaint is handled."""

    basis = OneOfField(_("clock.basis"), worded(LegalBasis, "basis"), _("clock.basis.missing"))

    def to_basis(self) -> LegalBasis:
        """The basis chosen."""
        return LegalBasis(self.basis.data)


class PauseForm(Form):
    """Why no day counts for a while."""

    pause = OneOfField(_("clock.pause.reason"), worded(CHOSEN_PAUSES, "pause"), _("clock.reason.missing"))

    def to_reason(self) -> PauseReason:
        """The reason that the mother reads."""
        return PauseReason(self.pause.data)


class ExtensionForm(Form):
    """How many more days, and why."""

    days = StringField(_("clock.extend.days"))
    extension = OneOfField(_("clock.extend.reason"), worded(ExtensionReason, "extension"), _("clock.reason.missing"))

    def validate(self, extra_validators: object = None) -> bool:
        super().validate(extra_validators)
        if not self._typed().isdecimal() or len(self._typed()) > 3:
            complain(self.days, _("clock.extend.days_missing"))
        return not self.errors

    def to_extension(self) -> tuple[int, ExtensionReason]:
        """Days, and the reason that the mother reads."""
        return int(self._typed()), ExtensionReason(self.extension.data)

    def _typed(self) -> str:
        return (self.days.data or "").strip()
