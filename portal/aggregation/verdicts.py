"""Step 9, say: from tests to findings; a name is given only where every condition holds."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from portal.aggregation.classes import REGISTRATION_CODE, SourceClass
from portal.aggregation.evidence import Evidence
from portal.aggregation.scoring import Tested
from portal.domain.finding import REGISTRATION, Finding, Interval, Lag, Reason, ReasonCode, SourceKind
from portal.domain.vocabulary import Verdict
from portal.stats.false_discovery import benjamini_yekutieli
from portal.stats.onset import MEDIANS
from portal.stats.search import critical_value

LEVEL = 0.01  # of the false discovery rate, and of every pairwise separation
FEWEST_MOTHERS, FEWEST_CALLS = 30, 60  # under which nobody is named, whatever the numbers say
POWER_RATIO, POWER_ENOUGH = 2.0, 0.8
HINT = 0.05  # a p-value under which nobody is cleared
LAST_CALLS = "last_calls"
NORMAL_95 = 1.959963984540054
PROMPT = 7.0  # days; a class of registration and a recipient with a slower onset may as well be an unlisted source
ESTIMABLE = 0.5  # information under which an interval would be wider than a factor of 16 each way
LIKELIHOOD_95 = 3.841458820694124  # chi-squared, one degree of freedom


@dataclass(frozen=True, eq=False)
class Case:
    """One class of sources with everything that its verdict needs; `test` is None if nothing could be tested."""

    source: SourceClass
    names: tuple[str, ...]
    test: Tested | None
    q_value: float | None
    unseparated: tuple[str, ...]
    threshold: float
    falls: bool


def cases(
    tested: Mapping[int, tuple[SourceClass, Tested | None]],
    found: Evidence | None,
    recipients: tuple[str, ...],
    fallen: frozenset[int],
) -> list[Case]:
    """Join tests with Benjamini–Yekutieli q-values over all tested classes; key -1 is the class of registration.

    `fallen` holds the keys of those that did not survive the shaking.
    """
    keys = [key for key, (_, test) in tested.items() if test is not None]
    q_values = dict(zip(keys, benjamini_yekutieli([tested[key][1].p_value for key in keys]), strict=True))
    harmonic = sum(1 / place for place in range(1, len(keys) + 1))
    made = []
    for key, (source, test) in tested.items():
        names = tuple(sorted(REGISTRATION if one == REGISTRATION_CODE else recipients[one] for one in source.members))
        length = test.length if test is not None else 0.0
        threshold = critical_value(LEVEL / max(len(keys) * harmonic, 1.0), length)
        rivals = _unseparated(key, found, tested, recipients)
        made.append(Case(source, names, test, q_values.get(key), rivals, threshold, key in fallen))
    return made


def findings(case: Case, enough: bool, registered: bool) -> list[Finding]:
    """One finding for each member of a class; `registered` tells whether any mother could be used at all."""
    verdict = _verdict(case, enough)
    alone = len(case.names) == 1
    shared = {
        "verdict": verdict if alone or verdict is not Verdict.IMPLICATED else Verdict.UNDETERMINED,
        "rate_ratio": _ratio(case.test),
        "p_value": case.test.p_value if case.test else None,
        "q_value": None if case.q_value is None else float(case.q_value),
        "lag_days": _lag(case.test) if case.q_value is not None and case.q_value <= LEVEL else None,
        "power": _power(case),
        "detectable_rate_ratio": _detectable(case),
        "reasons_for": _reasons_for(case),
        "reasons_against": _reasons_against(case, enough, registered),
    }
    return [
        Finding(
            source=name,
            kind=SourceKind.REGISTRATION if name == REGISTRATION else SourceKind.RECIPIENT,
            indistinguishable_from=tuple(other for other in (*case.names, *case.unseparated) if other != name),
            **shared,
        )
        for name in case.names
    ]


def passes(case: Case, enough: bool) -> bool:
    """Whether the class as a whole is implicated."""
    return _verdict(case, enough) is Verdict.IMPLICATED


def _verdict(case: Case, enough: bool) -> Verdict:
    if case.test is None or not enough:
        return Verdict.UNDETERMINED
    low = case.test.estimate - NORMAL_95 * case.test.error
    if case.q_value <= LEVEL and low > 0:
        doubtful = case.unseparated or case.falls or _late(case)
        return Verdict.UNDETERMINED if doubtful else Verdict.IMPLICATED
    return Verdict.NOT_IMPLICATED if _cleared(case) else Verdict.UNDETERMINED


def _cleared(case: Case) -> bool:
    """Power alone exonerates nobody: what was seen must also speak against a rate ratio of 2, and hint at none."""
    high = case.test.estimate + NORMAL_95 * case.test.error
    return _power(case) >= POWER_ENOUGH and case.test.p_value > HINT and high < np.log(POWER_RATIO)


def _unseparated(
    key: int,
    found: Evidence | None,
    tested: Mapping[int, tuple[SourceClass, Tested | None]],
    recipients: tuple[str, ...],
) -> tuple[str, ...]:
    """Classes that explain the same calls as well: given one of them, this one adds nothing."""
    if found is None:
        return ()
    rivals = [other for (one, other), test in found.against.items() if one == key and test.p_value > LEVEL]
    return tuple(sorted(recipients[member] for other in rivals for member in tested[other][0].members))


def _ratio(test: Tested | None) -> Interval | None:
    if test is None or test.information < ESTIMABLE or not np.isfinite(test.error):
        return None
    half = NORMAL_95 * test.error
    return Interval(*(float(np.exp(test.estimate + shift)) for shift in (0.0, -half, half)))


def _lag(test: Tested) -> Lag:
    """The delays whose fit is not significantly worse than the best one's, rounded outwards on the grid of delays."""
    squared = np.maximum(test.z_by_delay, 0) ** 2
    near = np.flatnonzero(squared[test.best] - squared <= LIKELIHOOD_95)
    low, high = max(int(near.min()) - 1, 0), min(int(near.max()) + 1, len(MEDIANS) - 1)
    return Lag(MEDIANS[test.best], MEDIANS[low], MEDIANS[high])


def _late(case: Case) -> bool:
    """Whether a class that joins a recipient to registration may follow something unlisted some days later instead."""
    joined = case.source.at_registration and len(case.names) > 1
    return joined and _lag(case.test).high > PROMPT


def _power(case: Case) -> float | None:
    if case.test is None:
        return None
    return float(ndtr(np.log(POWER_RATIO) * np.sqrt(case.test.information) - case.threshold))


def _detectable(case: Case) -> float | None:
    """The smallest rate ratio that would have been found four times in five."""
    if case.test is None or case.test.information < ESTIMABLE:
        return None
    return float(np.exp((case.threshold + 0.8416212335729143) / np.sqrt(case.test.information)))


def _reasons_for(case: Case) -> tuple[Reason, ...]:
    if case.test is None or case.q_value > LEVEL:
        return ()
    rises = (
        ReasonCode.RATE_RISES_AFTER_REGISTRATION if case.source.at_registration else ReasonCode.RATE_RISES_AFTER_EXPORT
    )
    values = {"z": round(case.test.z, 2), "delay": MEDIANS[case.test.best]}
    return (Reason(rises, values), Reason(ReasonCode.ONSET_AFTER_EXPORT, {"median": MEDIANS[case.test.best]}))


def _reasons_against(case: Case, enough: bool, registered: bool) -> tuple[Reason, ...]:
    reasons = []
    if len(case.names) > 1:
        reasons.append(Reason(ReasonCode.SAME_DAYS_AS, {"members": list(case.names)}))
    if case.test is None:
        missing = ReasonCode.NO_EXPORT_COVERS if registered and not case.source.covers else ReasonCode.NOT_ESTIMABLE
        return (*reasons, Reason(missing))
    if not enough:
        reasons.append(Reason(ReasonCode.TOO_FEW_CALLS, {"mothers": FEWEST_MOTHERS, "calls": FEWEST_CALLS}))
    if case.unseparated:
        reasons.append(Reason(ReasonCode.NOT_SEPARABLE, {"others": list(case.unseparated)}))
    if case.falls:
        reasons.append(Reason(ReasonCode.FALLS_WITHOUT, {"what": LAST_CALLS}))
    if case.q_value > LEVEL:
        flat = ReasonCode.NO_RISE_AFTER_REGISTRATION if case.source.at_registration else ReasonCode.NO_RISE_AFTER_EXPORT
        reasons.append(Reason(flat, {"z": round(case.test.z, 2)}))
        detectable = _detectable(case)
        shown = None if detectable is None else round(detectable, 2)
        reasons.append(Reason(ReasonCode.POWER, {"power": round(_power(case), 3), "detectable": shown}))
    return tuple(reasons)
