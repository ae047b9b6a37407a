"""The restore drill in small: a sealed backup, an empty host, the offline key, and everything is as it was."""

import pytest

from benchmarks.restore import run
from tests.servers.databases import KINDS, Databases
from tests.servers.postgres import PostgresMissing


@pytest.mark.parametrize("number", range(len(KINDS)), ids=KINDS)
def test_a_drill_brings_everything_back(databases: Databases, number: int) -> None:
    try:
        done = run(databases, number, reports=15, fields=40)
    except PostgresMissing as missing:
        pytest.skip(str(missing))
    assert (done.differing_tables, done.opened) == (0, 40)
    assert done.journal_holds and done.pages_answer
    assert done.rows > 15 * 4
