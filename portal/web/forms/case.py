"""What is filled in about cases: a title, who stays away and why, how two complaints belong together."""

from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import Form, StringField

from portal.domain.case import LONGEST_TITLE, Interest, LinkKind
from portal.domain.phone import LONGEST_RAW
from portal.web.forms.fields import OneOfField, complain, worded
from portal.web.forms.letter import LetterForm
from portal.web.forms.queue import to_id

MOST_DIGITS = 9
LONGEST_TOKEN = 64


class CaseForm(Form):
    """An open case, or the title of a new one."""

    case = StringField(_("cases.choose"))
    title = StringField(_("cases.title_of_new"))

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if self.to_case() is None and not 0 < len(self.to_title()) <= LONGEST_TITLE:
            complain(self.title, _("cases.title_missing"))
        return not self.errors

    def to_case(self) -> int | None:
        """The case chosen; None where a new one is to be opened."""
        typed = self.case.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= MOST_DIGITS else None

    def to_title(self) -> str:
        """The title of a new case."""
        return (self.title.data or "").strip()


class ExclusionForm(Form):
    """Who stays away, and why."""

    member = StringField(_("cases.exclude.member"))
    interest = OneOfField(_("cases.exclude.reason"), worded(Interest, "interest"), _("clock.reason.missing"))

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if to_id(self.member.data) is None:
            complain(self.member, _("cases.exclude.member_missing"))
        return not self.errors

    def to_exclusion(self) -> tuple[UUID | None, Interest]:
        """The member of staff and the reason."""
        return to_id(self.member.data), Interest(self.interest.data)


class LinkForm(Form):
    """Another complaint, and how it belongs to this one; no kind takes the link back."""

    other = StringField()
    kind = StringField()

    def to_link(self) -> tuple[UUID | None, LinkKind | None]:
        """The other complaint and the kind."""
        return to_id(self.other.data), LinkKind(self.kind.data) if self.kind.data in set(LinkKind) else None


class LineForm(Form):
    """A number of which somebody else may have told."""

    number = StringField(_("line_up.number"))

    def to_number(self) -> str:
        """What was typed."""
        return (self.number.data or "").strip()[:LONGEST_RAW]

    def refuse(self) -> None:
        """It is no number that could be compared; it is not shown again."""
        complain(self.number, _("line_up.no_number"))
        self.number.data = ""


class CaseNoteForm(LetterForm):
    """What is noted on a case."""

    token = StringField()

    def to_token(self) -> str:
        """The same for the same page, however often it is sent."""
        return (self.token.data or "")[:LONGEST_TOKEN]
