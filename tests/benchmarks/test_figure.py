"""What a benchmark says can be read as a table."""

from benchmarks.figure import Figure, table


def test_figures_stand_below_each_other() -> None:
    rows = table([Figure("a page", 12.3456, "ms", "3.0 x hello"), Figure("memory", 97, "MB")]).splitlines()
    assert [row.split() for row in rows] == [["a", "page", "12.35", "ms", "3.0", "x", "hello"], ["memory", "97", "MB"]]
    assert rows[0].index(" ms") == rows[1].index(" MB")
