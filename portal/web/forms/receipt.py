"""Coming back with a receipt, saying that it is kept, and leaving."""

from flask_babel import lazy_gettext as _
from wtforms import Form, StringField

from portal.domain.report import Withdrawal
from portal.web.forms.fields import OneOfField, complain, worded


class ReceiptForm(Form):
    """The code as she typed, pasted or scanned it."""

    code = StringField(_("receipt.code.label"))

    def to_code(self) -> str:
        """What she gave."""
        return self.code.data or ""

    def refuse(self) -> None:
        """The same words for every code that opens nothing."""
        complain(self.code, _("receipt.code.unknown"))


class LastFourForm(Form):
    """The last four characters, read from the copy that she kept."""

    last_four = StringField(_("received.last_four.label"))

    def to_characters(self) -> str:
        """What she gave."""
        return self.last_four.data or ""

    def refuse(self) -> None:
        """They are not the last four."""
        complain(self.last_four, _("received.last_four.differs"))


class WithdrawalForm(Form):
    """How far she takes her report back."""

    how = OneOfField(
        _("leave.how"),
        worded((step for step in Withdrawal if step is not Withdrawal.NONE), "withdrawal"),
        _("leave.missing"),
    )

    def to_withdrawal(self) -> Withdrawal:
        """The step that she chose."""
        return Withdrawal(self.how.data)
