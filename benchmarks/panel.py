"""An invented country for the reduction: compact columns as an extract holds them, with a recurring schedule.

Mothers registered on one of 365 days in one of eight districts, in one of seven weeks of the pregnancy, all asked on
the same contact days: 20,440 patterns, however many mothers there are. Twelve calls each, on any day of their time.
"""

from dataclasses import dataclass

import numpy as np

from portal.aggregation.told import Told

FIRST_DAY = 20_089  # 2025-01-01
REGISTRATION_DAYS, DISTRICTS, WEEKS = 365, 8, 7
BOOKED, LEAD, TERM, FOLLOWED, CONTACT = 70, 60, 280, 200, 91  # days
CALLS_A_MOTHER = 12
RECIPIENTS = 12
BLOCK = 1 << 20


@dataclass(frozen=True, eq=False)
class Panel:
    """Mothers sorted as an extract sorts them, and their calls."""

    district: np.ndarray
    first: np.ndarray
    last: np.ndarray
    registered: np.ndarray
    conceived: np.ndarray
    mother: np.ndarray
    day: np.ndarray

    @property
    def alike(self) -> tuple[np.ndarray, ...]:
        """What tells mothers apart, without any schedule."""
        return self.first, self.last, self.registered, self.conceived, self.district

    def told(self) -> Told:
        """Mothers and calls for a tally."""
        return Told(self.alike, self.mother, self.day)


def panel(calls: int, seed: int = 20261129) -> Panel:
    """As many calls as asked for, block by block, so that drawing them takes no memory beside them."""
    rng = np.random.default_rng(seed)
    count = calls // CALLS_A_MOTHER
    kinds = DISTRICTS * REGISTRATION_DAYS * WEEKS
    kind = np.sort(rng.integers(0, kinds, count, dtype=np.int32))
    columns = [column.astype(np.uint16)[kind] for column in _kinds()]
    mother = np.empty(count * CALLS_A_MOTHER, dtype=np.int32)
    day = np.empty(len(mother), dtype=np.uint16)
    for begin in range(0, count, BLOCK):
        some = slice(begin, min(begin + BLOCK, count))
        first, length = columns[1][some], columns[2][some] - columns[1][some] + 1
        rows = slice(some.start * CALLS_A_MOTHER, some.stop * CALLS_A_MOTHER)
        mother[rows] = np.repeat(np.arange(some.start, some.stop, dtype=np.int32), CALLS_A_MOTHER)
        drawn = rng.random((len(first), CALLS_A_MOTHER), dtype=np.float32) * length[:, None]
        day[rows] = (first[:, None] + np.minimum(drawn.astype(np.uint16), length[:, None] - 1)).ravel()
    return Panel(columns[0].astype(np.uint8), *columns[1:], mother, day)


def held(registered: np.ndarray, district: np.ndarray, moved: int = 0) -> list[np.ndarray]:
    """The day on which each recipient held a record: four of everybody, eight of one district, each every 30 days.

    `moved` shifts each schedule by a number of days of its own.
    """
    never = np.uint16(np.iinfo(np.uint16).max)
    days = []
    for recipient in range(RECIPIENTS):
        turn = (recipient * 7 + moved * (recipient + 1)) % 30
        table = np.arange(np.iinfo(np.uint16).max + 1, dtype=np.int64)
        table = (table + 30 - (table - turn) % 30).astype(np.uint16)
        own = table[registered]
        days.append(own if recipient >= DISTRICTS else np.where(district == recipient, own, never))
    return days


def _kinds() -> list[np.ndarray]:
    """District, first and last day, registration and conception of every pattern."""
    district, turn, week = np.unravel_index(
        np.arange(DISTRICTS * REGISTRATION_DAYS * WEEKS), (DISTRICTS, REGISTRATION_DAYS, WEEKS)
    )
    registered = FIRST_DAY + turn
    conceived = registered - BOOKED - 7 * week
    last = (registered + FOLLOWED) // CONTACT * CONTACT + CONTACT
    return [district, np.maximum(registered - LEAD, conceived), last, registered, conceived]
