"""Twelve calls at once: pasted, read, confirmed; her words stay beside what was read from them."""

import re

import pytest

from portal.domain.report import CallDraft
from portal.domain.vocabulary import Precision, VendorType
from portal.intake import complaints
from portal.storage import calls
from portal.storage.complaints import any_key
from tests.web.forms.told import CARD, NOW, call, posted
from tests.web.public.conftest import Browser, text_of

LOG = "通话记录\n0755-8200 2389 3月4日 14:22\n昨天 下午3:10 奶粉 隐藏号码\n13800138000 呼出 3月3日 09:00\n13800138000"


@pytest.fixture
def at_home(browser: Browser) -> Browser:
    browser.send_report("t" * 32, call(0))
    return browser


def pasted(browser: Browser, text: str) -> str:
    return browser.post("/diary/paste", {"text": text, "go": "read", "token": "p" * 32}).text


def rows(*days: str) -> dict[str, str]:
    told = {}
    for place, day in enumerate(days):
        told |= {f"row-{place}-keep": "y", f"row-{place}-day": day, f"row-{place}-vendor_type": "lanugo_brush"}
        told |= {f"row-{place}-clock": "14:22", f"row-{place}-caller_number": "0755-8200 2389"}
        told |= {f"row-{place}-channel": "call"}
    return told


def test_what_was_read_stands_beside_her_words(at_home: Browser) -> None:
    answer = at_home.post("/diary/paste", {"text": LOG, "go": "read"})
    assert answer.status_code == 200
    page, said = answer.text, text_of(answer)
    for words in ("读出了 4 次来电", "0755-8200 2389 3月4日 14:22", "像是您自己拨出的", "没有当作来电的 1 行"):
        assert words in said
    assert 'value="2026-03-04"' in page
    assert 'value="14:22"' in page
    assert '<option selected value="infant_formula">' in page
    assert page.count("checked") == 2
    assert "没有读出日期" in said


def test_kept_rows_are_in_the_diary_with_the_original(at_home: Browser) -> None:
    text = "0755-8200 2389 3月4日 14:22\n0755-8200 2389 3月2日 14:22"
    told = {"text": text, "go": "keep", "token": "p" * 32, **rows("2026-03-04", "2026-03-02")}
    assert at_home.post("/diary/paste", told).headers["Location"] == "/diary"
    page = text_of(at_home.get("/diary"))
    assert "您粘贴的原文 0755-8200 2389 3月4日 14:22" in page
    assert "2026年3月2日 14:22" in page
    at_home.post("/diary/paste", told)  # the same tap twice
    with at_home.services.store.read() as connection:
        assert calls.count(connection) == 3


def test_only_ticked_rows_are_kept(at_home: Browser) -> None:
    told = {"text": "0755-8200 2389 3月4日 14:22\n13800138000 3月1日", "go": "keep", **rows("2026-03-04")}
    at_home.post("/diary/paste", told)
    with at_home.services.store.read() as connection:
        assert calls.count(connection) == 2


def test_a_call_that_is_there_already_is_pointed_out(at_home: Browser) -> None:
    text = "0755-8200 2389 3月4日 14:22"
    at_home.post("/diary/paste", {"text": text, "go": "keep", **rows("2026-03-04")})
    page = pasted(at_home, text)
    assert "记录里好像已经有这一次了" in page
    assert "checked" not in page


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"text": "", "go": "read"}, "请把通话记录粘贴在这里"),
        ({"text": "真的很烦", "go": "read"}, "没有看出哪一行是来电"),
        ({"text": "字" * 20_001, "go": "read"}, "请分几次"),
        ({"text": "13800138000", "go": "keep", **rows("")}, "请选日期"),
        ({"text": "13800138000", "go": "keep", **rows("2027-01-01")}, "这个时间还没有到"),
        ({"text": "13800138000 3月4日", "go": "keep"}, "至少勾选一次"),
    ],
)
def test_a_slip_is_named_and_nothing_is_lost(at_home: Browser, told: dict[str, str], words: str) -> None:
    answer = at_home.post("/diary/paste", told)
    assert answer.status_code == 400
    assert words in answer.text
    assert told["text"][:10] in answer.text


def test_what_can_be_read_in_two_ways_is_pointed_out(at_home: Browser) -> None:
    assert "日期或号码不太确定" in pasted(at_home, "05-03 13800138000")


def test_the_way_it_came_can_be_mended(at_home: Browser) -> None:
    told = {"text": "13800138000 3月4日", "go": "keep", **rows("2026-03-04"), "row-0-channel": "wechat"}
    at_home.post("/diary/paste", told)
    assert "微信" in text_of(at_home.get("/diary"))


def test_a_full_diary_says_how_many_more_and_keeps_her_text(at_home: Browser) -> None:
    many = (CallDraft(NOW, Precision.DAY, VendorType.OTHER),) * (complaints.MOST_CALLS - 2)  # one is there, one fits
    services = at_home.services
    with services.store.read() as connection:
        complaint_id, _key = any_key(connection)
    complaints.add_calls(complaint_id, many, token="m" * 32, store=services.store, vault=services.vault, at=NOW)
    text = "0755-8200 2389 3月4日 14:22\n0755-8200 2389 3月2日 14:22"
    answer = at_home.post("/diary/paste", {"text": text, "go": "keep", **rows("2026-03-04", "2026-03-02")})
    assert answer.status_code == 400
    assert "现在还能记 1 次" in answer.text
    assert text in answer.text


def test_it_is_offered_from_the_first_report_on(at_home: Browser) -> None:
    assert 'href="/diary/paste"' in at_home.get("/received").text
    assert "一次粘贴多条通话或短信记录" in at_home.post("/report", posted(CARD, screen="card", go="next")).text


def test_just_now_does_not_move_while_she_confirms(at_home: Browser) -> None:
    page = pasted(at_home, "刚刚 13800138000")
    read_at = re.search(r'name="read_at" value="([^"]+)"', page).group(1)
    at_home.pass_time(minutes=20)
    again = at_home.post("/diary/paste", {"text": "刚刚 13800138000", "go": "read", "read_at": read_at})
    assert 'value="14:22"' in again.text


def test_who_left_adds_nothing(at_home: Browser) -> None:
    at_home.post("/leave", {"how": "cases"})
    at_home.post("/diary/paste", {"text": "13800138000", "go": "keep", **rows("2026-03-04")})
    with at_home.services.store.read() as connection:
        assert calls.count(connection) == 1


def test_a_stay_that_is_over_gives_back_what_she_wrote(at_home: Browser) -> None:
    at_home.pass_time(minutes=31)
    answer = at_home.post("/diary/paste", {"text": "0755-8200 2389 3月4日\n<b>原话</b>", "go": "read"})
    assert answer.status_code == 403
    assert "0755-8200 2389 3月4日\n&lt;b&gt;原话&lt;/b&gt;" in answer.text
