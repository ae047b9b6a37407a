"""Why a verdict reads as it does: statements for and against a class, by code, with the numbers of their wording."""

import numpy as np

from portal.aggregation.cases import Case
from portal.aggregation.levels import LEVEL
from portal.aggregation.scoring import Tested
from portal.domain.disclosure import suppressed
from portal.domain.finding import Lag, Reason, ReasonCode
from portal.stats.onset import MEDIANS

LIKELIHOOD_95 = 3.841458820694124  # chi-squared, one degree of freedom
PROMPT = 7.0  # days; a class of registration and a recipient with a slower onset may as well be an unlisted source
FEWEST_MOTHERS, FEWEST_CALLS = 30, 60  # under which nobody is named, whatever the numbers say
PROBABLE = 0.95  # share of bootstrap samples in which a class that is named ranks first or stays in the model
SHOWN = 5  # falls that are listed by name


def lag(test: Tested) -> Lag:
    """The delays whose fit is not significantly worse than the best one's, rounded outwards on the grid of delays."""
    squared = np.maximum(test.z_by_delay, 0) ** 2
    near = np.flatnonzero(squared[test.best] - squared <= LIKELIHOOD_95)
    low, high = max(int(near.min()) - 1, 0), min(int(near.max()) + 1, len(MEDIANS) - 1)
    return Lag(MEDIANS[test.best], MEDIANS[low], MEDIANS[high])


def late(case: Case) -> bool:
    """Whether a class that joins a recipient to registration may follow something unlisted some days later instead."""
    return case.source.at_registration and len(case.names) > 1 and lag(case.test).high > PROMPT


def in_favour(case: Case) -> tuple[Reason, ...]:
    """What speaks for a class that was found."""
    if case.test is None or case.q_value > LEVEL:
        return ()
    rises = (
        ReasonCode.RATE_RISES_AFTER_REGISTRATION if case.source.at_registration else ReasonCode.RATE_RISES_AFTER_EXPORT
    )
    values = {"z": round(case.test.z, 2), "delay": MEDIANS[case.test.best]}
    reasons = [Reason(rises, values), Reason(ReasonCode.ONSET_AFTER_EXPORT, {"median": MEDIANS[case.test.best]})]
    if case.family_p is not None and case.family_p <= LEVEL:
        reasons.append(Reason(ReasonCode.PLACEBO, {"p": round(case.family_p, 4)}))
    if case.falls == ():
        reasons.append(Reason(ReasonCode.SURVIVES_SHAKING))
    return tuple(reasons)


def against(case: Case, enough: bool, registered: bool) -> tuple[Reason, ...]:
    """What speaks against a class, or keeps it from being named."""
    reasons = []
    if len(case.names) > 1:
        reasons.append(Reason(ReasonCode.SAME_DAYS_AS, {"members": list(case.names)}))
    if case.early is not None and case.early.ruled_out:
        values = {"calls": suppressed(len(case.early.calls)), "p": round(case.early.p_value, 4)}
        reasons.append(Reason(ReasonCode.CALLS_BEFORE_FIRST_EXPORT, values))
    if case.test is None:
        return (*reasons, Reason(_untested(case, registered)))
    if not enough:
        reasons.append(Reason(ReasonCode.TOO_FEW_CALLS, {"mothers": FEWEST_MOTHERS, "calls": FEWEST_CALLS}))
    if case.rivals:
        reasons.append(Reason(ReasonCode.NOT_SEPARABLE, {"others": list(case.rivals)}))
    reasons += [Reason(ReasonCode.GATE_FAILED, {"check": one.name}) for one in case.gate if not one.passed]
    reasons += [Reason(ReasonCode.FALLS_WITHOUT, {"what": one.what, "which": one.which}) for one in _fallen(case)]
    if case.q_value > LEVEL:
        reasons += _flat(case)
    elif case.needs_placebo and case.probability is not None and case.probability < PROBABLE:
        reasons.append(Reason(ReasonCode.UNSTABLE, {"probability": round(case.probability, 3)}))
    elif case.family_p is not None and case.family_p > LEVEL:
        reasons.append(Reason(ReasonCode.PLACEBO_AS_LARGE, {"p": round(case.family_p, 4)}))
    elif late(case):
        reasons.append(Reason(ReasonCode.SURPLUS_IN_GAP, {"median": MEDIANS[case.test.best]}))
    return tuple(reasons)


def _untested(case: Case, registered: bool) -> ReasonCode:
    if not case.source.covers:
        return ReasonCode.NO_EXPORT_COVERS if registered else ReasonCode.NOT_ESTIMABLE
    return ReasonCode.NOT_ESTIMABLE if case.source.at_registration else ReasonCode.TOO_FEW_EXPOSED


def _fallen(case: Case) -> tuple:
    return (case.falls or ())[:SHOWN]


def _flat(case: Case) -> list[Reason]:
    flat = ReasonCode.NO_RISE_AFTER_REGISTRATION if case.source.at_registration else ReasonCode.NO_RISE_AFTER_EXPORT
    shown = None if case.detectable is None else round(case.detectable, 2)
    power = {"power": round(case.power, 3), "detectable": shown}
    return [Reason(flat, {"z": round(case.test.z, 2)}), Reason(ReasonCode.POWER, power)]
