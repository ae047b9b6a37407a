"""The own account: another passphrase, and the end of every other session."""

import base64
import logging
import re

import pytest

from portal.casework import members, sign_in
from portal.domain.access import Role
from portal.web.forms.office import LONGEST_TYPED, whole
from tests.web.office.conftest import PASSWORD, Office

ADDRESS = "/office/account/passphrase"


def test_a_new_passphrase_stands_in_the_answer_and_opens_the_door(office: Office) -> None:
    client = office.client(Role.ANALYST)
    assert 'type="password"' in client.get(ADDRESS).text
    answer = client.post(ADDRESS, data={"current": PASSWORD})
    made = answer.text.split("口令</dt>")[1].split("<dd>")[1].split("</dd>")[0].strip()
    typed = {"login": Role.ANALYST.value, "password": made}
    assert office.client().post("/office/sign-in", data=typed).status_code == 303
    assert made not in client.get(ADDRESS).text


def test_without_the_one_of_now_there_is_none(office: Office) -> None:
    answer = office.client(Role.ANALYST).post(ADDRESS, data={"current": "wrong"})
    assert answer.status_code == 422 and "新口令只显示这一次" not in answer.text
    assert office.client(Role.ANALYST)


def test_all_other_sessions_end_at_once(office: Office) -> None:
    elsewhere, here = office.client(Role.ANALYST), office.client(Role.ANALYST)
    assert "结束其他所有地方的登录" in here.get("/office/account").text
    here.post("/office/account/sessions", data={"session": "others"})
    assert here.get("/office/account").status_code == 200
    assert elsewhere.get("/office/account").status_code == 302


def test_a_field_covers_what_is_typed_and_a_password_manager_may_fill_it(office: Office) -> None:
    page = office.client().get("/office/sign-in").text
    assert 'type="password"' in page and 'autocomplete="current-password"' in page and "onpaste" not in page


@pytest.mark.parametrize(("typed", "taken"), [("a" * LONGEST_TYPED, "a" * LONGEST_TYPED), ("a" * 201, ""), (None, "")])
def test_a_passphrase_is_taken_whole_or_not_at_all(typed: str | None, taken: str) -> None:
    assert whole(typed) == taken


def test_who_asks_for_what_the_role_does_not_carry_stands_in_the_log(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO, "portal"):
        assert office.client(Role.ANALYST).get("/office/complaints?q=secret").status_code == 403
    (line,) = [record.told for record in caplog.records if record.event == "access.refused"]
    assert (line["member"], line["permission"]) == (str(office.members[Role.ANALYST].id), "view_queue")
    assert "secret" not in str(line)


def test_a_passphrase_that_somebody_else_has_seen_only_serves_to_get_another(office: Office) -> None:
    first = members.add_with_first(
        login="new", name="新来的", role=Role.ANALYST, by="command_line", at=office.at, store=office.store
    )
    client = office.client()
    client.post("/office/sign-in", data={"login": "new", "password": first})
    assert client.get("/office/overview").location == ADDRESS
    assert client.get("/office/account").location == ADDRESS
    assert client.post(ADDRESS, data={"current": first}).status_code == 200
    assert client.get("/office/account").status_code == 200
    assert office.client().post("/office/sign-in", data={"login": "new", "password": first}).status_code == 403


def test_a_token_is_of_256_random_bits(office: Office) -> None:
    tokens = {
        sign_in.sign_in(Role.ANALYST.value, PASSWORD, store=office.store, at=office.at) for _ in range(20)
    }  # fmt: skip
    assert len(tokens) == 20
    assert {len(base64.urlsafe_b64decode(f"{token}=")) for token in tokens} == {32}


@pytest.mark.parametrize("role", Role)
def test_the_way_out_is_on_every_page(office: Office, role: Role) -> None:
    client = office.client(role)
    paths = re.findall(r'<li><a href="(/office[^"?]*)"', client.get("/office/account").text)
    for path in {*paths, "/office/account", "/office/account/factors", ADDRESS, "/office/method"}:
        answer = client.get(path)
        assert answer.status_code in (302, 404) or 'action="/office/sign-out"' in answer.text, path
