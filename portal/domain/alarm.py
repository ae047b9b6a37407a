"""What the sequential alarm says of each class of sources; small counts are None."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class ClassAlarm:
    """One class: what has been read, what that is worth, and whether and when the alarm was raised.

    `trials` are calls within four weeks of an export, `exposed` those after it, `expected` how many of them to expect
    without a leak. `log_ratio` is the test's statistic, `log10_e_value` what one unit bet on a leak became. `onset` is
    the first day of export that the alarm rests on; `days` and `calls` passed from it until the alarm.
    """

    members: tuple[str, ...]
    looked_on: str
    looks: int
    trials: int | None
    exposed: int | None
    expected: float | None
    log_ratio: float | None
    log10_e_value: float | None
    raised_on: str | None
    onset: str | None
    days: int | None
    calls: int | None


@dataclass(frozen=True)
class Alarms:
    """All classes that have been looked at, the error shared out among them, and the last look."""

    looked_on: str | None
    error: float
    classes: tuple[ClassAlarm, ...]

    def to_json(self) -> Mapping[str, Any]:
        """Plain dicts and lists."""
        return asdict(self)
