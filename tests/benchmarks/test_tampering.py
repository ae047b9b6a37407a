"""The campaign of tamperings in short, and that it would catch a verifier that sleeps."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import tampering, tamperings
from benchmarks.proving import proving
from benchmarks.tampering import Bench, campaign, holds, holds_by_itself, prepare, unwitnessed
from portal.storage.database import Store

ROUNDS = 4 * len(tamperings.TAMPERINGS)
WHOLE_IN_THEMSELVES = {"cut", "roll_back", "fork"}


@pytest.fixture
def bench(store: Store, tmp_path: Path) -> Iterator[Bench]:
    return prepare(store, tmp_path)


def test_every_tampering_shows_and_leaves_the_bench_as_it_was(bench: Bench) -> None:
    drawn, shown = campaign(bench, ROUNDS)

    assert shown == drawn
    with bench.store.read() as connection:
        assert holds(connection, bench.folders, bench.vault)


def test_a_verifier_that_asks_no_witness_is_caught(bench: Bench) -> None:
    drawn, shown = campaign(bench, ROUNDS, verify=holds_by_itself)

    missed = {kind for kind in drawn if shown[kind] < drawn[kind]}
    assert missed == WHOLE_IN_THEMSELVES | {"change_checkpoint"}


def test_what_no_witness_has_seen_is_not_claimed_to_show(bench: Bench) -> None:
    assert unwitnessed(bench, 3) == 0


def test_a_proof_is_made_and_checked_in_a_large_tree() -> None:
    figures = list(proving(leaves=3000))

    assert f"{200} of 200 hold" in figures[-1].beside


def test_the_figures_name_every_kind(tmp_path: Path) -> None:
    figures = tampering.tried(f"sqlite:///{tmp_path}/j.db", tmp_path, len(tamperings.TAMPERINGS))

    assert [figure.name for figure in figures][-2:] == [
        "tamperings shown", "rewritings of unwitnessed entries shown",
    ]  # fmt: skip
