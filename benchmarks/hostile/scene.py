"""The portal with people in it: two mothers at home in it, everybody of the office, and whoever comes along."""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from benchmarks.hostile.planted import plant
from portal import create_app
from portal.casework import sign_in
from portal.domain.access import ROLE_PERMISSIONS, Permission, Role
from portal.services import Services
from portal.settings import OFFERED, Settings
from portal.storage import hospitals, schema
from tests.files.media import picture
from tests.web.forms.told import CARD, CONTACT, NOW, call, posted
from tests.web.office.conftest import Office

ANYBODY, HER, ANOTHER = "anybody", "mother", "another mother"
STAFF = tuple(role.value for role in Role)
ACTORS = (ANYBODY, HER, ANOTHER, *STAFF)
MARKS = {HER: "MARK-4be1-HER", ANOTHER: "MARK-97d0-ANOTHER"}
# Which rows a parameter of an address names.
TABLES = {
    "complaint_id": "complaints", "call_id": "calls", "attachment_id": "attachments", "_attachment_id": "attachments",
    "filing_id": "filings", "case_id": "cases", "analysis_id": "analyses", "event_id": "events",
    "recipient_id": "recipients", "_recipient_id": "recipients", "member_id": "staff", "plan_id": "export_plans",
    "_plan_id": "export_plans", "hospital_id": "hospitals",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A row that an address may name, and whose report it belongs to."""

    id: object
    complaint_id: object | None


class Scene:
    """One application on a fresh database, and a browser for everybody."""

    def __init__(self, url: str, folder: Path, planted: str = "") -> None:
        self.failures: list[str] = []
        self.app = _application(url, folder, self.failures)
        self.services: Services = self.app.extensions["jingyue"].services
        plant(self, planted)
        with self.services.store.write() as connection:
            hospitals.put(connection, {"宁川市妇幼保健院": "江岸区", "青山区人民医院": "青山区"})
        self.office = Office(self.app)
        self.office.at = NOW.astimezone(UTC)
        self.clients: dict[str, FlaskClient] = {ANYBODY: self.app.test_client()}
        for number, actor in enumerate((HER, ANOTHER)):
            self.clients[actor] = self._mother(number, MARKS[actor])
        for role in Role:
            self.clients[role.value] = self.office.client(role)
        # Whoever goes first has reported first: the ids of both are read off what was stored.
        self.complaints = self._complaints()
        self.office.assign(self.complaints[HER], Role.CASE_OFFICER)
        self.office.analysed()

    def permissions(self, actor: str) -> frozenset[Permission]:
        """What the actor is permitted at this moment; an administrator among the actors changes roles."""
        if actor not in STAFF:
            return frozenset()
        with self.services.store.read() as connection:
            staff = schema.staff
            found = connection.execute(select(staff.c.role, staff.c.active).where(staff.c.login == actor)).one()
        return ROLE_PERMISSIONS[found.role] if found.active else frozenset()

    def rows(self, parameter: str) -> list[Row]:
        """Every row that the parameter of an address could name."""
        table = schema.metadata.tables[TABLES[parameter]]
        owner = table.c.id if table.name == "complaints" else table.c.get("complaint_id")
        columns = [table.c.id] if owner is None else [table.c.id, owner.label("owner")]
        with self.services.store.read() as connection:
            return [Row(one[0], one[1] if len(one) > 1 else None) for one in connection.execute(select(*columns))]

    def sit_down_again(self, actor: str) -> None:
        """A new session for an official whose session was ended by a request."""
        # Refused where he is deactivated or has another passphrase by now: outside for the rest of this scene.
        with suppress(sign_in.SignInRefused):
            self.clients[actor] = self.office.client(Role(actor))

    def close(self) -> None:
        """Give the connections back."""
        self.services.store.close()

    def _mother(self, number: int, mark: str) -> FlaskClient:
        client, token = self.app.test_client(), str(number) * 32
        told = call(0, caller_number=f"1380013800{number}", notes=mark)
        client.post("/report", data=posted(CARD, told, CONTACT, screen="check", go="send", token=token))
        files = {"files": (io.BytesIO(picture(size=(8, 8))), "a.jpg"), "token": f"{number}f" * 16}
        client.post("/diary/evidence", data=files)
        client.post("/diary/packets/police", data={"reference": mark, "token": f"{number}e" * 16})
        return client

    def _complaints(self) -> dict[str, object]:
        """Whose page names which reference: asked of the page of her own."""
        found: dict[str, object] = {}
        for actor in (HER, ANOTHER):
            calls = re.findall(r"/diary/call/([0-9a-f-]{36})/take-back", self.clients[actor].get("/diary").text)
            found[actor] = next(row.complaint_id for row in self.rows("call_id") if str(row.id) in calls)
        return found


@contextmanager
def scene(url: str, folder: Path, planted: str = "") -> Iterator[Scene]:
    """A scene that is cleared away."""
    made = Scene(url, folder, planted)
    try:
        yield made
    finally:
        made.close()


def _application(url: str, folder: Path, failures: list[str]) -> Flask:
    # Behind the second factor lies what is tried here; nobody in the scene has one.
    settings = Settings(url, folder, folder / "keys.json", "https://jingyue.example", second_factor=OFFERED)
    if not url.startswith("sqlite"):
        Services(settings).create_keys()
    app = create_app(settings)
    # Forms are posted without the token against forged requests: what stands behind it is what is tried here.
    app.config.update(WTF_CSRF_ENABLED=False, SESSION_COOKIE_SECURE=False, SESSION_COOKIE_NAME="jingyue")
    answer = app.error_handler_spec[None][None][Exception]

    def noted(error: Exception) -> object:
        failures.append(place_of(error))
        return answer(error)

    app.error_handler_spec[None][None][Exception] = noted
    return app


def place_of(error: BaseException) -> str:
    """The type of an exception and the last place of ours that it came through."""
    place, step = "outside", error.__traceback__
    while step is not None:
        file = step.tb_frame.f_code.co_filename
        if "/portal/" in file or "/benchmarks/" in file:
            place = f"{'/'.join(Path(file).parts[-3:])}:{step.tb_lineno}"
        step = step.tb_next
    return f"{type(error).__name__} at {place}"
