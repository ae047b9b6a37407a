"""Loss of power under load: what was not synced is gone, the last write is torn. Is an acknowledged report ever lost?

    python -m benchmarks.power                                # 300 cuts on the embedded default, SQLite
    python -m benchmarks.power --cuts 40 --planted directory  # the harness must see the loss

A portal starts in an empty folder and takes reports, pictures and digests over HTTP, while a library under it writes
down each write, sync and change of names in that folder, and the senders each answer, in one file. For a place in
that file the disk is laid out as a loss of power there may leave it (see durability/disk.py), the portal is started on
it, and every report acknowledged before that place is looked for: there, whole, opened, its receipt good, its entry in
a journal that holds. A load with its cuts is added to a file in the results folder when it is over, so a run that was
broken off goes on where it stopped; `--fresh` begins again. It needs a C compiler.
"""

import argparse
import os
import random
import sys
import tempfile
import threading
import time
from dataclasses import asdict
from pathlib import Path

from benchmarks.durability.client import Ledger, Sender
from benchmarks.durability.disk import Disk
from benchmarks.durability.recording import Deed, Record, Recording, compiled
from benchmarks.durability.revival import revive
from benchmarks.durability.victims import Web
from benchmarks.heading import heading
from benchmarks.scans import ledger as blocks

PLANTED = ("unsynced", "early", "attachment", "directory", "leaf")
SENDERS = 4
REPORTS = 60  # of one load
CUTS = 20  # of one load
PATIENCE = 300.0  # seconds
WHEN = {"any": (3, 2, 4, 1), "told": (3, 2, 0, 0)}  # how often after a report, after evidence, between, before all
FAULTS = ("lost", "half", "shut", "broken")


class RecordedLedger(Ledger):
    """What a mother was told stands among what was done to the disk."""

    def __init__(self, recording: Recording) -> None:
        super().__init__(0)
        self._recording = recording

    def acknowledge(self, number: int) -> None:
        """Her receipt was read."""
        self._recording.acknowledge("report", number)
        super().acknowledge(number)

    def attach(self, number: int) -> None:
        """So was that her file was kept."""
        self._recording.acknowledge("evidence", number)
        super().attach(number)


def main(arguments: list[str]) -> int:
    """Run what is missing, print the table; 1 where something was lost."""
    options = _options(arguments)
    path = options.results / f"sqlite{'-' * bool(options.planted)}{options.planted}.jsonl"
    if options.fresh:
        path.unlink(missing_ok=True)
    wanted = -(-options.cuts // CUTS)
    done = blocks.run(path, wanted, lambda number: _load(number, options), options.planted or "power")
    return _print(done, options.planted)


def _load(number: int, options: argparse.Namespace) -> dict[str, object]:
    chance = random.Random(f"power {number}")  # noqa: S311 - which cuts, and what they leave
    with tempfile.TemporaryDirectory() as made:
        room = Path(made).resolve()
        folder = room / "instance"
        folder.mkdir()
        recording = Recording(room / "record")
        taken = _loaded(room, folder, recording, options.planted)
        recording.close()
        records, disk = list(recording.records()), Disk(folder)
        places = _places(records, min(CUTS, options.cuts - number * CUTS), WHEN[options.when], chance)
        cuts, told = [], {"report": [], "evidence": []}
        for place, record in enumerate(records):
            cuts += [_cut(disk, told, taken, chance) for _ in range(places.count(place))]
            if record.deed is Deed.ACKNOWLEDGE:
                told[record.path].append(record.offset)
            else:
                disk.follow(record)
        cuts += [_cut(disk, told, taken, chance) for _ in range(places.count(len(records)))]
        disk.compare()
    return {"records": len(records), "reports": len(told["report"]), "files": len(told["evidence"]), "cuts": cuts}


def _loaded(room: Path, folder: Path, recording: Recording, planted: str) -> int:
    """Let reports come until there are enough; how many were begun."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("JINGYUE_")}
    place = {"DATABASE_URL": f"sqlite:///{folder}/jingyue.db", "JINGYUE_INSTANCE": str(folder)}
    recorded = recording.environment(compiled(room), folder)
    web = Web(inherited | place | recorded | {"JINGYUE_PLANTED": planted}, room / "web.log")
    ledger, stop = RecordedLedger(recording), threading.Event()
    try:
        web.start()
        senders = [Sender(web.url, ledger, stop, pictures=True) for _ in range(SENDERS)]
        for sender in senders:
            sender.start()
        deadline = time.monotonic() + PATIENCE
        while len(ledger.acknowledged) < REPORTS and time.monotonic() < deadline:
            time.sleep(0.05)
        stop.set()
        for sender in senders:
            sender.join()
    finally:
        web.stop()
    return ledger.next_number


def _places(records: list[Record], count: int, weights: tuple[int, ...], chance: random.Random) -> list[int]:
    """Before which records the power goes: when somebody has just been told, in between, or before the first report."""
    told = {what: [n for n, one in enumerate(records) if one.path == what] for what in ("report", "evidence")}
    first, places = told["report"][0], []
    for _ in range(count):
        kind = chance.choices(("report", "evidence", "between", "before"), weights)[0]
        match kind:
            case "between":
                places.append(chance.randint(first, len(records)))
            case "before":
                places.append(chance.randint(0, first))
            case _:
                places.append(chance.choice(told[kind] or told["report"]) + 1)
    return places


def _cut(disk: Disk, told: dict[str, list[int]], taken: int, chance: random.Random) -> dict[str, object]:
    acknowledged = told["report"]
    with tempfile.TemporaryDirectory() as folder:
        disk.after_power_loss(chance, Path(folder))
        found = revive(
            Path(folder), acknowledged=acknowledged, attached=told["evidence"],
            unsure=sorted(set(range(taken)) - set(acknowledged)), new=taken,
        )  # fmt: skip
    counts = {"acknowledged": len(acknowledged), "attached": len(told["evidence"]), "unsynced": disk.unsynced}
    return counts | asdict(found)


def _print(done: list[dict], planted: str) -> int:
    cuts = [cut for load in done for cut in load["cuts"]]

    def total(key: str) -> int:
        return sum(len(cut[key]) if isinstance(cut[key], list) else cut[key] for cut in cuts)

    bad = [cut for cut in cuts if any(cut[fault] for fault in FAULTS)]
    print(f"{heading()}, sqlite{', planted: ' * bool(planted)}{planted}")
    print(
        f"{len(done):,} loads of {sum(load['reports'] for load in done):,} reports and "
        f"{sum(load['files'] for load in done):,} files, {sum(load['records'] for load in done):,} deeds recorded; "
        f"{len(cuts):,} cuts, {sum(cut['unsynced'] > 0 for cut in cuts):,} with something not synced"
    )
    print(
        f"{total('acknowledged'):,} times a report that was acknowledged was looked for ({total('attached'):,} times "
        f"with a file): {total('lost'):,} lost, {total('half'):,} half-written, {total('shut'):,} receipts that open "
        f"nothing; {sum(bool(cut['broken']) for cut in cuts):,} portals broken; {total('unsure_but_there'):,} times "
        f"one without an answer was there, whole"
    )
    print(f"{len(bad):,} cuts with a fault")
    for said in sorted({cut["broken"] for cut in bad if cut["broken"]}):
        print(f"  {said}")
    return 1 if bad else 0


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cuts", type=int, default=300)
    parser.add_argument("--when", choices=WHEN, default="any")
    parser.add_argument("--planted", choices=PLANTED, default="")
    parser.add_argument("--results", type=Path, default=Path("build/power"))
    parser.add_argument("--fresh", action="store_true")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
