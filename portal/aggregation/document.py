"""Findings and pictures as documents: ordered, counted, with the warnings that a reader needs."""

from dataclasses import replace

import numpy as np

from portal.aggregation.cases import Case
from portal.aggregation.evidence import Evidence
from portal.aggregation.exposure import Exposure
from portal.aggregation.identifiability import Apart, identifiability
from portal.aggregation.knowledge import knowledge
from portal.aggregation.look import calendar, lag_curves, lexis, vendor_stages
from portal.aggregation.overview import overview
from portal.aggregation.parties import vendors
from portal.aggregation.remarks import with_remarks
from portal.aggregation.verdicts import enough_to_name, findings
from portal.aggregation.weighing import REASONS
from portal.domain.disclosure import suppressed
from portal.domain.finding import JOINER, REGISTRATION, Alarm, Finding, Findings, Placebo, WarningCode
from portal.domain.period import day_of
from portal.domain.picture import ForestRow, Pictures, ShareRow
from portal.domain.vocabulary import Verdict
from portal.extract.columns import Extract
from portal.extract.digest import digest

COUNTED = {
    "registration_imprecise": WarningCode.REGISTRATION_IMPRECISE,
    "calls_imprecise": WarningCode.CALLS_IMPRECISE,
    "calls_outside_observation": WarningCode.CALLS_OUTSIDE_OBSERVATION,
    "due_date_missing": WarningCode.DUE_DATE_MISSING,
}


def document(
    extract: Extract,
    found: Exposure,
    made: dict[int, Case],
    named: set[int],
    joint: Evidence | None,
    *,
    tiers: tuple[int, ...],
    as_of: int | None,
    alarm: Alarm,
    placebo: Placebo | None,
) -> Findings:
    """The document of one run: registration first, then the recipients in the order of the extract."""
    enough = joint is not None and enough_to_name(joint.subjects, joint.events)
    said, groups = findings(made, named, enough, bool(len(found.mother)))
    said = with_remarks(said, extract, found, -1 if as_of is None else as_of)
    order = {name: place for place, name in enumerate((REGISTRATION, *extract.recipients))}
    reported = _reported(extract, tiers, as_of)
    return Findings(
        as_of=None if as_of is None else day_of(as_of).isoformat(),
        mothers=reported[0],
        calls=reported[1],
        tiers_used=tuple(tiers),
        sources=tuple(sorted(said, key=lambda one: order[one.source])),
        implicated=tuple(JOINER.join(group) for group in groups),
        alarm=alarm,
        seed=digest(extract),
        warnings=_warnings(extract, found, list(made.values()), joint, enough, alarm),
        counts={**found.counts, "mothers_used": int((found.calls > 0).sum()), "calls_used": len(found.call_day)},
        placebo=placebo,
    )


def sketched(extract: Extract, found: Exposure, tiers: tuple[int, ...], day: int, seed: int) -> Pictures:
    """What the dashboard draws before any finding; of fewer women than may be counted, nothing that has their days."""
    drawn = Pictures(
        lexis=lexis(extract, found),
        lags=lag_curves(extract, found, day, np.random.default_rng(seed)),
        vendor_stage=vendor_stages(found),
        forest=(),
        calendar=calendar(extract, found, day),
        knowledge=knowledge(extract, found, day),
        overview=overview(extract, found, tiers, day),
        vendors=vendors(extract, found, tiers, day),
    )
    # Axes begin and end on days of theirs, and an empty bin lies beside one that is not: hiding counts is not enough.
    if suppressed(int((found.calls > 0).sum())) is None:
        return replace(drawn, lexis=None, lags=(), vendor_stage=(), calendar=replace(drawn.calendar, weeks=()))
    return drawn


def pictures(
    sketch: Pictures, extract: Extract, found: Exposure, said: Findings, day: int, apart: Apart | None
) -> Pictures:
    """Everything the dashboard draws."""
    return replace(
        sketch,
        forest=tuple(_forest(said)),
        shares=_shares(said),
        identifiability=identifiability(extract, found, said, day, apart),
    )


def _forest(said: Findings) -> list[ForestRow]:
    """One row a class: who cannot be told apart shares it; a class that passed shows that it did."""
    rows = []
    for members, one in _by_class(said).items():
        ratio = one.rate_ratio
        limits = (ratio.estimate, ratio.low, ratio.high) if ratio else (None, None, None)
        passed = JOINER.join(members) in said.implicated
        rows.append(ForestRow(members, *limits, (Verdict.IMPLICATED if passed else one.verdict).value))
    return rows


def _shares(said: Findings) -> tuple[ShareRow, ...] | None:
    """The shares of the calls of the classes that are needed to explain them; the background is the rest."""
    found = {members: one.share for members, one in _by_class(said).items() if one.share is not None}
    if not found:
        return None
    rest = max(1 - sum(share.estimate for share in found.values()), 0.0)
    rows = [ShareRow(members, share.estimate, share.low, share.high) for members, share in found.items()]
    return (*rows, ShareRow((), rest, None, None))


def _by_class(said: Findings) -> dict[tuple[str, ...], Finding]:
    """One finding of each class: of members that were tested apart, the one with the smallest p-value."""
    classes: dict[tuple[str, ...], Finding] = {}
    for one in said.sources:
        known = classes.setdefault(one.members, one)
        if one.p_value is not None and (known.p_value is None or one.p_value < known.p_value):
            classes[one.members] = one
    return classes


def _reported(extract: Extract, tiers: tuple[int, ...], as_of: int | None) -> tuple[int, int]:
    """Mothers of these tiers who had told anything by then, and the calls that they had told."""
    if as_of is None:
        return 0, 0
    chosen = set(extract.mothers.loc[extract.mothers["tier"].isin(tiers), "mother"])
    contacts = extract.contacts[extract.contacts["contact_day"] <= as_of]
    told = extract.calls[extract.calls["reported_day"] <= as_of]
    return len(chosen & set(contacts["mother"])), int(told["mother"].isin(chosen).sum())


def _warnings(
    extract: Extract, found: Exposure, made: list[Case], joint: Evidence | None, enough: bool, alarm: Alarm
) -> tuple[WarningCode, ...]:
    present = {
        WarningCode.NO_MOTHERS: not len(found.mother),
        WarningCode.NO_CALLS: bool(len(found.mother)) and not len(found.call_day),
        WarningCode.NO_EXPORTS: not len(extract.exports),
        WarningCode.TOO_FEW_CALLS: bool(len(found.call_day)) and not enough,
        **{code: found.counts[name] > 0 for name, code in COUNTED.items()},
        WarningCode.WEIGHED_LESS: any(found.counts[f"weighed_{name}"] > 0 for name in REASONS),
        WarningCode.PLANNED_EXPORTS_USED: bool(found.planned),
        WarningCode.CLASSES_MERGED: any(len(case.names) > 1 for case in made),
        WarningCode.GATE_FAILED: any(not check.passed for case in made for check in case.gate),
        WarningCode.TIERS_DIVERGE: alarm.raised,
        WarningCode.NOT_CONVERGED: joint is not None and not joint.final.top.reached,
    }
    return tuple(code for code, here in present.items() if here)
