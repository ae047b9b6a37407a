"""The office under test: the real application on a fresh SQLite file, a clock that stands still, one account a role."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal import create_app
from portal.casework import assignments, members, sign_in
from portal.domain.access import Role
from portal.domain.report import CallDraft, Card, ComplaintDraft
from portal.domain.vocabulary import Precision, VendorType
from portal.intake import complaints as intake
from portal.services import Services
from portal.settings import from_environment
from portal.storage import findings
from portal.web.guard import STAFF_COOKIE
from tests.web.office.saved import FINDINGS, PICTURES

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
PASSWORD = "correct horse battery staple"
NUMBER = "13800138000"
WORDS = "说是医院给的名单"


class Office:
    """The application with people in it."""

    def __init__(self, app: Flask) -> None:
        self.app, self.at = app, NOON
        self.services: Services = app.extensions["jingyue"].services
        self.services.clock = lambda: self.at
        self.store = self.services.store
        self.members = {
            role: members.add(
                login=role.value, name=f"{role.value}先生", role=role, password=PASSWORD, by="system", at=NOON,
                store=self.store,
            )
            for role in Role
        }  # fmt: skip

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
def office(tmp_path: Path) -> Iterator[Office]:
    app = create_app(from_environment({"JINGYUE_INSTANCE": str(tmp_path)}))
    app.config["WTF_CSRF_ENABLED"] = False
    yield Office(app)
    app.extensions["jingyue"].services.store.close()
