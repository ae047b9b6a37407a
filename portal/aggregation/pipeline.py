"""The whole analysis on one screen: from an extract to findings and pictures."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from portal.aggregation.cases import cases
from portal.aggregation.cells import cells
from portal.aggregation.classes import REGISTRATION_CODE, source_classes
from portal.aggregation.document import document, pictures
from portal.aggregation.evidence import Evidence
from portal.aggregation.exposure import Exposure, exposure, last_reported_day
from portal.aggregation.progress import Progress, Step, reporter
from portal.aggregation.questions import (
    VERIFIED,
    Asked,
    attributed,
    by_tier,
    calibrated,
    joint_model,
    placebos,
    shaken,
    stable,
    told_of,
    with_early_calls,
    with_flip_numbers,
    with_tiers,
)
from portal.aggregation.registration import Gap, registration
from portal.aggregation.scoring import Tested
from portal.aggregation.tiers import divergence
from portal.aggregation.verdicts import enough_to_name, named
from portal.domain.finding import Findings
from portal.domain.period import day_number
from portal.domain.picture import Pictures
from portal.extract.columns import Extract
from portal.extract.digest import digest


@dataclass(frozen=True)
class Analysis:
    """What one run says, and the pictures beside it."""

    findings: Findings
    pictures: Pictures


def analyse(
    extract: Extract,
    *,
    tiers: tuple[int, ...] = VERIFIED,
    as_of: date | None = None,
    progress: Progress | None = None,
) -> Analysis:
    """Ask of every source whether the calls follow it.

    Parameters
    ----------
    extract : Extract
    tiers : which reporters count
    as_of : the last day to know anything of (in); by default the last reported day
    progress : called with the code of each step as it begins, its number and the number of steps
    """
    begin = reporter(progress)
    said, found, day = _examined(extract, tiers, as_of, begin)
    begin(Step.PICTURES)
    return Analysis(said, pictures(extract, found, said, day))


def examine(extract: Extract) -> Findings:
    """The verdicts of the verified alone: no pictures, and no shares, which have no say in a verdict."""
    return _examined(extract, VERIFIED, None, reporter(None), shares=False)[0]


def _examined(
    extract: Extract, tiers: tuple[int, ...], as_of: date | None, begin: Callable[[Step], None], shares: bool = True
) -> tuple[Findings, Exposure, int | None]:
    begin(Step.EXPOSURE)
    last = last_reported_day(extract) if as_of is None else day_number(as_of)
    day = -1 if last is None else last
    found = exposure(extract, tiers=tiers, as_of=day)
    begin(Step.CLASSES)
    classes = source_classes(found)
    own = next(one for one in classes if one.at_registration)
    recipients = tuple(one for one in classes if not one.at_registration and one.covers)
    asked = Asked(extract, found, own, recipients, cells(found, recipients), day, int(digest(extract)[:15], 16))
    begin(Step.RECIPIENTS)
    joint = joint_model(asked)
    begin(Step.PLACEBO)
    null = placebos(asked, joint)
    begin(Step.REGISTRATION)
    gap = registration(found, own, recipients)
    sources = dict(enumerate(recipients)) | {REGISTRATION_CODE: own}
    sources |= {-2 - place: one for place, one in enumerate(classes) if not one.at_registration and not one.covers}
    made = calibrated(cases(sources, _tests(joint, gap), extract.recipients, null), joint, null)
    if gap is not None:
        made[REGISTRATION_CODE] = replace(made[REGISTRATION_CODE], weights=gap.weights)
    begin(Step.SHAKING)
    made = shaken(asked, stable(asked, made, joint), joint)
    begin(Step.TIERS)
    confirmed, verified, anonymous = by_tier(asked, joint, tiers)
    made = with_tiers(made, confirmed, verified, anonymous)
    begin(Step.ATTRIBUTION)
    made = with_early_calls(asked, attributed(asked, made, joint) if shares else made)
    begin(Step.FINDINGS)
    enough = joint is not None and enough_to_name(joint.subjects, joint.events)
    chosen = named(made, enough)
    final = with_flip_numbers(made, chosen)
    alarm = divergence(verified, anonymous)
    said = document(extract, found, final, chosen, joint, tiers=tiers, as_of=last, alarm=alarm, placebo=told_of(null))
    return said, found, last


def _tests(joint: Evidence | None, gap: Gap | None) -> dict[int, Tested | None]:
    return {REGISTRATION_CODE: gap.test if gap else None} | (dict(joint.joint) if joint else {})
