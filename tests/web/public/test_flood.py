"""Thousands of reports from programs: who comes with a browser's work gets through, nobody loses what she typed."""

from uuid import uuid4

import pytest

from portal.domain import effort
from portal.domain.report import ComplaintDraft
from portal.intake import complaints
from tests.domain.test_effort import found
from tests.intake.conftest import report
from tests.web.forms.told import CARD, CONTACT, NOW, call, posted
from tests.web.public.conftest import Browser


@pytest.fixture
def flooded(browser: Browser) -> Browser:
    store, vault = browser.services.store, browser.services.vault
    draft = ComplaintDraft(report().card, ())
    for _sender in range(effort.WITHOUT_EFFORT):
        complaints.submit(draft, token=uuid4().hex, store=store, vault=vault, at=NOW, effort="")
    return browser


def send(browser: Browser, token: str, work: str):
    told = posted(CARD, call(0, notes="请一定看到"), CONTACT, screen="check", go="send", token=token, work=work)
    return browser.post("/report", told)


def test_without_work_she_is_asked_to_wait_and_keeps_everything(flooded: Browser) -> None:
    answer = send(flooded, "w" * 32, "")
    assert (answer.status_code, "请过一分钟再点一次发送" in answer.text, "请一定看到" in answer.text) == (
        429,
        True,
        True,
    )
    assert flooded.get("/diary").status_code == 403

    flooded.pass_time(minutes=11)
    assert send(flooded, "w" * 32, "").status_code == 303


def test_with_work_she_gets_through_at_once(flooded: Browser) -> None:
    assert send(flooded, "w" * 32, found("w" * 32)).status_code == 303


def test_work_for_another_report_does_not_count(flooded: Browser) -> None:
    assert send(flooded, "w" * 32, found("o" * 32)).status_code == 429


def test_the_same_report_sent_again_is_no_new_one(browser: Browser) -> None:
    send(browser, "w" * 32, "")
    code = browser.code()
    store, vault = browser.services.store, browser.services.vault
    for _sender in range(effort.WITHOUT_EFFORT - 1):
        complaints.submit(report(), token=uuid4().hex, store=store, vault=vault, at=NOW, effort="")
    assert send(browser, "w" * 32, "").status_code == 303
    assert browser.code() == code


def test_joining_waits_too_and_keeps_the_card(flooded: Browser) -> None:
    told = {name.removeprefix("card-"): value for name, value in CARD.items()}
    answer = flooded.post("/join", told, page="/join")
    assert (answer.status_code, "请过一分钟再点一次发送" in answer.text) == (429, True)
    assert told["registered_on"] in answer.text


def test_who_is_vouched_for_by_a_person_never_waits(flooded: Browser) -> None:
    store, vault = flooded.services.store, flooded.services.vault
    assert complaints.submit(report(), token="v" * 32, store=store, vault=vault, at=NOW).is_new
