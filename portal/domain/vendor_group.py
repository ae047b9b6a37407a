"""Callers that seem to be one party, whom they call, and which of them share their lists; small counts are None.

A party is known by a number within one list, never by a telephone number or a wording: those stay sealed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

from portal.domain.overview import StageCell

# By which a party's share of calls lies above that of all calls. No finer: the exact difference would give away the
# calls of a hospital, and with them, by subtraction, the few that belong to no party.
LEVELS = (0.05, 0.1, 0.2)
BEYOND_CHANCE = 2  # standard errors, of mothers instead of calls, for the calls to one mother come together


class Joint(StrEnum):
    """What makes one party of several numbers."""

    RANGE = "range"
    WORDING = "wording"


@dataclass(frozen=True)
class Lines:
    """How many lines of one class a party has."""

    kind: str
    lines: int


@dataclass(frozen=True)
class Called:
    """How many calls of a party fell to one hospital's or district's mothers."""

    name: str
    calls: int | None


@dataclass(frozen=True)
class Held:
    """Calls of a party to mothers whose records a recipient had been sent before the call; `share` is of its calls."""

    recipient: str
    calls: int | None
    share: float | None


@dataclass(frozen=True)
class Party:
    """Numbers and wordings that belong together.

    `trade` is what most of its calls sold, `kinds` the classes of its lines, `lines` and `wordings` how many were told
    of; `mothers` were called on `days` days of single mothers, `calls` times. `unsure` lines of one mother each look
    like a typing error in one of these lines: none of the counts contains them. `signs` counts the lines by class, and
    `joints` are what holds them together; both are empty in runs from before they were asked for.
    """

    number: int
    trade: str
    kinds: tuple[str, ...]
    lines: int
    wordings: int
    mothers: int
    days: int
    calls: int
    first_day: str
    last_day: str
    stages: tuple[StageCell, ...]
    hospitals: tuple[Called, ...]
    recipients: tuple[Held, ...]
    unsure: int | None = 0
    signs: tuple[Lines, ...] = ()
    joints: tuple[str, ...] = ()


@dataclass(frozen=True)
class Together:
    """Two parties that called the same mothers, and how many to expect if each had chosen without the other."""

    one: int
    other: int
    mothers: int
    expected: float
    ratio: float
    q_value: float


@dataclass(frozen=True)
class Vendors:
    """Parties of at least so many mothers; `told` calls named a line or a wording, `in_parties` belong to a party.

    `recipients` and `hospitals` say of all these calls what each party's own say of its: the rows to compare with.
    """

    least: int
    told: int | None
    in_parties: int | None
    recipients: tuple[Held, ...]
    parties: tuple[Party, ...]
    together: tuple[Together, ...]
    hospitals: tuple[Called, ...] = ()

    @property
    def by_list(self) -> tuple[Party, ...]:
        """Parties in circles that seem to share a list, the largest circle first; then those that share none."""
        circle = {one.number: frozenset({one.number}) for one in self.parties}
        for pair in self.together:
            if pair.one in circle and pair.other in circle:
                joined = circle[pair.one] | circle[pair.other]
                circle |= dict.fromkeys(joined, joined)
        ranks = {number: (-len(held), min(held), number) for number, held in circle.items()}
        return tuple(sorted(self.parties, key=lambda one: ranks[one.number]))

    def partners(self, number: int) -> tuple[int, ...]:
        """The parties with which one seems to share a list."""
        pairs = ((one.one, one.other) for one in self.together)
        return tuple(sorted(sum(pair) - number for pair in pairs if number in pair))

    def recipients_above(self, party: Party) -> dict[str, float]:
        """Recipients to whom the mothers of its calls had been sent more often than of all calls, by levels."""
        usual = {held.recipient: held.share for held in self.recipients}
        return _above(party, ((held.recipient, held.share, usual.get(held.recipient)) for held in party.recipients))

    def hospitals_above(self, party: Party) -> dict[str, float]:
        """Hospitals whose mothers a party calls more than others do, and by which level."""
        usual = {at.name: _part(at.calls, self.told) for at in self.hospitals}
        return _above(party, ((at.name, _part(at.calls, party.calls), usual.get(at.name)) for at in party.hospitals))


def _part(calls: int | None, of: int | None) -> float | None:
    return None if calls is None or not of else calls / of


def _above(party: Party, shares: Iterable[tuple[str, float | None, float | None]]) -> dict[str, float]:
    found = {}
    for name, share, usual in shares:
        if share is None or usual is None:
            continue
        above = share - usual
        if above >= max(LEVELS[0], BEYOND_CHANCE * sqrt(usual * (1 - usual) / party.mothers)):
            found[name] = max(level for level in LEVELS if level <= above)
    return found
