"""One telling, many offices: the text that each asks for, and what came of it."""

import re

import pytest
from sqlalchemy import text as sql

from portal.domain.vocabulary import Office
from tests.web.forms.told import call
from tests.web.public.conftest import Browser, text_of

SMS = "【贝贝笔庄】<b>免费</b>上门剃胎毛，退订回T"


@pytest.fixture
def at_home(browser: Browser) -> Browser:
    browser.send_report(
        "t" * 32, call(0, caller_number="0755-8200 2389", knew=["due_date"], channel="sms", message=SMS), call(1)
    )
    return browser


def packet(browser: Browser, office: str) -> str:
    return browser.get(f"/diary/packets/{office}/text").text


@pytest.mark.parametrize("office", [one.value for one in Office if one is not Office.CARRIER])
def test_an_office_is_told_every_call_and_nothing_that_names_her(at_home: Browser, office: str) -> None:
    text = packet(at_home, office)
    for said in ("0755-8200 2389", SMS, "2026年3月4日 10:30", "预产期", "宁川市妇幼保健院", "2 次", "［您的手机号］"):
        assert said in text
    assert at_home.code() not in text


def test_the_operator_s_line_has_its_own_form(at_home: Browser) -> None:
    assert packet(at_home, "carrier").lstrip("\ufeff").strip() == f"0755-8200 2389*{SMS}"


def test_the_text_is_chinese_whatever_she_reads_in(at_home: Browser) -> None:
    answer = at_home.get("/diary/packets/police/text?lang=en")
    assert "报案材料" in answer.text
    assert "Filed" in at_home.get("/diary/packets/police?lang=en").text


def test_the_file_has_a_neutral_name(at_home: Browser) -> None:
    assert at_home.get("/diary/packets/police/text").headers["Content-Disposition"] == (
        'attachment; filename="text.txt"'
    )


def test_an_office_that_is_none_is_not_found(at_home: Browser) -> None:
    assert at_home.get("/diary/packets/newspaper").status_code == 404


def test_she_keeps_the_number_and_later_the_answer(at_home: Browser) -> None:
    filed = {"filed_on": "2026-03-05", "reference": "12321-2026-001", "token": "f" * 32}
    for _ in range(2):
        assert at_home.post("/diary/packets/spam_centre", filed).headers["Location"] == "/diary/packets"
    page = at_home.get("/diary/packets").text
    assert page.count("12321-2026-001") == 1
    (outcome,) = re.findall(r'action="(/diary/filings/[0-9a-f-]+/outcome)"', page)
    at_home.post(outcome, {"outcome": "已核查，号码已停用"})
    assert "已核查，号码已停用" in text_of(at_home.get("/diary/packets"))
    at_home.post(outcome.replace("outcome", "remove"))
    assert "12321-2026-001" not in at_home.get("/diary/packets").text


def test_what_the_office_said_is_sealed_in_the_database(at_home: Browser) -> None:
    at_home.post("/diary/packets/police", {"reference": "受案字 7", "token": "f" * 32})
    with at_home.services.store.read() as connection:
        (stored,) = connection.execute(sql("SELECT reference_sealed FROM filings")).scalars()
    assert "受案字".encode() not in bytes(stored)


@pytest.mark.parametrize(
    ("told", "words"),
    [({"filed_on": "2027-01-01"}, "这个时间还没有到"), ({"reference": "1" * 81}, "写得太长了")],
)
def test_a_slip_is_named_and_stays_in_its_field(at_home: Browser, told: dict[str, str], words: str) -> None:
    answer = at_home.post("/diary/packets/police", told)
    assert answer.status_code == 400
    assert words in answer.text
    assert next(iter(told.values())) in answer.text


def test_too_long_an_answer_is_kept_to_be_shortened(at_home: Browser) -> None:
    at_home.post("/diary/packets/police", {"reference": "7", "token": "f" * 32})
    (outcome,) = re.findall(r'action="(/diary/filings/[0-9a-f-]+/outcome)"', at_home.get("/diary/packets").text)
    answer = at_home.post(outcome, {"outcome": "字" * 501})
    assert answer.status_code == 400
    assert "写得太长了" in answer.text
    assert "字" * 501 in answer.text


def test_leaving_takes_the_filings_too(at_home: Browser) -> None:
    at_home.post("/diary/packets/police", {"reference": "7", "token": "f" * 32})
    at_home.post("/leave", {"how": "cases"})
    at_home.post("/diary/packets/police", {"reference": "8", "token": "g" * 32})
    with at_home.services.store.read() as connection:
        assert connection.execute(sql("SELECT count(*) FROM filings")).scalar_one() == 0


def test_what_to_say_and_how_to_block_needs_no_receipt(browser: Browser) -> None:
    page = text_of(browser.get("/say"))
    for said in ("哪里拿到我的号码", "KTFSR", "10010"):
        assert said in page
