"""Hostile requests by the ten thousand: does one break a page, take long, or change or show what it must not?

    python -m benchmarks.requests --n 100000                # on SQLite
    python -m benchmarks.requests --n 20000 --kind postgresql
    python -m benchmarks.requests --n 300 --planted error   # the harness must see the fault

Requests are made from the map of addresses and the forms of the pages, by everybody: a stranger, two mothers, every
role; with any method; on one's own objects, another's and none; with values that have broken other programs. They are
sent in one process, each block to a fresh portal with people in it. A block is added to a file in the results folder
when it is over, so a run that was broken off goes on where it stopped; `--fresh` begins again.
"""

import argparse
import logging
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from benchmarks.heading import heading
from benchmarks.hostile.planted import PLANTED
from benchmarks.hostile.requests import Asked, Forms, Maker, endpoint_of
from benchmarks.hostile.scene import ACTORS, STAFF, Scene, scene
from benchmarks.hostile.watch import SIGN_IN, Watch
from benchmarks.scans import ledger
from tests.servers.databases import KINDS, Databases

BLOCK = 500
SLOWEST_SECONDS = 5.0
LONGEST_SHOWN = 1_500


def main(arguments: list[str]) -> int:
    """Run what is missing, print the table; 1 where there was a fault."""
    options = _options(arguments)
    logging.getLogger("portal").setLevel(logging.CRITICAL)  # the faults are counted here
    path = options.results / f"{options.kind}{'-' * bool(options.planted)}{options.planted}.jsonl"
    if options.fresh:
        path.unlink(missing_ok=True)
    wanted = -(-options.n // options.block)
    with Databases.of_their_own() as databases:
        blocks = ledger.run(path, wanted, lambda number: _block(number, options, databases), options.kind)
    return _print(options.kind, blocks)


def _block(number: int, options: argparse.Namespace, databases: Databases) -> dict[str, object]:
    chance = random.Random(f"requests {number}")  # noqa: S311 - so that a block can be run again
    statuses: Counter[str] = Counter()
    pairs: set[str] = set()
    faults, longest, begun = [], 0.0, time.monotonic()
    with (
        databases.fresh(options.kind) as url,
        tempfile.TemporaryDirectory() as folder,
        scene(url, Path(folder), options.planted) as portal,
    ):
        watch, forms = Watch(portal, options.slowest), Forms()
        _learn(portal, forms)
        maker = Maker(portal, forms, chance)
        for _ in range(min(options.block, options.n - number * options.block)):
            asked = maker.make()
            permitted = portal.permissions(asked.actor)
            answer = watch.send(asked)
            for kind, says in watch.judge(asked, answer, permitted):
                faults.append({"kind": kind, "says": says, "asked": repr(asked)[:LONGEST_SHOWN]})
            _renew(portal, asked, answer.location)
            statuses[str(answer.status)] += 1
            longest = max(longest, answer.seconds)
            pairs.add(f"{endpoint_of(portal, asked.path, asked.method)} {asked.actor}")
    return {
        "requests": statuses.total(), "statuses": statuses, "faults": faults, "pairs": sorted(pairs),
        "longest": round(longest, 2), "seconds": round(time.monotonic() - begun, 1),
    }  # fmt: skip


def _learn(portal: Scene, forms: Forms) -> None:
    """Every page that everybody may open is read for its forms."""
    maker = Maker(portal, forms, random.Random(0))  # noqa: S311
    for actor in ACTORS:
        for asked in maker.pages(actor):
            answer = portal.clients[actor].open(**asked.options())
            if answer.status_code == 200 and answer.mimetype == "text/html":
                forms.read(answer.text, asked.path)


def _renew(portal: Scene, asked: Asked, location: str) -> None:
    if asked.actor in STAFF and SIGN_IN in location:
        portal.sit_down_again(asked.actor)


def _print(kind: str, blocks: list[dict]) -> int:
    faults = ledger.faults_of(blocks)
    statuses = sum((Counter(block["statuses"]) for block in blocks), Counter())
    pairs = {pair for block in blocks for pair in block["pairs"]}
    said = ", ".join(f"{count:,} × {status}" for status, count in sorted(statuses.items()))
    kinds = Counter(fault["kind"] for fault in faults)
    print(f"{heading()}, {kind}")
    print(f"{statuses.total():,} requests to {len(pairs):,} pairs of address and actor: {said}")
    print(f"longest answer {max((block['longest'] for block in blocks), default=0):.2f} s")
    print(", ".join(f"{kinds[one]:,} {one}" for one in ("unhandled", "slow", "changed", "let in", "told")))
    for (one, says), count in Counter((fault["kind"], fault["says"]) for fault in faults).most_common():
        print(f"  {count:,} × {one}: {says}")
    return 1 if faults else 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=100_000)
    parser.add_argument("--kind", choices=KINDS, default="sqlite")
    parser.add_argument("--block", type=int, default=BLOCK)
    parser.add_argument("--slowest", type=float, default=SLOWEST_SECONDS)
    parser.add_argument("--planted", choices=sorted(PLANTED), default="")
    parser.add_argument("--results", type=Path, default=Path("build/requests"))
    parser.add_argument("--fresh", action="store_true")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
