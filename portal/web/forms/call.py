"""One call, in the first report and in the diary."""

from datetime import date, datetime, time
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Form, StringField, TextAreaField
from wtforms.fields import SelectChoice

from portal.domain.period import LOCAL_ZONE, as_local
from portal.domain.phone import LONGEST_RAW
from portal.domain.plausibility import ProblemCode, call_problems
from portal.domain.report import CallDraft
from portal.domain.vocabulary import Channel, Knew, Precision, VendorType
from portal.web.forms.fields import ClockField, DayField, OneOfField, SomeOfField, complain, worded

JUST_NOW = "now"
NOTHING = "nothing"  # the caller knew nothing of the list, which is not the same as not told
NOON = time(12)
WITH_CLOCK = (Precision.MINUTE, Precision.HOUR)


class CallForm(Form):
    """Vendor type and rough time; everything else may be skipped."""

    vendor_type = OneOfField(_("call.vendor.label"), worded(VendorType, "vendor"), _("call.vendor.missing"))
    when = OneOfField(
        _("call.when.label"),
        [SelectChoice(JUST_NOW, _("call.when.now")), *worded(Precision, "precision")],
        _("call.when.missing"),
    )
    day = DayField(_("call.day.label"))
    clock = ClockField(_("call.clock.label"))
    channel = OneOfField(_("call.channel.label"), worded(Channel, "channel"), _("call.channel.missing"), default="call")
    caller_number = StringField(_("call.number.label"))
    knew = SomeOfField(
        _("call.knew.label"), choices=[*worded(Knew, "knew"), SelectChoice(NOTHING, _("call.knew.nothing"))]
    )
    notes = TextAreaField(_("call.notes.label"))

    def __init__(self, posted: Any, *, at: datetime, prefix: str = "", **defaults: Any) -> None:
        super().__init__(posted, prefix=prefix, **defaults)
        self.at = at

    @property
    def untouched(self) -> bool:
        """Whether she has told nothing of this call."""
        told = (self.vendor_type, self.when, self.day, self.clock, self.caller_number, self.knew, self.notes)
        return not any(value.strip() for field in told for value in field.raw_data or [])

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators) or not self._time_is_there():
            return False
        if len(self.caller_number.data or "") > LONGEST_RAW:
            complain(self.caller_number, _(f"problem.{ProblemCode.TOO_LONG}"))
            return False
        problems = call_problems(self.to_draft(), self.at)
        for problem in problems:
            complain(self.notes if problem.field == "notes" else self.day, _(f"problem.{problem.code}"))
        return not problems

    def settle(self) -> None:
        """Turn "just now" into the time it is, so that it does not move while she goes on."""
        if self.when.data == JUST_NOW:
            here = as_local(self.at)
            self.when.raw_data, self.when.data = [Precision.HOUR.value], Precision.HOUR.value
            self.day.raw_data, self.day.data = [here.date().isoformat()], here.date()
            self.clock.raw_data, self.clock.data = [here.strftime("%H:%M")], here.time().replace(second=0)

    def to_draft(self) -> CallDraft:
        """The call in the words of the domain."""
        # "Just now" is a few minutes ago: the hour is what she can vouch for.
        precision = Precision.HOUR if self.when.data == JUST_NOW else Precision(self.when.data)
        return CallDraft(
            called_at=self.at if self.when.data == JUST_NOW else self._called_at(precision),
            precision=precision,
            vendor_type=VendorType(self.vendor_type.data),
            channel=Channel(self.channel.data),
            caller_number=(self.caller_number.data or "").strip() or None,
            notes=(self.notes.data or "").strip() or None,
            knew=self._knew(),
        )

    def _called_at(self, precision: Precision) -> datetime:
        day: date = self.day.data
        clock: time = self.clock.data if precision in WITH_CLOCK else NOON
        return datetime.combine(day, clock, LOCAL_ZONE)

    def _knew(self) -> frozenset[Knew] | None:
        ticked = frozenset(Knew(code) for code in self.knew.data if code != NOTHING)
        return ticked if ticked or NOTHING in self.knew.data else None

    def _time_is_there(self) -> bool:
        if self.when.data != JUST_NOW and self.day.data is None:
            complain(self.day, _("call.day.missing"))
        if self.when.data in WITH_CLOCK and self.clock.data is None:
            complain(self.clock, _("call.clock.missing"))
        return not self.errors
