"""What a proof that an entry stands in the journal costs, in a tree of a million leaves."""

import random
import time
from collections.abc import Iterator
from datetime import UTC, datetime

from benchmarks.figure import Figure
from portal.domain.journal import Entry, written
from portal.domain.merkle import Node, grown, included_root, inclusion_path, leaf_hash, root_of

START = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
LEAVES, PROOFS = 1_000_000, 200


def proving(leaves: int = LEAVES) -> Iterator[Figure]:
    """What a proof costs whoever makes it and whoever checks it, in a tree of so many leaves."""
    hashes, finished, frontier = [], [], []
    begin = time.perf_counter()
    for number in range(leaves):
        leaf = leaf_hash(written(number + 1, Entry(START, "a", "deed", f"thing:{number}")))
        frontier, made = grown(number, frontier, leaf)
        hashes.append(leaf)
        finished.append(made)
    yield Figure(
        "tree: one more leaf", (time.perf_counter() - begin) / leaves * 1e6, "µs", "hash and nodes, no database"
    )
    node: Node = lambda level, last: finished[last - 1][level - 1] if level else hashes[last - 1]  # noqa: E731
    root, rng = root_of(frontier), random.Random(2)
    numbers = [rng.randint(1, leaves) for _ in range(PROOFS)]
    paths = [inclusion_path(number, leaves, node) for number in numbers]
    begin = time.perf_counter()
    right = [
        included_root(number, leaves, hashes[number - 1], path) == root
        for number, path in zip(numbers, paths, strict=True)
    ]
    spent = (time.perf_counter() - begin) / PROOFS * 1e3
    steps = max(len(path) for path in paths)
    yield Figure(
        "inclusion proof: check", spent, "ms", f"{sum(right)} of {PROOFS} hold, {leaves:,} leaves, {steps} steps"
    )
