"""Recipients of exports: what was sent to whom, when, and over which registrations."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from portal.domain.finding import JOINER, REGISTRATION
from portal.domain.period import Period, as_utc, start_of

LATEST_PLAN_DAY = 28  # a monthly plan on a day that every month has


class InvalidRecipientName(ValueError):
    """A recipient's name that would be ambiguous in findings."""


class InvalidPlan(ValueError):
    """A recurring plan that names no possible run."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose records a file holds: both empty means all; else a listed district or a listed hospital."""

    districts: frozenset[str] = frozenset()
    hospitals: frozenset[str] = frozenset()

    def covers(self, hospital: str, district: str) -> bool:
        """Whether a mother of that hospital, in that district, is inside."""
        if not self.districts and not self.hospitals:
            return True
        return district in self.districts or hospital in self.hospitals


@dataclass(frozen=True, slots=True)
class ExportRun:
    """One file that left the registry (or, where `planned`, that was to leave)."""

    recipient: str
    exported_at: datetime
    registered: Period
    scope: Scope = Scope()
    columns: frozenset[str] = frozenset()
    rows: int | None = None
    sha256: str | None = None
    planned: bool = False

    def __post_init__(self) -> None:
        check_recipient_name(self.recipient)
        as_utc(self.exported_at)


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """A recurring promise: on this day of each month, the previous calendar month."""

    recipient: str
    day_of_month: int
    valid: Period
    scope: Scope = Scope()
    columns: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        check_recipient_name(self.recipient)
        if not 1 <= self.day_of_month <= LATEST_PLAN_DAY:
            raise InvalidPlan(f"day of month must be 1 to {LATEST_PLAN_DAY}, not {self.day_of_month}")

    def runs(self) -> list[ExportRun]:
        """The planned runs inside the plan's validity, oldest first."""
        month, found = self.valid.start.replace(day=1), []
        while month < self.valid.until:
            day = month.replace(day=self.day_of_month)
            if day in self.valid:
                found.append(self._run(day))
            month = next_month(month)
        return found

    def _run(self, day: date) -> ExportRun:
        this_month = day.replace(day=1)
        previous = (this_month - timedelta(days=1)).replace(day=1)
        return ExportRun(
            self.recipient, start_of(day), Period(previous, this_month), self.scope, self.columns, planned=True
        )


def next_month(first: date) -> date:
    """The first day of the month after that of `first`."""
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1)


def unfulfilled(planned: list[ExportRun], actual: list[ExportRun]) -> list[ExportRun]:
    """The planned runs that no actual run replaces: same recipient, overlapping registrations."""
    return [plan for plan in planned if not any(_replaces(run, plan) for run in actual)]


def _replaces(run: ExportRun, plan: ExportRun) -> bool:
    return (
        run.recipient == plan.recipient
        and run.registered.start < plan.registered.until
        and plan.registered.start < run.registered.until
    )


def check_recipient_name(name: str) -> None:
    """Refuse a name that findings could not tell from a group or from the registration itself."""
    if not name.strip() or name != name.strip():
        raise InvalidRecipientName("a recipient needs a name without blanks around it")
    if JOINER in name or name == REGISTRATION:
        raise InvalidRecipientName(f"a recipient may not be called {name!r}")
