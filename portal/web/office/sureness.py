"""How sure a finding is: every figure with what it means, or with the reason why there is none."""

from dataclasses import dataclass

from flask_babel import gettext

from portal.domain.finding import REGISTRATION, Finding, Findings, Interval, Placebo
from portal.domain.vocabulary import Verdict
from portal.web.office.story import Line
from portal.web.office.words import chance, equal, multiple, p_value, percent

POWER_ENOUGH = 0.8  # below it, not to have found something says little; the engine clears nobody there


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure in words; `figure` is empty where there is none, and `meaning` then says why."""

    label: str
    figure: str
    meaning: tuple[str, ...]


def figures(line: Line, finding: Finding, findings: Findings) -> tuple[Figure, ...]:
    """Everything that a reader may hold against the verdict, or for it; of what was not tested, only what there is."""
    made = (
        _ratio(finding),
        _placebo(finding, findings.placebo),
        _chance(finding),
        _power(finding),
        _flip(finding, line.verdict is Verdict.IMPLICATED),
        _lag(finding),
        _share(finding),
        _probability(finding),
    )
    return made if finding.p_value is not None else tuple(one for one in made if one.figure)


def _ratio(finding: Finding) -> Figure:
    label, ratio = gettext("sure.ratio"), finding.rate_ratio
    if ratio is None or ratio.estimate is None or ratio.low is None or ratio.high is None:
        return _missing(label, gettext("sure.ratio.none"))
    where = (
        gettext("sure.ratio.above") if ratio.low > 1
        else gettext("sure.ratio.below") if ratio.high < 1
        else gettext("sure.ratio.around")
    )  # fmt: skip
    return Figure(label, _interval(ratio), (gettext("sure.ratio.meaning"), where))


def _placebo(finding: Finding, placebo: Placebo | None) -> Figure:
    label, p = gettext("sure.placebo"), finding.family_p_value
    if p is None:
        own = REGISTRATION in finding.members
        return _missing(label, gettext("sure.placebo.registration" if own else "sure.placebo.none"))
    if placebo is None:
        return Figure(label, p_value(p), (gettext("sure.placebo.alone"),))
    # The actual schedule counts as one of them: see Null.p_value of the engine.
    times = round(p * (placebo.schedules + 1)) - 1
    values = {"schedules": f"{placebo.schedules:,}", "times": f"{times:,}"}
    how_often = gettext("sure.placebo.times", **values) if times > 0 else gettext("sure.placebo.never", **values)
    return Figure(label, p_value(p), (how_often, null_text(placebo)))


def null_text(placebo: Placebo) -> str:
    """How far chance alone goes, over all paths at once."""
    quantiles = {"median": placebo.median, "most": placebo.quantile_95, "nearly_all": placebo.quantile_99}
    return gettext("sure.placebo.null", **{name: f"{value:.2f}" for name, value in quantiles.items()})


def _chance(finding: Finding) -> Figure:
    label = gettext("sure.chance")
    if finding.p_value is None:
        return _missing(label, "")
    figure = gettext("sure.chance.figure", p=equal(finding.p_value), q=equal(finding.q_value))
    search = gettext("sure.chance.search") if finding.family_p_value is not None else gettext("sure.chance.paid")
    return Figure(label, figure, (gettext("sure.chance.meaning"), search))


def _power(finding: Finding) -> Figure:
    label = gettext("sure.power")
    if finding.power is None:
        return _missing(label, gettext("sure.power.none"))
    smallest = (
        gettext("sure.power.nothing") if finding.detectable_rate_ratio is None
        else gettext("sure.power.detectable", ratio=multiple(finding.detectable_rate_ratio))
    )  # fmt: skip
    weak = (gettext("sure.power.weak"),) if finding.power < POWER_ENOUGH else ()
    return Figure(label, chance(finding.power), (gettext("sure.power.meaning"), smallest, *weak))


def _flip(finding: Finding, named: bool) -> Figure:
    label = gettext("sure.flip")
    if finding.flip_number is None:
        return _missing(label, gettext("sure.flip.none_named" if named else "sure.flip.none"))
    count = f"{finding.flip_number:,}"
    meaning = gettext("sure.flip.named", count=count) if named else gettext("sure.flip.other", count=count)
    return Figure(label, gettext("sure.flip.figure", count=count), (meaning, gettext("sure.flip.worst")))


def _lag(finding: Finding) -> Figure:
    label, lag = gettext("sure.lag"), finding.lag_days
    if lag is None:
        return _missing(label, gettext("sure.lag.none"))
    limits = [gettext("value.none") if value is None else f"{value:.0f}" for value in (lag.low, lag.high)]
    figure = gettext("sure.lag.figure", median=f"{lag.median:.0f}", low=limits[0], high=limits[1])
    return Figure(label, figure, (gettext("sure.lag.meaning"),))


def _share(finding: Finding) -> Figure:
    label, share = gettext("sure.share"), finding.share
    if share is None or share.estimate is None:
        return _missing(label, gettext("sure.share.none"))
    figure = gettext(
        "sure.interval", estimate=percent(share.estimate), low=percent(share.low), high=percent(share.high)
    )
    return Figure(label, figure, (gettext("sure.share.meaning"),))


def _probability(finding: Finding) -> Figure:
    label = gettext("sure.probability")
    if finding.probability is None:
        return _missing(label, gettext("sure.probability.none"))
    return Figure(label, chance(finding.probability), (gettext("sure.probability.meaning"),))


def _missing(label: str, why: str) -> Figure:
    return Figure(label, "", (why,))


def _interval(interval: Interval) -> str:
    low, high = multiple(interval.low), multiple(interval.high)
    return gettext("sure.interval", estimate=multiple(interval.estimate), low=low, high=high)
