"""What is written to the mother, noted for colleagues, or answered by her."""

from typing import Any
from uuid import UUID

from flask_babel import lazy_gettext as _
from wtforms import Form, StringField, TextAreaField

from portal.domain.letter import LONGEST_LETTER
from portal.domain.note_removal import RemovalReason
from portal.domain.plausibility import ProblemCode
from portal.web.forms.fields import complain
from portal.web.forms.queue import to_id


class LetterForm(Form):
    """One text."""

    text = TextAreaField(_("letter.text"))

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if not self.to_text():
            complain(self.text, _("letter.empty"))
        if len(self.to_text()) > LONGEST_LETTER:
            complain(self.text, _(f"problem.{ProblemCode.TOO_LONG}"))
        return not self.errors

    def to_text(self) -> str:
        """What was written."""
        return (self.text.data or "").strip()


class NoteRemovalForm(Form):
    """Which note is to go, and why: the reason is the button."""

    note = StringField()
    removal = StringField()

    def to_removal(self) -> tuple[UUID, RemovalReason] | None:
        """The note and the reason; None where no page offers them."""
        note_id, reason = to_id(self.note.data), self.removal.data
        return (note_id, RemovalReason(reason)) if note_id and reason in set(RemovalReason) else None
