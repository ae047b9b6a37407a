"""Which classes of sources the data at hand can hold apart, whatever the calls say, and what would settle the rest.

All of it is information: the curves are fitted without any source, and what is left of each exposure beneath them and
beside another exposure is what a finding about it can rest on. Between a recipient and the registration stands the free
curve of the time since registration, which is every source that acts at registration, whatever its delay.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from scipy.special import ndtri

from portal.aggregation.classes import REGISTRATION_CODE, SourceClass, source_classes
from portal.aggregation.exposure import Exposure
from portal.aggregation.levels import LEVEL
from portal.aggregation.pair import monthly_calls, months, source_of
from portal.aggregation.planner import POWER, Planned, Question, plan, simplest
from portal.aggregation.population import Population, delay_place, population
from portal.domain.disclosure import suppressed
from portal.domain.finding import REGISTRATION, Findings
from portal.domain.picture import ClassPower, Identifiability, PairApart, Settling
from portal.extract.columns import Extract
from portal.stats.onset import MEDIANS
from portal.stats.planning import beside
from portal.stats.search import critical_value, path_length

RATE_RATIO, DELAY = (
    2.0,
    4.0,
)  # supposed of a source that is to be told apart: as `power`, after the usual days of a sale
WEAK = 0.5  # part of the information on a class that another may take before the two are only weakly separable
ESTIMABLE = 0.5  # information under which a rate ratio would be known to a factor of 16 only
EMPTY = 1e-6  # of a column's own variance; less is rounding
MOST_SETTLED = 4  # pairs, the least separable first, for which the planner is asked
DELAYS = len(MEDIANS)


@dataclass(frozen=True, eq=False)
class Known:
    """Information of all calls about the onsets of all classes, one column for each delay of each class.

    Attributes
    ----------
    free : with all curves taken out
    rough : the same but for the time since registration
    """

    free: np.ndarray
    rough: np.ndarray


@dataclass(frozen=True, eq=False)
class Apart:
    """How well the classes are held apart, by code.

    Attributes
    ----------
    members : of each class
    pairs : of positions of classes, with what stands between them
    settled : pairs of sources, with what would tell them apart
    """

    members: tuple[tuple[int, ...], ...]
    pairs: tuple[tuple[tuple[int, int], PairApart], ...]
    settled: tuple[tuple[tuple[int, int], Planned], ...]


def held_apart(found: Exposure) -> Apart | None:
    """Everything about separability that can be said before any verdict; None where no call can be used."""
    sources = tuple(source_of(found, code) for code in range(REGISTRATION_CODE, found.exported.shape[1]))
    city = population(found, sources)
    classes = tuple(one for one in source_classes(found) if one.covers)
    if city is None or not classes:
        return None
    known = _known(city, classes)
    pairs = tuple(_pair(known, found, classes, *both) for both in combinations(range(len(classes)), 2))
    settled = tuple(_settled(city, len(classes), _doubtful(classes, pairs)))
    return Apart(tuple(one.members for one in classes), pairs, settled)


def identifiability(
    extract: Extract, found: Exposure, said: Findings, as_of: int, apart: Apart | None
) -> Identifiability | None:
    """The same in names, as a picture.

    Parameters
    ----------
    extract : Extract
    found : Exposure
    said : the findings, whose power and detectable rate ratio are repeated
    as_of : last day known of
    apart : what `held_apart` says of the exposure
    """
    if apart is None:
        return None
    names = [tuple(_name(extract, member) for member in members) for members in apart.members]
    pace = (len(found.call_day), monthly_calls(extract, said.tiers_used, as_of))
    return Identifiability(
        classes=tuple(_power(said, members) for members in names),
        pairs=tuple(replace(pair, one=names[a], other=names[b]) for (a, b), pair in apart.pairs),
        settling=tuple(_settling(extract, *pair, best, pace) for pair, best in apart.settled),
        rate_ratio=RATE_RATIO,
        delay=DELAY,
    )


def _known(city: Population, classes: tuple[SourceClass, ...]) -> Known:
    held = [city.counted.held[:, np.array(one.members) + 1].min(axis=1) for one in classes]
    total = city.information(np.hstack([city.onsets(days) for days in held]))
    calls = float(city.base.table.events.sum()) / city.share
    columns = np.arange(len(city.curves), len(total.information))
    own = np.diag(total.information)[columns] / total.events
    parts = (total.efficient(columns, given) for given in (city.curves, city.without_since))
    return Known(*(_cleared(part, own) * calls for part in parts))


def _cleared(left: np.ndarray, own: np.ndarray) -> np.ndarray:
    """Without what rounding leaves of a column that the curves can make."""
    empty = np.diag(left) <= EMPTY * own
    left[empty, :] = left[:, empty] = 0.0
    return left


def _columns(one: int) -> np.ndarray:
    return DELAYS * one + np.arange(DELAYS)


def _pair(
    known: Known, found: Exposure, classes: tuple[SourceClass, ...], one: int, other: int
) -> tuple[tuple[int, int], PairApart]:
    pair = (classes[one], classes[other])
    registered = [source.at_registration for source in pair]
    correlation = _correlation(known, one, other, any(registered))
    ways = [_beside(known, (one, registered[0]), (other, registered[1]))]
    ways.append(_beside(known, (other, registered[1]), (one, registered[0])))
    kept = None if any(part is None for part, _ in ways) else min(part for part, _ in ways)
    ratios = [ratio for _, ratio in ways]
    mothers, calls = _apart(found, *pair)
    return (one, other), PairApart(
        one=(),
        other=(),
        correlation=correlation,
        mothers=suppressed(mothers),
        calls=suppressed(calls),
        kept=kept,
        ratio=None if None in ratios else max(ratios),
        standing="unknown" if kept is None else "weak" if kept < WEAK else "apart",
    )


def _correlation(known: Known, one: int, other: int, with_registration: bool) -> float | None:
    """Of the two exposures as steps, the curves taken out; beside registration not the time since then, which it is."""
    steps = np.array([_columns(one)[0], _columns(other)[0]])
    left = (known.rough if with_registration else known.free)[np.ix_(steps, steps)]
    spread = np.sqrt(np.diag(left))
    return float(np.clip(left[0, 1] / spread.prod(), -1.0, 1.0)) if spread.prod() > 0 else None


def _beside(known: Known, one: tuple[int, bool], other: tuple[int, bool]) -> tuple[float | None, float | None]:
    """What of the information on the first is left beside the second, and the smallest rate ratio told from it.

    Beside a recipient: its onset at every delay. Beside registration: any function of the time since then.
    """
    mine, rival, place = _columns(one[0]), _columns(other[0]), delay_place(DELAY)
    with_registration = one[1] or other[1]
    alone = (known.rough if with_registration else known.free)[mine[place], mine[place]]
    if alone <= 0:
        return None, None
    left = known.free[np.ix_(mine, mine)] if other[1] else beside(known.rough if one[1] else known.free, mine, rival)
    information = max(float(left[place, place]), 0.0)
    part = min(information / float(alone), 1.0)
    if information < ESTIMABLE:
        return part, None
    threshold = critical_value(LEVEL, path_length(left))
    return part, float(np.exp((threshold + ndtri(POWER)) / np.sqrt(information)))


def _apart(found: Exposure, one: SourceClass, other: SourceClass) -> tuple[int, int]:
    """Mothers with calls, and their calls, on days on which one of the two held the record and the other not yet."""
    first, last = np.minimum(one.held, other.held), np.maximum(one.held, other.held)
    day, whose = found.call_day, found.call_mother
    between = (day > first[whose]) & (day <= last[whose])
    return len(np.unique(whose[between])), int(between.sum())


def _doubtful(
    classes: tuple[SourceClass, ...], pairs: tuple[tuple[tuple[int, int], PairApart], ...]
) -> list[tuple[int, int]]:
    """Pairs of sources to be settled: of one class first, then the first members of classes that stand close."""
    merged = [(one.members[0], member) for one in classes for member in one.members[1:]]
    weak = sorted((pair.kept, places) for places, pair in pairs if pair.standing == "weak")
    across = [(classes[one].members[0], classes[other].members[0]) for _, (one, other) in weak]
    return [*merged, *across][:MOST_SETTLED]


def _settled(
    city: Population, classes: int, doubtful: list[tuple[int, int]]
) -> Iterator[tuple[tuple[int, int], Planned]]:
    for one, other in doubtful:
        held = city.counted.held[:, [one + 1, other + 1]]
        alone = replace(city, counted=replace(city.counted, held=held))
        question = Question(RATE_RATIO, DELAY, classes=classes, registration=one == REGISTRATION_CODE)
        best = simplest(plan(alone, question))
        if best is not None:
            yield (one, other), best


def _settling(extract: Extract, one: int, other: int, best: Planned, pace: tuple[int, float]) -> Settling:
    needed = months(best, best.engine_calls, *pace)
    names = (_name(extract, one), _name(extract, other))
    return Settling(*names, best.arrangement.value, best.amount, round(best.engine_calls), needed)


def _power(said: Findings, members: tuple[str, ...]) -> ClassPower:
    finding = next(one for one in said.sources if one.source == members[0])
    return ClassPower(members, finding.power, finding.detectable_rate_ratio)


def _name(extract: Extract, code: int) -> str:
    return REGISTRATION if code == REGISTRATION_CODE else extract.recipients[code]
