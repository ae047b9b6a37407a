"""Her diary tells her what is kept longer than its term, and what got out."""

from uuid import UUID, uuid4

from portal.casework import legal_holds
from portal.domain.breach import BreachKind, Notice
from portal.domain.legal_hold import HoldReason
from portal.storage import breaches
from tests.web.forms.told import NOW
from tests.web.public.conftest import Browser


def mine(browser: Browser) -> UUID:
    browser.send_report()
    return browser.services.vault.complaint_for(browser.code())


def test_a_hold_is_told_with_its_reason_and_that_she_may_still_leave(browser: Browser) -> None:
    complaint_id, store = mine(browser), browser.services.store
    legal_holds.propose(complaint_id, reason=HoldReason.POLICE, by="li", at=NOW, store=store)
    assert "公安调查" not in browser.get("/diary").text
    (hold,) = legal_holds.of_complaint(complaint_id, store=store)
    legal_holds.decide(complaint_id, hold.id, agreed=True, by="wang", at=NOW, store=store)

    page = browser.get("/diary").text

    assert "公安调查" in page and "您仍可以随时自己撤回或全部删除" in page
    assert "wang" not in page


def test_each_kind_of_breach_is_told_in_words(browser: Browser) -> None:
    complaint_id, store = mine(browser), browser.services.store
    for kind in BreachKind:
        with store.write() as connection:
            breaches.add(connection, Notice(uuid4(), kind, NOW, NOW, NOW), [complaint_id])
    page = browser.get("/diary").text
    assert page.count("有一件事要告诉您") == len(BreachKind)
    assert "读不出来" in page and "可能被人看到" in page
    assert "notice." not in page


def test_she_reads_for_how_long_unverified_words_are_kept(browser: Browser) -> None:
    mine(browser)
    assert "90 天里也没有新的来电，您写的内容就自动销毁" in browser.get("/diary").text
