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
from portal.aggregation.classes import REGISTRATION_CODE, SourceClass
from portal.aggregation.curves import curves
from portal.aggregation.evidence import scored_classes
from portal.aggregation.exposure import NEVER, Exposure, without_last_calls
from portal.aggregation.levels import LEVEL, NORMAL_95
from portal.aggregation.registration import registration
from portal.aggregation.scoring import ONSETS, Tested, fit
from portal.domain.finding import Alarm, Interval, TierView

FEWEST_CALLS = 20  # of a tier, under which its curves would be drawn from nothing
LEAST_INFORMATION = 0.5
PRIOR = 0.25  # information of the prior on a log rate ratio: standard deviation 2


@dataclass(frozen=True, eq=False)
class TierScores:
    """Scores and information at every delay, from the reporters of some tiers: (classes + 1, delays).

    First the recipients' classes, registration's last.
    """

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

    def view(self, one: int, best: int, calls: int | None) -> TierView:
        """One class at one delay, as it is shown, with the calls that may be shown."""
        score, information = float(self.score[one, best]), float(self.information[one, best])
        if information < LEAST_INFORMATION:
            return TierView(self.tiers, calls, None, None)
        estimate, half = score / information, NORMAL_95 / np.sqrt(information)
        limits = [float(np.exp(min(value, 50.0))) for value in (estimate, estimate - half, estimate + half)]
        return TierView(self.tiers, calls, Interval(*limits), float(score / np.sqrt(information)))


def tier_scores(
    found: Exposure,
    own: SourceClass,
    classes: tuple[SourceClass, ...],
    tiers: tuple[int, ...],
    alone: Sequence[Tested] | None = None,
) -> TierScores:
    """The reporters of some tiers by themselves.

    Registration's class is asked without the calls that ended an observation: tiers differ in how they report, and
    mothers who stop at their first call make it rise.

    Parameters
    ----------
    found : the exposure of just these tiers
    own, classes : registration's class and the recipients', as the analysis made them; their days are found anew
    alone : the test of each class with no other in the model, where it is known
    """
    mine, *theirs = (_found_anew(found, one) for one in (own, *classes))
    rows = cells(found, tuple(theirs))
    calls = len(rows.call_row)
    if calls < FEWEST_CALLS:
        nothing = np.zeros((len(classes) + 1, ONSETS.shape[1]))
        return TierScores(tiers, calls, nothing, nothing)
    if alone is None and classes:
        at = fit(curves(rows), rows, {})
        tests = [scored.test(one) for one, scored in scored_classes(at, list(range(len(classes)))).items()]
    else:
        tests = list(alone or ())
    gap = registration(without_last_calls(found), mine, tuple(theirs))
    nothing = np.zeros(ONSETS.shape[1])
    information = np.array(
        [*(one.information_by_delay for one in tests), gap.test.information_by_delay if gap else nothing]
    )
    z = np.array([*(one.z_by_delay for one in tests), gap.test.z_by_delay if gap else nothing])
    return TierScores(tiers, calls, z * np.sqrt(information), information)


def _found_anew(found: Exposure, one: SourceClass) -> SourceClass:
    members = np.array([member for member in one.members if member != REGISTRATION_CODE], dtype=np.int64)
    held, scope = found.exported[:, members], found.scope[:, members]
    if one.at_registration:
        held = np.column_stack([found.registered, held])
        scope = np.column_stack([np.ones(len(held), dtype=bool), scope])
    return SourceClass(one.members, held.min(axis=1, initial=NEVER), scope.any(axis=1))


def divergence(verified: TierScores, anonymous: TierScores) -> Alarm:
    """Whether the anonymous tell another story of any class.

    Where the verified say little of a class, a rate ratio between 1/50 and 50 is taken for possible (a normal prior).
    """
    enough = anonymous.information > LEAST_INFORMATION
    if not enough.any() or verified.calls < FEWEST_CALLS:
        return Alarm(raised=False, z=None)
    parts = verified.information[enough] + PRIOR, anonymous.information[enough]
    estimates = verified.score[enough] / parts[0], anonymous.score[enough] / parts[1]
    z = float(np.abs((estimates[1] - estimates[0]) / np.sqrt(1 / parts[0] + 1 / parts[1])).max())
    return Alarm(raised=bool(2 * ndtr(-z) * enough.sum() <= LEVEL), z=z)
