"""How far would the parts of an additive mixture move with other subjects? A bootstrap in one step, without refits.

Whole subjects are drawn anew with their events, as many as there are. At a fit with shares w^ each subject has a part
u_i of the efficient score of the shares (curves taken out); in a sample with multiplicities m_i the profile log
likelihood is, to second order,

    (U + sum_i (m_i - 1) u_i)' (w - w^) - (w - w^)' V (w - w^) / 2        under w >= 0

(one-step bootstrap: Shao and Tu 1995, The Jackknife and Bootstrap, section 5.4). Unlike a few rounds of EM from the old
maximum, which creep and hide most of the variation where sources overlap, its maximum is gone to the whole way.

The expansion is good near the fit only. So whether a sample needs a source is asked at the fit without that source, and
there the source's score is scaled to the likelihood ratio that it has in the data.
"""

from dataclasses import dataclass

import numpy as np

from portal.stats.additive import Attributed, Mixture, probabilities
from portal.stats.additive_information import bounded
from portal.stats.additive_selection import chosen, expansion, gains, refitted


@dataclass(frozen=True, eq=False)
class Events:
    """Single events: whose each is (0 … n - 1), and its row."""

    subject: np.ndarray
    row: np.ndarray


def draws(subjects: int, samples: int, rng: np.random.Generator) -> np.ndarray:
    """(samples, subjects) how often each subject is in each sample."""
    return rng.multinomial(subjects, np.full(subjects, 1 / subjects), size=samples)


def needed(rows: Mixture, fitted: Attributed, candidates: np.ndarray, events: Events, drawn: np.ndarray) -> np.ndarray:
    """(samples, sources) whether the sample needs the source, chosen anew among the candidates (a mask).

    A candidate that the fit holds is asked at the fit without it, all others at the fit itself.
    """
    inside = fitted.point.theta > 0
    targets, variance = _samples(rows, fitted, events, drawn)
    stays = np.array([chosen(target, variance, inside, candidates) for target in targets])
    for one in np.flatnonzero(inside & candidates):
        rest = inside & (np.arange(len(inside)) != one)
        less = refitted(rows, fitted, rest)
        targets, variance = _samples(rows, less, events, drawn)
        targets[:, one] += _beyond_score(fitted, less, rest, one)
        stays[:, one] = [chosen(target, variance, rest, candidates)[one] for target in targets]
    return stays


def shares(rows: Mixture, fitted: Attributed, inside: np.ndarray, events: Events, drawn: np.ndarray) -> np.ndarray:
    """(samples, sources + 1) part of each sample's events that each source explains, the background last.

    Parameters
    ----------
    inside : (samples, sources) the sources that each sample may use
    """
    effects = rows.effects[:, events.row]
    targets, variance = _samples(rows, fitted, events, drawn)
    made = np.empty((len(drawn), len(effects) + 1))
    for sample, target in enumerate(targets):
        theta = fitted.information.theta(bounded(target, variance, inside[sample]))
        times = drawn[sample, events.subject]
        made[sample] = times @ probabilities(theta, effects) / times.sum()
    return made


def _samples(rows: Mixture, fitted: Attributed, events: Events, drawn: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The linear term of every sample, (samples, sources), and the quadratic term of all."""
    pieces = fitted.information.parts(rows, fitted.point, events.row)
    parts = np.column_stack(
        [np.bincount(events.subject, weights=piece, minlength=drawn.shape[1]) for piece in pieces.T]
    )
    target, variance = expansion(fitted.information)
    return target + (drawn - 1) @ parts, variance


def _beyond_score(fitted: Attributed, less: Attributed, rest: np.ndarray, one: int) -> float:
    """What the signed root of a source's likelihood ratio has over its score at the fit without it."""
    target, variance = expansion(less.information)
    scored = float(gains(target, variance, rest)[one])
    ratio = 2 * max(fitted.point.log_likelihood - less.point.log_likelihood, 0.0)
    slope = float(less.information.efficient[0][one])
    return slope * (np.sqrt(ratio / scored) - 1) if scored > 0 else 0.0
