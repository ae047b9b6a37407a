"""The short form of the attack on released tables: it finds nothing, and each planted fault."""

import pytest

from benchmarks.disclosure import PUBLISHERS, Publisher, campaign

SEED = 20261128


def test_pairs_of_released_tables_tell_no_small_figure() -> None:
    outcome = campaign(1, SEED, Publisher())
    assert (outcome.exact, outcome.narrow, outcome.wrong) == (0, 0, 0), outcome.found
    assert outcome.pairs > 50


@pytest.mark.parametrize("fault", [name for name in PUBLISHERS if name.startswith("fault")])
def test_a_planted_fault_is_found(fault: str) -> None:
    outcome = campaign(1, SEED, PUBLISHERS[fault])
    assert outcome.narrow > 0
    assert outcome.wrong == 0
