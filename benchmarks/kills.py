"""kill -9 of any process under load: is an acknowledged report ever lost, or half a report ever there?

    python -m benchmarks.kills                 # 2,000 kills, half of them on SQLite, half on PostgreSQL
    python -m benchmarks.kills --kind sqlite --kills 20 --planted pieces     # the harness must see the loss

Browsers without a screen send reports over HTTP to gunicorn and write down themselves what was acknowledged. After
each kill everything is started again and every report of the round is looked up: whole with its calls, key, evidence
and journal entry, or not there at all. A round is added to a file in the results folder when it is over, so a run
that was broken off goes on where it stopped; `--fresh` begins again.
"""

import argparse
import json
import os
import random
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tqdm import tqdm

from benchmarks.durability.audit import Audit, audit, journal_holds
from benchmarks.durability.client import Ledger, Sender
from benchmarks.durability.victims import Postgres, Web
from benchmarks.heading import heading
from portal.services import Services
from portal.settings import from_environment
from portal.storage.upgrade import upgrade

KINDS = ("sqlite", "postgresql")
SENDERS = 8
LOAD_SECONDS = (0.3, 1.5)  # from the first report of a round to the kill
FIRST_REPORT_WITHIN = 30  # seconds
WHOLE_JOURNAL_EVERY = 100  # rounds


class Scene:
    """One portal on one kind of database, kept in a folder from run to run."""

    def __init__(self, kind: str, folder: Path, planted: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.kind, self.folder = kind, folder
        self.postgres = Postgres(folder / "postgres") if kind == "postgresql" else None
        url = self.postgres.url if self.postgres else f"sqlite:///{folder}/jingyue.db"
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("JINGYUE_")}
        environment = {**inherited, "DATABASE_URL": url, "JINGYUE_INSTANCE": str(folder), "JINGYUE_PLANTED": planted}
        self.web = Web(environment, folder / "web.log")
        self.services = Services(from_environment(environment))

    @property
    def victims(self) -> dict[str, Callable[[], None]]:
        """What can be killed here."""
        found = {"web worker": self.web.kill_worker, "web server": self.web.kill_all}
        if self.postgres:
            found |= {"database process": self.postgres.kill_backend, "database server": self.postgres.kill_all}
        return found

    def start(self) -> None:
        """Bring up what does not run."""
        if self.postgres:
            self.postgres.start()
            if not self.services.settings.keys.exists():
                upgrade(self.services.bare_store)
                self.services.create_keys()
        self.web.start()

    def stop(self) -> None:
        """Bring down what runs."""
        self.web.stop()
        self.services.bare_store.close()
        if self.postgres:
            self.postgres.stop()


def main(arguments: list[str]) -> int:
    """Run what is missing, print the table; 1 where something was lost."""
    options = _options(arguments)
    if options.fresh:
        shutil.rmtree(options.results, ignore_errors=True)
    for kind in options.kind:
        folder = options.results / (f"{kind}-{options.planted}" if options.planted else kind)
        with _scene(kind, folder, options.planted) as scene:
            _run(scene, options.kills // len(options.kind))
    print(heading())
    lost = sum(_print(name, _rounds(options.results / name)) for name in _names(options))
    return 1 if lost else 0


@contextmanager
def _scene(kind: str, folder: Path, planted: str) -> Iterator[Scene]:
    scene = Scene(kind, folder, planted)
    try:
        yield scene
    finally:
        scene.stop()


def _run(scene: Scene, kills: int) -> None:
    done = _rounds(scene.folder)
    next_number = done[-1]["next"] if done else 0
    with (scene.folder / "rounds.jsonl").open("a") as out:
        for index in tqdm(range(len(done), kills), initial=len(done), total=kills, desc=scene.kind, unit="kill"):
            one = _round(scene, index, next_number)
            next_number = one["next"]
            out.write(json.dumps(one) + "\n")
            out.flush()


def _round(scene: Scene, index: int, next_number: int) -> dict[str, object]:
    chance = random.Random(f"{scene.kind} {index}")  # noqa: S311 - which process, and when
    scene.start()
    ledger, stop = Ledger(next_number), threading.Event()
    senders = [Sender(scene.web.url, ledger, stop) for _ in range(SENDERS)]
    for sender in senders:
        sender.start()
    ledger.begun.wait(FIRST_REPORT_WITHIN)
    time.sleep(chance.uniform(*LOAD_SECONDS))
    victim = chance.choice(list(scene.victims))
    scene.victims[victim]()
    stop.set()
    begun = time.monotonic()
    scene.services.bare_store.close()  # connections to a server that was killed
    scene.start()
    back = time.monotonic() - begun
    for sender in senders:
        sender.join()
    found = audit(
        scene.services.store, scene.services.vault,
        acknowledged=ledger.acknowledged, unsure=ledger.unsure, attached=ledger.attached,
    )  # fmt: skip
    whole = index % WHOLE_JOURNAL_EVERY == WHOLE_JOURNAL_EVERY - 1
    return _written(victim, ledger, found, back) | {"journal": journal_holds(scene.services.store) if whole else None}


def _written(victim: str, ledger: Ledger, found: Audit, back: float) -> dict[str, object]:
    return {
        "victim": victim, "next": ledger.next_number, "back": round(back, 2),
        "acknowledged": len(ledger.acknowledged), "attached": len(ledger.attached), "refused": ledger.refused,
        "unsure": len(ledger.unsure), "unsure_but_there": found.unsure_but_there,
        "lost": found.lost, "half": found.half,
    }  # fmt: skip


def _print(name: str, rounds: list[dict]) -> int:
    def total(key: str) -> int:
        return sum(len(one[key]) if isinstance(one[key], list) else one[key] for one in rounds)

    journals = [one["journal"] for one in rounds if one["journal"] is not None]
    back = sorted(one["back"] for one in rounds)
    print(
        f"{name}: {len(rounds):,} kills, {total('acknowledged'):,} acknowledged ({total('attached'):,} with evidence), "
        f"{total('lost'):,} lost, {total('half'):,} half-written; {total('unsure'):,} without an answer "
        f"({total('unsure_but_there'):,} of them there, whole), {total('refused'):,} answered in other words; "
        f"journal held {sum(journals)} of {len(journals)} times; "
        f"back after {back[len(back) // 2]:.1f} s (median), {back[-1]:.1f} s (longest)"
    )
    return total("lost") + total("half") + len(journals) - sum(journals)


def _rounds(folder: Path) -> list[dict]:
    path = folder / "rounds.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def _names(options: argparse.Namespace) -> list[str]:
    return [f"{kind}-{options.planted}" if options.planted else kind for kind in options.kind]


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kind", choices=KINDS, nargs="*", default=KINDS)
    parser.add_argument("--kills", type=int, default=2000)
    parser.add_argument("--planted", choices=("early", "pieces"), default="")
    parser.add_argument("--results", type=Path, default=Path("build/kills"))
    parser.add_argument("--fresh", action="store_true")
    options = parser.parse_args(arguments)
    options.results = options.results.resolve()
    return options


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
