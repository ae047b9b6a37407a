"""Two sources out of an extract, as the planner asks about them: the mothers at hand, and how fast calls come in."""

from dataclasses import dataclass

import numpy as np

from portal.aggregation.classes import REGISTRATION_CODE, SourceClass, source_classes
from portal.aggregation.exposure import Exposure, exposure, last_reported_day
from portal.aggregation.planner import Arrangement, Planned
from portal.aggregation.population import Population, population
from portal.domain.finding import REGISTRATION
from portal.extract.columns import Extract

TIERS = (2, 1)
RECENT, MONTH = 91, 30.44  # days over which the present rate of calls is counted, and in a month


class UnknownSource(LookupError):
    """The extract has no source of this name."""


@dataclass(frozen=True, eq=False)
class Pair:
    """Two sources and what is known of them.

    Attributes
    ----------
    names : the first is the one supposed to leak; registration is always first
    city : the mothers with calls, the two sources as columns
    classes : classes of sources that the engine would test
    mothers, calls : usable ones at hand
    monthly : calls told in a month, of late
    """

    names: tuple[str, str]
    city: Population
    classes: int
    mothers: int
    calls: int
    monthly: float

    @property
    def registration(self) -> bool:
        """Whether one of the two is the registration itself."""
        return self.names[0] == REGISTRATION


def pair(extract: Extract, first: str, second: str) -> Pair | None:
    """Two sources by name; None while no usable call is there.

    Raises
    ------
    UnknownSource
        A name that is neither a recipient nor registration, or one name twice.
    """
    names = (first, second) if second != REGISTRATION else (second, first)
    codes = [_code(extract, name) for name in names]
    if codes[0] == codes[1]:
        raise UnknownSource(second)
    last = last_reported_day(extract)
    if last is None:
        return None
    found = exposure(extract, tiers=TIERS, as_of=last)
    city = population(found, tuple(source_of(found, code) for code in codes))
    if city is None:
        return None
    used = int((found.calls > 0).sum())
    return Pair(names, city, len(source_classes(found)), used, len(found.call_day), monthly_calls(extract, TIERS, last))


def source_of(found: Exposure, code: int) -> SourceClass:
    """One source alone, whatever class it may belong to."""
    if code == REGISTRATION_CODE:
        return SourceClass((code,), found.registered, np.ones(len(found.mother), dtype=bool))
    return SourceClass((code,), found.exported[:, code], found.scope[:, code])


def monthly_calls(extract: Extract, tiers: tuple[int, ...], as_of: int) -> float:
    """Calls that mothers of these tiers told in the last three months, or since the first one, for one month."""
    chosen = extract.mothers["tier"].isin(tiers).to_numpy()[extract.calls["mother"].to_numpy()]
    told = extract.calls["reported_day"].to_numpy()[chosen]
    told = told[told <= as_of]
    days = min(RECENT, as_of - int(told.min()) + 1) if len(told) else RECENT
    return float((told > as_of - days).sum() / days * MONTH)


def months(planned: Planned, calls: float | None, at_hand: int, monthly: float) -> float | None:
    """Until that many calls have come in under an arrangement; the calls at hand count only for the present one."""
    if calls is None or monthly <= 0:
        return None
    there = at_hand if planned.arrangement is Arrangement.AS_IS else 0
    return max(calls - there, 0.0) / monthly


def _code(extract: Extract, name: str) -> int:
    if name == REGISTRATION:
        return REGISTRATION_CODE
    if name not in extract.recipients:
        raise UnknownSource(name)
    return extract.recipients.index(name)
