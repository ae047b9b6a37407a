"""The questions of the pipeline between the joint model and the verdicts, each asked of the classes it concerns."""

from collections.abc import Mapping
from dataclasses import astuple, dataclass, replace

import numpy as np

from portal.aggregation.attribution import REGISTRATION_COLUMN, Attribution, Source, attribution
from portal.aggregation.cases import Case
from portal.aggregation.cells import Cells
from portal.aggregation.classes import REGISTRATION_CODE, SourceClass
from portal.aggregation.engine import Engine, Later
from portal.aggregation.evidence import Entry, Evidence, enter
from portal.aggregation.exclusion import Early, early
from portal.aggregation.exposure import Exposure, exposure
from portal.aggregation.gate import gate
from portal.aggregation.influence import stability
from portal.aggregation.levels import LEVEL
from portal.aggregation.placebo import Measured, Null, placebo
from portal.aggregation.registration import Gap
from portal.aggregation.scoring import Tested
from portal.aggregation.shaking import registration_trial, trials, trials_without_last_calls
from portal.aggregation.tiers import TierScores, tier_scores
from portal.domain.disclosure import suppressed
from portal.domain.finding import Interval, Placebo
from portal.domain.vocabulary import Tier
from portal.extract.columns import Extract
from portal.stats.onset import MEDIANS

VERIFIED = (Tier.REGISTRATION_CONFIRMED.value, Tier.PHONE_VERIFIED.value)
USUAL = 3  # position of the delay taken for the registration where no call lies in its days


@dataclass(frozen=True, eq=False)
class Asked:
    """What the whole analysis is about: the input, what the first steps made of it, and who works out the rest."""

    extract: Extract
    found: Exposure
    registration: SourceClass
    recipients: tuple[SourceClass, ...]
    rows: Cells
    as_of: int
    seed: int
    engine: Engine

    def random(self) -> np.random.Generator:
        """The same numbers for the same input."""
        return np.random.default_rng(self.seed)


def entered(asked: Asked) -> Entry | None:
    """Which of the recipients' classes enter the joint model; None where there is nothing to fit."""
    if not asked.recipients or not asked.rows.events.any():
        return None
    return enter(asked.rows, tuple(range(len(asked.recipients))))


def placebos(asked: Asked, entry: Entry | None) -> dict[int, Later[Measured]]:
    """The placebo schedules of every class that is looked at."""
    if entry is None:
        return {}
    classes = dict(enumerate(asked.recipients))
    return placebo(
        asked.extract, asked.found, entry.final, entry.delays, classes, asked.as_of, asked.random(),
        engine=asked.engine,
    )  # fmt: skip


def told_of(null: Null | None) -> Placebo | None:
    """The null distribution as it is printed beside a finding."""
    if null is None or not np.isfinite(null.largest).all():
        return None
    quantiles = np.quantile(null.largest, [0.5, 0.95, 0.99])
    values = [round(float(value), 3) for value in (null.largest.mean(), null.largest.std(), *quantiles)]
    return Placebo(len(null.z), *values)


def calibrated(made: dict[int, Case], joint: Evidence | None, null: Null | None) -> dict[int, Case]:
    """With the family-wise placebo p of every class that has a schedule, and its gate if it entered."""
    if joint is None or null is None:
        return made
    done = dict(made)
    for one in joint.looked_at:
        standing = joint.standing.get(one)
        z = joint.joint[one].z if standing is None else standing.plain
        checks = () if standing is None else gate(joint.final, one)
        done[one] = replace(made[one], family_p=null.p_value(one, z), gate=checks)
        if standing is not None:
            names = {name for rival in standing.rivals for name in made[rival].names}
            done[one] = replace(done[one], rivals=tuple(sorted(names)))
    return done


def shaken(asked: Asked, made: dict[int, Case], joint: Evidence | None) -> dict[int, Case]:
    """Everybody who might be named, shaken."""
    strong = [key for key, case in made.items() if case.q_value is not None and case.q_value <= LEVEL]
    entered = [key for key in strong if joint is not None and key in joint.standing]
    done = dict(made)
    last = trials_without_last_calls(asked.found, asked.recipients, joint, entered) if entered else {}
    for key in entered:
        tried = trials(asked.extract, asked.found, asked.rows, joint, key)
        done[key] = replace(made[key], trials=(*tried, last[key]))
    if REGISTRATION_CODE in strong:
        tried = registration_trial(asked.found, asked.registration, asked.recipients)
        done[REGISTRATION_CODE] = replace(made[REGISTRATION_CODE], trials=(tried,))
    return done


def by_tier(asked: Asked, entry: Entry | None, tiers: tuple[int, ...]) -> list[Later[TierScores]]:
    """Tier 2 alone, the verified, and the anonymous, each by itself."""
    own = tuple(sorted(tiers, reverse=True))
    asked_of = []
    for which in (VERIFIED[:1], VERIFIED, (Tier.ANONYMOUS.value,)):
        found = asked.found if which == own else exposure(asked.extract, tiers=which, as_of=asked.as_of)
        alone = tuple(entry.alone.values()) if entry is not None and which == own else None
        asked_of.append(asked.engine.later(tier_scores, found, asked.registration, asked.recipients, which, alone))
    return asked_of


def with_tiers(
    made: dict[int, Case], confirmed: TierScores, verified: TierScores, anonymous: TierScores
) -> dict[int, Case]:
    """Tier 2 alone, both verified tiers, and all, side by side at each class's own delay."""
    done = dict(made)
    everybody = verified.together(anonymous)
    shown = _nested([confirmed.calls, verified.calls, everybody.calls])
    for key, case in made.items():
        if case.test is not None and key != REGISTRATION_CODE:
            views = tuple(
                one.view(key, case.test.best, calls)
                for one, calls in zip((confirmed, verified, everybody), shown, strict=True)
            )
            done[key] = replace(case, tiers=views)
    return done


def _nested(totals: list[int]) -> list[int | None]:
    """Growing totals, hidden from the first on that would show a small number, by itself or by subtraction."""
    steps = [suppressed(count) for count in np.diff([0, *totals]).tolist()]
    return [total if None not in steps[: place + 1] else None for place, total in enumerate(totals)]


def shares(asked: Asked, joint: Evidence | None, gap: Gap | None) -> Later[Attribution | None]:
    """The share of the calls that each needed source explains."""
    if joint is None or not joint.looked_at:
        return lambda: None
    sources = [Source(one, MEDIANS[joint.joint[one].best]) for one in joint.looked_at]
    sources.append(Source(REGISTRATION_COLUMN, MEDIANS[gap.test.best if gap else USUAL]))
    return asked.engine.later(attribution, asked.rows, tuple(sources), seed=asked.seed)


def attributed(made: dict[int, Case], joint: Evidence | None, said: Attribution | None) -> dict[int, Case]:
    """With the share of the calls that each needed source explains."""
    if joint is None or said is None:
        return made
    done = dict(made)
    for place, key in enumerate([*joint.looked_at, REGISTRATION_CODE]):
        found = said.shares[place].estimate > 0  # a source that is not needed has no share that could be told
        share = Interval(*(float(value) for value in astuple(said.shares[place]))) if found else None
        done[key] = replace(made[key], share=share)
    return done


def early_calls(asked: Asked, tests: Mapping[int, Tested | None]) -> dict[int, Later[Early | None]]:
    """The calls that a class cannot be behind; asked where anything at all follows anybody."""
    p_values = [
        test.p_value if key == REGISTRATION_CODE else test.nominal for key, test in tests.items() if test is not None
    ]
    if min(p_values, default=1.0) > LEVEL:
        return {}
    given = (asked.found, asked.registration, asked.recipients)
    return {place: asked.engine.later(early, *given, place, seed=asked.seed) for place in range(len(asked.recipients))}


def with_early_calls(made: dict[int, Case], said: Mapping[int, Early | None]) -> dict[int, Case]:
    """With those calls."""
    return made | {place: replace(made[place], early=found) for place, found in said.items()}


def stable(
    asked: Asked, made: dict[int, Case], joint: Evidence | None, measured: Mapping[int, Measured]
) -> dict[int, Case]:
    """With the probability of every class that was looked at, by a bootstrap over mothers."""
    done = dict(made)
    for key in () if joint is None else joint.looked_at:
        standing = joint.standing.get(key)
        own = standing.weights if standing else measured[key].weights
        others = standing.competitors if standing else [one.weights for one in joint.standing.values()]
        probability = stability(own, others, asked.random())
        done[key] = replace(made[key], probability=probability, weights=own)
    return done


def with_flip_numbers(made: dict[int, Case], named: set[int]) -> dict[int, Case]:
    """How many invented calls would change whether each is named; none where more than the number z keeps it away."""
    done = dict(made)
    for key, case in made.items():
        if case.weights is None or not np.isfinite(case.threshold):
            continue
        if (key in named) == (case.weights.z >= case.threshold):
            done[key] = replace(case, flip_number=case.weights.flip_number(case.threshold, key in named))
    return done
