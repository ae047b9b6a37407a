"""A report told on the telephone: the mother's own forms on one page, each question worded to be read out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Field, Form, HiddenField, StringField

from portal.domain.moment import QuestionCode, likelier_than_asked, questions
from portal.domain.report import ComplaintDraft
from portal.domain.vocabulary import FiledBy
from portal.web.forms.call import CallForm
from portal.web.forms.card import CardForm
from portal.web.forms.contact import ContactForm
from portal.web.forms.fields import complain
from portal.web.forms.receipt import LastFourForm
from portal.web.forms.report import CALL, CARD, CONTACT, MOST_CALLS_AT_ONCE, TOKEN, call_numbers, part

SEND, ADD, DROP = "send", "add", "drop"
# Who tells is not asked, a clerk of the hotline writes it down; and nothing is pasted on the telephone.
NOT_ASKED = {"filed_by", "pasted"}


@dataclass(frozen=True, slots=True)
class Slip:
    """What has to be looked at again: of which call (from 1; None for the rest), in which field."""

    call: int | None
    field: Field


@dataclass(frozen=True, slots=True)
class Doubt:
    """What to ask her again about a call (from 1) before it is sent, and what she may have meant by its time."""

    call: int
    prefix: str
    called_at: datetime
    codes: tuple[QuestionCode, ...]
    likely: tuple[date, ...]

    def __str__(self) -> str:
        return f"{self.prefix}/{self.called_at.isoformat()}/{'+'.join(self.codes)}"


class EntryForm:
    """What the clerk has typed, what stands in the way, and whether it may be sent."""

    def __init__(
        self, posted: Any, *, hospitals: Mapping[str, Sequence[str]], at: datetime, new_token: Callable[[], str]
    ) -> None:
        self.at = at
        self.token = posted["token"] if TOKEN.fullmatch(posted.get("token", "")) else new_token()
        self.complete = False
        self.doubts: list[Doubt] = []
        self.calls = {n: self._call(posted, n) for n in call_numbers(posted) or [0]}
        self.card = CardForm(part(posted, CARD), hospitals=hospitals, at=at, prefix=CARD)
        self.contact = ContactForm(part(posted, CONTACT), prefix=CONTACT)
        self._do(posted.get("go", ""), sure_of=posted.get("sure_of", ""))
        for form in self.calls.values():
            form.settle()
        for form in self._forms:
            _reword(form)

    @property
    def slips(self) -> list[Slip]:
        """Every field that is not right yet, in the order of the page."""
        places = [*enumerate(self.calls.values(), 1), (None, self.card), (None, self.contact)]
        return [Slip(place, field) for place, form in places for field in form if field.errors]

    @property
    def sure_of(self) -> str:
        """The doubts on the page, as the next sending answers them: what is told then is just so."""
        return " ".join(str(doubt) for doubt in self.doubts)

    @property
    def next_number(self) -> int:
        """The number of a call that is not there yet."""
        return max(self.calls) + 1

    @property
    def may_add(self) -> bool:
        """Whether one more call fits into this sending; she can add others with her receipt."""
        return len(self.calls) < MOST_CALLS_AT_ONCE

    def to_draft(self) -> ComplaintDraft:
        """The whole report in the words of the domain; that a clerk filed it is not the form's to say."""
        return ComplaintDraft(
            card=self.card.to_card(),
            calls=tuple(form.to_draft() for form in self.calls.values()),
            contact=self.contact.to_contact(),
            may_publish=bool(self.contact.may_publish.data),
            other_holders=self.contact.to_holders(),
            filed_by=FiledBy.HOTLINE,
        )

    @property
    def _forms(self) -> list[Form]:
        return [*self.calls.values(), self.card, self.contact]

    def _call(self, posted: Any, number: int) -> CallForm:
        return CallForm(posted or None, at=self.at, prefix=f"{CALL}-{number}")

    def _do(self, go: str, *, sure_of: str) -> None:
        deed, _dash, number = go.partition("-")
        if deed == ADD and self.may_add:
            self.calls[self.next_number] = self._call(None, self.next_number)
        elif deed == DROP and len(self.calls) > 1:
            self.calls = {n: form for n, form in self.calls.items() if str(n) != number}
        elif deed == SEND:
            self._forget_untouched()
            sound = [form.validate() for form in self._forms]  # all of them: each says what is missing
            if all(sound):
                self.doubts = self._doubts()
                self.complete = self.sure_of == sure_of

    def _forget_untouched(self) -> None:
        # A call that was opened and left empty is none, as long as there is another one.
        touched = {n: form for n, form in self.calls.items() if not form.untouched}
        self.calls = touched or dict(list(self.calls.items())[:1])

    def _doubts(self) -> list[Doubt]:
        found = (self._doubt(place, n) for place, n in enumerate(self.calls, 1))
        return [doubt for doubt in found if doubt.codes]

    def _doubt(self, place: int, number: int) -> Doubt:
        call = self.calls[number].to_draft()
        codes = questions(call, self.card.to_card(), self.at)
        likely = likelier_than_asked(call, codes, self.at)
        return Doubt(place, f"{CALL}-{number}", call.called_at, tuple(codes), tuple(likely))


class RepeatedForm(LastFourForm):
    """The last four characters as she reads them back, and the sealed state of the receipt that was read out."""

    last_four = StringField(_("entry.last_four.label"))
    state = HiddenField()

    def refuse(self) -> None:
        """She has written something else down."""
        complain(self.last_four, _("entry.last_four.differs"))


def _reword(form: Form) -> None:
    for field in form:
        if field.short_name not in NOT_ASKED:
            field.label.text = _(f"entry.ask.{field.short_name}")
