"""We never call; and if somebody does whom she allowed to, he knows her words."""

import re

import pytest

from portal.casework import identity
from portal.domain.handling import OpeningReason
from portal.storage import contacts
from tests.web.forms.told import CARD, NOW, call, posted
from tests.web.public.conftest import Browser, text_of

WORDS = re.compile(r'<p class="phrase-words">(.*?)</p>')


@pytest.fixture
def at_home(browser: Browser) -> Browser:
    browser.send_report("t" * 32, call(0))
    return browser


def words(page: str) -> list[str]:
    return re.findall(r"<span>(.*?)</span>", WORDS.search(page).group(1))


def test_receipt_and_checking_page_show_the_words_that_staff_have(browser: Browser) -> None:
    contact = {"contact-contact": "微信 lixia", "contact-wants_contact": "y"}
    browser.post("/report", posted(CARD, call(0), contact, screen="check", go="send", token="c" * 32))
    said = words(browser.get("/received").text)
    assert len(said) == 3
    assert words(browser.get("/caller").text) == said
    services = browser.services
    with services.store.read() as connection:
        (sealed,) = contacts.sealed(connection)
    how = {"at": NOW, "store": services.store}
    identity.ask(sealed.complaint_id, reason=OpeningReason.CONTACT_REPORTER, by="li", **how)
    (asked,) = identity.waiting(**how)
    identity.decide(asked.complaint_id, asked.id, granted=True, by="zhang", **how)
    opened = identity.open_contact(asked.complaint_id, by="li", vault=services.vault, **how)
    assert list(opened.phrase) == said


def test_without_a_receipt_there_is_plain_advice_and_no_words(browser: Browser) -> None:
    page = browser.get("/caller").text
    assert "我们从来不会" in text_of(page_answer := browser.get("/caller"))
    assert page_answer.status_code == 200
    assert WORDS.search(page) is None
