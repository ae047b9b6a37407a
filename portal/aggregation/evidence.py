"""Step 5: what each class of recipients explains beyond every free curve and beyond the classes already in.

One fit of the curves gives the scores of every source and delay at once. Sources then enter one at a time, the
strongest first, each tested given all delays of those already in; what a near neighbour borrowed from the true source
is gone by then. Who entered is examined once more without himself in the model, inside his scope (`confirmed`).
"""

from dataclasses import dataclass

import numpy as np

from portal.aggregation.cells import Cells
from portal.aggregation.curves import Curves, curves
from portal.aggregation.scoring import Tested, fit, onset, refined, score
from portal.stats.blocks import Design, Indicators, Within

ENTRY = 0.01  # search-adjusted p at which a source enters as an explanation that others must do better than
MOST_SOURCES = 4  # that enter; more leaks at once are beyond what such data can hold apart
SCOPE_EDGES = (0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 60, 80, 120)  # days since registration, inside one scope


@dataclass(frozen=True, eq=False)
class Evidence:
    """The joint model.

    Attributes
    ----------
    entered : classes that the others were tested against, strongest first
    alone : each class with no other in the model
    joint : each class given the entered ones
    against : an entered class given one other class, by that pair
    reached, events, subjects : of the fit
    """

    entered: tuple[int, ...]
    alone: dict[int, Tested]
    joint: dict[int, Tested]
    against: dict[tuple[int, int], Tested]
    reached: bool
    events: int
    subjects: int


def evidence(found: Cells, classes: tuple[int, ...]) -> Evidence:
    """Test the classes (columns of `found.held`) jointly."""
    base = curves(found)
    entered: dict[int, int] = {}
    alone: dict[int, Tested] = {}
    while True:
        table, top = fit(base, found, entered, [])
        scored = score(base, found, table, top.beta, {one: onset(base, found, one) for one in classes})
        joint = {one: scored.test(one, ["curves", *entered]) for one in classes if one not in entered}
        alone = alone or dict(joint)
        candidates = [one for one, test in joint.items() if test.p_value <= ENTRY]
        if not candidates or len(entered) == MOST_SOURCES:
            break
        strongest = max(candidates, key=lambda one: joint[one].z)
        entered[strongest] = joint[strongest].best
    against: dict[tuple[int, int], Tested] = {}
    for one in entered:
        joint[one], pairs = _confirmed(base, found, classes, entered, one)
        against |= {(one, other): test for other, test in pairs.items()}
    subjects = int(found.subject.max(initial=-1)) + 1
    return Evidence(tuple(entered), alone, joint, against, top.reached, int(found.events.sum()), subjects)


def _confirmed(
    base: Curves, found: Cells, classes: tuple[int, ...], entered: dict[int, int], one: int
) -> tuple[Tested, dict[int, Tested]]:
    """An entered class, tested with the others in the model, and then with every further class beside them.

    Inside a scope that is not everybody the time since registration, and the onsets of the others, are free once
    more: a leak at one hospital, or vendors who work one district harder, must not speak against the recipient whose
    files hold that district.
    """
    others = {name: best for name, best in entered.items() if name != one}
    extra = _inside_scope(base, found, one, others)
    table, top = fit(base, found, others, extra)
    onsets = {name: onset(base, found, name) for name in classes}
    scored = score(base, found, table, top.beta, onsets)
    given = ["curves", *others]
    test = refined(base, found, others, extra, one, scored.test(one, given), top)
    pairs = {name: scored.test(one, [*given, name]) for name in classes if name not in entered}
    return test, pairs | dict.fromkeys(others, test)


def _inside_scope(base: Curves, found: Cells, one: int, others: dict[int, int]) -> list[Design]:
    mark = found.scope[found.pattern[base.kept], one].astype(np.float64)
    if mark.all():
        return []
    passed = found.since(found.registered)[base.kept]
    codes = np.digitize(passed - 1, SCOPE_EDGES).astype(np.int16)
    since = Within(Indicators(codes, len(SCOPE_EDGES) + 1), mark)
    return [since, *(Within(onset(base, found, other), mark) for other in others)]
