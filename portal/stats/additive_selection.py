"""Which sources an additive mixture needs: forward, the strongest first, each given the ones already in.

With all of ten overlapping sources free, a true one lends part of its events to each innocent neighbour, since no
coefficient can be less than 0 to make up for one that is more. So sources enter one at a time, as long as the next one
raises twice the log likelihood to the 1 % point, divided by the number of candidates, of the equal mixture of 0 and
chi-squared with one degree of freedom that holds on the boundary (Self and Liang 1987, JASA 82, 605-610). In a
bootstrap sample the question is only whether a source stays, and the 5 % point is asked, 2.706. Gains are those of the
efficient score at the fit without the newcomer. Who is no longer needed beside a newcomer leaves.
"""

import numpy as np
from scipy.special import ndtri

from portal.stats.additive import Attributed, Mixture, at, attribute, start
from portal.stats.additive_information import FLAT, Information, bounded

ENTERS = 0.01  # one-sided, for all candidates together
STAYS = 2.705543454095404  # normal quantile at 0.95, squared
ENTRY_SHARE = 0.05  # of all events, with which a source enters; the climb goes on from there


def selected(rows: Mixture, candidates: np.ndarray, begin: Attributed | None = None) -> Attributed:
    """The fit with the sources that are needed.

    Parameters
    ----------
    rows : Mixture
    candidates : (sources,) mask of those that may enter, or leave again
    begin : Attributed, optional
        A fit whose sources are in from the start; by default one without any.
    """
    least = float(ndtri(1 - ENTERS / max(candidates.sum(), 1))) ** 2
    fitted = begin or attribute(rows, at(rows, np.zeros(len(rows.effects)), start(rows).curves))
    for _ in candidates:
        inside = fitted.point.theta > 0
        target, variance = expansion(fitted.information)
        wider = chosen(target, variance, inside, candidates, least, most=1)
        if (wider == inside).all():
            break
        fitted = refitted(rows, fitted, wider)
    return fitted


def refitted(rows: Mixture, fitted: Attributed, inside: np.ndarray) -> Attributed:
    """The fit with exactly the sources `inside` (a mask), climbed to from another one."""
    near = fitted.information
    shares = np.where(inside, np.maximum(near.shares, ENTRY_SHARE), 0.0)
    return attribute(rows, at(rows, near.theta(shares), fitted.point.curves))


def expansion(near: Information) -> tuple[np.ndarray, np.ndarray]:
    """The linear and the quadratic term of the profile log likelihood in the shares."""
    score, variance = near.efficient
    return score + variance @ near.shares, variance


def chosen(
    target: np.ndarray,
    variance: np.ndarray,
    inside: np.ndarray,
    candidates: np.ndarray,
    least: float = STAYS,
    most: int | None = None,
) -> np.ndarray:
    """A mask of the sources that the quadratic log likelihood target' w - w' variance w / 2 needs, under w >= 0.

    Parameters
    ----------
    target, variance : (sources,), (sources, sources)
    inside : (sources,) those that are in from the start
    candidates : (sources,) those that may enter, or leave again
    least : gain in twice the log likelihood under which a source is not needed
    most : how many may enter

    Examples
    --------
    >>> free, none = np.array([True, True]), np.array([False, False])
    >>> chosen(np.array([3.0, 1.0]), np.eye(2), none, free).tolist()
    [True, False]
    """
    now = inside.copy()
    for _ in range(len(target) if most is None else most):
        raised = np.where(candidates, gains(target, variance, now), 0.0)
        newest = int(np.argmax(raised))
        if raised[newest] < least:
            break
        now[newest] = True
        for old in np.flatnonzero(now & candidates):
            rest = now & (np.arange(len(now)) != old)
            if old != newest and gains(target, variance, rest)[old] < least:
                now = rest
    return now


def gains(target: np.ndarray, variance: np.ndarray, inside: np.ndarray) -> np.ndarray:
    """Twice what each source outside would add to the quadratic log likelihood; nought for those inside."""
    slope, free = target, np.diag(variance)
    if inside.any():
        best = bounded(target, variance, inside)
        across = variance[best > 0]
        slope = target - variance @ best
        free = free - (across * np.linalg.solve(across[:, best > 0], across)).sum(axis=0)
    seen = ~inside & (slope > 0) & (free > FLAT * np.diag(variance).max(initial=0.0))
    return np.divide(slope**2, free, out=np.zeros_like(slope), where=seen)
