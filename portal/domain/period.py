"""Days, instants and half-open periods; the one place where local days are computed."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

LOCAL_ZONE = ZoneInfo("Asia/Shanghai")
EPOCH = date(1970, 1, 1)


@dataclass(frozen=True, slots=True)
class Period:
    """Local days from `start` (in) to `until` (out)."""

    start: date
    until: date

    def __post_init__(self) -> None:
        if self.until <= self.start:
            raise ValueError(f"a period ends after it starts: {self.start} to {self.until}")

    def __contains__(self, day: date) -> bool:
        return self.start <= day < self.until

    @property
    def days(self) -> int:
        """The number of days inside."""
        return (self.until - self.start).days


def local_day(instant: datetime) -> date:
    """The Shanghai calendar day on which an aware instant falls."""
    return as_utc(instant).astimezone(LOCAL_ZONE).date()


def start_of(day: date) -> datetime:
    """The first instant of a Shanghai calendar day, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=LOCAL_ZONE).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The last representable instant of a Shanghai calendar day, in UTC."""
    return start_of(day + timedelta(days=1)) - timedelta(microseconds=1)


def as_utc(instant: datetime) -> datetime:
    """The same instant in UTC; an instant without an offset is refused."""
    if instant.tzinfo is None:
        raise ValueError(f"an instant needs an offset: {instant.isoformat()}")
    return instant.astimezone(UTC)


def as_local(instant: datetime) -> datetime:
    """The same instant on Shanghai clocks."""
    return as_utc(instant).astimezone(LOCAL_ZONE)


def day_number(day: date) -> int:
    """Days since 1970-01-01, as the extract counts them."""
    return (day - EPOCH).days


def day_of(number: int) -> date:
    """The calendar day of a day number."""
    return EPOCH + timedelta(days=int(number))
