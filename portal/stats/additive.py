"""Which part of the events each source explains: an additive mixture over a common rate, fitted by EM.

Within stratum i the rate on row j is

    lambda_ij = phi_i c_ij (1 + sum_s theta_s F_sij),   theta >= 0,   c_ij = prod_f curve_f(level of row j in factor f)

with F_s between 0 and 1 the part of source s that is present, and the curves free. Given the stratum's total n_i, phi_i
drops out, and with Lambda_i = sum_j c_ij (1 + sum_s theta_s F_sij)

    log L = sum_ij y_ij log lambda_ij - sum_i n_i log Lambda_i                        (phi_i = n_i / Lambda_i)

One round of EM, with phi_i from the last point, multiplies every coefficient by observed over expected events:

    theta_s  *=  [sum y F_s / (1 + theta F)] / [sum mu F_s / (1 + theta F)],      at most MOST_THETA
    curve_f(level)  *=  (events at the level) / (sum of mu over the level),     mu_ij = n_i lambda_ij / Lambda_i

The part sum y log lambda is treated as in Dempster, Laird and Rubin (1977, JRSS B 39, 1-38), the part n log Lambda is
replaced by its tangent (an MM step, Hunter and Lange 2004, The American Statistician 58, 30-37), and the coefficients
move in turn (ECM, Meng and Rubin 1993, Biometrika 80, 267-278): log L cannot fall, and this is checked at every step.
EM creeps where sources overlap; so between rounds Fisher scoring under theta >= 0 may leap, if that raises log L.
"""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from portal.stats.additive_information import MOST_THETA, Information, bounded, information

ROUNDING = 1e-10  # relative; a fall of log L beyond it is an error in the program
OPENING_ROUNDS = 1  # of EM before the first leap
MOST_ROUNDS = 60
PROMISE = 1e-4  # gain in log L, of a further leap or of a round of EM where no leap gains, at which the climb ends
HALVINGS = 12
FIRST_SHARE = 0.3  # of all events given to the sources together at the start
NEARBY = 1e-6  # relative weight of staying near, so that of equal maxima a leap takes the nearest and twins stay even
LEAST_BACKGROUND = 0.1  # of its share that a single leap leaves to the background


class FallingLikelihood(ArithmeticError):
    """A step that cannot lower the log likelihood has lowered it."""


class InvalidMixture(ValueError):
    """The arrays cannot be rows of strata with factors and sources."""


@dataclass(frozen=True, eq=False)
class Mixture:
    """Rows sorted by stratum; every stratum and every level of every factor has an event.

    Attributes
    ----------
    starts : (strata,) first row of each stratum
    events : (rows,) events
    factors : one (rows,) array of level codes from 0 for every free curve
    effects : (sources, rows) F, between 0 and 1; 0 where the source cannot be behind an event

    Raises
    ------
    InvalidMixture
        Lengths differ, an effect lies outside 0 to 1, or a stratum or level has no event.
    """

    starts: np.ndarray
    events: np.ndarray
    factors: tuple[np.ndarray, ...]
    effects: np.ndarray

    def __post_init__(self) -> None:
        rows = len(self.events)
        if self.effects.ndim != 2 or any(part.shape[-1] != rows for part in (self.effects, *self.factors)):
            raise InvalidMixture("events, factors and effects must be of one length")
        if self.effects.size and not (self.effects.min() >= 0 and self.effects.max() <= 1):
            raise InvalidMixture("an effect lies between 0 and 1")
        if any((np.bincount(codes, weights=self.events) <= 0).any() for codes in self.factors):
            raise InvalidMixture("every level must have an event")
        if rows and (self.starts[0] != 0 or (self.totals <= 0).any()):
            raise InvalidMixture("every stratum must have an event")

    @cached_property
    def totals(self) -> np.ndarray:
        """Events of each stratum."""
        return np.add.reduceat(self.events, self.starts) if len(self.starts) else np.empty(0)

    @cached_property
    def stratum(self) -> np.ndarray:
        """Position of each row's stratum."""
        return np.repeat(np.arange(len(self.starts)), np.diff(np.append(self.starts, len(self.events))))

    @cached_property
    def told(self) -> np.ndarray:
        """Rows with events."""
        return np.flatnonzero(self.events)


@dataclass(frozen=True, eq=False)
class Point:
    """The model at one set of coefficients.

    Attributes
    ----------
    theta : (sources,) rate of each source, fully present, in multiples of the background
    curves : the level values of each factor
    shape : (rows,) c
    sum : (rows,) 1 + theta F
    expected : (rows,) mu, events expected given the stratum's total
    log_likelihood : without the multinomial coefficient
    """

    theta: np.ndarray
    curves: tuple[np.ndarray, ...]
    shape: np.ndarray
    sum: np.ndarray
    expected: np.ndarray
    log_likelihood: float


@dataclass(frozen=True, eq=False)
class Attributed:
    """Where the climb ended.

    Attributes
    ----------
    point : Point
    information : Information
        At that point; what a bootstrap in one step needs.
    path : log likelihoods, one for every step taken, never falling
    reached : False if the likelihood was still rising when the rounds ran out
    """

    point: Point
    information: Information
    path: tuple[float, ...]
    reached: bool


def attribute(rows: Mixture, begin: Point | None = None) -> Attributed:
    """Climb to the maximum of the likelihood under theta >= 0, over the sources that `begin` gives more than nought.

    Parameters
    ----------
    rows : Mixture
    begin : Point, optional
        By default flat curves, and all sources that are ever present. A source at 0 stays out of the model.

    Raises
    ------
    FallingLikelihood
        If a round of EM lowers the log likelihood by more than rounding.
    """
    here = begin or start(rows)
    inside = here.theta > 0
    narrow = replace(rows, effects=rows.effects[inside])
    here, path, reached = _climb(narrow, replace(here, theta=here.theta[inside]))
    theta = np.zeros(len(inside))
    theta[inside] = here.theta
    here = replace(here, theta=theta)
    return Attributed(here, information(rows, here), path, reached)


def start(rows: Mixture) -> Point:
    """Flat curves, and equal parts for all sources that are ever present."""
    flat = tuple(np.ones(int(codes.max()) + 1) for codes in rows.factors)
    alone = at(rows, np.zeros(len(rows.effects)), flat)
    present = rows.effects @ alone.expected / max(alone.expected.sum(), 1.0)
    sources = max(np.count_nonzero(present), 1)
    theta = np.divide(FIRST_SHARE / sources, present, out=np.zeros_like(present), where=present > 0)
    return at(rows, theta / (1 - FIRST_SHARE), flat)


def at(rows: Mixture, theta: np.ndarray, curves: tuple[np.ndarray, ...]) -> Point:
    """The model at the given coefficients."""
    shape = np.ones(len(rows.events))
    for codes, curve in zip(rows.factors, curves, strict=True):
        shape *= curve[codes]
    total = 1 + theta @ rows.effects
    rate = shape * total
    norm = np.add.reduceat(rate, rows.starts)
    told = rows.told
    value = float(rows.events[told] @ np.log(rate[told]) - rows.totals @ np.log(norm))
    rate *= (rows.totals / norm)[rows.stratum]
    return Point(theta, curves, shape, total, rate, value)


def em_round(rows: Mixture, here: Point) -> Point:
    """One round of EM: the sources, then one curve after the other.

    Raises
    ------
    FallingLikelihood
        If the log likelihood falls by more than rounding.
    """
    told = rows.told
    seen, meant = rows.events[told] / here.sum[told], here.expected / here.sum
    ratio = _ratio(rows.effects[:, told] @ seen, rows.effects @ meant)
    here = _not_lower(here, at(rows, np.minimum(here.theta * ratio, MOST_THETA), here.curves))
    for place, codes in enumerate(rows.factors):
        level = _ratio(np.bincount(codes, weights=rows.events), np.bincount(codes, weights=here.expected))
        curves = (*here.curves[:place], here.curves[place] * level, *here.curves[place + 1 :])
        here = _not_lower(here, at(rows, here.theta, curves))
    return here


def probabilities(theta: np.ndarray, effects: np.ndarray) -> np.ndarray:
    """For every event the probability of each source, and of the background in the last column; rows add up to 1.

    Parameters
    ----------
    theta : (sources,)
    effects : (sources, events) F at each event

    Examples
    --------
    >>> probabilities(np.array([3.0]), np.array([[0.0, 1.0]])).tolist()
    [[0.0, 1.0], [0.75, 0.25]]
    """
    parts = np.vstack([theta[:, None] * effects, np.ones(effects.shape[1])])
    return (parts / parts.sum(axis=0)).T


def _climb(rows: Mixture, here: Point) -> tuple[Point, tuple[float, ...], bool]:
    path = [here.log_likelihood]
    for _ in range(OPENING_ROUNDS):
        here = em_round(rows, here)
        path.append(here.log_likelihood)
    for _ in range(MOST_ROUNDS):
        moved, promise = _leap(rows, here)
        if promise <= PROMISE:
            return here, tuple(path), True
        here = em_round(rows, here) if moved is None else moved
        path.append(here.log_likelihood)
        if moved is None and path[-1] - path[-2] <= PROMISE:
            return here, tuple(path), True
    return here, tuple(path), False


def _leap(rows: Mixture, here: Point) -> tuple[Point | None, float]:
    """A step of Fisher scoring, halved until the likelihood rises; and the gain that it promised."""
    near = information(rows, here)
    score, variance = near.efficient
    held = variance + NEARBY * np.diag(variance).max(initial=0.0) * np.eye(len(score))
    target = bounded(score + held @ near.shares, held, np.ones(len(score), dtype=bool), near.ceiling)
    step = target - near.shares
    log_curves = near.curve_step(step)
    promise = float(score @ step - step @ variance @ step / 2) + near.curve_gain
    taken = float(near.shares.sum() - target.sum())
    background = 1 - near.shares.sum()
    length = min(1.0, (1 - LEAST_BACKGROUND) * background / -taken) if taken < 0 else 1.0
    for _ in range(HALVINGS):
        shares = near.shares + length * step
        curves = tuple(curve * np.exp(length * change) for curve, change in zip(here.curves, log_curves, strict=True))
        moved = at(rows, near.theta(np.maximum(shares, 0.0)), curves)
        if moved.log_likelihood > here.log_likelihood:
            return moved, promise
        length /= 2
    return None, promise


def _not_lower(before: Point, after: Point) -> Point:
    if after.log_likelihood < before.log_likelihood - ROUNDING * (1 + abs(before.log_likelihood)):
        raise FallingLikelihood(f"{before.log_likelihood} -> {after.log_likelihood}")
    return after


def _ratio(observed: np.ndarray, expected: np.ndarray) -> np.ndarray:
    """Observed over expected; 1 where nothing is expected because nothing is ever present."""
    return np.divide(observed, expected, out=np.ones_like(observed, dtype=float), where=expected > 0)
