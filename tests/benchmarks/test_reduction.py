"""The short form of the reduction's benchmark: all ways count the same (it says so itself); how fast is not judged."""

import pytest

from benchmarks import reduction

CALLS = 24_000


@pytest.mark.parametrize("part", reduction.PARTS)
def test_every_way_counts_the_same(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reduction, "ROUNDS", 1)
    monkeypatch.setattr(reduction, "BATCHES", 2)
    monkeypatch.setattr(reduction, "NEW", 1_200)
    figures = list(reduction.PARTS[part](CALLS))
    assert figures
    assert all(one.value > 0 for one in figures)
    assert len({one.name for one in figures}) == len(figures)
