"""When a call came, as exactly as she knows it: a clock, a part of a day, a range, a week, a month."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import Form
from wtforms.fields import SelectChoice

from portal.domain.daypart import DayPart, RangeTooLong, between, part_of
from portal.domain.moment import likelier, likelier_days
from portal.domain.period import LOCAL_ZONE, as_local
from portal.domain.vocabulary import Precision, TimeSource
from portal.web.forms.fields import ClockField, DayField, OneOfField, SkippableField, complain, worded

JUST_NOW, PART, BETWEEN = "now", "part", "between"
NOON = time(12)
WITH_CLOCK = (Precision.MINUTE, Precision.HOUR)
NEAR = {"today": 0, "yesterday": 1, "before": 2}
WAYS = [
    SelectChoice(JUST_NOW, _("call.when.now")),
    SelectChoice(Precision.MINUTE.value, _("precision.minute")),
    SelectChoice(Precision.HOUR.value, _("precision.hour")),
    SelectChoice(PART, _("call.when.part")),
    SelectChoice(Precision.DAY.value, _("precision.day")),
    SelectChoice(BETWEEN, _("call.when.between")),
    SelectChoice(Precision.WEEK.value, _("precision.week")),
    SelectChoice(Precision.MONTH.value, _("precision.month")),
]


@dataclass(frozen=True, slots=True)
class CallTime:
    """A time as a call keeps it."""

    called_at: datetime
    precision: Precision
    called_until: datetime | None = None


class TimeForm(Form):
    """The part of a call's form that asks when."""

    when = OneOfField(_("call.when.label"), WAYS, _("call.when.missing"))
    near = SkippableField(_("call.near.label"), [SelectChoice(name, _(f"call.near.{name}")) for name in NEAR])
    day = DayField(_("call.day.label"))
    until_day = DayField(_("call.until.label"))
    clock = ClockField(_("call.clock.label"))
    part = SkippableField(_("call.part.label"), worded(DayPart, "day_part"))
    time_source = SkippableField(_("call.source.label"), worded(TimeSource, "time_source"))

    def __init__(self, posted: Any, *, at: datetime, prefix: str = "", **defaults: Any) -> None:
        super().__init__(posted, prefix=prefix, **defaults)
        self.at = at
        self.mends: list[date] = []
        self.until_mends: list[date] = []
        self._take_near_day()
        self._take_mend((posted or {}).get(f"{self._prefix}mend", ""))
        self._take_until_mend((posted or {}).get(f"{self._prefix}until_mend", ""))

    def settle(self) -> None:
        """Turn "just now" into the time it is, so that it does not move while she goes on."""
        if self.when.data == JUST_NOW:
            self._set("when", Precision.HOUR.value, Precision.HOUR.value)
            self._set_instant(as_local(self.at))

    def to_time(self) -> CallTime:
        """When it came, in the words of the domain."""
        if self.when.data == JUST_NOW:
            # "Just now" is a few minutes ago: the hour is what she can vouch for.
            return CallTime(self.at, Precision.HOUR)
        day: date = self.day.data
        if self.when.data == PART:
            start, end = part_of(day, DayPart(self.part.data))
            return CallTime(start, Precision.DAY, end)
        if self.when.data == BETWEEN:
            start, end, precision = between(day, self.until_day.data)
            return CallTime(start, precision, end)
        precision = Precision(self.when.data)
        clock: time = self.clock.data if precision in WITH_CLOCK else NOON
        return CallTime(datetime.combine(day, clock, LOCAL_ZONE), precision)

    @property
    def later_day(self) -> DayField:
        """The field that holds the end of a range: days the wrong way round are the same range."""
        return self.day if self.day.data > self.until_day.data else self.until_day

    def offer_mends(self) -> None:
        """A time that cannot be is asked about: the likeliest slips stand ready as buttons."""
        today = as_local(self.at).date()
        if self.when.data in WITH_CLOCK:
            self.mends = likelier(self.to_time().called_at, self.at)
        elif self.when.data == Precision.DAY:
            self.mends = likelier_days(self.day.data, today)
        elif self.when.data == PART:
            has_begun = part_of(today, DayPart(self.part.data))[0] <= self.at
            self.mends = likelier_days(self.day.data, today if has_begun else today - timedelta(days=1))
        elif self.when.data == BETWEEN and self.day.data <= today < self.until_day.data:
            self.until_mends = [today]

    def time_is_there(self) -> bool:
        """Whether all that the chosen way needs was told; what is missing is said at its field."""
        needed = {
            PART: [(self.day, "call.day.missing"), (self.part, "call.part.missing")],
            BETWEEN: [(self.day, "call.day.missing"), (self.until_day, "call.until.missing")],
            **{code.value: [(self.day, "call.day.missing"), (self.clock, "call.clock.missing")] for code in WITH_CLOCK},
        }
        for field, missing in needed.get(self.when.data, [(self.day, "call.day.missing")]):
            if field.data is None and self.when.data != JUST_NOW:
                complain(field, _(missing))
        if not self.errors and self.when.data == BETWEEN:
            try:
                between(self.day.data, self.until_day.data)
            except RangeTooLong:
                complain(self.until_day, _("call.until.too_long"))
        return not self.errors

    def _take_near_day(self) -> None:
        if self.near.data in NEAR and self.day.data is None and not (self.day.raw_data or [""])[0].strip():
            self._set_day(as_local(self.at).date() - timedelta(days=NEAR[self.near.data]))

    def _take_mend(self, written: str) -> None:
        try:
            chosen = datetime.fromisoformat(written)
        except ValueError:
            return
        if "T" in written:
            self._set_instant(chosen)
        else:
            self._set_day(chosen.date())

    def _take_until_mend(self, written: str) -> None:
        try:
            chosen = date.fromisoformat(written)
        except ValueError:
            return
        self._set("until_day", chosen, chosen.isoformat())

    def _set_instant(self, here: datetime) -> None:
        self._set_day(here.date())
        self._set("clock", here.time().replace(second=0, microsecond=0), here.strftime("%H:%M"))

    def _set_day(self, day: date) -> None:
        self._set("day", day, day.isoformat())
        self.day.process_errors = []

    def _set(self, name: str, value: Any, raw: str) -> None:
        self[name].data, self[name].raw_data = value, [raw]
