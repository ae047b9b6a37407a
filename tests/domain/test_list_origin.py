"""What of a comparison with a leaked list may be kept."""

import pytest

from portal.aggregation.seized import origin
from portal.domain.seized import ListedReporter
from tests.aggregation.test_seized import DISTRICT_OF, RUNS, cut, listed, run_of


@pytest.mark.parametrize(("found", "of", "is_kept"), [(2, 40, False), (12, 40, True)])
def test_no_header_and_no_small_count_of_mothers_is_kept(found: int, of: int, is_kept: bool) -> None:
    reporters = tuple(ListedReporter(number < found, None, None) for number in range(of))
    kept = origin(listed(cut(run_of(RUNS[0].recipient, 6)), reporters=reporters), RUNS, DISTRICT_OF).to_keep()
    assert all(set(read) == {"column", "read_by"} for read in kept["columns"])
    assert (kept["breadth"]["reporters"] is not None) is is_kept
