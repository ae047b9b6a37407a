"""One call, in the first report and in the diary."""

from collections.abc import Iterator
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Field, HiddenField, StringField, TextAreaField
from wtforms.fields import SelectChoice

from portal.domain.phone import LONGEST_RAW
from portal.domain.plausibility import Problem, ProblemCode, call_problems
from portal.domain.report import CallDraft
from portal.domain.vocabulary import (
    CallVoice,
    Channel,
    Knew,
    NumberOrigin,
    PhoneOwner,
    StopRequest,
    TimeSource,
    VendorType,
)
from portal.web.forms.call_time import JUST_NOW as JUST_NOW
from portal.web.forms.call_time import TimeForm
from portal.web.forms.fields import OneOfField, SkippableField, SomeOfField, complain, worded

OF_THE_BABY = {Knew.BABY_BIRTH_DATE.value, Knew.DUE_DATE.value}
NOTHING = "nothing"  # the caller knew nothing of the list, which is not the same as not told
TIMES = ("called_at", "called_until")


class CallForm(TimeForm):
    """Vendor type and rough time; everything else may be skipped."""

    vendor_type = OneOfField(_("call.vendor.label"), worded(VendorType, "vendor"), _("call.vendor.missing"))
    channel = OneOfField(_("call.channel.label"), worded(Channel, "channel"), _("call.channel.missing"), default="call")
    caller_number = StringField(_("call.number.label"))
    message = TextAreaField(_("call.message.label"))
    knew = SomeOfField(
        _("call.knew.label"), choices=[*worded(Knew, "knew"), SelectChoice(NOTHING, _("call.knew.nothing"))]
    )
    phone_owner = SkippableField(_("call.phone_owner.label"), worded(PhoneOwner, "phone_owner"))
    number_origin = SkippableField(_("call.number_origin.label"), worded(NumberOrigin, "number_origin"))
    stop_request = SkippableField(_("call.stop_request.label"), worded(StopRequest, "stop_request"))
    voice = SkippableField(_("call.voice.label"), worded(CallVoice, "voice"))
    notes = TextAreaField(_("call.notes.label"))
    pasted = HiddenField()  # the line of a call log that this call was read from, as she pasted it

    def __iter__(self) -> Iterator[Field]:
        # A form lists inherited fields first; she is asked for the vendor before the time, and reads of slips so.
        return iter(sorted(super().__iter__(), key=lambda field: field is not self.vendor_type))

    def speak_of_no_baby(self) -> None:
        """Her pregnancy has ended: nothing she reads may remind her."""
        self.knew.choices = [choice for choice in self.knew.choices if choice.value not in OF_THE_BABY]

    @property
    def untouched(self) -> bool:
        """Whether she has told nothing of this call."""
        return not any(self._told(field) for field in self if field is not self.channel)

    @property
    def more_told(self) -> bool:
        """Whether anything that may be skipped was told, or is mistaken."""
        skippable = (
            self.caller_number, self.message, self.knew, self.phone_owner, self.number_origin, self.stop_request,
            self.voice, self.time_source, self.notes,
        )  # fmt: skip
        return any(field.errors or self._told(field) for field in skippable)

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators) or not self.time_is_there():
            return False
        if len(self.caller_number.data or "") > LONGEST_RAW:
            complain(self.caller_number, _(f"problem.{ProblemCode.TOO_LONG}"))
            return False
        problems = call_problems(self.to_draft(), self.at)
        for problem in problems:
            complain(self._field_of(problem), _(f"problem.{problem.code}"))
        if any(problem.field in TIMES for problem in problems):
            self.offer_mends()
        return not problems

    def to_draft(self) -> CallDraft:
        """The call in the words of the domain."""
        told = self.to_time()
        return CallDraft(
            called_at=told.called_at,
            precision=told.precision,
            called_until=told.called_until,
            vendor_type=VendorType(self.vendor_type.data),
            channel=Channel(self.channel.data),
            time_source=TimeSource(self.time_source.data) if self.time_source.data else None,
            caller_number=(self.caller_number.data or "").strip() or None,
            message=(self.message.data or "").strip() or None,
            notes=(self.notes.data or "").strip() or None,
            pasted=self.pasted.data or None,
            knew=self._knew(),
            phone_owner=PhoneOwner(self.phone_owner.data) if self.phone_owner.data else None,
            number_origin=NumberOrigin(self.number_origin.data) if self.number_origin.data else None,
            stop_request=StopRequest(self.stop_request.data) if self.stop_request.data else None,
            voice=CallVoice(self.voice.data) if self.voice.data else None,
        )

    def _field_of(self, problem: Problem) -> Field:
        if problem.field == "called_until":
            return self.later_day
        return self.day if problem.field == "called_at" else self[problem.field]

    def _knew(self) -> frozenset[Knew] | None:
        ticked = frozenset(Knew(code) for code in self.knew.data if code != NOTHING)
        return ticked if ticked or NOTHING in self.knew.data else None

    @staticmethod
    def _told(field: Any) -> bool:
        return any(value.strip() for value in field.raw_data or [])
