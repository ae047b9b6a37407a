"""Every page that reads data, at a few thousand calls and at a million: `python -m benchmarks.office_pages`.

The invented city of the demonstration, with as many mothers as it takes, is imported as any file is; it is kept in the
results folder and made only once (some minutes for a million calls; `--fresh` makes it anew). The saved analysis is
that of the small city on both sides: what it holds depends on recipients, weeks and cells, not on calls, and a page
only lays it out. Pages are asked in-process, so the figure is the page and the database, without the network; the first
request of each is not counted, the median and the slowest of the others are. `--database URL` measures PostgreSQL.
"""

import argparse
import re
import shutil
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from benchmarks.heading import heading
from portal import create_app
from portal.casework import assignments, members, sign_in
from portal.cli import analysing
from portal.cli.progress import progress_bar
from portal.domain.access import ROLE_PERMISSIONS, Permission, Role
from portal.domain.caseload import MOST_AT_ONCE, QueueFilter
from portal.domain.period import LOCAL_ZONE
from portal.domain.report import Status
from portal.domain.vocabulary import Stage, VendorType
from portal.intake import importing
from portal.intake.registry_imports import Exports, Hospitals
from portal.intake.report_imports import Reports
from portal.services import Services
from portal.settings import from_environment
from portal.simulator.cities import demonstration
from portal.simulator.files import write_files
from portal.storage import calls, findings, queue, staff
from portal.storage.upgrade import downgrade, upgrade
from portal.web.guard import STAFF_COOKIE

SMALL = 600  # mothers: the demonstration
CALLS_A_MOTHER = 4.9
LIMIT_MS = 200
OPERATOR = "benchmark"
ASSIGNED = 400  # complaints that one officer has
QUEUE = "/office/complaints"
PASSPHRASE = "an invented city has no secrets"  # noqa: S105
FACES = ("public", "office", "charts", "api")
FILE_OF_CHART = {"name": "findings", "kind": "alarm"}
VALUES: dict[str, object] = {
    "analysis_id": 1, "place": 0, "case_id": 1, "number": 1, "hospital_id": 1, "recipient_id": 1, **FILE_OF_CHART
}  # fmt: skip
QUERIES = (
    *(f"status={one.value}" for one in Status),
    *(f"stage={one.value}" for one in Stage),
    f"vendor={VendorType.INFANT_FORMULA.value}",
    f"district={demonstration(mothers=1).plan.hospitals[0][1]}",
    "assigned=me", "assigned=nobody", "overdue=1", "page=2000", "page=9999999",
)  # fmt: skip
UUID_TEXT = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
NOW = datetime(2026, 9, 1, 10, tzinfo=LOCAL_ZONE)


@dataclass(frozen=True)
class Timing:
    """Milliseconds that one address took: by the clock, and of this process's processor."""

    address: str
    median: float
    slowest: float
    cpu: float


def main(arguments: list[str]) -> int:
    """Make both cities, measure, print the table; 1 where a page takes longer than the limit."""
    options = _options(arguments)
    measured = []
    for mothers in (SMALL, round(options.calls / CALLS_A_MOTHER)):
        app = _city(options, mothers)
        with app.extensions["jingyue"].services.store.read() as connection:
            held = calls.count(connection)
        print(f"measuring at {held:,} calls", file=sys.stderr)
        measured.append((held, _measure(app, options.rounds)))
    print(heading() + f", {options.database or 'SQLite'}\n")
    return _print(*measured)


def _city(options: argparse.Namespace, mothers: int) -> Flask:
    folder = options.results.resolve() / str(mothers)
    environment = {"JINGYUE_INSTANCE": str(folder)} | ({"DATABASE_URL": options.database} if options.database else {})
    if options.fresh:
        shutil.rmtree(folder, ignore_errors=True)
    found = Services(from_environment(environment), lambda: NOW)
    made = folder / "made"
    if options.database:  # one database for both, one after the other
        downgrade(found.bare_store, "base")
        upgrade(found.bare_store)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        found.create_keys()
    if not made.exists():
        _fill(found, folder, mothers, options)
        made.touch()
    _employ(found)
    found.store.close()
    app = create_app(from_environment(environment))
    app.extensions["jingyue"].services.clock = lambda: NOW
    return app


def _fill(found: Services, folder: Path, mothers: int, options: argparse.Namespace) -> None:
    files = folder / "files"
    write_files(demonstration(mothers=mothers), files)
    for kind in (Hospitals(), Exports(), Reports(found.vault)):
        path = files / f"{kind.name}.csv"
        with progress_bar(path.name) as progress:
            importing.run(path, kind, store=found.store, at=NOW, progress=progress)
    shutil.rmtree(files)
    _save(found, mothers, options)


def _employ(found: Services) -> None:
    """One official of each role, also in a city that was made before the role was."""
    with found.store.read() as connection:
        missing = [role for role in Role if staff.find_account(connection, role.value) is None]
    for role in missing:
        members.add(
            login=role.value, name=role.value, role=role, password=PASSPHRASE, by=OPERATOR, at=NOW,
            store=found.store,
        )  # fmt: skip


def _save(found: Services, mothers: int, options: argparse.Namespace) -> None:
    if mothers == SMALL:
        analysis = analysing.run(analysing.read(found), tiers=None, as_of=None, progress=lambda *_: None)
        analysing.save(analysis, by=OPERATOR, at=NOW, store=found.store)
        with found.store.read() as connection:
            saved = findings.latest(connection)
        options.analysis = (saved.findings, saved.pictures)
        return
    if options.analysis is None:
        with _city(options, SMALL).extensions["jingyue"].services.store.read() as connection:
            saved = findings.latest(connection)
        options.analysis = (saved.findings, saved.pictures)
    with found.store.write() as connection:
        said, drawn = options.analysis
        findings.save(connection, at=NOW, by=OPERATOR, findings=said, pictures=drawn)


def _measure(app: Flask, rounds: int) -> dict[str, Timing]:
    services = app.extensions["jingyue"].services
    clients = {role: _signed_in(app, services, role) for role in Role}
    found = {}
    for address, guard in sorted(_addresses(app, _assigned(services)).items()):
        role = next((role for role in Role if guard in ROLE_PERMISSIONS[role]), None)
        timing = _timed(clients[role] if role else app.test_client(), address, rounds)
        if timing:
            found[UUID_TEXT.sub("…", unquote(address))] = timing
    return found


def _signed_in(app: Flask, services: Services, role: Role) -> FlaskClient:
    client = app.test_client()
    token = sign_in.sign_in(role.value, PASSPHRASE, store=services.store, at=NOW)
    client.set_cookie(STAFF_COOKIE, token, path="/office")
    return client


def _assigned(services: Services) -> UUID:
    """The officer has some; the oldest of them is looked at."""
    with services.store.read() as connection:
        officer = staff.find_account(connection, Role.CASE_OFFICER.value).member
        rows = queue.page(connection, QueueFilter(), today=NOW.date(), late_start=NOW.date(), limit=ASSIGNED)
    ids = [row.complaint.id for row in rows]
    for start in range(0, len(ids), MOST_AT_ONCE):
        some = ids[start : start + MOST_AT_ONCE]
        assignments.assign(some, to=officer.id, by=OPERATOR, at=NOW, store=services.store)
    return ids[-1]


def _addresses(app: Flask, mine: UUID) -> dict[str, Permission | str]:
    """Every address of the URL map that reads data, and the queue under each of its filters."""
    found: dict[str, Permission | str] = {}
    map_of_urls = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        if "GET" not in rule.methods or rule.endpoint.split(".")[0] not in FACES:
            continue
        for values in _values(rule, mine):
            found[map_of_urls.build(rule.endpoint, values)] = app.view_functions[rule.endpoint].guard
    return found | {f"{QUEUE}?{query}": Permission.VIEW_QUEUE for query in QUERIES}


def _values(rule: Rule, mine: UUID) -> Iterator[dict[str, object]]:
    known = VALUES | {"complaint_id": mine}
    if rule.arguments <= known.keys():
        yield {name: known[name] for name in rule.arguments}


def _timed(client: FlaskClient, address: str, rounds: int) -> Timing | None:
    answer = client.get(address)
    if answer.status_code >= 300:
        return None
    clock, cpu = [], []
    for _ in range(rounds):
        begun, used = time.perf_counter(), time.process_time()
        client.get(address)
        clock.append(1000 * (time.perf_counter() - begun))
        cpu.append(1000 * (time.process_time() - used))
    return Timing(address, statistics.median(clock), max(clock), statistics.median(cpu))


def _print(small: tuple[int, dict[str, Timing]], large: tuple[int, dict[str, Timing]]) -> int:
    print(f"| page | ms at {small[0]:,} calls | ms at {large[0]:,} calls | slowest | CPU | times |")
    print("|---|---|---|---|---|---|")
    late = 0
    for address, one in large[1].items():
        before = small[1].get(address)
        times = f"{one.median / before.median:.1f}" if before else "–"
        mark = " **over**" if one.median > LIMIT_MS else ""
        late += bool(mark)
        median = f"{before.median:.0f}" if before else "–"
        print(f"| {address} | {median} | {one.median:.0f}{mark} | {one.slowest:.0f} | {one.cpu:.0f} | {times} |")
    print(f"\n{len(large[1])} pages, {late} over {LIMIT_MS} ms")
    return min(late, 1)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--database", default="")
    parser.add_argument("--results", type=Path, default=Path("build/office_pages"))
    parser.add_argument("--fresh", action="store_true")
    options = parser.parse_args(arguments)
    options.analysis = None
    return options


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
