"""What is asked about a call: every answer one tap, none needed, a doubt a question and no refusal."""

import pytest

from tests.web.forms.told import CARD, CONTACT, call, posted
from tests.web.public.conftest import Browser, text_of

TOKEN = "n" * 32


@pytest.fixture
def at_home(browser: Browser) -> Browser:
    browser.send_report("t" * 32, call(0))
    return browser


def test_what_was_said_on_the_phone_stands_in_the_diary(at_home: Browser) -> None:
    told = call(
        channel="sms", message="【贝贝笔庄】免费上门", number_origin="bought", stop_request="told_before",
        phone_owner="partner", voice="recording", time_source="call_log", token=TOKEN,
    )  # fmt: skip
    assert at_home.post("/diary/call", told).status_code == 303
    page = text_of(at_home.get("/diary"))
    for said in (
        "【贝贝笔庄】免费上门",
        "说是买来的名单",
        "以前就说过，又打来了",
        "丈夫的",
        "录音、机器人",
        "通话记录",
    ):
        assert said in page


def test_a_range_is_shown_as_a_range(at_home: Browser) -> None:
    at_home.post("/diary/call", call(when="part", part="afternoon", clock="", token=TOKEN))
    at_home.post("/diary/call", call(when="between", until_day="2026-02-28", clock="", token="m" * 32))
    page = text_of(at_home.get("/diary"))
    assert "2026年3月4日 14:00–18:00" in page
    assert "2026年2月28日至2026年3月4日之间" in page


def test_a_doubtful_call_is_asked_about_and_may_stay_as_it_is(at_home: Browser) -> None:
    odd = call(day="2025-11-20", token=TOKEN)  # before the card
    answer = at_home.post("/diary/call", odd)
    assert answer.status_code == 200
    assert "就是这样，发送" in answer.text
    assert 'value="2025-11-20"' in answer.text
    assert at_home.post("/diary/call", odd | {"sure": "1"}).headers["Location"] == "/diary"


def test_a_time_that_cannot_be_offers_what_she_meant(at_home: Browser) -> None:
    answer = at_home.post("/diary/call", call(day="2026-03-06", token=TOKEN))
    assert answer.status_code == 400
    assert "是不是想写" in answer.text
    assert 'name="mend" value="2026-03-05T10:30:00+08:00"' in answer.text
    mended = call(day="2026-03-06", mend="2026-03-05T10:30:00+08:00", token=TOKEN)
    assert at_home.post("/diary/call", mended).headers["Location"] == "/diary"
    assert "2026年3月5日 10:30" in text_of(at_home.get("/diary"))


def test_in_a_first_report_it_offers_the_same(browser: Browser) -> None:
    told = posted(CARD, call(0, day="2026-03-06"), CONTACT, screen="call", place="0", go="next")
    answer = browser.post("/report", told)
    assert 'name="call-0-mend" value="2026-03-05T10:30:00+08:00"' in answer.text
    told["call-0-mend"] = "2026-03-05T10:30:00+08:00"
    assert browser.post("/report", told).status_code == 200


def test_who_else_has_the_number_is_said_once_and_may_be_said_anew(at_home: Browser) -> None:
    assert "checked" not in at_home.get("/diary/others").text
    at_home.post("/diary/others", {"others": "nobody"})
    assert 'value="nobody" checked' in at_home.get("/diary/others").text
    at_home.post("/diary/others", {"others": "maternity_app"})
    page = at_home.get("/diary/others").text
    assert 'value="maternity_app" checked' in page
    assert 'value="nobody" checked' not in page


def test_a_relative_files_for_her_and_says_who_else_has_the_number(browser: Browser) -> None:
    told = {**CONTACT, "contact-filed_by": "family", "contact-others": "photo_studio"}
    page = browser.post("/report", posted(CARD, call(0), told, screen="contact", go="next"))
    assert "家人代报" in text_of(page)
    assert "摄影、月子会所登记" in text_of(page)


def test_nothing_can_be_added_after_she_left(at_home: Browser) -> None:
    at_home.post("/leave", {"how": "cases"})
    at_home.post("/diary/others", {"others": "nobody"})
    assert "checked" not in at_home.get("/diary/others").text


def test_a_call_at_night_may_be_one_of_the_afternoon(at_home: Browser) -> None:
    odd = call(clock="03:10", token=TOKEN)
    answer = at_home.post("/diary/call", odd)
    assert answer.status_code == 200
    assert 'name="mend" value="2026-03-04T15:10:00+08:00"' in answer.text
    at_home.post("/diary/call", odd | {"mend": "2026-03-04T15:10:00+08:00"})
    assert "2026年3月4日 15:10" in text_of(at_home.get("/diary"))


def test_before_she_sends_a_first_report_the_afternoon_is_one_tap(browser: Browser) -> None:
    told = posted(CARD, call(0, clock="03:10"), CONTACT, screen="contact", go="next")
    assert 'name="call-0-mend" value="2026-03-04T15:10:00+08:00"' in browser.post("/report", told).text
    told["screen"] = "check"
    told["call-0-mend"] = "2026-03-04T15:10:00+08:00"
    page = browser.post("/report", told).text
    assert 'name="call-0-clock" value="15:10"' in page
    assert "call-0-mend" not in page


def test_an_evening_to_come_is_asked_about_and_not_kept(at_home: Browser) -> None:
    answer = at_home.post("/diary/call", call(when="part", part="night", day="2026-03-05", clock="", token=TOKEN))
    assert answer.status_code == 400
    assert 'name="mend" value="2026-03-04"' in answer.text
    assert 'value="night" checked' in answer.text
