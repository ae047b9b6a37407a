"""The door: one message for all that is wrong, a cookie that scripts cannot read, and no way to another site."""

from datetime import timedelta

import pytest

from portal.casework.sign_in import ABSOLUTE_LIMIT, IDLE_LIMIT
from portal.casework.waiting import FREE_ATTEMPTS
from portal.domain.access import Role
from portal.web.forms.office import own_path
from portal.web.guard import STAFF_COOKIE
from tests.web.office.conftest import PASSWORD, Office

ANALYST = Role.ANALYST.value
FOREIGN = [
    "https://evil.example/office/",
    "//evil.example/office/",
    "/office/../../evil",
    "\\\\evil.example",
    "/office/\\evil.example",
    "/office//\tevil.example",
    "javascript:alert(1)",
    "/r/elsewhere",
    "",
]


def entered(office: Office, **typed: str):
    return office.client().post("/office/sign-in", data={"login": ANALYST, "password": PASSWORD} | typed)


def test_the_right_password_leads_to_the_page_that_was_asked_for(office: Office) -> None:
    asked = office.client().get("/office/complaints?status=closed&page=2")
    assert asked.location == "/office/sign-in?next=/office/complaints?status%3Dclosed%26page%3D2"
    door = office.client().get(asked.location).get_data(as_text=True)
    assert 'value="/office/complaints?status=closed&amp;page=2"' in door
    assert (
        entered(office, next="/office/complaints?status=closed&page=2").location
        == "/office/complaints?status=closed&page=2"
    )


@pytest.mark.parametrize("address", FOREIGN)
def test_no_way_leads_to_another_site(office: Office, address: str) -> None:
    assert own_path(address) is None
    assert entered(office, next=address).location == "/office/"


def test_the_cookie_is_for_the_office_alone_and_hidden_from_scripts(office: Office) -> None:
    cookie = entered(office).headers["Set-Cookie"]
    assert cookie.startswith(f"{STAFF_COOKIE}=")
    assert {"HttpOnly", "SameSite=Strict", "Path=/office"} <= set(cookie.split("; "))
    assert "Secure" not in cookie


@pytest.mark.parametrize("typed", [{"password": "wrong"}, {"login": "nobody", "password": PASSWORD}, {"login": ""}])
def test_whatever_was_wrong_the_answer_is_the_same(office: Office, typed: dict[str, str]) -> None:
    answer = entered(office, **typed)
    assert answer.status_code == 403
    assert "账号或口令不对" in answer.get_data(as_text=True)
    assert STAFF_COOKIE not in str(answer.headers)
    assert PASSWORD not in answer.get_data(as_text=True)


@pytest.mark.parametrize("login", [ANALYST, "nobody"])
def test_after_too_many_attempts_the_door_says_how_long_to_wait(office: Office, login: str) -> None:
    for _ in range(FREE_ATTEMPTS):
        entered(office, login=login, password="wrong")
    answer = entered(office, login=login)
    assert answer.status_code == 429
    assert "请在 30 秒后再试" in answer.get_data(as_text=True)


def test_long_waits_are_told_in_minutes(office: Office) -> None:
    for _ in range(FREE_ATTEMPTS + 3):
        entered(office, password="wrong")
        office.at += timedelta(minutes=3)
    office.at -= timedelta(minutes=3)
    assert "请在 4 分钟后再试" in entered(office).get_data(as_text=True)


def test_an_idle_browser_signs_in_again(office: Office) -> None:
    client = office.client(Role.ANALYST)
    office.at += IDLE_LIMIT
    assert client.get("/office/method").status_code == 200
    office.at += IDLE_LIMIT + timedelta(seconds=1)
    assert client.get("/office/method").status_code == 302


def test_a_working_day_later_everybody_signs_in_again(office: Office) -> None:
    client, begun = office.client(Role.ANALYST), office.at
    while office.at + IDLE_LIMIT <= begun + ABSOLUTE_LIMIT:
        office.at += IDLE_LIMIT
        assert client.get("/office/method").status_code == 200
    office.at += timedelta(minutes=1)
    assert client.get("/office/method").status_code == 302


def test_signing_out_closes_the_session_everywhere(office: Office) -> None:
    client = office.client(Role.ANALYST)
    token = client.get_cookie(STAFF_COOKIE, path="/office").value
    assert client.post("/office/sign-out").location == "/office/sign-in"
    other = office.client()
    other.set_cookie(STAFF_COOKIE, token, path="/office")
    assert other.get("/office/method").status_code == 302


def test_a_form_of_another_site_opens_nothing(office: Office) -> None:
    office.app.config["WTF_CSRF_ENABLED"] = True
    assert entered(office).status_code == 400
    assert office.client(Role.ANALYST).post("/office/analysis").status_code == 400
