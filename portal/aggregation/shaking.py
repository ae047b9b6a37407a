"""Step 8, shake: does a class that would be named still stand first without parts of what it rests on?

By one-step estimates it must do without each hospital, district and issuer, each batch of mothers whose records left
on one day, each week of calls, and the most influential mothers. And it must do without each mother's last call:
observation ends at the last contact, and many a last contact was made because a call came (event-dependent
observation, Farrington, Whitaker and Hocine 2009). Dropping that call errs the other way, so both are asked.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from portal.aggregation.cells import Cells, cells
from portal.aggregation.classes import SourceClass
from portal.aggregation.curves import curves
from portal.aggregation.evidence import Evidence, Standing, scored_classes
from portal.aggregation.exposure import NEVER, Exposure, without_last_calls
from portal.aggregation.levels import HINTS, STAYS
from portal.aggregation.registration import registration
from portal.aggregation.scoring import fit
from portal.domain.finding import LeftOut
from portal.domain.period import day_of
from portal.extract.columns import Extract

MOST_OF_IT = 0.5  # of the information: with less than half left it is another question
INFLUENTIAL = 0.005  # of the mothers, those with the largest part in the score
LAST_CALLS, INFLUENTIAL_MOTHERS, WEEK = "last_calls", "influential_mothers", "week"


@dataclass(frozen=True)
class Trial:
    """One class with one thing left out.

    Attributes
    ----------
    what, which : the kind of thing and its name (an ISO day where it is a day), None where it has none
    z : of the class without it; None where nothing is left to test
    stands : whether the class would still enter the model, and still ranks first
    """

    what: str
    which: str | None
    z: float | None
    stands: bool


def trials(extract: Extract, found: Exposure, rows: Cells, joint: Evidence, one: int) -> tuple[Trial, ...]:
    """An entered class without each thing that it can be tried without by one-step estimates, with no new fit."""
    own = joint.standing[one]
    made = []
    for what, which, left_out in _groups(extract, found, rows, own, rows.held[:, one]):
        if own.weights.information[left_out].sum() > MOST_OF_IT * own.weights.information.sum():
            continue
        z = [part.without_subjects(left_out) for part in (own.weights, *own.competitors)]
        made.append(Trial(what, None if which is None else _name(extract, what, which), z[0], _stands(z[0], z[1:])))
    by_week = np.column_stack([part.without_weeks() for part in (own.weights, *own.competitors)])
    for week, z in zip(own.weights.week.tolist(), by_week, strict=True):
        made.append(Trial(WEEK, day_of(week).isoformat(), float(z[0]), _stands(z[0], z[1:].tolist())))
    return tuple(made)


def summaries(made: Sequence[Trial]) -> tuple[LeftOut, ...]:
    """The hardest trial of every kind, and how many of the kind there were; kinds in the order of `made`."""
    by_kind: dict[str, list[Trial]] = {}
    for trial in made:
        by_kind.setdefault(trial.what, []).append(trial)
    return tuple(_hardest(what, tried) for what, tried in by_kind.items())


def _hardest(what: str, tried: Sequence[Trial]) -> LeftOut:
    # A trial in which somebody else came to rank first is harder than one with a lower z that stood.
    one = min(tried, key=lambda trial: (trial.stands, -np.inf if trial.z is None else trial.z))
    return LeftOut(what, one.which, len(tried), one.z, all(trial.stands for trial in tried))


def trials_without_last_calls(
    found: Exposure, recipients: tuple[SourceClass, ...], joint: Evidence, strong: list[int]
) -> dict[int, Trial]:
    """The same question of the classes `strong`, without the last call of every mother whose last contact was one."""
    if not strong:
        return {}
    rows = cells(without_last_calls(found), recipients)
    if not rows.events.any():
        return dict.fromkeys(strong, Trial(LAST_CALLS, None, None, stands=False))
    base = curves(rows)
    made = {}
    for one in strong:
        others = {name: best for name, best in joint.final.entered.items() if name != one}
        at = fit(base, rows, others)
        asked = [
            one,
            *(name for name in joint.looked_at if name not in joint.standing and joint.joint[name].z >= HINTS),
        ]
        tests = {name: own.test(name) for name, own in scored_classes(at, asked).items()}
        own = float(tests[one].z_by_delay[joint.final.entered[one]])
        stands = _stands(own, [test.z for name, test in tests.items() if name != one])
        made[one] = Trial(LAST_CALLS, None, own, stands)
    return made


def registration_trial(found: Exposure, own: SourceClass, recipients: tuple[SourceClass, ...]) -> Trial:
    """Whether registration's class passes without the last calls."""
    gap = registration(without_last_calls(found), own, recipients)
    return Trial(LAST_CALLS, None, None if gap is None else gap.test.z, gap is not None and gap.test.z >= STAYS)


def _groups(
    extract: Extract, found: Exposure, rows: Cells, own: Standing, held: np.ndarray
) -> Iterator[tuple[str, int | None, np.ndarray]]:
    """Groups of subjects: what kind, which one, and who belongs to it."""
    mother = rows.mother
    issuer = extract.mothers["issuer"].to_numpy()[found.mother[mother]]
    codes: Mapping[str, np.ndarray] = {
        "hospital": found.hospital[mother], "district": found.district[mother], "issuer": issuer,
        "batch": held[_pattern_of_subject(rows)],
    }  # fmt: skip
    for what, values in codes.items():
        for which in np.unique(values).tolist():
            if 0 <= which < NEVER:
                yield what, which, values == which
    score = own.weights.score
    most = np.argsort(-score, kind="stable")[: int(np.ceil(len(score) * INFLUENTIAL))]
    yield INFLUENTIAL_MOTHERS, None, np.isin(np.arange(len(score)), most)


def _name(extract: Extract, what: str, which: int) -> str:
    if what == "batch":
        return day_of(which).isoformat()
    names: Mapping[str, tuple[str, ...]] = {
        "hospital": extract.hospitals, "district": extract.districts, "issuer": extract.issuers
    }  # fmt: skip
    return names[what][which]


def _pattern_of_subject(rows: Cells) -> np.ndarray:
    pattern = np.zeros(len(rows.mother), dtype=np.int64)
    pattern[rows.subject] = rows.pattern[rows.call_row]
    return pattern


def _stands(z: float, others: list[float]) -> bool:
    return z >= STAYS and z >= max(others, default=-np.inf)
