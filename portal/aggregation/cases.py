"""One class of sources with everything that its verdict needs, gathered from all steps."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import ndtr, ndtri

from portal.aggregation.classes import REGISTRATION_CODE, SourceClass
from portal.aggregation.exclusion import Early
from portal.aggregation.influence import Influence
from portal.aggregation.levels import LEVEL, NORMAL_95
from portal.aggregation.placebo import Null
from portal.aggregation.scoring import Tested
from portal.aggregation.shaking import Trial
from portal.domain.finding import REGISTRATION, GateCheck, Interval, TierView
from portal.stats.false_discovery import benjamini_yekutieli
from portal.stats.search import critical_value

POWER_RATIO = 2.0
FOUR_IN_FIVE = 0.8416212335729143
ESTIMABLE = 0.5  # information under which an interval would be wider than a factor of 16 each way


@dataclass(frozen=True, eq=False)
class Case:
    """One class; `test` is None if nothing could be tested.

    Attributes
    ----------
    names : of the members, sorted
    rivals : names of others that explain the same calls as well
    p_value, q_value : of the joint model; Benjamini–Yekutieli over all tested classes
    family_p : of the placebo schedules; None where there is no schedule to shift
    threshold : the z that both must be passed with
    trials : what became of it without one thing at a time; None where it was not shaken
    flip_number : the fewest invented calls that would change whether it is named
    share, probability : part of the calls, and of the bootstrap samples in which it stays or ranks first
    early : calls before it held the record
    weights : what mothers and reports weigh in its score
    """

    source: SourceClass
    names: tuple[str, ...]
    test: Tested | None
    p_value: float | None = None
    q_value: float | None = None
    family_p: float | None = None
    threshold: float = np.inf
    rivals: tuple[str, ...] = ()
    trials: tuple[Trial, ...] | None = None
    gate: tuple[GateCheck, ...] = ()
    tiers: tuple[TierView, ...] = ()
    flip_number: int | None = None
    share: Interval | None = None
    probability: float | None = None
    early: Early | None = None
    weights: Influence | None = None

    @property
    def group(self) -> tuple[str, ...]:
        """Everybody that the calls cannot tell apart, sorted."""
        return tuple(sorted({*self.names, *self.rivals}))

    @property
    def falls(self) -> tuple[Trial, ...] | None:
        """What it does not survive; None where it was not shaken."""
        return None if self.trials is None else tuple(trial for trial in self.trials if not trial.stands)

    @property
    def needs_placebo(self) -> bool:
        """Whether there is a schedule that could have been another."""
        return not self.source.at_registration

    @property
    def ratio(self) -> Interval | None:
        """The rate ratio, where it can be estimated."""
        if self.test is None or self.test.information < ESTIMABLE or not np.isfinite(self.test.error):
            return None
        half = NORMAL_95 * self.test.error
        return Interval(*(float(np.exp(self.test.estimate + shift)) for shift in (0.0, -half, half)))

    @property
    def power(self) -> float | None:
        """The chance to find a rate ratio of 2."""
        if self.test is None:
            return None
        return float(ndtr(np.log(POWER_RATIO) * np.sqrt(self.test.information) - self.threshold))

    @property
    def detectable(self) -> float | None:
        """The smallest rate ratio that would have been found four times in five."""
        if self.test is None or self.test.information < ESTIMABLE:
            return None
        return float(np.exp((self.threshold + FOUR_IN_FIVE) / np.sqrt(self.test.information)))


def cases(
    sources: Mapping[int, SourceClass],
    tests: Mapping[int, Tested | None],
    recipients: tuple[str, ...],
    null: Null | None,
) -> dict[int, Case]:
    """All classes with q-values and thresholds; REGISTRATION_CODE is the key of registration's class.

    Among recipients the level is spent in proportion to information, which does not ask whether calls follow an
    export; registration, whose few days carry little, has the mean. A recipient's p-value is the nominal one at its
    best delay: the placebo schedules pay for the search. Registration has no schedule to shift, so its p-value pays
    itself.
    """
    tested = [key for key in sources if tests.get(key) is not None]
    p_values = {key: tests[key].p_value if sources[key].at_registration else tests[key].nominal for key in tested}
    weights = _weights({key: tests[key] for key in tested}, sources)
    q_values = dict(zip(tested, benjamini_yekutieli(list(p_values.values()), list(weights.values())), strict=True))
    each = LEVEL / max(len(tested) * sum(1 / place for place in range(1, len(tested) + 1)), 1.0)
    made = {}
    for key, source in sources.items():
        names = tuple(sorted(REGISTRATION if one == REGISTRATION_CODE else recipients[one] for one in source.members))
        case = Case(source, names, tests.get(key))
        if key in p_values:
            level = min(each * weights[key] * len(tested) / sum(weights.values()), 0.5)
            own = critical_value(level, tests[key].length) if source.at_registration else -ndtri(level)
            own = max(own, null.quantile(LEVEL, key)) if null is not None and key in null.classes else own
            case = replace(case, p_value=p_values[key], q_value=float(q_values[key]), threshold=float(own))
        made[key] = case
    return made


def _weights(tests: Mapping[int, Tested], sources: Mapping[int, SourceClass]) -> dict[int, float]:
    of_recipients = {key: test.information for key, test in tests.items() if not sources[key].at_registration}
    mean = sum(of_recipients.values()) / len(of_recipients) if of_recipients else 1.0
    return {key: of_recipients.get(key, mean) for key in tests}
