"""The legal clock of one complaint: which day the law wants it accepted, which day finished, and why that day.

A term runs from the day after its beginning. Days of a pause do not count. A calendar term that ends on a day off is
not moved on: the earlier day is the safe one.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from portal.domain.legal_term import LegalTerm, Unit
from portal.domain.period import local_day
from portal.domain.report import Complaint, Origin, Status, Withdrawal
from portal.domain.workday import is_provisional, is_working_day

A_DAY = timedelta(days=1)
SATURDAY = 5
ENDED_BY_HER = (Withdrawal.CASES, Withdrawal.ERASED)


class Duty(StrEnum):
    """What the law wants done by a day."""

    ACCEPT = "accept"
    FINISH = "finish"


class PauseReason(StrEnum):
    """Why the clock stands still, as the mother reads it."""

    WAITING_FOR_REPORTER = "waiting_for_reporter"
    WAITING_FOR_AUTHORITY = "waiting_for_authority"
    WAITING_FOR_EXAMINATION = "waiting_for_examination"
    CLOSED = "closed"  # from closing to reopening; nobody chooses it


class ExtensionReason(StrEnum):
    """Why more time is taken, as the mother reads it."""

    COMPLICATED = "complicated"
    MANY_REPORTS = "many_reports"
    OTHER_AUTHORITY = "other_authority"
    EVIDENCE = "evidence"


class ClockRefuses(ValueError):
    """The clock cannot do what was asked; `why` names the reason."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class Pause:
    """Days that do not count, from `start` (in) to `until` (out); open while it lasts."""

    start: date
    until: date | None
    reason: PauseReason

    def __contains__(self, day: date) -> bool:
        return self.start <= day and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class Clock:
    """What has happened to a complaint as far as the law counts days."""

    term: LegalTerm
    started_on: date
    accepted_on: date | None = None
    finished_on: date | None = None
    pauses: tuple[Pause, ...] = ()
    extended_days: int = 0
    extension_reason: ExtensionReason | None = None

    @property
    def open_pause(self) -> Pause | None:
        """The pause that lasts."""
        return next((pause for pause in self.pauses if pause.until is None), None)


@dataclass(frozen=True, slots=True)
class DueDay:
    """A day by which something must be done, with all that it was computed from."""

    duty: Duty
    day: date
    start: date
    count: int
    unit: Unit
    extended: int = 0
    paused: int = 0
    days_off: int = 0
    made_up: int = 0  # Saturdays and Sundays that count because offices are open

    @property
    def provisional(self) -> bool:
        """Whether the make-up workdays of its year are still to be announced."""
        return self.unit is Unit.WORKING and is_provisional(self.day)


@dataclass(frozen=True, slots=True)
class Overdue:
    """A term that ended before the duty was done."""

    duty: Duty
    day: date


def clock_of(complaint: Complaint, kept: Clock | None, default: LegalTerm) -> Clock | None:
    """The clock that runs for a complaint; none for an imported report that nobody took up, or one taken back."""
    if complaint.withdrawal in ENDED_BY_HER:
        return None
    if kept is not None:
        return kept
    if complaint.status is not Status.RECEIVED or complaint.origin is not Origin.PORTAL:
        return None
    return Clock(default, local_day(complaint.created_at))


def due(clock: Clock, duty: Duty) -> DueDay | None:
    """The day by which a duty must be done; None while nobody can tell."""
    term = clock.term
    if duty is Duty.ACCEPT:
        return _counted(clock, DueDay(duty, clock.started_on, clock.started_on, term.accept, term.accept_unit))
    if clock.accepted_on is None:
        return None
    start, extended = clock.accepted_on, clock.extended_days
    return _counted(clock, DueDay(duty, start, start, term.finish + extended, term.finish_unit, extended))


def next_due(clock: Clock) -> DueDay | None:
    """The next day that counts; None once it is finished, and while the clock stands still."""
    if clock.finished_on is not None:
        return None
    return due(clock, Duty.FINISH if clock.accepted_on else Duty.ACCEPT)


def overdue(clock: Clock, today: date) -> list[Overdue]:
    """The terms that ended before their duty was done, done since or not."""
    ends = ((due(clock, Duty.ACCEPT), clock.accepted_on), (due(clock, Duty.FINISH), clock.finished_on))
    return [Overdue(end.duty, end.day) for end, done in ends if end and (done or today) > end.day]


def latest_overdue_start(term: LegalTerm, today: date) -> date:
    """The last day on which a complaint can have come in and not have been accepted in time by today."""
    day = today - A_DAY
    while _accept_by(term, day) >= today:
        day -= A_DAY
    return day


def accepted(clock: Clock, today: date) -> Clock:
    """The complaint has been taken up."""
    return replace(clock, accepted_on=today)


def finished(clock: Clock, today: date) -> Clock:
    """The complaint has been closed; a pause ends with it."""
    return replace(_resumed(clock, today), finished_on=today)


def reopened(clock: Clock, today: date) -> Clock:
    """The complaint has been taken up again: the days since it was closed do not count."""
    if clock.finished_on is None or clock.finished_on == today:
        return replace(clock, finished_on=None)
    pause = Pause(clock.finished_on + A_DAY, today + A_DAY, PauseReason.CLOSED)
    return replace(clock, finished_on=None, pauses=(*clock.pauses, pause))


def paused(clock: Clock, reason: PauseReason, today: date) -> Clock:
    """From tomorrow on no day counts."""
    if clock.finished_on is not None or clock.open_pause is not None:
        raise ClockRefuses("not_running")
    return replace(clock, pauses=(*clock.pauses, Pause(today + A_DAY, None, reason)))


def resumed(clock: Clock, today: date) -> Clock:
    """Days count again from tomorrow on."""
    if clock.open_pause is None:
        raise ClockRefuses("not_paused")
    return _resumed(clock, today)


def extended(clock: Clock, days: int, reason: ExtensionReason, today: date) -> Clock:
    """More time to finish, before it runs out, and no more than the law allows."""
    end = due(clock, Duty.FINISH)
    if clock.accepted_on is None or clock.finished_on is not None:
        raise ClockRefuses("not_running")
    if end is not None and today > end.day:
        raise ClockRefuses("too_late")
    if days < 1 or clock.extended_days + days > clock.term.extension:
        raise ClockRefuses("too_long")
    return replace(clock, extended_days=clock.extended_days + days, extension_reason=reason)


def rebased(clock: Clock, term: LegalTerm) -> Clock:
    """Handled under another basis; not once time was extended under the first."""
    if clock.extended_days or clock.finished_on is not None:
        raise ClockRefuses("basis_fixed")
    return replace(clock, term=term)


def started(complaint: Complaint, kept: Clock | None, term: LegalTerm, at: datetime) -> Clock:
    """The clock to write down when an official first acts; an imported report's begins on that day."""
    found = clock_of(complaint, kept, term)
    return found or Clock(term, local_day(at))


def _accept_by(term: LegalTerm, start: date) -> date:
    end = due(Clock(term, start), Duty.ACCEPT)
    return end.day if end else start


def _resumed(clock: Clock, today: date) -> Clock:
    # Resumed on the day it was paused: no day has been left out.
    ended = tuple(replace(pause, until=pause.until or max(today + A_DAY, pause.start)) for pause in clock.pauses)
    return replace(clock, pauses=tuple(pause for pause in ended if pause.until != pause.start))


def _counted(clock: Clock, begun: DueDay) -> DueDay | None:
    """Walk on day by day until the term is used up; None where an open pause comes first."""
    day, left, off, made_up, still = begun.start, begun.count, 0, 0, 0
    standing = clock.open_pause
    while left:
        day += A_DAY
        if standing is not None and day in standing:
            return None
        if any(day in pause for pause in clock.pauses):
            still += 1
        elif begun.unit is Unit.WORKING and not is_working_day(day):
            off += 1
        else:
            left -= 1
            made_up += begun.unit is Unit.WORKING and day.weekday() >= SATURDAY
    return replace(begun, day=day, paused=still, days_off=off, made_up=made_up)
