"""Step 7: how many of the calls come from each source, and which source may be behind a single call.

The sources add up: a mother's calls are those of the background plus those of every copy of her record, each from its
delayed onset on, all following the same free curves of stage, recall and calendar. A call on or before the day on which
a source took hold of the record has probability 0 for that source, whatever the estimates.

Two questions, two fits. *Who is needed?* is asked of recipients with the time since registration free as well: a leak
at the registration, or at something unlisted some days after it, is a function of that time and makes no recipient
needed. *How much does each contribute?* is asked without it, with the registration a source beside the recipients that
are needed; its share holds all that follows the registration, listed or not. There each source has a rate of its own
in three parts of the pregnancy: callers without a list begin later, and one rate for all weeks would take the early
weeks, when only those with a list call, for the rule.
"""

from dataclasses import dataclass, replace

import numpy as np

from portal.aggregation.cells import Cells
from portal.aggregation.curves import (
    BANDS,
    CALENDAR_DAYS,
    RECALL_BINS,
    RECALL_DAYS,
    STAGE_DAYS,
    bands,
    in_place_of_stage,
    since_registration,
    stage,
)
from portal.extract.columns import NO_DAY
from portal.stats.additive import Attributed, Mixture, at, attribute, start
from portal.stats.additive_bootstrap import Events, draws, needed, shares
from portal.stats.additive_selection import refitted, selected
from portal.stats.onset import onset_table

REGISTRATION_COLUMN = -1
SAMPLES = 200
MOST_ROWS = 2_000_000  # about 5,000 mothers; of more, some are drawn: shares are known to a few points by then
LIMITS = (0.025, 0.975)


@dataclass(frozen=True)
class Source:
    """A source in the model: its column of `Cells.held`, -1 for the registration, and its median delay in days."""

    column: int
    median: float


@dataclass(frozen=True)
class Share:
    """Part of all calls, with the 2.5 % and 97.5 % points of the bootstrap over mothers."""

    estimate: float
    low: float
    high: float


@dataclass(frozen=True, eq=False)
class Attribution:
    """What the additive model says; sources in the order in which they were given.

    Attributes
    ----------
    shares : of all calls, one for each source; 0 for one that is not needed
    background : the rest
    probabilities : (calls, sources + 1) in the order of `Cells.call_row`; background last, rows add up to 1
    stays : (sources,) part of the bootstrap samples that need the source
    first : (sources,) part of the samples that need it and in which no source has a larger share
    theta : (sources, bands) rate of the source, fully set in, in multiples of the background
    path : the log likelihood after every step of the last climb; it never falls
    reached : whether the climbs came to their ends
    """

    shares: tuple[Share, ...]
    background: Share
    probabilities: np.ndarray
    stays: np.ndarray
    first: np.ndarray
    theta: np.ndarray
    path: tuple[float, ...]
    reached: bool


def attribution(found: Cells, sources: tuple[Source, ...], *, seed: int, samples: int = SAMPLES) -> Attribution | None:
    """Fit the additive model and resample mothers; None where there is no call or no source.

    Parameters
    ----------
    found : Cells
        With a column of `held` for every source but the registration.
    sources : tuple of Source
        Classes, not members: two sources with the same days split their calls evenly, which only looks like an answer.
    seed : int
        The same cells, sources and seed give the same result.
    """
    if not sources or not found.events.any():
        return None
    rng = np.random.default_rng(seed)
    found = _each_counted(found)
    fitted_on = some_patterns(found, MOST_ROWS, rng)
    drawn = draws(int(fitted_on.subject.max()) + 1, samples, rng)
    own = np.array([source.column == REGISTRATION_COLUMN for source in sources])
    strict, strict_events, _ = mixture(fitted_on, sources, free_since_registration=True)
    asked = selected(strict, ~own)
    stays = needed(strict, asked, ~own, strict_events, drawn)
    rows, events, band = mixture(fitted_on, sources)
    flat = attribute(rows, at(rows, np.zeros(len(sources)), start(rows).curves))
    fitted = selected(rows, own, refitted(rows, flat, asked.point.theta > 0))
    stays, moved = _moved(_Plain(rows, band, events, own), fitted, stays, drawn)
    last, owner = _banded(rows, band, fitted)
    theta = _by_band(last.point.theta, owner, len(sources))
    each = probabilities_of_calls(found, sources, theta)
    return _told(each, stays, moved, theta, last.path, asked.reached and last.reached)


def _each_counted(found: Cells) -> Cells:
    """Shares are shares of the calls that were told: each counts 1, whatever its mother weighs in a test."""
    return replace(found, events=np.bincount(found.call_row, minlength=len(found.day)).astype(np.float64))


def probabilities_of_calls(found: Cells, sources: tuple[Source, ...], theta: np.ndarray) -> np.ndarray:
    """(calls, sources + 1) the probability of each source for each call, background last; theta is (sources, bands)."""
    effects = _effects(found, sources, found.call_row)
    parts = np.vstack([theta[:, bands(found)[found.call_row]] * effects, np.ones(len(found.call_row))])
    return (parts / parts.sum(axis=0)).T


def mixture(
    found: Cells, sources: tuple[Source, ...], *, free_since_registration: bool = False
) -> tuple[Mixture, Events, np.ndarray]:
    """The rows of the additive model, the calls on them, and their bands, without days at a level without any call."""
    codes = [
        np.where(found.conceived[found.pattern] == NO_DAY, -1 - in_place_of_stage(found), stage(found, STAGE_DAYS)),
        np.minimum((found.contact[found.pattern] - found.day) // RECALL_DAYS, RECALL_BINS),
        found.day // CALENDAR_DAYS,
    ]
    if free_since_registration:
        codes.append(since_registration(found))
    kept = np.flatnonzero(np.all([_called(part, found.events) for part in codes], axis=0))
    factors = tuple(np.unique(part[kept], return_inverse=True)[1].reshape(-1) for part in codes)
    starts = np.flatnonzero(np.diff(found.pattern[kept], prepend=-1))
    rows = Mixture(starts, found.events[kept], factors, _effects(found, sources, kept))
    return rows, Events(found.subject, np.searchsorted(kept, found.call_row)), bands(found)[kept]


def some_patterns(found: Cells, most_rows: int, rng: np.random.Generator) -> Cells:
    """As many patterns, drawn at random, as have at most so many rows together; all of them if they fit."""
    lengths = np.bincount(found.pattern)
    if lengths.sum() <= most_rows:
        return found
    order = rng.permutation(len(lengths))
    chosen = np.sort(order[np.cumsum(lengths[order]) <= most_rows])
    inside = np.isin(found.pattern, chosen)
    told = inside[found.call_row]
    mothers, subject = np.unique(found.subject[told], return_inverse=True)
    by_pattern = ("registered", "conceived", "born", "contact", "held", "scope", "mothers", "example")
    return Cells(
        pattern=np.searchsorted(chosen, found.pattern[inside]),
        day=found.day[inside],
        events=found.events[inside],
        subject=subject.reshape(-1),
        call_row=(np.cumsum(inside) - 1)[found.call_row[told]],
        vendor=found.vendor[told],
        weight=found.weight[mothers],
        mother=found.mother[mothers],
        **{name: getattr(found, name)[chosen] for name in by_pattern},
    )


@dataclass(frozen=True, eq=False)
class _Plain:
    """The rows on which shares are asked, their bands, the calls on them, and which source is the registration."""

    rows: Mixture
    band: np.ndarray
    events: Events
    own: np.ndarray


def _moved(plain: _Plain, fitted: Attributed, stays: np.ndarray, drawn: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which sources each sample needs, the registration now among them, and their shares in it.

    Samples that lack a recipient of the fit lie too far from it; they are moved from a fit without that recipient.
    """
    own, events = plain.own, plain.events
    stays, shared = stays.copy(), np.zeros((len(drawn), len(own) + 1))
    held = (fitted.point.theta > 0) & ~own
    for inside in np.unique(stays & held, axis=0):
        group = np.flatnonzero((stays & held == inside).all(axis=1))
        near = fitted if (inside == held).all() else selected(plain.rows, own, refitted(plain.rows, fitted, inside))
        stays[group] |= needed(plain.rows, near, own, events, drawn[group]) & own
        last, owner = _banded(plain.rows, plain.band, near)
        parts = shares(_columns(plain.rows, plain.band, owner), last, stays[np.ix_(group, owner)], events, drawn[group])
        np.add.at(shared, (group[:, None], np.append(owner, len(own))[None]), parts)
    return stays, shared


def _banded(rows: Mixture, band: np.ndarray, fitted: Attributed) -> tuple[Attributed, np.ndarray]:
    """The fit with a rate in every band for each source that is in, and the source that each of its columns is of."""
    inside = fitted.point.theta > 0
    owner = np.repeat(np.arange(len(inside)), np.where(inside, len(BANDS) + 1, 1))
    split = _columns(rows, band, owner)
    return attribute(split, at(split, fitted.point.theta[owner], fitted.point.curves)), owner


def _columns(rows: Mixture, band: np.ndarray, owner: np.ndarray) -> Mixture:
    """A source that owns several columns has one for every band."""
    effects = [
        part
        for source, count in enumerate(np.bincount(owner))
        for part in (rows.effects[source] * (band == b) if count > 1 else rows.effects[source] for b in range(count))
    ]
    return replace(rows, effects=np.array(effects))


def _by_band(theta: np.ndarray, owner: np.ndarray, sources: int) -> np.ndarray:
    return np.array([np.broadcast_to(theta[owner == source], len(BANDS) + 1) for source in range(sources)])


def _told(
    each: np.ndarray, stays: np.ndarray, moved: np.ndarray, theta: np.ndarray, path: tuple[float, ...], reached: bool
) -> Attribution:
    mean, (low, high) = each.mean(axis=0), np.quantile(moved, LIMITS, axis=0)
    made = [Share(float(e), float(min(a, e)), float(max(b, e))) for e, a, b in zip(mean, low, high, strict=True)]
    leading = np.argmax(moved[:, :-1], axis=1)[:, None] == np.arange(len(theta))
    return Attribution(
        shares=tuple(made[:-1]),
        background=made[-1],
        probabilities=each,
        stays=stays.mean(axis=0),
        first=(leading & stays).mean(axis=0),
        theta=theta,
        path=path,
        reached=reached,
    )


def _effects(found: Cells, sources: tuple[Source, ...], rows: np.ndarray) -> np.ndarray:
    effects = np.empty((len(sources), len(rows)))
    for place, source in enumerate(sources):
        days = found.registered if source.column == REGISTRATION_COLUMN else found.held[:, source.column]
        table = onset_table((source.median,))[:, 0]
        since = found.day[rows] - days[found.pattern[rows]]
        effects[place] = table[np.clip(since, 0, len(table) - 1)]
    return effects


def _called(codes: np.ndarray, events: np.ndarray) -> np.ndarray:
    levels, dense = np.unique(codes, return_inverse=True)
    return (np.bincount(dense.reshape(-1), weights=events, minlength=len(levels)) > 0)[dense.reshape(-1)]
