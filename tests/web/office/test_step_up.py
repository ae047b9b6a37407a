"""Before what must not be done with a browser left open, whoever sits there proves to be the member once more."""

import re
from datetime import timedelta

import pyotp
import pytest
from flask.testing import FlaskClient

from portal.domain.access import Permission, Role
from portal.domain.presence import FRESH_FOR
from portal.web.guard import STAFF_COOKIE
from portal.web.staff_cookie import HALF_OPEN_COOKIE
from tests.casework.code_app import equipped
from tests.web.office.conftest import PASSWORD, Office
from tests.web.office.test_permissions import address, guard_of, routes

FRESH = {Permission.OPEN_SEALED, Permission.ADMINISTER, Permission.REQUEST_EXPORT, Permission.APPROVE_EXPORT}
# Beside what those permissions guard: granting a look, destroying words or a note, printing slips, one's own account.
ALSO = {
    "office.decide_identity", "office.redact", "office.prove", "office.new_passkey", "office.add_passkey",
    "office.begin_code_app", "office.code_app", "office.confirm_code_app", "office.remove_code_app",
    "office.remove_passkey", "office.end_session", "office.renew_passphrase", "office.print_slips",
    "office.remove_note", "office.remove_case_note",
}  # fmt: skip
QUESTION = "请再证明一次是您"


def stale(office: Office, role: Role) -> FlaskClient:
    """A browser that somebody left open a little too long."""
    client = office.client(role)
    office.at += FRESH_FOR + timedelta(seconds=1)
    return client


def with_app(office: Office, role: Role) -> pyotp.TOTP:
    """A code application for a member."""
    member, vault = office.members[role], office.services.vault
    app = equipped(member, PASSWORD, store=office.store, vault=vault, at=office.at)
    office.at += timedelta(minutes=1)
    return app


def test_every_route_that_needs_it_says_so_and_no_other(office: Office) -> None:
    for rule, method in routes(office):
        guard, view = guard_of(office, rule), office.app.view_functions[rule.endpoint]
        needed = (guard in FRESH and method != "GET") or rule.endpoint in ALSO
        assert getattr(view, "fresh", False) is needed, f"{method} {rule.rule}"


def test_every_route_that_needs_it_asks_and_changes_nothing(office: Office) -> None:
    complaint_id = office.submitted()
    for rule, method in routes(office):
        if not getattr(office.app.view_functions[rule.endpoint], "fresh", False):
            continue
        guard = guard_of(office, rule)
        role = next(one for one in Role if office.members[one].may(guard))
        answer = stale(office, role).open(address(office, rule, complaint_id), method=method)
        assert answer.status_code == 403 and QUESTION in answer.text, f"{method} {rule.rule}"


def test_what_was_typed_is_kept_and_sent_along(office: Office) -> None:
    complaint_id, client = office.submitted(), stale(office, Role.CASE_OFFICER)
    address = f"/office/complaints/{complaint_id}/sealed"
    asked = client.post(address, data={"reason": "identify_caller"})
    assert asked.status_code == 403
    assert f'action="{address}"' in asked.text
    kept = dict(re.findall(r'name="([^"]+)" value="([^"]*)"', asked.text))
    assert kept["reason"] == "identify_caller"
    opened = client.post(address, data={"reason": kept["reason"], "proof_passphrase": PASSWORD})
    assert opened.status_code == 200 and "13800138000" in opened.text


def test_a_wrong_proof_asks_again_and_a_right_one_gives_another_cookie(office: Office) -> None:
    complaint_id, client = office.submitted(), stale(office, Role.CASE_OFFICER)
    before = client.get_cookie(STAFF_COOKIE, path="/office").value
    form = {"reason": "identify_caller"}
    wrong = client.post(f"/office/complaints/{complaint_id}/sealed", data=form | {"proof_passphrase": "wrong"})
    assert wrong.status_code == 403 and "没有通过" in wrong.text
    client.post(f"/office/complaints/{complaint_id}/sealed", data=form | {"proof_passphrase": PASSWORD})
    after = client.get_cookie(STAFF_COOKIE, path="/office").value
    assert after != before
    client.set_cookie(STAFF_COOKIE, before, path="/office")
    assert client.get("/office/account").status_code == 302


def test_a_page_that_was_only_asked_for_is_led_back_to(office: Office) -> None:
    client = stale(office, Role.ANALYST)
    asked = client.get("/office/account/factors/app")
    assert asked.status_code == 403 and 'value="/office/account/factors/app"' in asked.text
    proven = client.post("/office/prove", data={"next": "/office/account/factors/app", "proof_passphrase": PASSWORD})
    assert proven.location == "/office/account/factors/app"
    client = stale(office, Role.ANALYST)
    away = client.post("/office/prove", data={"next": "https://evil.example", "proof_passphrase": PASSWORD})
    assert away.location == "/office/"


def test_with_a_factor_the_passphrase_proves_nothing(office: Office) -> None:
    complaint_id, app = office.submitted(), with_app(office, Role.CASE_OFFICER)
    client = office.app.test_client()
    entered = client.post("/office/sign-in", data={"login": "case_officer", "password": PASSWORD})
    assert entered.location == "/office/sign-in/second"
    assert client.get("/office/account").status_code == 302
    assert client.post("/office/sign-in/second", data={"proof_code": app.at(office.at)}).location == "/office/"
    assert client.get_cookie(HALF_OPEN_COOKIE, path="/office") is None
    office.at += FRESH_FOR + timedelta(seconds=1)
    path, form = f"/office/complaints/{complaint_id}/sealed", {"reason": "identify_caller"}
    assert client.post(path, data=form | {"proof_passphrase": PASSWORD}).status_code == 403
    assert client.post(path, data=form | {"proof_code": app.at(office.at)}).status_code == 200


def test_a_stolen_half_open_token_opens_no_page(office: Office) -> None:
    with_app(office, Role.CASE_OFFICER)
    client, thief = office.app.test_client(), office.app.test_client()
    client.post("/office/sign-in", data={"login": "case_officer", "password": PASSWORD})
    half = client.get_cookie(HALF_OPEN_COOKIE, path="/office").value
    thief.set_cookie(STAFF_COOKIE, half, path="/office")
    assert thief.get("/office/account").status_code == 302
    thief.set_cookie(HALF_OPEN_COOKIE, half, path="/office")
    assert thief.post("/office/sign-in/second", data={"proof_passphrase": PASSWORD}).status_code == 403


def test_a_token_set_before_the_sign_in_is_not_the_one_after_it(office: Office) -> None:
    client = office.app.test_client()
    client.set_cookie(STAFF_COOKIE, "fixed-by-somebody", path="/office")
    client.post("/office/sign-in", data={"login": "analyst", "password": PASSWORD})
    assert client.get_cookie(STAFF_COOKIE, path="/office").value != "fixed-by-somebody"


@pytest.mark.parametrize("role", [Role.CASE_OFFICER, Role.ADMINISTRATOR])
def test_where_a_factor_is_required_no_page_comes_before_it(
    office: Office, monkeypatch: pytest.MonkeyPatch, role: Role
) -> None:
    monkeypatch.setattr(type(office.services.settings), "second_factor_required", property(lambda self: True))
    complaint_id, client = office.submitted(), office.client(role)
    for rule, method in routes(office):
        view, guard = office.app.view_functions[rule.endpoint], guard_of(office, rule)
        if guard == "public" or not office.members[role].may(guard) or view.enrolling:
            continue
        answer = client.open(address(office, rule, complaint_id), method=method)
        assert answer.location == "/office/account/factors", f"{method} {rule.rule}"
    assert client.get("/office/account/factors").status_code == 200
