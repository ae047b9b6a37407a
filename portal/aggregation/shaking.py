"""Step 8, shake: does a class that would be named still stand without the calls that ended an observation?

Observation ends at the last contact, and many a last contact was made because a call came (event-dependent
observation, Farrington, Whitaker and Hocine 2009). Dropping that call errs the other way, so both are asked: a class
is named only if it also passes, at a level of 0.05, without the last call of every mother whose last contact was one.
"""

from collections.abc import Iterable

from portal.aggregation.cells import cells
from portal.aggregation.classes import REGISTRATION_CODE, SourceClass
from portal.aggregation.evidence import evidence
from portal.aggregation.exposure import Exposure, without_last_calls
from portal.aggregation.registration import gap_cells, registration
from portal.aggregation.scoring import Tested

SURVIVAL = 0.05


def fallen(
    found: Exposure, own: SourceClass, recipients: tuple[SourceClass, ...], strong: Iterable[int]
) -> frozenset[int]:
    """Of the classes `strong` (keys: recipients by position, registration -1), those that do not survive."""
    asked = frozenset(strong)
    if not asked:
        return asked
    shaken = without_last_calls(found)
    tests: dict[int, Tested | None] = {}
    if REGISTRATION_CODE in asked:
        tests[REGISTRATION_CODE] = registration(gap_cells(shaken, own, recipients))
    counted = cells(shaken, recipients)
    if asked - {REGISTRATION_CODE} and counted.events.any():
        tests |= evidence(counted, tuple(range(len(recipients)))).joint
    return frozenset(key for key in asked if not _stands(tests.get(key)))


def _stands(test: Tested | None) -> bool:
    return test is not None and test.z > 0 and test.p_value <= SURVIVAL
