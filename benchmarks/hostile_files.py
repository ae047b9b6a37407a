"""Hostile files by the thousand: does one get out of the sandbox, break an importer, or vanish without a word?

    python -m benchmarks.hostile_files --n 20000
    python -m benchmarks.hostile_files --n 60 --planted untouched     # the harness must see the fault

Half are pictures and recordings for the real sandbox, a process each; half are tables of reports for the real importer
and its database. A file comes through made anew, without what was hidden in the old one, or is refused in words; every
row of a table is stored or refused in words. Results and resumption as in `benchmarks.requests`.
"""

import argparse
import os
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from flask_babel import gettext

from benchmarks.heading import heading
from benchmarks.hostile.scene import Scene, place_of, scene
from benchmarks.scans import ledger
from benchmarks.scans.files import MEDIA, TABLES, broken_media, broken_table
from benchmarks.scans.inputs import CHINESE
from portal.domain.attachment import AttachmentKind
from portal.files.sandbox import WORK_SECONDS, FileRefused, kind_of, made_anew
from portal.files.tables import UnreadableFile
from portal.intake import importing
from portal.intake.importing import KNOWN, NEW, Outcome
from portal.intake.report_imports import Reports
from portal.storage import hospitals
from tests.files.conftest import NOW
from tests.files.media import MARK
from tests.servers.databases import Databases

BLOCK = 200
SHOWN = 50  # refusals that an import lists
Made = tuple[AttachmentKind, bytes]


def _untouched(content: bytes) -> Made:
    return kind_of(content), content


def _dropped(outcome: Outcome) -> None:
    outcome.refused = max(0, outcome.refused - 1)


SANDBOXES: dict[str, Callable[[bytes], Made]] = {"": made_anew, "dropped": made_anew, "untouched": _untouched}


class Bench:
    """The sandbox and the importer of one portal, and what became of the files."""

    def __init__(self, portal: Scene, planted: str, folder: Path) -> None:
        self.portal, self.planted, self.folder = portal, planted, folder
        self.ends: Counter[str] = Counter()
        self.faults: list[dict[str, str]] = []
        self.longest = 0.0

    def take(self, number: int, chance: random.Random) -> None:
        """One file; what is left behind in the sandbox's folder would be an escape."""
        kind = chance.choice(MEDIA) if number % 2 else chance.choice(TABLES)
        around, begun = sorted(os.listdir("/")), time.monotonic()
        try:
            end, fault = self._media(kind, chance) if kind in MEDIA else self._table(kind, chance)
        except Exception as error:  # what would have broken the page or the command
            end, fault = "broken", place_of(error)
        self.longest = max(self.longest, time.monotonic() - begun)
        if sorted(os.listdir("/")) != around:
            fault = "escaped"
        self.ends[f"{kind} {end}"] += 1
        if fault:
            self.faults.append({"kind": fault, "file": kind, "number": str(number)})

    def _media(self, kind: str, chance: random.Random) -> tuple[str, str]:
        try:
            found, made = SANDBOXES[self.planted](broken_media(kind, chance))
        except FileRefused as refused:
            return "refused", _wordless(f"evidence.refused.{refused.reason.value}")
        formed = made[8:12] == b"WEBP" if found is AttachmentKind.PICTURE else made[4:8] == b"ftyp"
        return "made anew", "" if formed and MARK.encode() not in made else "not made anew"

    def _table(self, kind: str, chance: random.Random) -> tuple[str, str]:
        services, path = self.portal.services, broken_table(kind, chance, self.folder)
        try:
            outcome = importing.run(path, Reports(services.vault), store=services.store, at=NOW)
        except UnreadableFile as refused:
            return "refused", _wordless(f"cli.file.{refused.problem}")
        if self.planted == "dropped":
            _dropped(outcome)
        landed = outcome.counts[NEW] + outcome.counts[KNOWN] + outcome.refused
        if landed != outcome.rows or len(outcome.refusals) != min(outcome.refused, SHOWN):
            return "imported", "rows unaccounted for"
        wordless = [_wordless(f"cli.reason.{refusal.reason}") for refusal in outcome.refusals]
        return "imported", next(filter(None, wordless), "")


def _wordless(key: str) -> str:
    """The fault of a refusal that has no words."""
    return "" if CHINESE.search(gettext(key)) else f"no words for {key}"


def main(arguments: list[str]) -> int:
    """Run what is missing, print the table; 1 where there was a fault."""
    options = _options(arguments)
    path = options.results / f"files{'-' * bool(options.planted)}{options.planted}.jsonl"
    if options.fresh:
        path.unlink(missing_ok=True)
    wanted = -(-options.n // options.block)
    with Databases.of_their_own() as databases:
        blocks = ledger.run(path, wanted, lambda number: _block(number, options, databases), "files")
    return _print(blocks)


def _block(number: int, options: argparse.Namespace, databases: Databases) -> dict[str, object]:
    chance = random.Random(f"files {number}")  # noqa: S311 - so that a block can be run again
    with (
        databases.fresh("sqlite") as url,
        tempfile.TemporaryDirectory() as folder,
        scene(url, Path(folder)) as portal,
        portal.app.test_request_context(),
    ):
        with portal.services.store.write() as connection:
            hospitals.put(connection, {"晨曦医院": "晨曦区"})
        bench = Bench(portal, options.planted, Path(folder))
        for place in range(min(options.block, options.n - number * options.block)):
            bench.take(place, chance)
    return {"ends": bench.ends, "faults": bench.faults, "longest": round(bench.longest, 2)}


def _print(blocks: list[dict]) -> int:
    faults = ledger.faults_of(blocks)
    ends = sum((Counter(block["ends"]) for block in blocks), Counter())
    print(f"{heading()}, sqlite")
    print(f"{ends.total():,} files: {', '.join(f'{count:,} {end}' for end, count in sorted(ends.items()))}")
    longest = max((block["longest"] for block in blocks), default=0)
    print(f"{len(faults):,} faults; longest {longest:.1f} s, ended by force after {WORK_SECONDS} s")
    for (kind, file), count in Counter((fault["kind"], fault["file"]) for fault in faults).most_common():
        print(f"  {count:,} × {kind}: {file}")
    return 1 if faults else 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=20_000)
    parser.add_argument("--block", type=int, default=BLOCK)
    parser.add_argument("--planted", choices=sorted(filter(None, SANDBOXES)), default="")
    parser.add_argument("--results", type=Path, default=Path("build/hostile_files"))
    parser.add_argument("--fresh", action="store_true")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
