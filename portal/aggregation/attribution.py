"""Step 7: how many of the calls come from each source, and which source may be behind a single call.

The sources add up: a mother's calls are those of the background plus those of every copy of her record, each from its
delayed onset on, all following the same free curves of stage, recall and calendar. A call on or before the day on which
a source took hold of the record has probability 0 for that source, whatever the estimates.

Two questions, two fits. *Who is needed?* is asked of recipients with the time since registration free as well: a leak
at the registration, or at something unlisted some days after it, is a function of that time and makes no recipient
needed. *How much does each contribute?* is asked without it, with the registration a source beside the recipients that
are needed; its share holds all that follows the registration, listed or not.
"""

from dataclasses import dataclass

import numpy as np

from portal.aggregation.cells import Cells
from portal.aggregation.curves import (
    CALENDAR_DAYS,
    RECALL_BINS,
    RECALL_DAYS,
    SINCE_EDGES,
    STAGE_DAYS,
    UNKNOWN_STAGE_EDGES,
)
from portal.extract.columns import NO_DAY
from portal.stats.additive import Attributed, Mixture, at, attribute, probabilities, start
from portal.stats.additive_bootstrap import Events, draws, needed, shares
from portal.stats.additive_selection import refitted, selected
from portal.stats.onset import onset_table

REGISTRATION_COLUMN = -1
SAMPLES = 200
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
    theta : (sources,) rate of the source, fully set in, in multiples of the background
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
    drawn = draws(int(found.subject.max()) + 1, samples, np.random.default_rng(seed))
    own = np.array([source.column == REGISTRATION_COLUMN for source in sources])
    strict, strict_events = mixture(found, sources, free_since_registration=True)
    asked = selected(strict, ~own)
    rows, events = mixture(found, sources)
    flat = attribute(rows, at(rows, np.zeros(len(sources)), start(rows).curves))
    fitted = selected(rows, own, refitted(rows, flat, asked.point.theta > 0))
    stays = needed(strict, asked, ~own, strict_events, drawn)
    stays, moved = _moved(rows, fitted, own, stays, events, drawn)
    return _told(fitted, rows.effects[:, events.row], stays, moved, asked.reached and fitted.reached)


def mixture(
    found: Cells, sources: tuple[Source, ...], *, free_since_registration: bool = False
) -> tuple[Mixture, Events]:
    """The rows of the additive model and the calls on them; days at a level without any call are left out."""
    codes = [
        _stage(found),
        np.minimum((found.contact[found.pattern] - found.day) // RECALL_DAYS, RECALL_BINS),
        found.day // CALENDAR_DAYS,
    ]
    if free_since_registration:
        codes.append(_since_registration(found, SINCE_EDGES))
    kept = np.flatnonzero(np.all([_called(part, found.events) for part in codes], axis=0))
    factors = tuple(np.unique(part[kept], return_inverse=True)[1].reshape(-1) for part in codes)
    effects = np.empty((len(sources), len(kept)))
    for place, source in enumerate(sources):
        days = found.registered if source.column == REGISTRATION_COLUMN else found.held[:, source.column]
        table = onset_table((source.median,))[:, 0]
        effects[place] = table[np.clip(found.since(days)[kept], 0, len(table) - 1)]
    starts = np.flatnonzero(np.diff(found.pattern[kept], prepend=-1))
    rows = Mixture(starts, found.events[kept], factors, effects)
    return rows, Events(found.subject, np.searchsorted(kept, found.call_row))


def _moved(
    rows: Mixture, fitted: Attributed, own: np.ndarray, stays: np.ndarray, events: Events, drawn: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Which sources each sample needs, the registration now among them, and their shares in it.

    Samples that lack a recipient of the fit lie too far from it; they are moved from a fit without that recipient.
    """
    stays, shared = stays.copy(), np.empty((len(drawn), len(own) + 1))
    held = (fitted.point.theta > 0) & ~own
    for inside in np.unique(stays & held, axis=0):
        group = np.flatnonzero((stays & held == inside).all(axis=1))
        near = fitted if (inside == held).all() else selected(rows, own, refitted(rows, fitted, inside))
        registration = needed(rows, near, own, events, drawn[group])
        stays[group] |= registration & own
        shared[group] = shares(rows, near, stays[group], events, drawn[group])
    return stays, shared


def _told(fitted: Attributed, effects: np.ndarray, stays: np.ndarray, moved: np.ndarray, reached: bool) -> Attribution:
    each = probabilities(fitted.point.theta, effects)
    mean, (low, high) = each.mean(axis=0), np.quantile(moved, LIMITS, axis=0)
    made = [Share(float(e), float(min(a, e)), float(max(b, e))) for e, a, b in zip(mean, low, high, strict=True)]
    leading = np.argmax(moved[:, :-1], axis=1)[:, None] == np.arange(len(effects))
    return Attribution(
        shares=tuple(made[:-1]),
        background=made[-1],
        probabilities=each,
        stays=stays.mean(axis=0),
        first=(leading & stays).mean(axis=0),
        theta=fitted.point.theta,
        path=fitted.path,
        reached=reached,
    )


def _stage(found: Cells) -> np.ndarray:
    """Gestational age in bins, from the birth on by days since it; since registration where no due date is known."""
    conceived, born = found.conceived[found.pattern], found.born[found.pattern]
    age = found.day - conceived
    age = np.where((born != NO_DAY) & (found.day >= born), 280 + found.day - born, age)
    return np.where(
        conceived == NO_DAY, -1 - _since_registration(found, UNKNOWN_STAGE_EDGES), np.maximum(age, 0) // STAGE_DAYS
    )


def _since_registration(found: Cells, edges: tuple[int, ...]) -> np.ndarray:
    passed = found.day - found.registered[found.pattern]
    return np.where(passed <= 0, 0, 1 + np.digitize(passed - 1, edges))


def _called(codes: np.ndarray, events: np.ndarray) -> np.ndarray:
    levels, dense = np.unique(codes, return_inverse=True)
    return (np.bincount(dense.reshape(-1), weights=events, minlength=len(levels)) > 0)[dense.reshape(-1)]
