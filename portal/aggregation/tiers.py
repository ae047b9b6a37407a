"""What reporters of different tiers say, side by side, and an alarm where the unverified contradict the verified.

The verdict rests on verified mothers. Each tier is fitted by itself, its own curves included, and gives every class a
one-step log rate ratio at every delay. Invented reports that frame a recipient make it strong among the anonymous and
leave it as it was among the verified; the alarm is the largest standardised difference, and pays for the search.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from portal.aggregation.cells import cells
from portal.aggregation.classes import SourceClass
from portal.aggregation.curves import curves
from portal.aggregation.evidence import scored_classes
from portal.aggregation.exposure import exposure
from portal.aggregation.scoring import ONSETS, Tested, fit
from portal.domain.finding import Alarm, Interval, TierView
from portal.extract.columns import Extract

FEWEST_CALLS = 20  # of a tier, under which its curves would be drawn from nothing
LEAST_INFORMATION = 0.5
LEVEL = 0.01
NORMAL_95 = 1.959963984540054


@dataclass(frozen=True, eq=False)
class TierScores:
    """Scores and information of every class at every delay, from the reporters of some tiers: (classes, delays)."""

    tiers: tuple[int, ...]
    calls: int
    score: np.ndarray
    information: np.ndarray

    def together(self, other: "TierScores") -> "TierScores":
        """Both, each with its own curves."""
        return TierScores(
            tuple(sorted({*self.tiers, *other.tiers}, reverse=True)),
            self.calls + other.calls,
            self.score + other.score,
            self.information + other.information,
        )

    def view(self, one: int, best: int) -> TierView:
        """One class at one delay, as it is shown."""
        score, information = float(self.score[one, best]), float(self.information[one, best])
        if information < LEAST_INFORMATION:
            return TierView(self.tiers, self.calls, None, None)
        estimate, half = score / information, NORMAL_95 / np.sqrt(information)
        limits = [float(np.exp(min(value, 50.0))) for value in (estimate, estimate - half, estimate + half)]
        return TierView(self.tiers, self.calls, Interval(*limits), float(score / np.sqrt(information)))


def tier_scores(extract: Extract, classes: tuple[SourceClass, ...], tiers: tuple[int, ...], as_of: int) -> TierScores:
    """Fit the reporters of some tiers by themselves.

    Parameters
    ----------
    classes : recipients' classes as the analysis made them; their days are found anew for these mothers
    """
    found = exposure(extract, tiers=tiers, as_of=as_of)
    own = tuple(
        SourceClass(one.members, found.exported[:, one.members].min(axis=1), found.scope[:, one.members].any(axis=1))
        for one in classes
    )
    shape = (len(classes), ONSETS.shape[1])
    rows = cells(found, own)
    calls = int(rows.events.sum())
    if calls < FEWEST_CALLS or not classes:
        return TierScores(tiers, calls, np.zeros(shape), np.zeros(shape))
    at = fit(curves(rows), rows, {})
    tests = [scored.test(one) for one, scored in scored_classes(at, list(range(len(classes)))).items()]
    return from_tests(tiers, calls, tests)


def from_tests(tiers: tuple[int, ...], calls: int, tests: Sequence[Tested]) -> TierScores:
    """The scores behind tests of all classes, in their order, none of which had another class beside it."""
    information = np.array([one.information_by_delay for one in tests])
    return TierScores(tiers, calls, np.array([one.z_by_delay for one in tests]) * np.sqrt(information), information)


def divergence(verified: TierScores, anonymous: TierScores) -> Alarm:
    """Whether the anonymous tell another story of any class."""
    enough = (verified.information > LEAST_INFORMATION) & (anonymous.information > LEAST_INFORMATION)
    if not enough.any():
        return Alarm(raised=False, z=None)
    parts = [one.information[enough] for one in (verified, anonymous)]
    estimates = [one.score[enough] / part for one, part in zip((verified, anonymous), parts, strict=True)]
    z = float(np.abs((estimates[1] - estimates[0]) / np.sqrt(1 / parts[0] + 1 / parts[1])).max())
    return Alarm(raised=bool(2 * ndtr(-z) * enough.sum() <= LEVEL), z=z)
