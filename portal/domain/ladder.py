"""The evidence ladder: how far a finding has come, and what would lift it to the next rung.

Timing alone reaches `consistent`. `corroborated` takes a second kind of evidence, `confirmed` two that were seen with
one's own eyes (a list in foreign hands, a planted number that was called), and a single source: what cannot be told
apart is never confirmed, and no rung names one of several. Rungs are climbed one by one, so a list alone confirms
nothing of a source that the calls do not follow. docs/statistics.md has the table.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from portal.domain.finding import JOINER, REGISTRATION, Finding, Findings, Reason, ReasonCode, WarningCode
from portal.domain.list_origin import HypothesisKind
from portal.domain.picture import Knowledge, Pictures
from portal.domain.study import StudyKind
from portal.domain.vocabulary import Verdict

DATABASE = HypothesisKind.DATABASE.value  # how a list's answer names all registrations up to a day
LEVEL = 0.01  # of p and q, as in the engine's levels
PROBABLE = 0.95  # share of bootstrap samples, as in the engine's reasons
STRONG = 1.0  # log10 of a likelihood ratio: ten to one, "strong" (Kass and Raftery 1995)
CLEARED = frozenset({Verdict.NOT_IMPLICATED, Verdict.RULED_OUT})


class Rung(StrEnum):
    """How far; `none` is off the ladder: the calls speak against the source, or do not speak for it."""

    NONE = "none"
    EXPLORATORY = "exploratory"
    CONSISTENT = "consistent"
    CORROBORATED = "corroborated"
    CONFIRMED = "confirmed"


class Lift(StrEnum):
    """What is missing for the next rung; worded under `lift.<code>`."""

    MORE_CALLS = "more_calls"
    COVERED = "covered"
    TESTED = "tested"
    SIGNIFICANCE = "significance"
    PLACEBO = "placebo"
    GATE = "gate"
    STABLE = "stable"
    SHAKING = "shaking"
    SEPARATE_FROM = "separate_from"
    ACTUAL_RUNS = "actual_runs"
    EARLIER_CALLS = "earlier_calls"
    PROMPT = "prompt"
    SECOND_KIND = "second_kind"
    TIERS_AGREE = "tiers_agree"
    SINGLE = "single"
    CANARIES = "canaries"
    SEIZED_LIST = "seized_list"


class Second(StrEnum):
    """A kind of evidence beside timing."""

    KNOWLEDGE = "knowledge"
    CANARIES = "canaries"
    SEIZED_LIST = "seized_list"


SEEN = {Second.CANARIES: Lift.CANARIES, Second.SEIZED_LIST: Lift.SEIZED_LIST}  # with one's own eyes
LIFTED_BY = {
    ReasonCode.TOO_FEW_CALLS: Lift.MORE_CALLS,
    ReasonCode.TOO_FEW_EXPOSED: Lift.MORE_CALLS,
    ReasonCode.NO_EXPORT_COVERS: Lift.COVERED,
    ReasonCode.NOT_ESTIMABLE: Lift.TESTED,
    ReasonCode.GATE_FAILED: Lift.GATE,
    ReasonCode.FALLS_WITHOUT: Lift.SHAKING,
    ReasonCode.UNSTABLE: Lift.STABLE,
    ReasonCode.PLACEBO_AS_LARGE: Lift.PLACEBO,
    ReasonCode.NO_RISE_AFTER_EXPORT: Lift.SIGNIFICANCE,
    ReasonCode.NO_RISE_AFTER_REGISTRATION: Lift.SIGNIFICANCE,
    ReasonCode.NOT_SEPARABLE: Lift.SEPARATE_FROM,
    ReasonCode.CALLS_BEFORE_FIRST_EXPORT: Lift.EARLIER_CALLS,
    ReasonCode.SURPLUS_IN_GAP: Lift.PROMPT,
}


@dataclass(frozen=True, slots=True)
class Beyond:
    """What a kind of evidence other than timing says: it speaks for these together, and for none of them alone."""

    kind: Second
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a class stands: its rung, the kinds of evidence it rests on beside timing, and what would lift it."""

    members: tuple[str, ...]
    rung: Rung
    seconds: tuple[Second, ...] = ()
    lifts: tuple[Lift, ...] = ()

    @property
    def next(self) -> Rung | None:
        """The rung above; none above the last, and none for a source that is off the ladder."""
        rungs = list(Rung)
        place = rungs.index(self.rung)
        return None if place in (0, len(rungs) - 1) else rungs[place + 1]


def standing(finding: Finding, findings: Findings, pictures: Pictures, beyond: Collection[Beyond] = ()) -> Standing:
    """Where the class of one finding stands. `beyond` is what was assessed outside the analysis, if anything was."""
    named = named_together(finding.source, findings)
    if named is None:
        if finding.verdict in CLEARED:
            return Standing(finding.members, Rung.NONE)
        return Standing(finding.members, Rung.EXPLORATORY, lifts=_to_consistent(finding, findings))
    # Whoever cannot be told apart belongs to it, whatever the document says of each.
    group = tuple(sorted({*named, *finding.members}))
    known = (*beyond, *knows_alone(pictures.knowledge, group))
    seconds = tuple(
        kind for kind in Second if any(one.kind is kind and set(one.members) == set(group) for one in known)
    )
    missing = _to_corroborated(finding, findings, seconds)
    if missing:
        return Standing(group, Rung.CONSISTENT, seconds, missing)
    missing = _to_confirmed(group, seconds)
    return Standing(group, Rung.CORROBORATED if missing else Rung.CONFIRMED, seconds, missing)


def named_together(source: str, findings: Findings) -> tuple[str, ...] | None:
    """The group that is named and holds a source, whole; None where it is not named."""
    groups = (tuple(group.split(JOINER)) for group in findings.implicated)
    return next((group for group in groups if source in group), None)


def knows_alone(knowledge: Knowledge | None, group: Collection[str]) -> tuple[Beyond, ...]:
    """What callers knew counts if it is strong for every member, and strong against every other source beside them."""
    weights = {row.source: row.log10_ratio for row in knowledge.rows} if knowledge else {}
    own = [weights.get(name) for name in group]
    if any(weight is None or weight < STRONG for weight in own):
        return ()
    others = [weight for name, weight in weights.items() if name not in group and weight is not None]
    least = min(weight for weight in own if weight is not None)
    if any(weight > least - STRONG for weight in others):
        return ()
    return (Beyond(Second.KNOWLEDGE, tuple(group)),)


def study_says(kind: StudyKind, answer: Mapping[str, Any]) -> tuple[Beyond, ...]:
    """Whom the kept answer of a study speaks for; only canaries and seized lists are evidence of a second kind."""
    if kind is StudyKind.CANARIES:
        return tuple(
            Beyond(Second.CANARIES, _together([one["recipient"], *one["indistinguishable_from"]]))
            for one in answer["recipients"]
            if one["speaks"]
        )
    if kind is StudyKind.SEIZED and answer["consistent_with"]:
        # Several answers, and those of whose files the list may be an excerpt, are one that cannot be told apart.
        groups = (*answer["consistent_with"], *answer["excerpt_of"])
        return (Beyond(Second.SEIZED_LIST, _together(name for group in groups for name in group.split(JOINER))),)
    return ()


def _together(names: Iterable[str]) -> tuple[str, ...]:
    """Sorted; whoever holds the whole database is what a finding calls the registration."""
    return tuple(sorted({REGISTRATION if name == DATABASE else name for name in names}))


def _to_consistent(finding: Finding, findings: Findings) -> tuple[Lift, ...]:
    found = [LIFTED_BY[reason.code] for reason in finding.reasons_against if reason.code in LIFTED_BY]
    if WarningCode.TOO_FEW_CALLS in findings.warnings or not findings.calls:
        found.append(Lift.MORE_CALLS)
    if finding.p_value is None:
        found.append(Lift.TESTED)
    elif finding.q_value is None or finding.q_value > LEVEL:
        found.append(Lift.SIGNIFICANCE)
    if finding.family_p_value is not None and finding.family_p_value > LEVEL:
        found.append(Lift.PLACEBO)
    if any(not check.passed for check in finding.gate):
        found.append(Lift.GATE)
    if finding.probability is not None and finding.probability < PROBABLE:
        found.append(Lift.STABLE)
    return _in_order(found)


def _to_corroborated(finding: Finding, findings: Findings, seconds: Collection[Second]) -> tuple[Lift, ...]:
    found = [] if seconds else [Lift.SECOND_KIND]
    if findings.alarm.raised:
        found.append(Lift.TIERS_AGREE)
    if _planned(finding.reasons_for) or _planned(finding.reasons_against):
        found.append(Lift.ACTUAL_RUNS)
    return _in_order(found)


def _to_confirmed(group: Collection[str], seconds: Collection[Second]) -> tuple[Lift, ...]:
    found = [lift for kind, lift in SEEN.items() if kind not in seconds]
    return _in_order(found if len(group) == 1 else [Lift.SINGLE, *found])


def _planned(reasons: Iterable[Reason]) -> bool:
    return any(reason.code is ReasonCode.PLANNED_ONLY for reason in reasons)


def _in_order(found: Collection[Lift]) -> tuple[Lift, ...]:
    return tuple(lift for lift in Lift if lift in found)
