"""Drills of those who would have rows leave for an authority that never asked, or twice, or by one unit alone."""

import re
from datetime import timedelta
from uuid import uuid4

import pyotp
import pyrage
from werkzeug.test import TestResponse

from benchmarks.insiders.drill import Told
from benchmarks.insiders.scene import PASSPHRASE, Scene
from portal.casework import members, receivers
from portal.domain.access import Role
from portal.domain.delivery import DEFAULT_DELAY, FEWEST_MOTHERS, OPEN_FOR, Purpose
from portal.domain.period import local_day
from tests.casework.code_app import equipped

ASKING, SECOND = "健康委信息中心", "市监局执法科"
DONE, FETCHED, FORBIDDEN, CONFLICT = 303, 200, 403, 409
KEPT_BACK = 4  # refusals of somebody who may approve: each is an entry
PATH = re.compile(r"/office/deliveries/[0-9a-f-]{36}")
SECURE = "https://jingyue.example"


class Desk:
    """A receiver with a key, reports of a day that is over, and members of units who have an app for codes."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.apps: dict[str, pyotp.TOTP] = {}
        for _ in range(FEWEST_MOTHERS):
            scene.report()
        self.day = local_day(scene.now()).isoformat()
        scene.ahead += timedelta(days=2)
        self.key = str(pyrage.x25519.Identity.generate().to_public())
        self.receiver = receivers.register(
            name=f"检察院{uuid4().hex[:6]}", purpose=Purpose.PROSECUTION, public_key=self.key,
            by=scene.people["admin"], at=scene.now(), store=scene.services.store,
        )  # fmt: skip

    def hired(self, role: Role, unit: str) -> str:
        """A member of a unit, with a second factor."""
        scene, login = self.scene, self.scene.hire(role)
        store = scene.services.store
        members.set_unit_on_server(login, unit, by="command_line", at=scene.now(), store=store)
        self.apps[login] = equipped(
            scene.people[login], PASSPHRASE, store=store, vault=scene.services.vault, at=scene.now()
        )
        return login

    def posts(self, login: str, path: str, **told: str) -> TestResponse:
        """What somebody is answered who signed in just now with both factors."""
        self.scene.ahead += timedelta(minutes=1)  # no code serves twice
        browser = self.scene.app.test_client()
        browser.post("/office/sign-in", data={"login": login, "password": PASSPHRASE}, base_url=SECURE)
        code = self.apps[login].at(self.scene.now())
        browser.post("/office/sign-in/second", data={"proof_code": code}, base_url=SECURE)
        return browser.post(path, data=told, base_url=SECURE)

    def asked(self, login: str) -> str:
        """The address of a delivery that somebody asked for."""
        answer = self.posts(
            login, "/office/deliveries/new", receiver=str(self.receiver.id), document="宁检〔2026〕12 号",
            first=self.day, last=self.day, district="", tiers="all",
        )  # fmt: skip
        found = PATH.search(answer.location or "")
        if found is None:
            raise RuntimeError(f"asking answers {answer.status_code}")
        return found.group()

    def approves(self, login: str, path: str, tail: str | None = None) -> int:
        """What approving answers."""
        return self.posts(login, f"{path}/decision", answer="approve", key_tail=tail or self.key[-6:]).status_code

    def fetches(self, login: str, path: str) -> int:
        """What fetching answers."""
        return self.posts(login, f"{path}/file").status_code


def a_delivery_by_one_unit_alone(scene: Scene) -> Told:
    """Who asks approves it too: by the own account, by a colleague of the unit, by the own account with another role.

    Then as the colleague of a unit that is only written in another way, and without having called the authority.
    """
    try:
        desk = Desk(scene)
        asker, colleague = desk.hired(Role.EXPORT_REQUESTER, ASKING), desk.hired(Role.EXPORT_APPROVER, ASKING)
        disguised, other = desk.hired(Role.EXPORT_APPROVER, f" {ASKING} "), desk.hired(Role.EXPORT_APPROVER, SECOND)
        path = desk.asked(asker)
        answers = [
            desk.approves(asker, path), desk.approves(colleague, path), desk.approves(disguised, path),
            desk.approves(other, path, tail="qqqqqq"),
        ]  # fmt: skip
        scene.employ(asker, Role.EXPORT_APPROVER)
        answers.append(desk.approves(asker, path))
        scene.employ(asker, Role.EXPORT_REQUESTER)
        scene.ahead += DEFAULT_DELAY
        answers.append(desk.fetches(asker, path))
        told = {"verb": "delivery.kept_back", "subject": f"delivery:{path.rsplit('/')[-1]}"}
        seen = scene.browser("auditor").get("/office/journal", query_string=told).text.count(f">{told['subject']}</a>")
    finally:
        scene.ahead = timedelta()
    blocked = answers == [FORBIDDEN, CONFLICT, CONFLICT, CONFLICT, CONFLICT, CONFLICT]
    return Told(blocked and seen == KEPT_BACK, None, f"answers {answers}; {seen} on the auditor's page")


def a_delivery_at_the_wrong_time_or_twice(scene: Scene) -> Told:
    """Approved as it should be: fetched before the delay, by others, twice, approved twice, and after it expired."""
    try:
        desk = Desk(scene)
        asker, stranger = desk.hired(Role.EXPORT_REQUESTER, ASKING), desk.hired(Role.EXPORT_REQUESTER, SECOND)
        approver = desk.hired(Role.EXPORT_APPROVER, SECOND)
        once, never = desk.asked(asker), desk.asked(asker)
        granted = [desk.approves(approver, once), desk.approves(approver, never)]
        refused = [desk.approves(approver, once), desk.fetches(asker, once)]
        scene.ahead += DEFAULT_DELAY
        refused += [desk.fetches(stranger, once), desk.fetches(approver, once)]
        fetched = desk.fetches(asker, once)
        refused.append(desk.fetches(asker, once))
        scene.ahead += OPEN_FOR
        refused += [desk.fetches(asker, never), desk.approves(approver, never)]
    finally:
        scene.ahead = timedelta()
    if granted != [DONE, DONE] or fetched != FETCHED:
        raise RuntimeError(f"the way itself is closed: {granted}, {fetched}")
    blocked = refused == [CONFLICT, CONFLICT, CONFLICT, FORBIDDEN, CONFLICT, CONFLICT, CONFLICT]
    return Told(blocked, None, f"one fetched, else {refused}")
