"""The whole analysis on one screen: from an extract to findings and pictures."""

from dataclasses import dataclass
from datetime import date

from portal.aggregation.cells import cells
from portal.aggregation.classes import REGISTRATION_CODE, SourceClass, source_classes
from portal.aggregation.document import document, pictures
from portal.aggregation.evidence import Evidence, evidence
from portal.aggregation.exposure import Exposure, exposure, last_reported_day
from portal.aggregation.progress import Progress, Step, reporter
from portal.aggregation.registration import gap_cells, registration
from portal.aggregation.scoring import Tested
from portal.aggregation.shaking import fallen
from portal.aggregation.verdicts import LEVEL, cases
from portal.domain.finding import Findings
from portal.domain.period import day_number
from portal.domain.picture import Pictures
from portal.extract.columns import Extract


@dataclass(frozen=True)
class Analysis:
    """What one run says, and the pictures beside it."""

    findings: Findings
    pictures: Pictures


def analyse(
    extract: Extract,
    *,
    tiers: tuple[int, ...] = (2, 1),
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
    begin(Step.EXPOSURE)
    last = last_reported_day(extract) if as_of is None else day_number(as_of)
    found = exposure(extract, tiers=tiers, as_of=-1 if last is None else last)
    begin(Step.CLASSES)
    classes = source_classes(found)
    begin(Step.RECIPIENTS)
    recipients = tuple(one for one in classes if not one.at_registration and one.covers)
    joint = _joint(found, recipients)
    begin(Step.REGISTRATION)
    tested = _with_registration(found, classes, recipients, joint)
    begin(Step.SHAKING)
    strong = [key for key, (_, test) in tested.items() if test is not None and test.p_value <= LEVEL]
    weak = fallen(found, tested[REGISTRATION_CODE][0], recipients, strong)
    begin(Step.FINDINGS)
    made = cases(tested, joint, extract.recipients, weak)
    said = document(extract, found, made, joint, tiers=tiers, as_of=last)
    begin(Step.PICTURES)
    return Analysis(said, pictures(extract, found, said, last))


def _joint(found: Exposure, recipients: tuple[SourceClass, ...]) -> Evidence | None:
    """The joint model over the recipients' classes; None where there is nothing to fit."""
    counted = cells(found, recipients)
    if not recipients or not counted.events.any():
        return None
    return evidence(counted, tuple(range(len(recipients))))


def _with_registration(
    found: Exposure, classes: tuple[SourceClass, ...], recipients: tuple[SourceClass, ...], joint: Evidence | None
) -> dict[int, tuple[SourceClass, Tested | None]]:
    """Every class with its test, registration's under -1, classes that never held a record under lower numbers."""
    own = next(one for one in classes if one.at_registration)
    tested = {REGISTRATION_CODE: (own, registration(gap_cells(found, own, recipients)))}
    tested |= {key: (one, joint.joint[key] if joint else None) for key, one in enumerate(recipients)}
    silent = [one for one in classes if not one.at_registration and not one.covers]
    return tested | {REGISTRATION_CODE - 1 - place: (one, None) for place, one in enumerate(silent)}
