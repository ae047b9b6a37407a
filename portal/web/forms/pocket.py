"""One page that can be filled in without a network: a call, and a receipt or else the card."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from wtforms import Field

from portal.domain.report import CallDraft, ComplaintDraft
from portal.web.forms.call import JUST_NOW, CallForm
from portal.web.forms.card import CardForm
from portal.web.forms.fields import was_posted
from portal.web.forms.receipt import ReceiptForm


class PocketForm:
    """Three forms in one; the card is asked for only where there is no receipt."""

    def __init__(self, posted: Any, *, hospitals: Mapping[str, Sequence[str]], at: datetime) -> None:
        self.receipt = ReceiptForm(posted)
        self.call = CallForm(posted, at=at, prefix="call-", when=JUST_NOW)
        self.card = CardForm(
            posted if posted and was_posted(posted, "card") else None, hospitals=hospitals, at=at, prefix="card"
        )

    def __iter__(self) -> Iterator[Field]:
        return (field for form in self._parts() for field in form)

    @property
    def has_code(self) -> bool:
        """Whether she gave a receipt."""
        return bool(self.receipt.to_code().strip())

    @property
    def errors(self) -> dict[str, Any]:
        """What is wrong in any of them."""
        return {name: said for form in self._parts() for name, said in form.errors.items()}

    def validate(self) -> bool:
        """Whether a call can be added, or a report begun with it."""
        sound = [self.call.validate(), self.has_code or self.card.validate()]
        return all(sound)

    def to_call(self) -> CallDraft:
        """The call in the words of the domain."""
        return self.call.to_draft()

    def to_report(self) -> ComplaintDraft:
        """A first report that holds the call."""
        return ComplaintDraft(self.card.to_card(), (self.to_call(),))

    def _parts(self) -> tuple[CallForm, ReceiptForm, CardForm]:
        return (self.call, self.receipt, self.card)
