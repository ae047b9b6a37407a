"""The whole analysis on one screen: from an extract to findings and pictures."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

from threadpoolctl import threadpool_limits

from portal.aggregation.cases import cases
from portal.aggregation.cells import cells
from portal.aggregation.classes import REGISTRATION_CODE, source_classes
from portal.aggregation.document import document, pictures, sketched
from portal.aggregation.engine import THIS_PROCESS, Engine
from portal.aggregation.evidence import Evidence, examined
from portal.aggregation.exposure import exposure, last_reported_day
from portal.aggregation.identifiability import held_apart
from portal.aggregation.placebo import null_of
from portal.aggregation.progress import Progress, Step, reporter
from portal.aggregation.questions import (
    VERIFIED,
    Asked,
    attributed,
    by_tier,
    calibrated,
    early_calls,
    entered,
    placebos,
    shaken,
    shares,
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
    engine: Engine = THIS_PROCESS,
) -> Analysis:
    """Ask of every source whether the calls follow it.

    Parameters
    ----------
    extract : Extract
    tiers : which reporters count
    as_of : the last day to know anything of (in); by default the last reported day
    progress : called with the code of each step as it begins, its number and the number of steps
    engine : who works out the large questions; the answers are the same
    """
    with threadpool_limits(1, "blas"):  # sums split over threads would end in other digits on another machine
        said, drawn = _examined(extract, tiers, as_of, reporter(progress), engine)
    return Analysis(said, drawn)


def examine(extract: Extract) -> Findings:
    """The verdicts of the verified alone: no pictures, and no shares, which have no say in a verdict."""
    with threadpool_limits(1, "blas"):
        return _examined(extract, VERIFIED, None, reporter(None), THIS_PROCESS, verdicts_alone=True)[0]


def _examined(
    extract: Extract, tiers: tuple[int, ...], as_of: date | None, begin: Callable[[Step], None], engine: Engine,
    verdicts_alone: bool = False,
) -> tuple[Findings, Pictures | None]:  # fmt: skip
    begin(Step.EXPOSURE)
    last = last_reported_day(extract) if as_of is None else day_number(as_of)
    day = -1 if last is None else last
    found = exposure(extract, tiers=tiers, as_of=day)
    apart_later = (lambda: None) if verdicts_alone else engine.later(held_apart, found)
    begin(Step.CLASSES)
    classes = source_classes(found)
    own = next(one for one in classes if one.at_registration)
    recipients = tuple(one for one in classes if not one.at_registration and one.covers)
    seed = int(digest(extract)[:15], 16)
    asked = Asked(extract, found, own, recipients, cells(found, recipients), day, seed, engine)
    gap_later = engine.later(registration, found, own, recipients)
    begin(Step.RECIPIENTS)
    entry = entered(asked)
    joint_later = examined(entry, engine) if entry else None
    measured_later = placebos(asked, entry)
    tiers_later = by_tier(asked, entry, tiers)
    begin(Step.PICTURES)
    sketch = None if verdicts_alone else sketched(extract, found, tiers, day, seed)
    begin(Step.REGISTRATION)
    joint, gap = joint_later() if joint_later else None, gap_later()
    tests = _tests(joint, gap)
    shares_later = (lambda: None) if verdicts_alone else shares(asked, joint, gap)
    early_later = early_calls(asked, tests)
    begin(Step.PLACEBO)
    measured = {one: answer() for one, answer in measured_later.items()}
    null = null_of(measured, {one: joint.alone[one].information for one in measured}) if joint and measured else None
    sources = dict(enumerate(recipients)) | {REGISTRATION_CODE: own}
    sources |= {-2 - place: one for place, one in enumerate(classes) if not one.at_registration and not one.covers}
    made = calibrated(cases(sources, tests, extract.recipients, null), joint, null)
    if gap is not None:
        made[REGISTRATION_CODE] = replace(made[REGISTRATION_CODE], weights=gap.weights)
    begin(Step.SHAKING)
    made = shaken(asked, stable(asked, made, joint, measured), joint)
    begin(Step.TIERS)
    confirmed, verified, anonymous = (answer() for answer in tiers_later)
    made = with_tiers(made, confirmed, verified, anonymous)
    begin(Step.ATTRIBUTION)
    made = with_early_calls(attributed(made, joint, shares_later()), {one: call() for one, call in early_later.items()})
    begin(Step.FINDINGS)
    enough = joint is not None and enough_to_name(joint.subjects, joint.events)
    chosen = named(made, enough)
    final = with_flip_numbers(made, chosen)
    alarm = divergence(verified, anonymous)
    said = document(extract, found, final, chosen, joint, tiers=tiers, as_of=last, alarm=alarm, placebo=told_of(null))
    return said, None if sketch is None else pictures(sketch, extract, found, said, day, apart_later())


def _tests(joint: Evidence | None, gap: Gap | None) -> dict[int, Tested | None]:
    return {REGISTRATION_CODE: gap.test if gap else None} | (dict(joint.joint) if joint else {})
