"""Coming back with a receipt: reading, adding, taking back, leaving, and being let out after half an hour."""

import base64
import io
import re
from uuid import UUID

import pytest
from PIL import Image
from sqlalchemy import select

from portal.domain.journal import Entry
from portal.intake import receipts
from portal.storage import journal
from portal.storage.schema import complaints
from tests.web.forms.told import call
from tests.web.public.conftest import SUBMISSION_FIELD, Browser, text_of

QUICK = {"vendor_type": "cord_blood", "when": "now", "day": "", "clock": "", "channel": "call", "notes": ""}
TAKE_BACK = re.compile(r'action="(/diary/call/[0-9a-f-]+/take-back)"')


@pytest.fixture
def at_home(browser: Browser) -> Browser:
    """She has sent a report from this browser."""
    browser.send_report("t" * 32, call(0, caller_number="95588", notes="原话", knew=["due_date"]))
    return browser


def test_the_receipt_opens_her_record_on_another_phone(at_home: Browser, another_browser: Browser) -> None:
    tired = at_home.code().lower().replace("-", " ").replace("0", "o")
    answer = another_browser.post("/receipt", {"code": tired})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/diary")
    page = text_of(another_browser.get("/diary"))
    for said in ("已收到", "奶粉", "孕 23 周", "95588", "95、96 开头的服务号码", "原话", "预产期", "宁川市妇幼保健院"):
        assert said in page


@pytest.mark.parametrize("typed", ["", "1234", "x" * 500, "0000-0000-0000-0000-0000-0000-0000", "<script>"])
def test_every_wrong_receipt_is_answered_alike(browser: Browser, typed: str) -> None:
    answer = browser.post("/receipt", {"code": typed})
    assert answer.status_code == 400
    assert "没有找到这个回执" in answer.text


def test_a_well_formed_receipt_of_nobody_is_answered_alike(browser: Browser) -> None:
    answer = browser.post("/receipt", {"code": browser.services.vault.receipt_code("z" * 32)})
    assert answer.status_code == 400
    assert "没有找到这个回执" in answer.text


@pytest.mark.parametrize("path", ["/diary", "/received", "/received/picture", "/diary/call", "/leave"])
def test_without_a_receipt_there_is_nothing_to_see(browser: Browser, path: str) -> None:
    answer = browser.get(path)
    assert answer.status_code == 403
    assert 'name="code"' in answer.text


def test_after_half_an_hour_she_is_asked_again(at_home: Browser) -> None:
    at_home.pass_time(minutes=31)
    answer = at_home.get("/diary")
    assert answer.status_code == 403
    assert "您离开有一会儿了" in answer.text


def test_every_page_prolongs_her_stay(at_home: Browser) -> None:
    for _ in range(3):
        at_home.pass_time(minutes=20)
        assert at_home.get("/diary").status_code == 200


def test_another_call_needs_a_vendor_and_nothing_else(at_home: Browser) -> None:
    page = at_home.get("/diary/call").text
    assert re.search(r'value="now" checked', page)
    token = SUBMISSION_FIELD.search(page).group(1)
    for _ in range(2):
        answer = at_home.post("/diary/call", {**QUICK, "token": token})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/diary")
    page = at_home.get("/diary").text
    assert len(TAKE_BACK.findall(page)) == 2
    assert "记下了" in page


def test_another_call_without_a_vendor_is_asked_for(at_home: Browser) -> None:
    answer = at_home.post("/diary/call", {**QUICK, "vendor_type": "", "token": "n" * 32, "caller_number": "114"})
    assert answer.status_code == 400
    assert 'value="114"' in answer.text
    assert "<details" in answer.text
    assert re.search(r"<details[^>]* open>", answer.text)


def test_a_call_can_be_taken_back(at_home: Browser) -> None:
    [address] = TAKE_BACK.findall(at_home.get("/diary").text)
    assert at_home.post(address).status_code == 303
    page = at_home.get("/diary").text
    assert not TAKE_BACK.findall(page)
    assert "这次来电已经撤回" in page


def test_somebody_elses_call_cannot_be_taken_back(at_home: Browser, another_browser: Browser) -> None:
    another_browser.send_report("o" * 32)
    [address] = TAKE_BACK.findall(at_home.get("/diary").text)
    another_browser.post(address)
    assert TAKE_BACK.findall(at_home.get("/diary").text) == [address]


def test_stopping_publication_keeps_the_record_open(at_home: Browser) -> None:
    assert at_home.post("/leave", {"how": "publication"}).headers["Location"] == "/diary"
    page = text_of(at_home.get("/diary"))
    assert "您已要求不公开" in page
    assert "又来一个" in page
    assert "不要公开" not in text_of(at_home.get("/leave"))


def test_stopping_use_shows_that_the_words_are_gone(at_home: Browser) -> None:
    at_home.post("/leave", {"how": "cases"})
    page = text_of(at_home.get("/diary"))
    assert "原话" not in page
    assert "95588" not in page
    assert "奶粉" in page
    assert "又来一个" not in page
    answer = at_home.post("/diary/call", {**QUICK, "token": "n" * 32})
    assert answer.status_code == 303
    assert "不能再补充来电" in at_home.get("/diary").text


def test_she_reads_to_whom_rows_about_her_calls_were_given(at_home: Browser) -> None:
    """With the roles of the database in force: a page that forgot whose it is would find nothing, and say nothing."""
    with at_home.services.store.write() as connection:
        (complaint_id,) = connection.execute(select(complaints.c.id)).scalars()
        told = {"receiver": "宁川市检察院", "purpose": "prosecution", "delivery": str(UUID(int=1))}
        journal.append(connection, Entry(at_home.at, "zhao", "complaint.deliver", f"complaint:{complaint_id}", told))
    assert "宁川市检察院" in text_of(at_home.get("/diary"))


def test_erasing_closes_the_page_and_leaves_nothing(at_home: Browser) -> None:
    code = at_home.code()
    assert at_home.post("/leave", {"how": "erased"}).headers["Location"] == "/closed"
    assert "已全部删除" in at_home.get("/closed").text
    assert at_home.get("/diary").status_code == 403
    at_home.post("/receipt", {"code": code})
    page = text_of(at_home.get("/diary"))
    assert "这份报告已经全部删除" in page
    assert "宁川市妇幼保健院" not in page
    assert "奶粉" not in page


def test_a_way_of_leaving_that_does_not_exist_is_refused(at_home: Browser) -> None:
    assert at_home.post("/leave", {"how": "none"}).status_code == 400


def test_closing_the_page_ends_the_stay(at_home: Browser) -> None:
    assert at_home.post("/close").headers["Location"] == "/closed"
    assert at_home.get("/diary").status_code == 403


def test_the_quick_way_out_ends_the_stay_too(at_home: Browser) -> None:
    answer = at_home.get("/exit")
    assert answer.status_code == 303
    assert not answer.headers["Location"].startswith("/")
    assert at_home.get("/diary").status_code == 403


def test_the_last_four_characters_are_checked_gently(at_home: Browser) -> None:
    last = at_home.code()[-4:]
    wrong = at_home.post("/received", {"last_four": "zz"})
    assert wrong.status_code == 400
    assert "请再看一下图片" in wrong.text
    right = at_home.post("/received", {"last_four": f" {last.lower()} "})
    assert right.status_code == 200
    assert "您已经保存好了" in right.text


def test_the_picture_of_the_receipt_can_be_kept(at_home: Browser) -> None:
    shown = at_home.get("/received/picture")
    assert shown.mimetype == "image/png"
    assert Image.open(io.BytesIO(shown.data)).width == 720
    assert "Content-Disposition" not in shown.headers
    kept = at_home.get("/received/picture?download=1")
    assert kept.headers["Content-Disposition"] == 'attachment; filename="receipt.png"'
    assert kept.data == shown.data


@pytest.mark.parametrize("way", ["/close", "/exit"])
def test_a_copied_cookie_opens_nothing_once_she_closed_the_page(
    at_home: Browser, another_browser: Browser, way: str
) -> None:
    copied = at_home.client.get_cookie("jingyue").value
    another_browser.client.set_cookie("jingyue", copied)
    assert another_browser.get("/diary").status_code == 200
    answer = at_home.post(way) if way == "/close" else at_home.get(way)
    assert answer.status_code in (302, 303)
    another_browser.client.set_cookie("jingyue", copied)
    assert another_browser.get("/diary").status_code == 403


def test_a_forged_stay_is_no_stay(browser: Browser) -> None:
    browser.get("/report")
    for forged in ("", "?", "AAAA", "é"):
        with browser.client.session_transaction() as session:
            session["reporter"] = forged
        assert browser.get("/diary").status_code == 403


def test_a_stay_at_a_report_of_another_database_asks_for_the_receipt(browser: Browser) -> None:
    browser.get("/report")
    elsewhere = receipts.remember(
        browser.services.vault.receipt_code("e" * 32), vault=browser.services.vault, at=browser.at
    )
    with browser.client.session_transaction() as session:
        session["reporter"] = base64.urlsafe_b64encode(elsewhere).decode()
    assert browser.get("/diary").status_code == 403
