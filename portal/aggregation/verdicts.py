"""Step 9, say: from cases to findings; a name is given only where every condition holds."""

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from portal.aggregation.cases import POWER_RATIO, Case
from portal.aggregation.levels import HINT, LEVEL
from portal.aggregation.reasons import FEWEST_CALLS, FEWEST_MOTHERS, PROBABLE, against, in_favour, lag, late
from portal.aggregation.shaking import summaries
from portal.domain.finding import REGISTRATION, Finding, SourceKind
from portal.domain.vocabulary import Verdict

POWER_ENOUGH = 0.8


def findings(
    made: Mapping[int, Case], named: Collection[int], enough: bool, registered: bool
) -> tuple[list[Finding], tuple[str, ...]]:
    """One finding for each source, and the groups that are implicated, each by its names.

    Parameters
    ----------
    made, named : all classes by their key, and the keys of those that are named
    enough : whether there were mothers and calls enough to name anybody
    registered : whether any mother could be used at all
    """
    groups = _groups([made[key] for key in named])
    said = []
    for case in made.values():
        group = next((one for one in groups if set(case.names) & set(one)), case.group)
        for name in case.names:
            said.append(_finding(case, name, group, group in groups, enough, registered))
    return said, tuple(groups)


def enough_to_name(subjects: int, events: int) -> bool:
    """Whether there are mothers and calls enough to name anybody."""
    return subjects >= FEWEST_MOTHERS and events >= FEWEST_CALLS


def named(made: Mapping[int, Case], enough: bool) -> set[int]:
    """The keys of the classes that are named.

    Whoever is ruled out as the only source, because calls before it held the record follow somebody else, is named
    only together with that other: what follows an unnamed source may have lent it the rest as well.
    """
    left = {key for key, case in made.items() if enough and passes(case)}
    while True:
        unexplained = {key for key in left if _follows(made[key]) not in (None, *left)}
        if not unexplained:
            return left
        left -= unexplained


def passes(case: Case) -> bool:
    """Whether a class, with whoever cannot be told from it, meets every condition of its own."""
    if case.test is None or case.q_value > LEVEL or case.ratio is None or case.ratio.low <= 1:
        return False
    if case.falls is None or (case.needs_placebo and (case.family_p is None or case.family_p > LEVEL)):
        return False
    improbable = case.needs_placebo and (case.probability is None or case.probability < PROBABLE)
    return not (improbable or case.falls or late(case) or not all(check.passed for check in case.gate))


def _follows(case: Case) -> int | None:
    """The key of the class that calls before this one follow, where they rule it out as the only source."""
    return case.early.follows if case.early is not None and case.early.ruled_out else None


def _groups(passed: Sequence[Case]) -> list[tuple[str, ...]]:
    """The groups of those who are named; two that share a member are one."""
    groups: list[set[str]] = []
    for case in passed:
        own = set(case.group)
        joined = [one for one in groups if one & own]
        groups = [one for one in groups if one not in joined] + [own.union(*joined)]
    return sorted(tuple(sorted(one)) for one in groups)


def _finding(case: Case, name: str, group: tuple[str, ...], passing: bool, enough: bool, registered: bool) -> Finding:
    speaks_against = against(case, enough, registered)
    tested = case.test is not None
    return Finding(
        source=name,
        kind=SourceKind.REGISTRATION if name == REGISTRATION else SourceKind.RECIPIENT,
        verdict=_verdict(case, group, passing, enough),
        probability=case.probability,
        share=case.share,
        rate_ratio=case.ratio,
        p_value=case.p_value,
        q_value=case.q_value,
        lag_days=lag(case.test) if tested and case.p_value <= HINT else None,
        indistinguishable_from=tuple(other for other in group if other != name),
        exculpatory="; ".join(str(reason) for reason in speaks_against) or None,
        flip_number=case.flip_number,
        family_p_value=case.family_p,
        power=case.power,
        detectable_rate_ratio=case.detectable,
        gate=case.gate,
        tiers=case.tiers,
        left_out=summaries(case.trials or ()),
        reasons_for=in_favour(case),
        reasons_against=speaks_against,
    )


def _verdict(case: Case, group: tuple[str, ...], passing: bool, enough: bool) -> Verdict:
    if passing:
        return Verdict.IMPLICATED if len(group) == 1 else Verdict.UNDETERMINED
    if case.early is not None and case.early.ruled_out and enough:
        return Verdict.RULED_OUT
    if case.test is None or not enough:
        return Verdict.UNDETERMINED
    return Verdict.NOT_IMPLICATED if _cleared(case) else Verdict.UNDETERMINED


def _cleared(case: Case) -> bool:
    """Power alone exonerates nobody: what was seen must also speak against a rate ratio of 2, and hint at none."""
    below = case.ratio is not None and case.ratio.high < POWER_RATIO
    return case.power >= POWER_ENOUGH and case.p_value > HINT and below and np.isfinite(case.threshold)
