"""Drills of those who read: officers, supervisors, analysts, whoever finds a browser left open."""

import re
import time
from datetime import timedelta
from uuid import UUID, uuid4

from werkzeug.routing import AnyConverter

from benchmarks.insiders.drill import Told
from benchmarks.insiders.scene import MARK, PASSPHRASE, Scene, told
from portal.domain.access import Role
from portal.domain.allowance import ALLOWANCES, Sealed
from portal.domain.presence import FRESH_FOR

BURST = ALLOWANCES[Sealed.WORDS].a_moment + 3
A_DAY = ALLOWANCES[Sealed.WORDS].a_day + 3
DONE = (200, 303)
FORBIDDEN, NOT_FOUND, CONFLICT, TOO_MANY = 403, 404, 409, 429
REASON = {"reason": "check_report"}


def words_of_many_at_once(scene: Scene) -> Told:
    """A curious officer opens everything on the own desk."""
    officer = scene.hire()
    desk, browser, began = [scene.report(officer) for _ in range(BURST)], scene.browser(officer), time.monotonic()
    opened = sum(told(browser.post(f"/office/complaints/{one}/sealed", data=REASON)) for one in desk)
    alarm = _alarmed(scene, officer, began)
    return Told(opened < BURST, alarm, f"{opened} of {BURST} opened; metrics and the supervisor's page of the team")


def words_of_many_one_by_one(scene: Scene) -> Told:
    """The same slowly, over a day: one report every twenty minutes."""
    officer = scene.hire()
    desk, opened = [scene.report(officer) for _ in range(A_DAY)], 0
    try:
        for one in desk:
            opened += told(scene.browser(officer).post(f"/office/complaints/{one}/sealed", data=REASON))
            scene.ahead += timedelta(minutes=20)
        alarm = _alarmed(scene, officer, time.monotonic())
    finally:
        scene.ahead = timedelta()
    return Told(opened < A_DAY, alarm, f"{opened} of {A_DAY} opened within {A_DAY // 3} hours; metrics and team")


def a_contact_that_one_grants_oneself(scene: Scene) -> Told:
    """An officer asks for a mother's contact and decides on it too."""
    officer = scene.hire()
    page, browser = f"/office/complaints/{scene.report(officer)}", scene.browser(officer)
    browser.post(f"{page}/identity", data={"why": "contact_reporter"})
    found = re.search(r'name="request" value="([0-9a-f-]{36})"', scene.browser("supervisor").get(page).text)
    sent = {"request": found.group(1) if found else str(uuid4()), "granted": "yes"}
    decided = browser.post(f"{page}/identity/decision", data=sent).status_code
    opened = told(browser.post(f"{page}/identity/open"))
    return Told(bool(found) and not opened, None, f"deciding answers {decided}")


def a_colleagues_complaint_by_its_address(scene: Scene) -> Told:
    """An officer types the address of a complaint that a colleague has, and every page below it."""
    theirs, browser = scene.report(), scene.browser(scene.hire())
    answers = [browser.open(path, method=method, data=REASON) for method, path in _pages_of(scene, theirs)]
    let_in = [one for one in answers if one.status_code in DONE or told(one)]
    return Told(not let_in, None, f"{len(answers) - len(let_in)} of {len(answers)} requests refused")


def addresses_tried_in_a_row(scene: Scene) -> Told:
    """An officer walks ids: neighbours of one that exists, and others drawn at random."""
    known, browser = scene.report(), scene.browser(scene.hire())
    tried = [UUID(int=known.int + step) for step in range(-25, 25) if step] + [uuid4() for _ in range(50)]
    answers = {browser.get(f"/office/complaints/{one}").status_code for one in tried}
    return Told(answers == {NOT_FOUND}, None, f"{len(tried)} ids answer {sorted(answers)}")


def who_told_of_a_number(scene: Scene) -> Told:
    """An officer asks number after number who told of it."""
    officer = scene.hire()
    page, browser, began = f"/office/complaints/{scene.report(officer)}", scene.browser(officer), time.monotonic()
    most = ALLOWANCES[Sealed.LINE].a_moment + 3
    answers = [
        browser.post(f"{page}/same-line", data={"number": f"139{10_000_000 + one}"}).status_code for one in range(most)
    ]
    alarm = _alarmed(scene, officer, began)
    return Told(TOO_MANY in answers, alarm, f"{answers.count(200)} of {most} answered; metrics and team")


def the_whole_queue_taken_up(scene: Scene) -> Told:
    """An officer takes up whatever nobody has."""
    officer, most = scene.hire(), ALLOWANCES[Sealed.TAKING].a_moment + 3
    free, browser, began = [scene.report(None) for _ in range(most)], scene.browser(officer), time.monotonic()
    answers = [browser.post("/office/complaints/take-up", data={"complaint": str(one)}).status_code for one in free]
    taken = answers.count(303)
    return Told(taken < most, _alarmed(scene, officer, began), f"{taken} of {most} taken; metrics and team")


def words_destroyed_by_one_alone(scene: Scene) -> Told:
    """An officer covers what a mother wrote and, made supervisor, destroys it as the second person."""
    officer = scene.hire()
    page, browser = f"/office/complaints/{scene.report(officer)}", scene.browser(officer)
    opened = browser.post(f"{page}/sealed", data=REASON).text
    call = re.search(r'name="call" value="([0-9a-f-]{36})"', opened).group(1)
    browser.post(f"{page}/mask", data={**REASON, "call": call, "field": "notes", "passage": MARK})
    masking = re.search(r'name="masking" value="([0-9a-f-]{36})"', scene.browser("supervisor").get(page).text).group(1)
    answers = [browser.post(f"{page}/redact", data={"masking": masking}).status_code]
    scene.employ(officer, Role.SUPERVISOR)
    answers.append(scene.browser(officer).post(f"{page}/redact", data={"masking": masking}).status_code)
    return Told(answers == [FORBIDDEN, CONFLICT], None, f"destroying answers {answers}")


def a_session_used_again(scene: Scene) -> Told:
    """Somebody copied the cookie of an officer who has signed out since."""
    token = scene.sign_in(scene.hire())
    scene.browser(token=token).post("/office/sign-out")
    answer = scene.browser(token=token).get("/office/complaints")
    return Told(answer.status_code == 302, None, "sent to the sign-in")


def a_browser_left_open(scene: Scene) -> Told:
    """Somebody sits down at an officer's desk some minutes later and opens a report."""
    officer = scene.hire()
    page, browser = f"/office/complaints/{scene.report(officer)}", scene.browser(officer)
    try:
        scene.ahead += FRESH_FOR + timedelta(seconds=5)
        answer = browser.post(f"{page}/sealed", data=REASON)
    finally:
        scene.ahead = timedelta()
    return Told(not told(answer), None, "the passphrase or factor is asked for again")


def a_passphrase_guessed(scene: Scene) -> Told:
    """A colleague tries passphrases for another's account, the right one at last."""
    other, browser, began = scene.hire(), scene.browser(), time.monotonic()
    tries = [*(f"{PASSPHRASE} {number}" for number in range(8)), PASSPHRASE]
    sent = [browser.post("/office/sign-in", data={"login": other, "password": one}).status_code for one in tries]
    shut = browser.get("/office/account").status_code == 302
    seen = time.monotonic() - began if scene.auditor_sees("staff.sign_in_failed") else None
    return Told(shut, seen, f"{sent.count(TOO_MANY)} of {len(tries)} told to wait; the auditor's page")


def _alarmed(scene: Scene, login: str, began: float) -> float | None:
    """When whoever measures, and a supervisor, see that somebody reached the end of an allowance."""
    named = re.search(rf"<li><time[^>]*>[^<]*</time>[^<]*{login}", scene.browser("supervisor").get("/office/team").text)
    return time.monotonic() - began if scene.metric("quotas_reached_day") and named else None


def _pages_of(scene: Scene, complaint_id: UUID) -> list[tuple[str, str]]:
    """Every address of the office that names one complaint."""
    found = []
    with scene.app.test_request_context():
        adapter = scene.app.url_map.bind("localhost")
        for rule in scene.app.url_map.iter_rules():
            if rule.rule.startswith("/office") and "complaint_id" in rule.arguments:
                others = {name: uuid4() for name in rule.arguments if name.endswith("attachment_id")}
                steps = {
                    name: min(one.items) for name, one in rule._converters.items() if isinstance(one, AnyConverter)
                }
                values = {"complaint_id": complaint_id} | others | steps
                path = adapter.build(rule.endpoint, values)
                found += [(method, path) for method in sorted(rule.methods - {"HEAD", "OPTIONS"})]
    return found
