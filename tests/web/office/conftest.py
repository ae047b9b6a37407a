"""The office under test: the real application on both databases, a clock that stands still, one account a role.

On PostgreSQL it is as in production: each face speaks as its own role, so that every page is also a test of what that
role may do, and the vault is a process of its own, so that every page is a test of what crosses its socket.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal import create_app
from portal.casework import assignments, members, passwords, sign_in
from portal.domain.access import Role
from portal.domain.journal import Entry
from portal.domain.report import CallDraft, Card, ComplaintDraft
from portal.domain.vocabulary import Precision, VendorType
from portal.intake import complaints as intake
from portal.services import Services
from portal.settings import from_environment
from portal.storage import findings, journal, staff
from portal.web.guard import STAFF_COOKIE
from tests.servers.databases import ROLES
from tests.web.office.saved import FINDINGS, PICTURES

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
PASSWORD = "correct horse battery staple"
NUMBER = "13800138000"
WORDS = "说是医院给的名单"


@cache
def hashed() -> str:
    """Hashing is slow on purpose; one hash does for everybody in every test."""
    return passwords.hashed(PASSWORD)


class Office:
    """The application with people in it."""

    def __init__(self, app: Flask) -> None:
        self.app, self.at = app, NOON
        self.services: Services = app.extensions["jingyue"].services
        self.services.clock = lambda: self.at
        self.store = self.services.store
        self.members = {role: members.new_member(role.value, f"{role.value}先生", role) for role in Role}
        with self.store.write() as connection:
            for role, member in self.members.items():
                staff.add(connection, member, hashed(), NOON)
                entry = Entry(NOON, "system", members.ADD, members.subject_of(member), {"role": role.value})
                journal.append(connection, entry)

    def client(self, role: Role | None = None) -> FlaskClient:
        """A browser, signed in as a role or as nobody."""
        client = self.app.test_client()
        if role:
            token = sign_in.sign_in(role.value, PASSWORD, store=self.store, at=self.at)
            client.set_cookie(STAFF_COOKIE, token, path="/office")
        return client

    def page(self, role: Role, path: str, **options: object) -> str:
        """What a role reads."""
        return self.client(role).get(path, **options).get_data(as_text=True)

    def submitted(self, token: str = "one", to: Role | None = Role.CASE_OFFICER) -> UUID:
        """A complaint of two calls, assigned to the officer."""
        calls = tuple(
            CallDraft(NOON - timedelta(days=days), Precision.MINUTE, vendor, caller_number=NUMBER, notes=WORDS)
            for days, vendor in ((3, VendorType.INFANT_FORMULA), (2, VendorType.BABY_PHOTOGRAPHY))
        )
        draft = ComplaintDraft(Card(registered_on=date(2025, 11, 3), due_on=date(2026, 5, 20)), calls)
        token = token.ljust(32, "x")
        sent = intake.submit(draft, token=token, store=self.store, vault=self.services.vault, at=self.at)
        self.assign(sent.complaint_id, to)
        return sent.complaint_id

    def assign(self, complaint_id: UUID, to: Role | None) -> None:
        """Give a complaint to whoever has a role."""
        officer = self.members[to].id if to else None
        assignments.assign([complaint_id], to=officer, by="system", at=self.at, store=self.store)

    def analysed(self, said: dict = FINDINGS, pictures: dict = PICTURES) -> int:
        """A saved analysis."""
        with self.store.write() as connection:
            return findings.save(connection, at=self.at, by="analyst", findings=said, pictures=pictures)


@pytest.fixture
def office(request: pytest.FixtureRequest, database_url: str, tmp_path: Path) -> Iterator[Office]:
    environment = {
        "JINGYUE_INSTANCE": str(tmp_path), "DATABASE_URL": database_url, "JINGYUE_DATABASE_ROLES": ROLES,
    }  # fmt: skip
    if not database_url.startswith("sqlite"):
        environment["JINGYUE_VAULT"] = str(request.getfixturevalue("vault_process").socket)
    app = create_app(from_environment(environment))
    app.config["WTF_CSRF_ENABLED"] = False
    yield Office(app)
    app.extensions["jingyue"].services.store.close()
