"""Accepted reports: one mother with five calls, sealed, journalled and on disk, beside a bare Flask hello.

    python -m benchmarks intake                       # both databases, both servers
    python -m benchmarks.intake overload --minutes 10 # ten times what it can do, and nothing acknowledged is lost

Both answer under the same server in the same run: gunicorn's sync workers, which suit short posts, and the portal's
own worker (`portal/serving.py`). The sender shares the two cores with them. Only what differs from production is the
limit of reports without a browser's effort (`benchmarks/durability/application.py`).
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from benchmarks.durability.audit import audit
from benchmarks.durability.victims import Postgres
from benchmarks.figure import RATIO, Figure
from benchmarks.heading import heading
from benchmarks.senders import closed_loop, open_loop
from benchmarks.wire import Requests, get, numbered, reports
from portal.services import Services
from portal.settings import from_environment
from portal.storage.upgrade import upgrade
from tests.servers.portal import LivePortal, serving

APPLICATION, HELLO = "benchmarks.durability.application:app", "benchmarks.hello:app"
KINDS = ("postgresql", "sqlite")
SYNC = {"GUNICORN_CMD_ARGS": "--worker-class sync --workers 2"}
CONNECTIONS = 16
ROUNDS = 3
SECONDS = 8.0
OVERLOAD = 10
TURN = 1_000_000  # numbers of reports that one round may use
STARTS = 5
TICK = 100  # of the processor's clock, a second


@dataclass(frozen=True)
class Pace:
    """What a server did in one round."""

    per_second: float
    cpu_ms: float
    p50: float
    p99: float


@dataclass(frozen=True)
class Scene:
    """Where the servers of one run live."""

    home: Path
    kind: str
    url: str

    @contextmanager
    def serving(self, application: str, settings: dict[str, str]) -> Iterator[LivePortal]:
        """A server on this database, or a peer that has none."""
        with serving(self.url, self.home / "instance", application=application, **settings) as portal:
            yield portal


def measure() -> Iterator[Figure]:
    """Reports a second and CPU against hello; the tail; the empty form; the start and the memory."""
    for kind in KINDS:
        with _scene(kind) as scene:
            yield from _reports(scene, "sync", SYNC, bar=0.10 if kind == "postgresql" else None)
            yield from _reports(scene, "own", {}, bar=None if kind == "postgresql" else 0.05)
            yield from _worker(scene)


def overload(kind: str, minutes: float, *, alone_for: float = SECONDS) -> Iterator[Figure]:
    """Ten times the reports that it takes alone: how many it turns away, how long the others wait, what is lost."""
    with _scene(kind) as scene, scene.serving(APPLICATION, {}) as portal:
        form = reports(portal.url)
        alone = closed_loop(portal.url, form, CONNECTIONS, alone_for)
        rate = OVERLOAD * alone.per_second(HTTPStatus.SEE_OTHER)
        answers = open_loop(portal.url, form, rate, minutes * 60, first=TURN)
        services = Services(from_environment(portal.environment))
        numbers = [numbered(one.number).number for one in answers.of(HTTPStatus.SEE_OTHER)]
        unsure = [numbered(one.number).number for one in answers.all if one.status != HTTPStatus.SEE_OTHER]
        found = audit(services.store, services.vault, acknowledged=numbers, unsure=unsure, attached=[])
        services.bare_store.close()
    said = f"{kind}, {minutes:g} min at {answers.offered():.0f}/s"
    yield Figure(f"{said}: acknowledged", len(numbers), "", f"{alone.per_second(HTTPStatus.SEE_OTHER):.0f}/s alone")
    yield Figure(f"{said}: acknowledged a second", answers.per_second(HTTPStatus.SEE_OTHER), "/s")
    yield Figure(f"{said}: turned away in words", len(answers.of(HTTPStatus.SERVICE_UNAVAILABLE)), "")
    yield Figure(f"{said}: no answer", len(answers.of(None)), "")
    others = answers.others(HTTPStatus.SEE_OTHER, HTTPStatus.SERVICE_UNAVAILABLE, None)
    yield Figure(f"{said}: any other answer", others.total(), "", limit=0)
    yield Figure(f"{said}: p99 of the acknowledged", answers.quantile(0.99, HTTPStatus.SEE_OTHER), "s", limit=2.0)
    yield Figure(f"{said}: acknowledged and lost", len(found.lost), "", limit=0)
    yield Figure(f"{said}: half there", len(found.half), "", limit=0)


@contextmanager
def _scene(kind: str) -> Iterator[Scene]:
    with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
        home = Path(folder)
        if kind == "sqlite":
            yield Scene(home, kind, f"sqlite:///{home}/jingyue.db")
            return
        home.chmod(0o755)
        postgres = Postgres(home / "postgres")
        postgres.start()
        try:
            services = Services(from_environment({"DATABASE_URL": postgres.url, "JINGYUE_INSTANCE": folder}))
            upgrade(services.bare_store)
            services.bare_store.close()
            yield Scene(home, kind, postgres.url)
        finally:
            postgres.stop()


def _reports(scene: Scene, server: str, settings: dict[str, str], *, bar: float | None) -> Iterator[Figure]:
    """Hello and reports in turns, so that a slow minute of the machine meets both."""
    hellos, sent, pages = [], [], []
    with scene.serving(APPLICATION, settings) as portal, serving(
        f"sqlite:///{scene.home}/hello.db", scene.home / "hello", application=HELLO, **settings
    ) as peer:  # fmt: skip
        form = reports(portal.url)
        for turn in range(ROUNDS):
            hellos.append(_round(peer, get(peer.url, "/"), HTTPStatus.OK))
            sent.append(_round(portal, form, HTTPStatus.SEE_OTHER, first=turn * TURN))
            pages.append(_round(portal, get(portal.url, "/report"), HTTPStatus.OK))
    hello, report, page = (_middle(rounds) for rounds in (hellos, sent, pages))
    name = f"{scene.kind}, {server}"
    yield Figure(f"{name}: hello", hello.per_second, "/s", _wavering(hellos))
    yield Figure(f"{name}: accepted reports", report.per_second, "/s", _wavering(sent))
    ratios = [one.per_second / other.per_second for one, other in zip(sent, hellos, strict=True)]
    yield Figure(f"{name}: accepted reports ÷ hello", statistics.median(ratios), RATIO, limit=bar, at_least=True)
    yield Figure(f"{name}: CPU of a report ÷ hello", report.cpu_ms / hello.cpu_ms, RATIO, f"{report.cpu_ms:.2f} ms")
    yield Figure(f"{name}: p99 ÷ p50 of a report", report.p99 / report.p50, RATIO, f"p99 {report.p99:.3f} s", limit=3)
    yield Figure(f"{name}: CPU of the form's page ÷ hello", page.cpu_ms / hello.cpu_ms, RATIO, limit=10)


def _worker(scene: Scene) -> Iterator[Figure]:
    starts = []
    for _ in range(STARTS):
        begun = time.monotonic()
        with scene.serving("app:app", {}) as portal:
            starts.append(time.monotonic() - begun)
            closed_loop(portal.url, get(portal.url, "/report"), CONNECTIONS, 1.0)
            memory = portal.resident_bytes()
    yield Figure(f"{scene.kind}: cold start", statistics.median(starts), "s", limit=1.5)
    yield Figure(f"{scene.kind}: memory of master and worker", memory / 1e6, "MB", limit=200)


def _round(portal: LivePortal, asked: Requests, wanted: HTTPStatus, *, first: int = 0) -> Pace:
    closed_loop(portal.url, asked, CONNECTIONS, 1.0, first=first + TURN // 2)
    before = _cpu_seconds(portal.pid)
    answers = closed_loop(portal.url, asked, CONNECTIONS, SECONDS, first=first)
    spent = _cpu_seconds(portal.pid) - before
    if others := answers.others(wanted):
        raise RuntimeError(f"{others} of {len(answers.all)} were not answered with {wanted}")
    return Pace(
        answers.per_second(wanted),
        spent * 1000 / len(answers.all),
        answers.quantile(0.5, wanted),
        answers.quantile(0.99, wanted),
    )


def _middle(rounds: list[Pace]) -> Pace:
    return sorted(rounds, key=lambda one: one.per_second)[len(rounds) // 2]


def _wavering(rounds: list[Pace]) -> str:
    return "rounds " + ", ".join(f"{one.per_second:.0f}" for one in rounds)


def _cpu_seconds(pid: int) -> float:
    """What the server's processes have used so far."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    fields = [Path(f"/proc/{one}/stat").read_text().rsplit(")", 1)[1].split() for one in (str(pid), *children)]
    return sum(int(one[11]) + int(one[12]) for one in fields) / TICK


def main(arguments: list[str]) -> int:
    """The overload from the command line; 1 where a bar is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["overload"])
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--kind", choices=KINDS, action="append")
    told = parser.parse_args(arguments)
    print(heading())
    figures = []
    for kind in told.kind or KINDS:
        for figure in overload(kind, told.minutes):
            print(figure.line(), flush=True)
            figures.append(figure)
    return 1 if any(figure.missed for figure in figures) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
