"""Step 9, ruled out: were there calls that a recipient cannot be behind, more than the background explains?

If recipient k were the only source, every call before the day on which k first held the mother's record would be
background, and its rate would follow stage, calendar, recall and nothing else: in the days between her registration and
that export just as before her registration. So only days before k's export are looked at (all days of mothers whose
record k never held), and there each other class, the registration among them, is asked whether the calls follow *it*.
The stage is free in weeks; the best delay and the best of the other classes are paid for. A call on the very day of the
export may have come after it and is not counted as before.

It must hold, at 0.05, without the last call of every mother whose last contact was a call too (`shaking`).
"""

from dataclasses import dataclass

import numpy as np

from portal.aggregation.cells import Cells, cells
from portal.aggregation.classes import SourceClass
from portal.aggregation.curves import curves
from portal.aggregation.exposure import Exposure, without_last_calls
from portal.aggregation.levels import LEVEL
from portal.aggregation.registration import STAGE_DAYS
from portal.aggregation.scoring import Fitted, Tested, fit, onsets, refined, score

MOST_MOTHERS = 2000  # of more, some are drawn: what they cannot rule out is a matter of a few calls
WORTH_FITTING = 0.05  # p at which a one-step estimate and a normal tail are not good enough
SURVIVAL = 0.05  # level without the last calls


@dataclass(frozen=True, eq=False)
class Early:
    """Calls before a recipient held the record.

    Attributes
    ----------
    p_value : one-sided, that they are background; what the search over delays and other classes costs is paid
    calls : positions, in `Exposure.call_day`, of the calls between a mother's registration and the recipient's export
    background : how many of these the background explains, by the fit with the best other class; None where p is above
        0.05 and there was no such fit
    follows : position of the best other class among those given; -1 for the registration
    """

    p_value: float
    calls: np.ndarray
    background: float | None
    follows: int

    @property
    def ruled_out(self) -> bool:
        """Whether the recipient cannot be the only source."""
        return self.p_value <= LEVEL


def early(
    found: Exposure, own: SourceClass, recipients: tuple[SourceClass, ...], one: int, *, seed: int
) -> Early | None:
    """Ask whether the class at position `one` can be the only source; None where no call came before it.

    Parameters
    ----------
    found : Exposure
    own : the class of the registration
    recipients : the other classes, `one` among them
    seed : draws the mothers, where there are more than are needed
    """
    until = _until(found, recipients[one].held, np.random.default_rng(seed))
    others = (own, *(other for place, other in enumerate(recipients) if place != one))
    asked = _asked(found, others, until)
    if asked is None:
        return None
    best, test, at = asked
    p_value, background = _all_paid(test, at), None
    if p_value <= WORTH_FITTING:
        test = refined(at, best, test)
        background = _background(at, best, test)
        p_value = max(_all_paid(test, at), _without_last(found, others, until, best))
    day, held = found.call_day, recipients[one].held[found.call_mother]
    calls = np.flatnonzero((day > found.registered[found.call_mother]) & (day < held))
    explained = None if background is None else background * len(calls)
    return Early(float(p_value), calls, explained, -1 if best == 0 else best - 1 + (best - 1 >= one))


def _asked(found: Exposure, others: tuple[SourceClass, ...], until: np.ndarray) -> tuple[int, Tested, Fitted] | None:
    """The class that the calls up to `until` follow best, its test, and the fit without any."""
    rows = cells(found, others, until=until)
    if not rows.events.any():
        return None
    at = fit(curves(rows, stage_days=STAGE_DAYS, free_since_registration=False), rows, {})
    scored = score(at, range(len(others)))
    tests = [scored.test(place) for place in range(len(others))]
    best = int(np.argmin([test.p_value for test in tests]))
    return best, tests[best], at


def _until(found: Exposure, held: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The last day before the export for each mother, and none of her days for those who are not drawn."""
    called = np.flatnonzero(found.calls > 0)
    drawn = rng.permutation(called)[:MOST_MOTHERS]
    until = found.start - 1
    until[drawn] = held[drawn] - 1
    return until


def _all_paid(test: Tested, at: Fitted) -> float:
    """Bonferroni over the classes that were asked."""
    return min(1.0, test.p_value * at.cells.held.shape[1])


def _without_last(found: Exposure, others: tuple[SourceClass, ...], until: np.ndarray, best: int) -> float:
    """The p-value without the last calls, brought to the scale of the level with them."""
    rows = cells(without_last_calls(found), others, until=until)
    if not rows.events.any():
        return 1.0
    at = fit(curves(rows, stage_days=STAGE_DAYS, free_since_registration=False), rows, {})
    return min(1.0, score(at, [best]).test(best).p_value * LEVEL / SURVIVAL)


def _background(at: Fitted, best: int, test: Tested) -> float:
    """The part of the calls after registration that the fit with the best other class leaves to the background."""
    there = fit(at.base, at.cells, {best: test.best}, start=at)
    rows: Cells = at.cells
    after = rows.since(rows.registered)[at.kept] > 0
    raised = np.exp(there.estimate(best) * onsets(at.base, rows, best, test.best)[:, 0])
    return float((there.expected / raised)[after].sum() / max(there.expected[after].sum(), 1e-300))
