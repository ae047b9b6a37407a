"""The right of reply: taken down by who may, shown word for word on the page of the source, never changed."""

from dataclasses import replace

import pytest

from portal.domain.access import Role
from portal.storage import exports
from tests.aggregation.test_seized import RUNS
from tests.web.office.conftest import Office
from tests.web.office.saved import CITY, SOURCES

TEXT = "我们没有向任何人提供过名单。<b>请核对</b>"


@pytest.fixture
def page(office: Office) -> str:
    """The address of a recipient's page."""
    office.analysed()
    with office.store.write() as connection:
        exports.put_run(connection, replace(RUNS[0], recipient=CITY))
    place = next(place for place, finding in enumerate(SOURCES) if finding.source == CITY)
    return f"/office/findings/1/{place}"


def test_what_it_says_stands_on_its_page_word_for_word(office: Office, page: str) -> None:
    assert "还没有收到说明" in office.page(Role.CASE_OFFICER, page)
    answer = office.client(Role.ANALYST).post(page, data={"received_on": "2026-03-01", "text": TEXT})
    assert answer.status_code == 303
    shown = office.page(Role.CASE_OFFICER, page)
    assert "我们没有向任何人提供过名单。&lt;b&gt;请核对&lt;/b&gt;" in shown


@pytest.mark.parametrize(
    ("told", "said"),
    [
        ({"received_on": "2026-03-01", "text": " "}, "请写下"),
        ({"received_on": "", "text": TEXT}, "收到的日期"),
        ({"received_on": "2026-03-09", "text": TEXT}, "收到的日期"),
        ({"received_on": "2026-03-01", "text": "长" * 4001}, "4000"),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(office: Office, page: str, told: dict, said: str) -> None:
    answer = office.client(Role.ANALYST).post(page, data=told)
    assert (answer.status_code, said in answer.text) == (422, True)
    assert told["text"].strip()[:10] in answer.text


def test_registration_is_nobodys_and_a_case_officer_takes_no_reply_down(office: Office, page: str) -> None:
    told = {"received_on": "2026-03-01", "text": TEXT}
    assert office.client(Role.ANALYST).post("/office/findings/1/0", data=told).status_code == 404
    assert office.client(Role.CASE_OFFICER).post(page, data=told).status_code == 403
