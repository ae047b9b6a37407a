"""The questions of the pipeline between the joint model and the verdicts, each asked of the classes it concerns."""

from dataclasses import astuple, dataclass, replace

import numpy as np

from portal.aggregation.attribution import REGISTRATION_COLUMN, Source, attribution
from portal.aggregation.cases import Case
from portal.aggregation.cells import Cells
from portal.aggregation.classes import REGISTRATION_CODE, SourceClass
from portal.aggregation.evidence import Evidence, evidence, weight
from portal.aggregation.exclusion import early
from portal.aggregation.exposure import Exposure
from portal.aggregation.gate import gate
from portal.aggregation.influence import stability
from portal.aggregation.levels import LEVEL
from portal.aggregation.placebo import Null, placebo
from portal.aggregation.shaking import falls, falls_without_last_calls, registration_falls
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
    """What the whole analysis is about: the input, and what the first steps made of it."""

    extract: Extract
    found: Exposure
    registration: SourceClass
    recipients: tuple[SourceClass, ...]
    rows: Cells
    as_of: int
    seed: int

    def random(self) -> np.random.Generator:
        """The same numbers for the same input."""
        return np.random.default_rng(self.seed)


def joint_model(asked: Asked) -> Evidence | None:
    """The joint model over the recipients' classes; None where there is nothing to fit."""
    if not asked.recipients or not asked.rows.events.any():
        return None
    return evidence(asked.rows, tuple(range(len(asked.recipients))))


def placebos(asked: Asked, joint: Evidence | None) -> Null | None:
    """The placebo schedules of every class that was looked at."""
    if joint is None or not joint.scored:
        return None
    classes = dict(enumerate(asked.recipients))
    information = {one: test.information for one, test in joint.alone.items()}
    return placebo(
        asked.extract, asked.found, asked.rows, joint.scored, classes, information, asked.as_of, asked.random()
    )


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
    last = falls_without_last_calls(asked.found, asked.recipients, joint, entered) if entered else {}
    for key in entered:
        fallen = falls(asked.extract, asked.found, asked.rows, joint, key)
        done[key] = replace(made[key], falls=fallen + last[key])
    if REGISTRATION_CODE in strong:
        fallen = registration_falls(asked.found, asked.registration, asked.recipients)
        done[REGISTRATION_CODE] = replace(made[REGISTRATION_CODE], falls=fallen)
    return done


def by_tier(asked: Asked, joint: Evidence | None, tiers: tuple[int, ...]) -> tuple[TierScores, TierScores, TierScores]:
    """Tier 2 alone, the verified, and the anonymous, each by itself."""
    groups = (VERIFIED[:1], VERIFIED, (Tier.ANONYMOUS.value,))
    own = tuple(sorted(tiers, reverse=True))
    return tuple(
        tier_scores(
            asked.extract, asked.registration, asked.recipients, which, asked.as_of, joint if which == own else None
        )
        for which in groups
    )


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


def attributed(asked: Asked, made: dict[int, Case], joint: Evidence | None) -> dict[int, Case]:
    """With the share of the calls that each needed source explains."""
    keys = [key for key in made if joint is not None and key in joint.looked_at]
    gap = made[REGISTRATION_CODE].test
    sources = [Source(key, MEDIANS[made[key].test.best]) for key in keys]
    sources.append(Source(REGISTRATION_COLUMN, MEDIANS[gap.best if gap else USUAL]))
    said = attribution(asked.rows, tuple(sources), seed=asked.seed) if keys else None
    if said is None:
        return made
    done = dict(made)
    for place, key in enumerate([*keys, REGISTRATION_CODE]):
        found = said.shares[place].estimate > 0  # a source that is not needed has no share that could be told
        share = Interval(*(float(value) for value in astuple(said.shares[place]))) if found else None
        done[key] = replace(made[key], share=share)
    return done


def with_early_calls(asked: Asked, made: dict[int, Case]) -> dict[int, Case]:
    """With the calls that a class cannot be behind; asked where anything at all follows anybody."""
    hints = any(case.p_value is not None and case.p_value <= LEVEL for case in made.values())
    done = dict(made)
    for place in range(len(asked.recipients) if hints else 0):
        found = early(asked.found, asked.registration, asked.recipients, place, seed=asked.seed)
        done[place] = replace(made[place], early=found)
    return done


def stable(asked: Asked, made: dict[int, Case], joint: Evidence | None) -> dict[int, Case]:
    """With the probability of every class that was looked at, by a bootstrap over mothers."""
    done = dict(made)
    for key in () if joint is None else joint.looked_at:
        standing = joint.standing.get(key)
        own = standing.weights if standing else weight(asked.rows, joint.scored[key], key, made[key].test.best)
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
