"""Which deeds an auditor looks for; it travels in the address, so that a search can be kept and passed on."""

import unicodedata

from flask_babel import lazy_gettext as _
from wtforms import Form, SelectField, StringField

from portal.domain.audit import JournalFilter
from portal.domain.period import end_of, start_of
from portal.web.forms.fields import DayField
from portal.web.forms.misread import Misread, told

LONGEST = 120
MOST = 2**31 - 1


class AuditForm(Form):
    """By whom, what, to what, when."""

    actor = SelectField(_("audit.actor"), validate_choice=False)
    verb = SelectField(_("audit.verb"), validate_choice=False)
    subject = StringField(_("audit.subject"))
    since = DayField(_("audit.since"))
    until = DayField(_("audit.until"))
    before = StringField()

    def offer(self, actors: list[tuple[str, str]], verbs: list[tuple[str, str]]) -> None:
        """What can be chosen."""
        self.actor.choices = [("", _("audit.anybody")), *actors]
        self.verb.choices = [("", _("audit.anything")), *verbs]

    def misread(self) -> Misread:
        """Labels of the fields that name nothing to look for, and what stands there; an offer comes first."""
        unknown = [one for one in (self.actor, self.verb) if (one.data or "") not in dict(one.choices)]
        unread = [one for one in (self.since, self.until) if one.process_errors]
        return tuple((one.label.text, told(one.raw_data[0])) for one in (*unknown, *unread))

    @property
    def reversed(self) -> bool:
        """Whether the first day lies after the last."""
        return bool(self.since.data and self.until.data and self.since.data > self.until.data)

    def to_filter(self) -> JournalFilter:
        """What was chosen; what makes no sense filters nothing."""
        before = self.before.data or ""
        return JournalFilter(
            actor=self._offered(self.actor),
            verb=self._offered(self.verb),
            subject=unicodedata.normalize("NFKC", self.subject.data or "").strip()[:LONGEST] or None,
            since=start_of(self.since.data) if self.since.data else None,
            until=end_of(self.until.data) if self.until.data else None,
            before=min(int(before), MOST) if before.isascii() and before.isdigit() and len(before) < 12 else None,
        )

    def _offered(self, field: SelectField) -> str | None:
        return (field.data or None) if (field.data or "") in dict(field.choices) else None

    def to_query(self) -> dict[str, str]:
        """The same as it stands in an address, without the place."""
        typed = {name: field.data for name, field in self._fields.items() if name != "before"}
        return {name: str(value) for name, value in typed.items() if value}
