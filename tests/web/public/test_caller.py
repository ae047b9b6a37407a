"""We never call; and if somebody does whom she allowed to, he knows her words."""

import re

import pytest

from portal.casework import complaints as casework
from portal.domain.handling import OpeningReason
from portal.storage import complaints
from tests.web.forms.told import NOW, call
from tests.web.public.conftest import Browser, text_of

WORDS = re.compile(r'<p class="phrase-words">(.*?)</p>')


@pytest.fixture
def at_home(browser: Browser) -> Browser:
    browser.send_report("t" * 32, call(0))
    return browser


def words(page: str) -> list[str]:
    return re.findall(r"<span>(.*?)</span>", WORDS.search(page).group(1))


def test_receipt_and_checking_page_show_the_words_that_staff_have(at_home: Browser) -> None:
    said = words(at_home.get("/received").text)
    assert len(said) == 3
    assert words(at_home.get("/caller").text) == said
    services = at_home.services
    with services.store.read() as connection:
        (row,) = complaints.queue(connection)
    reason = OpeningReason.CONTACT_REPORTER
    opened = casework.open_sealed(
        row.complaint.id, reason=reason, by="li", at=NOW, store=services.store, vault=services.vault
    )
    assert list(opened.phrase) == said


def test_without_a_receipt_there_is_plain_advice_and_no_words(browser: Browser) -> None:
    page = browser.get("/caller").text
    assert "我们从来不会" in text_of(page_answer := browser.get("/caller"))
    assert page_answer.status_code == 200
    assert WORDS.search(page) is None
