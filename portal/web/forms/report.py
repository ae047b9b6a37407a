"""The first report: four screens whose answers travel in the form itself until she sends them.

Nothing is kept on the server before that, the address never changes, and everything is checked again at the end.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _
from werkzeug.datastructures import MultiDict
from wtforms import Form

from portal.domain.moment import QuestionCode, questions
from portal.domain.report import CallDraft, Card, ComplaintDraft
from portal.web.forms.call import CallForm
from portal.web.forms.card import CardForm
from portal.web.forms.contact import ContactForm
from portal.web.forms.fields import carried, was_posted
from portal.web.forms.paste import PasteForm

CARD, CALL, CONTACT, CHECK = "card", "call", "contact", "check"
SCREENS = (CARD, CALL, CONTACT, CHECK)
PASTE = "paste"  # beside the screen of calls: a whole call log at once
MOST_CALLS_AT_ONCE = 60
TOKEN = re.compile(r"[\w-]{32}", re.ASCII)
TRAP = "website"  # no person sees this field; programs that fill in everything fill it in too


class ReportWalk:
    """Where she is in her report, what she has told, and what stands in the way."""

    def __init__(
        self, posted: Any, *, hospitals: Mapping[str, Sequence[str]], at: datetime, new_token: Callable[[], str]
    ) -> None:
        self.at = at
        self._new_token = new_token
        self.go = posted.get("go", "next")
        self.screen = posted.get("screen", CARD) if posted.get("screen", CARD) in (*SCREENS, PASTE) else CARD
        self.token = posted["token"] if TOKEN.fullmatch(posted.get("token", "")) else new_token()
        self.effort = posted.get("work", "")
        self.seen_check = bool(posted.get("seen_check"))
        self.mistaken = False
        self.complete = False
        self.notice: Any = None
        self.card = CardForm(part(posted, CARD), hospitals=hospitals, at=at, prefix=CARD)
        self.contact = ContactForm(part(posted, CONTACT), prefix=CONTACT)
        self.calls = {n: CallForm(posted, at=at, prefix=f"{CALL}-{n}") for n in call_numbers(posted)}
        self.paste = PasteForm(posted if self.screen == PASTE else None, at=at, is_known=lambda _entry: False)
        self.shows_rows = False
        self.place = _number(posted.get("place", ""))
        if posted:
            self._walk(trapped=bool(posted.get(TRAP)))
        self._arrive()

    def ask_again(self) -> None:
        """Her browser lost the cookie that the form belongs to: nothing is done, and nothing typed is lost."""
        # Such a form may come from another site, and who knows the token of a report could fetch its receipt.
        self.token, self.effort = self._new_token(), ""
        self.mistaken, self.complete, self.notice = True, False, _("report.ask_again")

    def ask_to_wait(self) -> None:
        """Too many come at once; nothing typed is lost, and her browser goes on with its work."""
        self.mistaken, self.complete, self.notice = True, False, _("report.flooded")

    @property
    def step(self) -> int:
        """The number of the screen, from 1."""
        return SCREENS.index(CALL if self.screen == PASTE else self.screen) + 1

    @property
    def form(self) -> Form:
        """What is asked on the screen."""
        call = self.calls.get(self.place)
        return {CARD: self.card, CALL: call, PASTE: self.paste, CONTACT: self.contact, CHECK: self.contact}[self.screen]

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What was told on other screens, for hidden inputs."""
        shown = self.form if self.screen != CHECK else None
        parts = [self.card, *self.calls.values(), self.contact]
        return [pair for part in parts if part is not shown for pair in carried(part)]

    @property
    def other_calls(self) -> list[tuple[int, CallDraft]]:
        """The calls told so far, without the one on the screen."""
        finished = [(n, form) for n, form in self.calls.items() if self.screen != CALL or n != self.place]
        return [(n, form.to_draft()) for n, form in finished if form.validate()]

    @property
    def next_place(self) -> int:
        """The place of a call that is not there yet."""
        return max(self.calls, default=-1) + 1

    @property
    def may_add(self) -> bool:
        """Whether one more call fits into this sending; more can be added to the diary."""
        return len(self.calls) < MOST_CALLS_AT_ONCE

    def questions(self, call: CallDraft) -> list[QuestionCode]:
        """What about a call deserves a second look."""
        return questions(call, self.card_so_far, self.at)

    def to_draft(self) -> ComplaintDraft:
        """The whole report in the words of the domain."""
        return ComplaintDraft(
            card=self.card.to_card(),
            calls=tuple(form.to_draft() for form in self.calls.values()),
            contact=self.contact.to_contact(),
            may_publish=bool(self.contact.may_publish.data),
            other_holders=self.contact.to_holders(),
            filed_by=self.contact.to_filed_by(),
        )

    @property
    def card_so_far(self) -> Card:
        """The card, empty while something in it cannot be read."""
        return self.card.to_card() if self.card.validate() else Card()

    def _walk(self, *, trapped: bool) -> None:
        deed, _dash, number = self.go.partition("-")
        if trapped:
            self.mistaken, self.notice = True, _("report.trap")
        elif deed == "drop":
            self.calls.pop(_number(number), None)
        elif deed == "change":
            self._turn_to(number)
        elif deed == "back":
            self.screen = CALL if self.screen == PASTE else SCREENS[max(SCREENS.index(self.screen) - 1, 0)]
        elif self.screen == PASTE:
            self._paste(deed)
        elif deed == "send":
            self.complete = self._all_sound()
        elif deed in ("next", "add") and self._current_is_sound():
            self._go_on(adding=deed == "add")

    def _paste(self, deed: str) -> None:
        """Her text is read; what she confirms becomes calls of this report."""
        if deed not in ("read", "keep", "next"):
            return
        self.mistaken = not self.paste.validate()
        self.shows_rows = not self.mistaken
        if deed != "keep" or self.mistaken:
            return
        if not self.paste.confirmed():
            self.mistaken, self.notice = True, _("paste.look_again")
            return
        kept = [row.to_fields() for row in self.paste.rows if row.keep.data]
        told = {n: form for n, form in self.calls.items() if not form.untouched}
        if len(told) + len(kept) > MOST_CALLS_AT_ONCE:
            left = MOST_CALLS_AT_ONCE - len(told)
            self.mistaken, self.notice = True, _("paste.full", most=MOST_CALLS_AT_ONCE, left=left)
            return
        first = max(told, default=-1) + 1
        added = {n: _call_form(n, fields, self.at) for n, fields in enumerate(kept, first)}
        self.calls, self.place, self.screen = told | added, first, CALL

    def _turn_to(self, target: str) -> None:
        self._forget_untouched()
        screen, _dash, number = target.partition("-")
        if screen in (*SCREENS, PASTE):
            self.screen, self.place = screen, _number(number)

    def _go_on(self, *, adding: bool) -> None:
        if adding and self.may_add:
            self.place = self.next_place
        else:
            self.screen = CHECK if self.seen_check else SCREENS[min(self.step, len(SCREENS) - 1)]

    def _current_is_sound(self) -> bool:
        if self.screen == CALL:
            self._forget_untouched()
            if self.calls and self.place not in self.calls:
                return True
        if self.screen == CHECK or (self.form is not None and self.form.validate()):
            return True
        self.mistaken = True
        return False

    def _forget_untouched(self) -> None:
        # A call she opened and left empty is none, as long as there is another one.
        if (
            self.screen == CALL
            and len(self.calls) > 1
            and self.place in self.calls
            and self.calls[self.place].untouched
        ):
            del self.calls[self.place]

    def _all_sound(self) -> bool:
        parts = [(CARD, 0, self.card), *((CALL, n, form) for n, form in self.calls.items())]
        for screen, place, form in [*parts, (CONTACT, 0, self.contact)]:
            if not form.validate():
                self.screen, self.place, self.mistaken = screen, place, True
                return False
        if not self.calls:
            self.screen = CALL
        return bool(self.calls)

    def _arrive(self) -> None:
        """Make sure that the screen has something to show."""
        if self.screen == CHECK and not self.calls:
            self.screen = CALL
        if self.screen == CALL and self.place not in self.calls:
            self.calls[self.place] = CallForm(None, at=self.at, prefix=f"{CALL}-{self.place}")
        for place, form in self.calls.items():
            if self.screen != CALL or place != self.place:
                form.settle()
        self.seen_check = self.seen_check or self.screen == CHECK


def part(posted: Any, prefix: str) -> Any:
    """What came in for the fields of a prefix; None where nothing did."""
    return posted if was_posted(posted, prefix) else None


def call_numbers(posted: Any) -> list[int]:
    """The numbers of the calls that came in."""
    # The note is a text area and always comes along, also empty, so it stands for the call.
    found = (re.fullmatch(rf"{CALL}-(\d{{1,3}})-notes", name, re.ASCII) for name in posted)
    return sorted({int(match.group(1)) for match in found if match})[:MOST_CALLS_AT_ONCE]


def _call_form(number: int, fields: Mapping[str, str], at: datetime) -> CallForm:
    prefix = f"{CALL}-{number}"
    return CallForm(MultiDict({f"{prefix}-{name}": value for name, value in fields.items()}), at=at, prefix=prefix)


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"\d{1,3}", text, re.ASCII) else 0
