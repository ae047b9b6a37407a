"""The first report over HTTP: four screens at one address, and one receipt however often it is sent."""

import re

import pytest

from portal.intake import complaints
from portal.storage import calls
from portal.storage import complaints as rows
from tests.web.forms.told import CARD, CONTACT, call, posted
from tests.web.public.conftest import SUBMISSION_FIELD, TOKEN_FIELD, Browser, text_of


def counts(browser: Browser) -> tuple[int, int]:
    with browser.services.store.read() as connection:
        return rows.count(connection), calls.count(connection)


def test_the_first_page_leads_to_the_report_and_to_the_receipt(browser: Browser) -> None:
    page = browser.get("/")
    assert page.status_code == 200
    assert 'href="/report"' in page.text
    assert 'href="/receipt"' in page.text


def test_the_card_is_asked_first_with_the_hospitals_by_district(browser: Browser) -> None:
    page = browser.get("/report").text
    assert '<optgroup label="江岸区"><option value="宁川市妇幼保健院">' in page
    assert "第 1 步，共 4 步" in page


def test_each_screen_carries_what_was_told_before(browser: Browser) -> None:
    page = browser.post("/report", posted(CARD, screen="card", go="next", token="t" * 32))
    assert "第 2 步，共 4 步" in page.text
    assert '<input type="hidden" name="card-registered_on" value="2025-12-01">' in page.text
    page = browser.post("/report", posted(CARD, call(0), screen="call", place="0", go="next", token="t" * 32))
    assert "第 3 步，共 4 步" in page.text
    assert counts(browser) == (0, 0)


def test_the_check_shows_the_stage_that_nobody_asked_her_for(browser: Browser) -> None:
    told = posted(CARD, call(0, caller_number="0755-8200 2389"), CONTACT, screen="contact", go="next")
    page = text_of(browser.post("/report", told))
    assert "孕 23 周 · 孕中期" in page
    assert "0755-8200 2389" in page
    assert "固定电话 +8675582002389" in page


def test_sending_leads_to_the_receipt_and_a_reload_shows_the_same(browser: Browser) -> None:
    answer = browser.send_report()
    assert (answer.status_code, answer.headers["Location"]) == (303, "/received")
    assert browser.code() == browser.code()
    assert counts(browser) == (1, 1)


def test_sending_twice_is_one_report_and_one_receipt(browser: Browser) -> None:
    browser.send_report()
    code = browser.code()
    browser.send_report()
    assert browser.code() == code
    assert counts(browser) == (1, 1)


def test_the_token_is_made_on_the_first_screen_and_stays(browser: Browser) -> None:
    first = SUBMISSION_FIELD.search(browser.get("/report").text).group(1)
    page = browser.post("/report", posted(CARD, screen="card", go="next", token=first))
    assert SUBMISSION_FIELD.search(page.text).group(1) == first


def test_a_slip_says_so_in_the_title_and_keeps_what_was_typed(browser: Browser) -> None:
    told = posted({**CARD, "card-registered_on": "2031-01-01"}, screen="card", go="next")
    page = browser.post("/report", told)
    assert page.status_code == 400
    assert "<title>需要修改：" in page.text
    assert '<a href="#card-registered_on">' in page.text
    assert 'value="2031-01-01"' in page.text
    assert '<option selected value="宁川市妇幼保健院">' in page.text


def test_what_she_writes_is_shown_as_text(browser: Browser) -> None:
    nasty = "<script>alert(1)</script>"
    told = posted(CARD, call(0, notes=nasty, caller_number=nasty), CONTACT, screen="contact", go="next")
    page = browser.post("/report", told).text
    assert nasty not in page
    assert "&lt;script&gt;" in page


def test_a_program_is_stopped_gently(browser: Browser) -> None:
    told = posted(CARD, call(0), CONTACT, screen="check", go="send", website="http://spam")
    page = browser.post("/report", told)
    assert page.status_code == 400
    assert counts(browser) == (0, 0)
    assert "http://spam" not in page.text


def test_a_form_of_a_forgotten_session_is_shown_again_with_all_that_was_told(browser: Browser) -> None:
    told = posted(CARD, call(0, notes="原话"), CONTACT, screen="check", go="send", token="t" * 32)
    answer = browser.client.post("/report", data=told)
    assert answer.status_code == 400
    assert counts(browser) == (0, 0)
    assert "内容都还在" in answer.text
    assert "原话" in answer.text
    token = TOKEN_FIELD.search(answer.text).group(1)
    told["csrf_token"] = token
    assert SUBMISSION_FIELD.search(answer.text).group(1) != "t" * 32, "another site may have chosen it"
    assert browser.client.post("/report", data=told).status_code == 303
    assert counts(browser) == (1, 1)


def test_another_form_of_a_forgotten_session_is_refused(browser: Browser) -> None:
    answer = browser.client.post("/receipt", data={"code": "x"})
    assert answer.status_code == 400
    assert "这一页放得太久了" in answer.text


def test_too_much_at_once_is_refused_in_words(browser: Browser) -> None:
    browser.get("/report")
    answer = browser.client.post("/report", data={"call-0-notes": "字" * 200_000})
    assert answer.status_code == 413
    assert "分几次发送" in answer.text


def test_the_language_changes_without_losing_a_word(browser: Browser) -> None:
    told = posted(CARD, call(0, notes="原话"), screen="call", place="0", go="stay")
    page = browser.post("/report?lang=en", told)
    assert "Step 2 of 4" in page.text
    assert "原话" in page.text
    assert 'formaction="/report?lang=zh"' in page.text


@pytest.mark.parametrize("path", ["/", "/report", "/receipt", "/closed", "/nothing"])
def test_every_page_speaks_english_too(browser: Browser, path: str) -> None:
    page = browser.get(path, headers={"Accept-Language": "en"})
    assert '<html lang="en">' in page.text
    said = re.sub("简体|繁體|宁川市妇幼保健院|青山区人民医院", "", text_of(page))
    assert not [character for character in said if "一" <= character <= "鿿"]


def test_no_page_is_kept_by_the_browser(browser: Browser) -> None:
    browser.send_report()
    for path in ("/", "/report", "/receipt", "/received", "/received/picture", "/diary", "/diary/call", "/leave"):
        answer = browser.get(path)
        assert (path, answer.headers["Cache-Control"]) == (path, "no-store")


def test_the_receipt_does_not_stand_in_the_cookie(browser: Browser) -> None:
    browser.send_report()
    cookie = browser.client.get_cookie("jingyue").value
    assert browser.code().replace("-", "") not in cookie.replace("-", "")
    with browser.client.session_transaction() as session:
        assert browser.code().split("-")[0] not in str(dict(session))


def test_the_stored_report_is_what_she_told(browser: Browser) -> None:
    browser.send_report("t" * 32, call(0, notes="原话"), call(1, vendor_type="insurance", when="day", clock=""))
    store, vault = browser.services.store, browser.services.vault
    diary = complaints.read(vault.complaint_for(browser.code()), store=store, vault=vault)
    assert diary.complaint.card.hospital == "宁川市妇幼保健院"
    assert sorted((told.call.vendor_type.value, told.notes) for told in diary.calls) == [
        ("infant_formula", "原话"),
        ("insurance", None),
    ]
