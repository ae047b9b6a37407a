"""Callers that seem to be one party, whom they call, and which of them share their lists; small counts are None.

A party is known by a number within one list, never by a telephone number or a wording: those stay sealed.
"""

from dataclasses import dataclass

from portal.domain.overview import StageCell


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
    of; `mothers` were called on `days` days of single mothers, `calls` times.
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

    `recipients` says of all these calls what each party's own says of its: the row to compare with.
    """

    least: int
    told: int | None
    in_parties: int | None
    recipients: tuple[Held, ...]
    parties: tuple[Party, ...]
    together: tuple[Together, ...]
