"""The portal as insiders meet it: PostgreSQL with a role for each face, real time, a worker and two witnesses.

The vault is a process of its own, as on a server.
"""

import io
import logging
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from werkzeug.test import TestResponse

from portal import create_app
from portal.casework import account_requests, assignments, members, sign_in
from portal.domain.access import Role, StaffMember
from portal.domain.account_request import AccountStep
from portal.domain.face import Face, Speaker
from portal.domain.report import CallDraft, Card, ComplaintDraft
from portal.domain.vocabulary import Precision, VendorType
from portal.intake import complaints as intake
from portal.services import Services
from portal.settings import OFFERED, Settings
from portal.storage import policies
from portal.storage.database import Store
from portal.storage.upgrade import upgrade
from portal.vault import keyring
from portal.web.guard import STAFF_COOKIE
from portal.web.log_line import JsonLines
from tests.servers.vault import own_vault

ROOT = Path(__file__).resolve().parents[2]
ROLES = "jingyue"
PASSPHRASE = "correct horse battery staple"  # noqa: S105 - of invented accounts
METRICS = "a token for the scraper of the drills"
BAR_SECONDS, START_SECONDS = 60.0, 300.0
OPENINGS = 300  # of the vault in an hour: more than all other drills together
MARK, CONTACT = "MARK-7f3a-HER-WORDS", "MARK-7f3a-CONTACT"
# Witnesses keep their files elsewhere; two folders stand for them.
PEOPLE = {
    "colleague": Role.CASE_OFFICER, "supervisor": Role.SUPERVISOR,
    "analyst": Role.ANALYST, "admin": Role.ADMINISTRATOR, "second": Role.ADMINISTRATOR, "auditor": Role.AUDITOR,
    "exporter": Role.EXPORT_REQUESTER,
}  # fmt: skip


@dataclass
class Scene:
    """The running portal, its people, and what an operator can see of it."""

    services: Services
    people: dict[str, StaffMember]
    folder: Path
    app: Flask
    said: Path  # the worker's log
    log: io.StringIO  # the web's
    made: int = 0
    ahead: timedelta = field(default_factory=timedelta)

    def now(self) -> datetime:
        """Real time, and what a drill puts on top of it."""
        return datetime.now(UTC) + self.ahead

    def sign_in(self, login: str) -> str:
        """A session's token."""
        return sign_in.sign_in(login, PASSPHRASE, store=self.services.store, at=self.now(), browser="")

    def browser(self, login: str | None = None, token: str = "") -> FlaskClient:
        """Somebody's browser, signed in."""
        client: FlaskClient = self.app.test_client()
        if login or token:
            client.set_cookie(STAFF_COOKIE, token or self.sign_in(str(login)), path="/office")
        return client

    def hire(self, role: Role = Role.CASE_OFFICER) -> str:
        """A login that no other drill uses."""
        self.made += 1
        login = f"{role.value.replace('_', '.')}.{self.made}"
        self.people[login] = members.add(
            login=login, name=login, role=role, password=PASSPHRASE, by="system", at=self.now(),
            store=self.services.store,
        )  # fmt: skip
        return login

    def employ(self, login: str, role: Role) -> None:
        """Another role for somebody, given on the server; all sessions of the account end."""
        account_requests.change_on_server(
            login, AccountStep.ROLE, role, by="local", at=self.now(), store=self.services.store
        )

    def report(self, officer: str | None = "colleague") -> UUID:
        """A mother's report, on somebody's desk."""
        self.made += 1
        call = CallDraft(
            self.now() - timedelta(days=2), Precision.MINUTE, VendorType.INFANT_FORMULA,
            caller_number=f"138{10_000_000 + self.made}", notes=MARK,
        )  # fmt: skip
        draft = ComplaintDraft(Card(due_on=(self.now() + timedelta(days=90)).date()), (call,), contact=CONTACT)
        sent = intake.submit(
            draft, token=uuid4().hex, store=self.services.store, vault=self.services.vault, at=self.now()
        ).complaint_id
        if officer:
            self.put_on_desk(sent, officer)
        return sent

    def put_on_desk(self, complaint_id: UUID, officer: str) -> None:
        """As a supervisor does."""
        to, store = self.people[officer].id, self.services.store
        assignments.assign([complaint_id], to=to, by="supervisor", at=self.now(), store=store)

    def metric(self, name: str) -> float:
        """What whoever measures reads."""
        answer = self.browser().get("/metrics", headers={"Authorization": f"Bearer {METRICS}"})
        return float(next(line.split()[-1] for line in answer.text.splitlines() if line.startswith(f"jingyue_{name} ")))

    def auditor_sees(self, verb: str) -> int:
        """How many such deeds stand on the auditor's page."""
        page = self.browser("auditor").get("/office/journal", query_string={"verb": verb}).text
        return page.count("<time datetime=") if verb in page else 0

    def worker_says(self, words: str) -> bool:
        """Whether such a line stands in the worker's log."""
        return words in self.said.read_text()

    def sql(self, face: Face, *statements: str, token: str = "") -> str:
        """Statements planted into a face's transaction: how the database refuses, or nothing where all of them pass."""
        store = Store(self.services.settings.database_url, roles=ROLES, speaker=lambda: Speaker(face, token))
        try:
            with store.write() as connection:
                for statement in statements:
                    connection.execute(text(statement))
        except DBAPIError as error:
            return str(error.orig).splitlines()[0]
        finally:
            store.close()
        return ""

    def rows(self, face: Face, query: str, token: str = "") -> int:
        """How many rows a face finds."""
        store = Store(self.services.settings.database_url, roles=ROLES, speaker=lambda: Speaker(face, token))
        try:
            with store.read() as connection:
                return len(connection.execute(text(query)).all())
        finally:
            store.close()

    def flask(self, *arguments: object, **extra: str) -> "subprocess.CompletedProcess[str]":
        """A command as an operator gives it."""
        command = [sys.executable, "-m", "flask", *map(str, arguments)]
        running = environment(self.services.settings) | extra
        return subprocess.run(command, cwd=ROOT, env=running, capture_output=True, text=True, check=False)


def told(answer: TestResponse) -> bool:
    """Whether an answer tells what a mother wrote."""
    return MARK in answer.text or CONTACT in answer.text


def seen_within(look: Callable[[], object], seconds: float = BAR_SECONDS) -> float | None:
    """After how many seconds something is seen; None where it is not."""
    began = time.monotonic()
    while (waited := time.monotonic() - began) < seconds:
        if look():
            return waited
        time.sleep(0.2)
    return None


def environment(settings: Settings) -> dict[str, str]:
    """The settings as a process of its own reads them."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("JINGYUE_")}
    return inherited | {
        "DATABASE_URL": settings.database_url, "JINGYUE_INSTANCE": str(settings.instance), "LANG": "en",
        "JINGYUE_VAULT": str(settings.vault), "JINGYUE_DATABASE_ROLES": settings.database_roles,
        "JINGYUE_WITNESSES": ":".join(map(str, settings.witnesses)),
    }  # fmt: skip


@contextmanager
def scene(url: str, folder: Path) -> Iterator[Scene]:
    """The portal on an empty PostgreSQL database, with its worker, for as long as the block lasts."""
    settings = Settings(
        url, folder, folder / "keys.json", "https://jingyue.example", metrics_token=METRICS, second_factor=OFFERED,
        witnesses=(folder / "commission", folder / "complaints-office"), database_roles=ROLES,
        vault=folder / "vault.sock",
    )  # fmt: skip
    owner = Store(url)
    upgrade(owner)
    policies.put_in_force(owner, ROLES)
    owner.close()
    keyring.create(settings.keys)
    with own_vault(settings.keys, folder / "vault.sock", "--openings", OPENINGS):
        yield from _staffed(settings, folder)


def _staffed(settings: Settings, folder: Path) -> Iterator[Scene]:
    app = create_app(settings)
    # Forms are posted without the token against forged requests: what stands behind it is what is drilled here.
    app.config.update(WTF_CSRF_ENABLED=False, SESSION_COOKIE_SECURE=False, SESSION_COOKIE_NAME="jingyue")
    services: Services = app.extensions["jingyue"].services
    made = Scene(services, {}, folder, app, folder / "worker.log", io.StringIO())
    services.clock = made.now
    for login, role in PEOPLE.items():
        made.people[login] = members.add(
            login=login, name=login, role=role, password=PASSPHRASE, by="system", at=made.now(), store=services.store
        )
    with _logged(made.log), _worker(made):
        yield made
    services.store.close()


@contextmanager
def _logged(log: io.StringIO) -> Iterator[None]:
    handler, portal = logging.StreamHandler(log), logging.getLogger("portal")
    handler.setFormatter(JsonLines())
    before = portal.level
    portal.addHandler(handler)
    portal.setLevel(logging.INFO)
    yield
    portal.removeHandler(handler)
    portal.setLevel(before)


@contextmanager
def _worker(made: Scene) -> Iterator[None]:
    command = [sys.executable, "-m", "flask", "worker"]
    with (
        made.said.open("w") as said,
        subprocess.Popen(
            command, cwd=ROOT, env=environment(made.services.settings), stdout=said, stderr=subprocess.STDOUT
        ) as process,
    ):
        try:
            # Its first checkpoint shows that it watches.
            if seen_within(lambda: any((made.folder / "commission").glob("*")), START_SECONDS) is None:
                raise RuntimeError(f"the worker does not come up: {made.said.read_text()[-2000:]}")
            yield
        finally:
            process.terminate()
            process.wait(START_SECONDS)
