"""What an official fills in: sign-in, end of a review, reason to open what is sealed."""

from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import Form, HiddenField, PasswordField, StringField

from portal.domain.handling import OpeningReason
from portal.domain.masking import MaskedField
from portal.domain.report import ClosingNote
from portal.web.forms.fields import OneOfField, complain, worded
from portal.web.forms.queue import to_id

LONGEST_TYPED = 200  # characters; argon2 would hash a megabyte for whoever sends one
OFFICE = "/office/"


class SignInForm(Form):
    """Login and password, and where to go afterwards."""

    login = StringField(_("sign_in.login"))
    password = PasswordField(_("sign_in.password"))
    next = HiddenField()

    def to_credentials(self) -> tuple[str, str]:
        """What was typed; a passphrase that is too long is none, rather than the beginning of one."""
        return (self.login.data or "")[:LONGEST_TYPED], whole(self.password.data)

    def to_destination(self) -> str | None:
        """The office's page that asked for the sign-in."""
        return own_path(self.next.data or "")

    def refuse(self) -> None:
        """One message, whatever was wrong."""
        complain(self.password, _("sign_in.refused"))

    def ask_to_wait(self, seconds: int) -> None:
        """Too many failures: say for how long."""
        if seconds < 60:
            complain(self.password, _("sign_in.wait_seconds", seconds=max(1, seconds)))
        else:
            complain(self.password, _("sign_in.wait_minutes", minutes=-(-seconds // 60)))


class CloseForm(Form):
    """How a complaint ended."""

    note = OneOfField(_("case.close.note"), worded(ClosingNote, "closing"), _("case.close.note_missing"))

    def to_note(self) -> ClosingNote:
        """The note that the mother reads."""
        return ClosingNote(self.note.data)


class OpenForm(Form):
    """Why sealed fields are to be opened."""

    reason = OneOfField(_("case.open.reason"), worded(OpeningReason, "opening"), _("case.open.reason_missing"))

    def to_reason(self) -> OpeningReason:
        """The reason that the journal keeps."""
        return OpeningReason(self.reason.data)


class IdentityForm(Form):
    """Why somebody asks to see how she can be reached; a name of its own, for both forms stand on one page."""

    why = OneOfField(_("case.open.reason"), worded(OpeningReason, "opening"), _("case.open.reason_missing"))

    def to_reason(self) -> OpeningReason:
        """The reason that the journal keeps and the second person reads."""
        return OpeningReason(self.why.data)


class TrailForm(Form):
    """Why somebody looks at where a record went; a name of its own, for all these forms stand on one page."""

    because = OneOfField(_("case.open.reason"), worded(OpeningReason, "opening"), _("case.open.reason_missing"))

    def to_reason(self) -> OpeningReason:
        """The reason that the journal keeps and the mother reads."""
        return OpeningReason(self.because.data)


class DecisionForm(Form):
    """Which request a second person decides, and how."""

    request = StringField()
    granted = StringField()

    def to_request(self) -> UUID | None:
        """The request; None where no page offers it."""
        return to_id(self.request.data)

    def to_granted(self) -> bool:
        """Whether it is granted."""
        return self.granted.data == "yes"


def whole(typed: str | None) -> str:
    """A passphrase as it was typed, without a character changed or cut off."""
    return typed if typed and len(typed) <= LONGEST_TYPED else ""


def own_path(typed: Any) -> str | None:
    """A path of the office, or None: never another site, however its address is written."""
    text = str(typed)
    # Browsers read a backslash as a slash and drop control characters, so //evil.example has many spellings.
    if not text.startswith(OFFICE) or "\\" in text or any(ord(character) < 33 for character in text):
        return None
    parts = urlsplit(text)
    return None if parts.scheme or parts.netloc or ".." in parts.path else text


class MaskForm(OpenForm):
    """Which passage of which words is to be covered."""

    call = StringField()
    field = StringField()
    passage = StringField()

    def to_call(self) -> UUID | None:
        """The call; None where no page offers it."""
        return to_id(self.call.data)

    def to_field(self) -> MaskedField | None:
        """Which of its words; None where no page offers them."""
        return MaskedField(self.field.data) if self.field.data in set(MaskedField) else None

    def to_passage(self) -> str:
        """The passage as it was copied."""
        return (self.passage.data or "").strip()


class MaskingForm(Form):
    """Which covered passage is to be uncovered or destroyed."""

    masking = StringField()

    def to_masking(self) -> UUID | None:
        """The covering; None where no page offers it."""
        return to_id(self.masking.data)
