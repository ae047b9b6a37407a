"""A week without a call is one tap; who joins before the first call has a receipt too; weeks may be hidden for good."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from portal.casework import complaints as casework
from portal.domain.access import Role, StaffMember
from portal.domain.handling import OpeningReason
from portal.extract import build
from portal.files import qr_code
from portal.storage import complaints, hospitals, staff
from portal.storage.schema import complaints as complaint_rows
from tests.web.forms.told import CARD, NOW, call
from tests.web.public.conftest import Browser, text_of

JOINED = {name.removeprefix("card-"): value for name, value in CARD.items()} | {"token": "j" * 32}


@pytest.fixture
def at_home(browser: Browser) -> Browser:
    browser.send_report("t" * 32, call(0))
    return browser


def quiet_days(browser: Browser) -> int:
    with browser.services.store.read() as connection:
        complaint_id = connection.execute(select(complaint_rows.c.id)).scalar_one()
        return len(complaints.quiet_reports_of(connection, complaint_id))


def test_a_week_without_a_call_is_one_tap_and_counts_once_a_day(at_home: Browser) -> None:
    for _ in range(2):
        assert at_home.post("/quiet").headers["Location"] == "/diary"
    assert quiet_days(at_home) == 1
    assert "有 1 次说没有接到" in text_of(at_home.get("/diary"))


def test_with_the_receipt_it_is_one_field_and_one_tap(at_home: Browser, another_browser: Browser) -> None:
    code = at_home.code()
    assert another_browser.post("/quiet", {"code": code}, page="/quiet").headers["Location"] == "/diary"
    assert quiet_days(at_home) == 1
    assert another_browser.get("/diary").status_code == 200


def test_with_the_receipt_a_call_leads_to_another_call(at_home: Browser, another_browser: Browser) -> None:
    told = {"code": at_home.code(), "called": "yes"}
    assert another_browser.post("/quiet", told, page="/quiet").headers["Location"] == "/diary/call"
    assert quiet_days(at_home) == 0


def test_the_weekly_code_is_hers_alone_and_stands_in_no_address(at_home: Browser, another_browser: Browser) -> None:
    assert another_browser.get("/quiet/picture").status_code == 403
    answer = at_home.get("/quiet/picture?download=1")
    assert answer.data.startswith(b"\x89PNG")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="weekly.png"'
    assert at_home.code() not in at_home.get("/quiet").text


@pytest.mark.parametrize("code", ["", "1234", "0000-0000-0000-0000-0000-0000-0000"])
def test_a_wrong_receipt_tells_nothing(browser: Browser, code: str) -> None:
    answer = browser.post("/quiet", {"code": code}, page="/quiet")
    assert answer.status_code == 400
    assert "没有找到这个回执" in answer.text


def test_who_joins_before_the_first_call_has_a_receipt_and_a_first_quiet_week(browser: Browser) -> None:
    for _ in range(2):
        assert browser.post("/join", JOINED, page="/join").headers["Location"] == "/received"
    assert quiet_days(browser) == 1
    page = text_of(browser.get("/diary"))
    assert "宁川市妇幼保健院" in page
    assert "孕妇学校" in page  # what usually comes next
    extract = build.build(browser.services.store)
    assert (len(extract.mothers), len(extract.calls), len(extract.contacts)) == (1, 0, 1)


def test_joining_without_a_date_is_asked_for_and_keeps_the_rest(browser: Browser) -> None:
    answer = browser.post("/join", JOINED | {"registered_on": ""}, page="/join")
    assert answer.status_code == 400
    assert 'value="2026-06-30"' in answer.text


def test_the_poster_shows_where_to_join(browser: Browser) -> None:
    assert "https://jingyue.example/join" in browser.get("/join/poster").text
    assert browser.get("/join/poster/picture").data == qr_code.png("https://jingyue.example/join")


def test_a_hospital_has_a_poster_that_names_it_by_its_number_after_the_hash(browser: Browser) -> None:
    with browser.services.store.read() as connection:
        number = hospitals.ids_by_name(connection)["青山区人民医院"]
    page = browser.get(f"/join/poster?hospital={number}").text
    assert '<p class="poster-hospital">青山区人民医院</p>' in page
    picture = browser.get(f"/join/poster/picture?hospital={number}").data
    assert picture == qr_code.png(f"https://jingyue.example/join#{number}")
    assert f'<option data-number="{number}" value="青山区人民医院">' in browser.get("/join").text


@pytest.mark.parametrize("number", ["999", "-1", "x", "9" * 5000, ""])
def test_a_number_that_no_hospital_has_makes_a_poster_for_all(browser: Browser, number: str) -> None:
    assert "poster-hospital" not in browser.get(f"/join/poster?hospital={number}").text
    picture = browser.get(f"/join/poster/picture?hospital={number}").data
    assert picture == qr_code.png("https://jingyue.example/join")


def test_weeks_and_stages_disappear_and_come_back(at_home: Browser) -> None:
    at_home.post("/diary/words", {"ended": "yes"})
    page = text_of(at_home.get("/diary"))
    for word in ("孕", "产", "胎", "宝宝", "接下来可能会接到", "时间线"):
        assert word not in page
    assert "奶粉" in page
    assert at_home.post("/diary/call", call(day="2025-09-01", token="n" * 32)).status_code == 200  # before the card
    asked = at_home.get("/diary/call").text
    assert 'class="public plain"' in asked  # which shows no drawing of what is sold for a baby
    assert "预产期" not in asked
    assert "宝宝出生日期" not in asked
    at_home.post("/diary/words", {"ended": "no"})
    assert "孕中期" in text_of(at_home.get("/diary"))


def test_she_sees_who_opened_her_words_and_why(at_home: Browser) -> None:
    assert "还没有人打开过" in text_of(at_home.get("/diary"))
    store, vault = at_home.services.store, at_home.services.vault
    with store.write() as connection:
        complaint_id, _key = complaints.any_key(connection)
        officer = StaffMember(UUID(int=7), "li.officer", "李某", Role.CASE_OFFICER)
        staff.add(connection, officer, "hash", NOW)
    for by in ("li.officer", "long.gone"):
        reason = OpeningReason.IDENTIFY_CALLER
        casework.open_sealed(complaint_id, reason=reason, by=by, at=NOW, store=store, vault=vault)
    page = text_of(at_home.get("/diary"))
    assert "有工作人员看过 2 次" in page
    assert "2026年3月5日 受理员 ：查明来电方" in page.replace("：", " ：")
    assert "2026年3月5日 工作人员 ：查明来电方" in page.replace("：", " ：")
    for name in ("li.officer", "李某", "long.gone"):
        assert name not in page


def test_she_sees_since_when_it_stands_where_it_stands(at_home: Browser) -> None:
    assert "自 2026年3月5日" in text_of(at_home.get("/diary"))
    store = at_home.services.store
    with store.read() as connection:
        complaint_id, _key = complaints.any_key(connection)
    casework.begin_review(complaint_id, by="li.officer", at=NOW + timedelta(days=6), store=store)
    assert "正在核查 自 2026年3月11日" in text_of(at_home.get("/diary"))


def test_who_left_tells_nothing_more(at_home: Browser) -> None:
    at_home.post("/leave", {"how": "cases"})
    at_home.post("/quiet")
    at_home.post("/diary/words", {"ended": "yes"})
    assert quiet_days(at_home) == 0
    assert "孕中期" in text_of(at_home.get("/diary"))
