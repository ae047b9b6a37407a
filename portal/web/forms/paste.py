"""A pasted call log: first her text, then a row for each call that was read from it, for her to confirm."""

from collections.abc import Callable
from datetime import datetime, time
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, Form, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice

from portal.domain.call_log import LONGEST_PASTE, ReadEntry, read_log
from portal.domain.period import LOCAL_ZONE, as_local
from portal.domain.phone import LONGEST_RAW
from portal.domain.plausibility import ProblemCode, call_problems
from portal.domain.report import CallDraft
from portal.domain.vocabulary import Channel, Precision, TimeSource, VendorType
from portal.web.forms.fields import ClockField, DayField, complain, worded

MOST_ROWS = 60
NOON = time(12)
WHOLE_DAYS = (Precision.DAY, Precision.WEEK, Precision.MONTH)
UNSURE = SelectChoice("", _("paste.vendor.unsure"))


class RowForm(Form):
    """One call as it was read; everything can be mended."""

    keep = BooleanField(_("paste.keep"))
    vendor_type = SelectField(_("call.vendor.label"), choices=[UNSURE, *worded(VendorType, "vendor")])
    day = DayField(_("call.day.label"))
    clock = ClockField(_("call.clock.label"))
    caller_number = StringField(_("call.number.label"))
    channel = SelectField(_("call.channel.label"), choices=worded(Channel, "channel"))

    def __init__(self, posted: Any, entry: ReadEntry, *, at: datetime, is_known: bool, prefix: str) -> None:
        here = as_local(entry.called_at) if entry.called_at else None
        exact = here is not None and entry.precision not in WHOLE_DAYS
        super().__init__(
            posted,
            prefix=prefix,
            keep=here is not None and not entry.outgoing and not is_known,
            vendor_type=entry.vendor.value if entry.vendor else "",
            day=here.date() if here else None,
            clock=here.time().replace(second=0, microsecond=0) if here and exact else None,
            caller_number=entry.caller or "",
            channel=entry.channel.value,
        )
        self.entry, self.at, self.is_known = entry, at, is_known

    @property
    def remark(self) -> Any:
        """What she should know of a row before she ticks it, or nothing."""
        remarks = {
            "paste.known": self.is_known,
            "paste.outgoing": self.entry.outgoing,
            "paste.timeless": self.entry.called_at is None,
            "paste.doubtful": self.entry.doubtful,
        }
        return next((_(words) for words, holds in remarks.items() if holds), "")

    def validate(self, extra_validators: Any = None) -> bool:
        if not self.keep.data:
            return True
        if not super().validate(extra_validators):
            return False
        if self.day.data is None:
            complain(self.day, _("paste.day.missing"))
        elif len(self.caller_number.data or "") > LONGEST_RAW:
            complain(self.caller_number, _(f"problem.{ProblemCode.TOO_LONG}"))
        else:
            for problem in call_problems(self.to_draft(), self.at):
                complain(self.day, _(f"problem.{problem.code}"))
        return not self.errors

    def to_draft(self) -> CallDraft:
        """The call in the words of the domain, the line that it was read from beside it."""
        entry = self.entry
        channel = Channel(self.channel.data)
        return CallDraft(
            called_at=datetime.combine(self.day.data, self.clock.data or NOON, LOCAL_ZONE),
            precision=self._precision(),
            vendor_type=VendorType(self.vendor_type.data) if self.vendor_type.data else VendorType.OTHER,
            channel=channel,
            time_source=TimeSource.MESSAGE if channel is Channel.SMS else TimeSource.CALL_LOG,
            caller_number=(self.caller_number.data or "").strip() or None,
            message=entry.message,
            pasted=entry.raw,
        )

    def to_fields(self) -> dict[str, str]:
        """The same as the fields of a call's own form, in which she can still change it."""
        draft = self.to_draft()
        here = as_local(draft.called_at)
        return {
            "vendor_type": draft.vendor_type.value,
            "when": draft.precision.value,
            "day": here.date().isoformat(),
            "clock": "" if draft.precision in WHOLE_DAYS else here.strftime("%H:%M"),
            "channel": draft.channel.value,
            "caller_number": draft.caller_number or "",
            "message": draft.message or "",
            "time_source": draft.time_source.value if draft.time_source else "",
            "pasted": draft.pasted or "",
            "notes": "",
        }

    def _precision(self) -> Precision:
        if self.clock.data is not None:
            return Precision.HOUR if self.entry.precision is Precision.HOUR else Precision.MINUTE
        unchanged = self.entry.called_at and as_local(self.entry.called_at).date() == self.day.data
        return self.entry.precision if unchanged and self.entry.precision in WHOLE_DAYS else Precision.DAY


class PasteForm(Form):
    """Her text, and the rows that were read from it; `is_known` says which calls stand in her diary already."""

    text = TextAreaField(_("paste.text.label"))

    def __init__(self, posted: Any, *, at: datetime, is_known: Callable[[ReadEntry], bool]) -> None:
        super().__init__(posted)
        self.at = at
        self.read_at = _instant((posted or {}).get("read_at", ""), at)
        entries = read_log(self.text.data or "", told_at=self.read_at)
        calls = [entry for entry in entries if entry.is_call]
        self.unread = [entry.raw for entry in entries if not entry.is_call]
        self.too_many = len(calls) > MOST_ROWS
        confirmed = posted if posted and posted.get("go") == "keep" else None
        self.rows = [
            RowForm(confirmed, entry, at=at, is_known=is_known(entry), prefix=f"row-{place}-")
            for place, entry in enumerate(calls[:MOST_ROWS])
        ]

    def validate(self, extra_validators: Any = None) -> bool:
        super().validate(extra_validators)
        if not (self.text.data or "").strip():
            complain(self.text, _("paste.text.missing"))
        elif len(self.text.data) > LONGEST_PASTE:
            complain(self.text, _("paste.text.too_long"))
        elif not self.rows:
            complain(self.text, _("paste.nothing_read"))
        return not self.errors

    def confirmed(self) -> bool:
        """Whether every row that she keeps can be kept, and there is one."""
        sound = [row.validate() for row in self.rows]
        return all(sound) and any(row.keep.data for row in self.rows)

    def to_drafts(self) -> tuple[CallDraft, ...]:
        """The calls that she keeps."""
        return tuple(row.to_draft() for row in self.rows if row.keep.data)


def _instant(written: str, at: datetime) -> datetime:
    """When the text was first read: "just now" must not move while she confirms."""
    try:
        found = datetime.fromisoformat(written)
    except ValueError:
        return at
    return found if found.tzinfo and found <= at else at
