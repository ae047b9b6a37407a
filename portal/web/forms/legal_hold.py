"""Why a complaint is to be kept beyond its term."""

from flask_babel import lazy_gettext as _
from wtforms import Form

from portal.domain.legal_hold import HoldReason
from portal.web.forms.fields import OneOfField, worded


class LegalHoldForm(Form):
    """The reason; a name of its own, for other forms on the page have reasons too."""

    hold = OneOfField(_("legal_hold.reason"), worded(HoldReason, "hold_reason"), _("legal_hold.reason_missing"))

    def to_reason(self) -> HoldReason:
        """The reason that both persons, the journal and the mother read."""
        return HoldReason(self.hold.data)
