"""The sequential alarm: since when do calls follow the exports of a class, and how soon could one know?

Every fourth Monday is a look. It reads the trials (`alarm_trials`) that have become readable since the look before, in
the order in which they became so, and knows nothing that was told or sent later; so a state that is fed look by look
is the one that all reports at once would give. Two answers stand beside each other: the binomial MaxSPRT with at least
four exposed calls, its error shared out evenly between registration and all listed recipients, raises the alarm; the
e-value may be read at any time and goes on after it.

An alarm says that calls rise after these exports beyond the curves. It does not say that no other class explains them
as well: that is what the joint analysis is for.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Self

import numpy as np

from portal.aggregation.alarm_trials import Trials, trials
from portal.aggregation.classes import REGISTRATION_CODE, SourceClass, source_classes
from portal.aggregation.exposure import exposure
from portal.domain.alarm import Alarms, ClassAlarm
from portal.domain.disclosure import suppressed, suppressed_all
from portal.domain.finding import JOINER, REGISTRATION
from portal.domain.period import day_of
from portal.extract.columns import Extract
from portal.stats.binomial_looks import Plan, Watch, look
from portal.stats.e_value import bet, e_value, log_e_value
from portal.stats.maxsprt import binomial_ratio

ALPHA = 0.05  # over all classes
LEAST = 4  # exposed calls, the advice of Kulldorff and Silva (2017)
HORIZON = 500  # trials of one class; then the test is over, and the e-value remains
EVERY = 28  # days between looks
TIERS = (2, 1)
BEGUN = Watch()
LN10 = float(np.log(10))


class StateAhead(ValueError):
    """A state has seen a later day than it is now to be fed."""


@dataclass(frozen=True)
class Batch:
    """What has been read around one day of export."""

    export: int
    trials: int
    exposed: int
    expected: float


@dataclass(frozen=True)
class Raised:
    """The look that raised the alarm, the first export that it rests on, and the trials of that and later exports."""

    day: int
    onset: int
    trials: int


@dataclass(frozen=True)
class AlarmState:
    """One class between two looks: counts, the test, the wealth; nothing of any mother.

    `level` is the class's part of the error, `looked` the day of the last look, `looks` how many read anything.
    """

    source: str
    level: float
    looked: int
    looks: int = 0
    watch: Watch = BEGUN
    log_wealth: tuple[float, ...] | None = None
    batches: tuple[Batch, ...] = ()
    raised: Raised | None = None

    @property
    def expected(self) -> float:
        """Exposed trials expected under the null."""
        return sum(batch.expected for batch in self.batches)

    @property
    def e_value(self) -> float:
        """What a unit bet against the null has become."""
        return 1.0 if self.log_wealth is None else e_value(self.log_wealth)

    @property
    def log10_e_value(self) -> float:
        """The same as a logarithm, which has no largest float."""
        return 0.0 if self.log_wealth is None else log_e_value(self.log_wealth) / LN10

    @property
    def log_ratio(self) -> float:
        """The MaxSPRT's log likelihood ratio at the mean chance, never above that at each trial's own."""
        return _ratio(self.batches)

    def fed(self, new: Trials, day: int, level: float) -> Self:
        """The state after a look on a day that reads these trials."""
        if day <= self.looked:
            raise StateAhead(f"{self.source} has been looked at on day {self.looked}")
        if not len(new.read):
            return replace(self, looked=day)
        watch = look(self.watch, new.exposed, new.chance, Plan(HORIZON, LEAST, level))
        wealth = tuple(bet(self.log_wealth, new.exposed, new.chance).tolist())
        batches = _with(self.batches, new)
        raised = self.raised
        if raised is None and watch.signalled is not None:
            raised = _raised(day, batches)
        return replace(
            self, looked=day, looks=self.looks + 1, watch=watch, log_wealth=wealth, batches=batches, raised=raised
        )

    def to_json(self) -> dict[str, Any]:
        """Plain dicts and lists."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Read what `to_json` wrote, after a way through JSON."""
        known = dict(data)
        known["watch"] = Watch(**{**data["watch"], "alive": tuple(data["watch"]["alive"])})
        known["log_wealth"] = None if data["log_wealth"] is None else tuple(data["log_wealth"])
        known["batches"] = tuple(Batch(**batch) for batch in data["batches"])
        known["raised"] = None if data["raised"] is None else Raised(**data["raised"])
        return cls(**known)


def advance(
    extract: Extract,
    states: Iterable[AlarmState],
    until: int,
    *,
    tiers: tuple[int, ...] = TIERS,
    progress: Callable[[int, int, int], None] = lambda day, done, total: None,
) -> dict[str, AlarmState]:
    """Every class's state after all looks up to the day `until` (in) that it has not had yet.

    Parameters
    ----------
    extract : everything known
    states : what an earlier call returned, in any order; empty to begin with the first report
    until : last day on which a look may be taken
    tiers : which reporters count
    progress : called before each look with its day, its number and the number of looks

    Returns
    -------
    dict
        By the name of the class. A class that the data no longer form keeps its old state.
    """
    known = {state.source: state for state in states}
    share = ALPHA / (len(extract.recipients) + 1)
    days = look_days(extract, max((state.looked for state in known.values()), default=None), until)
    for done, day in enumerate(days):
        progress(day, done, len(days))
        found = exposure(extract, tiers=tiers, as_of=day)
        classes = tuple(one for one in source_classes(found) if one.covers)
        for one, read in zip(classes, trials(extract, found, classes, day), strict=True):
            name = named(extract, one)
            state = known.get(name) or AlarmState(name, share * _part(name, known), looked=-1)
            known[name] = state.fed(read.within(state.looked, day), day, state.level)
    return known


def said(states: Iterable[AlarmState]) -> Alarms:
    """What the states say, raised ones first, small counts hidden; classes of old runs are left out."""
    known = sorted(states, key=lambda state: (state.raised is None, -state.log_ratio, state.source))
    last = max((state.looked for state in known), default=None)
    current = tuple(_class_alarm(state) for state in known if state.looked == last or state.raised)
    return Alarms(None if last is None else _iso(last), ALPHA, current)


def look_days(extract: Extract, after: int | None, until: int) -> Sequence[int]:
    """Every fourth Monday after a day (by default after the first call was told), up to `until` (in)."""
    told = extract.calls["reported_day"]
    if not len(told):
        return ()
    first = int(told.min()) if after is None else after + 1
    return range(first + (4 - first) % EVERY, until + 1, EVERY)  # day 4, 5 January 1970, was a Monday


def named(extract: Extract, one: SourceClass) -> str:
    """The class's name as in the findings: its members, sorted and joined."""
    names = [REGISTRATION if code == REGISTRATION_CODE else extract.recipients[code] for code in one.members]
    return JOINER.join(sorted(names))


def _part(name: str, known: Iterable[str]) -> float:
    """A class may change its members as data come in; all that begin with one source have its share in halves."""
    lead = name.split(JOINER)[0]
    return 0.5 ** (1 + sum(other.split(JOINER)[0] == lead for other in known))


def _class_alarm(state: AlarmState) -> ClassAlarm:
    trials, raised = suppressed(state.watch.trials), state.raised
    exposed = suppressed_all([state.watch.exposed, state.watch.trials - state.watch.exposed])[0]
    told = trials is not None
    return ClassAlarm(
        members=tuple(state.source.split(JOINER)),
        looked_on=_iso(state.looked),
        looks=state.looks,
        trials=trials,
        exposed=exposed if told else None,
        expected=round(state.expected, 1) if told else None,
        log_ratio=round(state.log_ratio, 2) if told else None,
        log10_e_value=round(state.log10_e_value, 2) if told else None,
        raised_on=_iso(raised.day) if raised else None,
        onset=_iso(raised.onset) if raised else None,
        days=raised.day - raised.onset if raised else None,
        calls=suppressed(raised.trials) if raised else None,
    )


def _iso(day: int) -> str:
    return day_of(day).isoformat()


def _with(batches: tuple[Batch, ...], new: Trials) -> tuple[Batch, ...]:
    known = {batch.export: batch for batch in batches}
    for export in np.unique(new.export):
        own = new.export == export
        old = known.get(int(export), Batch(int(export), 0, 0, 0.0))
        known[int(export)] = Batch(
            old.export,
            old.trials + int(own.sum()),
            old.exposed + int(new.exposed[own].sum()),
            old.expected + float(new.chance[own].sum()),
        )
    return tuple(known[export] for export in sorted(known))


def _raised(day: int, batches: tuple[Batch, ...]) -> Raised:
    """The onset is the export from which on, taken together, the trials speak loudest."""
    ratios = [_ratio(batches[first:]) for first in range(len(batches))]
    first = int(np.argmax(ratios))
    return Raised(day, batches[first].export, sum(batch.trials for batch in batches[first:]))


def _ratio(batches: tuple[Batch, ...]) -> float:
    counted = sum(batch.trials for batch in batches)
    if not counted:
        return 0.0
    chance = sum(batch.expected for batch in batches) / counted
    return binomial_ratio(sum(batch.exposed for batch in batches), counted, chance)
