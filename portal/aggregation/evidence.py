"""Step 5, confirm: what each class of recipients explains beyond every free curve and beyond the classes already in.

One fit of the curves gives the scores of every source and delay at once. Sources then enter one at a time, the
strongest first, each tested given all delays of those already in; what a near neighbour borrowed from the true source
is gone by then. Who entered is examined once more without himself in the model, and against every other class that
could stand in his place.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import partial

import numpy as np

from portal.aggregation.cells import Cells
from portal.aggregation.curves import curves
from portal.aggregation.engine import THIS_PROCESS, Engine, Later
from portal.aggregation.influence import Influence, influence
from portal.aggregation.levels import HINTS, SEPARATE
from portal.aggregation.scoring import GIVEN, Fitted, Scored, Tested, fit, refined, score, score_inside

ENTRY = 2.5758293035489004  # z (p 0.005) at which a source enters as an explanation that others must do better than
MOST_SOURCES = 4  # that enter; more leaks at once are beyond what such data can hold apart
FEW = 1.9  # information under which even a tenfold rate would be missed one time in five at a level of 0.01
SEVERAL, A_FEW = 3, 5  # trades, and calls of each
COMPETITORS = 3  # beside which an entered class must stay first when it is shaken


@dataclass(frozen=True, eq=False)
class Standing:
    """What is known of an entered class beyond its test.

    Attributes
    ----------
    plain : its z as placebo schedules are scored, given the other entered classes
    rivals : the classes that could stand in its place
    weights : what mothers, weeks and reports weigh in its score
    competitors : the same for the classes that come next
    """

    plain: float
    rivals: tuple[int, ...]
    weights: Influence
    competitors: tuple[Influence, ...]


@dataclass(frozen=True, eq=False)
class Evidence:
    """The joint model.

    Attributes
    ----------
    final : the fit with every entered class in it
    alone : each class with no other in the model
    joint : each class given the entered ones; None where the days at hand could not show even a tenfold rate
    standing : of the classes that entered, strongest first
    events, subjects : of the fit
    """

    final: Fitted
    alone: dict[int, Tested]
    joint: dict[int, Tested | None]
    standing: dict[int, Standing] = field(default_factory=dict)
    events: int = 0
    subjects: int = 0

    @property
    def looked_at(self) -> tuple[int, ...]:
        """The classes that were tested."""
        return tuple(one for one, test in self.joint.items() if test is not None)


@dataclass(frozen=True, eq=False)
class Entry:
    """Who entered the model, before they are examined once more.

    Attributes
    ----------
    final, alone : as in `Evidence`
    tests : of every class that did not enter, at the final fit
    enough : those of them that the days at hand could show
    classes : all that were asked about
    """

    final: Fitted
    alone: dict[int, Tested]
    tests: dict[int, Tested]
    enough: tuple[int, ...]
    classes: tuple[int, ...]

    @property
    def delays(self) -> dict[int, int | None]:
        """Of every class that is looked at its best delay; of the entered ones, which come last, None."""
        return {one: self.tests[one].best for one in self.enough} | dict.fromkeys(self.final.entered)


def evidence(found: Cells, classes: tuple[int, ...], engine: Engine = THIS_PROCESS) -> Evidence:
    """Test the classes (columns of `found.held`) jointly."""
    return examined(enter(found, classes), engine)()


def enter(found: Cells, classes: tuple[int, ...]) -> Entry:
    """Let the classes enter one at a time, the strongest first."""
    base = curves(found)
    entered: dict[int, int] = {}
    alone: dict[int, Tested] = {}
    start = None
    while True:
        final = fit(base, found, entered, start=start)
        start = final
        scored = scored_classes(final, [one for one in classes if one not in entered])
        tests = {one: own.test(one) for one, own in scored.items()}
        alone = alone or tests
        enough = [one for one in tests if alone[one].information >= FEW]
        candidates = [one for one in enough if tests[one].z >= ENTRY]
        if not candidates or len(entered) == MOST_SOURCES:
            break
        strongest = max(candidates, key=lambda one: tests[one].z)
        entered = {**entered, strongest: tests[strongest].best}
    return Entry(final, alone, tests, tuple(enough), classes)


def examined(entry: Entry, engine: Engine) -> Later[Evidence]:
    """Each entered class once more, without itself in the model and against every other."""
    own = tuple(one for one in entry.enough if entry.tests[one].z >= HINTS)
    asked = {one: engine.later(_confirmed, entry.final, entry.enough, own, one) for one in entry.final.entered}
    return partial(_together, entry, asked)


def _together(entry: Entry, asked: Mapping[int, Later[tuple[Tested, Standing]]]) -> Evidence:
    found, tests = entry.final.cells, entry.tests
    joint: dict[int, Tested | None] = {one: tests[one] if one in entry.enough else None for one in entry.classes}
    standing = {}
    for one, answer in asked.items():
        joint[one], standing[one] = answer()
    return Evidence(
        final=entry.final,
        alone=entry.alone,
        joint=joint,
        standing=standing,
        events=round(float(found.events.sum())),
        subjects=int(found.subject.max(initial=-1)) + 1,
    )


def weight(at: Cells, own: Scored, one: int, best: int) -> Influence:
    """What mothers, weeks and reports weigh in the score of one class at one delay."""
    given, column = own.places[GIVEN], own.places[one][[best]]
    weights = np.zeros(own.columns.shape[1])
    weights[column] = 1.0
    weights[given] = -own.scores.efficient(column, given).weights[:, 0]
    return influence(at, own, weights)


def scored_classes(at: Fitted, classes: list[int]) -> dict[int, Scored]:
    """Each class at one fit, those with a scope of their own inside it."""
    everywhere = [one for one in classes if at.inside(one).all()]
    whole = score(at, everywhere)
    return {one: score_inside(at, whole, one) for one in classes}


def _confirmed(final: Fitted, others: tuple[int, ...], own: tuple[int, ...], one: int) -> tuple[Tested, Standing]:
    """An entered class tested with the other entered ones in the model and itself out of it.

    `own` are those of the others that explain something of their own: who only borrows from it is no competitor.
    """
    entered = {name: best for name, best in final.entered.items() if name != one}
    at = fit(final.base, final.cells, entered, start=final)
    scored = scored_classes(at, [one, *others])
    tests = {name: own.test(name) for name, own in scored.items()}
    nearest = sorted(own, key=lambda name: -tests[name].z)[:COMPETITORS]
    rivals = [name for name in others if not _told_apart(at, one, name, tests)]
    weights = {name: weight(at.cells, scored[name], name, tests[name].best) for name in (one, *nearest)}
    standing = Standing(
        plain=tests[one].z,
        rivals=tuple(rivals),
        weights=weights[one],
        competitors=tuple(weights[name] for name in nearest),
    )
    return refined(at, one, tests[one]), standing


def _told_apart(at: Fitted, one: int, rival: int, tests: dict[int, Tested]) -> bool:
    """Whether a class still explains something once one other class, at its own best delay, stands beside it.

    A list that several trades use in one district would be used in others too. So a rival whose files hold more may be
    one that acts there alone only as long as few trades call: one local buyer may sort out his own district.
    """
    if tests[rival].z < HINTS:
        return True
    own, other = tests[one].best, tests[rival].best
    alike = rival if trades(at.cells, one) >= SEVERAL else None
    instead = fit(at.base, at.cells, {**at.entered, rival: other}, one, at, alike)
    whole = score(instead, [one])
    return float(whole.scores.efficient(whole.places[one][[own]], _fitted(instead, whole)).z[0]) >= SEPARATE


def trades(found: Cells, one: int) -> int:
    """How many kinds of vendors called a few times after a class held the record."""
    after = found.since(found.held[:, one])[found.call_row] > 0
    return int((np.bincount(found.vendor[after]) >= A_FEW).sum())


def _fitted(at: Fitted, scored: Scored) -> np.ndarray:
    """The columns of the fit itself, without the further delays of the entered classes."""
    return scored.places[GIVEN][: at.table.design.shape[1]]
