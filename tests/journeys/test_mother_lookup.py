"""Looking up in a real browser: it finds what Python published, and the server learns one digit of a digest."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Page, Request

from portal.domain.message import fingerprint_of
from portal.domain.phone import classify
from portal.domain.published import PublishedKind, PublishedLine, enough, number_digest, wording_digest
from portal.domain.vocabulary import VendorType
from portal.storage import published
from portal.storage.database import Store
from tests.journeys.test_mother import Look, look  # noqa: F401 - a fixture
from tests.servers.portal import LivePortal

NUMBERS = {
    "0755-8200 2389": ["(0755)82002389", "+86 755 8200 2389", "０７５５－８２００２３８９", "0755-82002389转801"],
    "13800138000": ["138 0013 8000", "+86-138-0013-8000", "008613800138000", "8613800138000", "1259313800138000"],
    "400-820-8820": ["4008208820", "86 400 820 8820"],
    "1065502010012345": ["1065 5020 1001 2345"],
    "95588": ["95588 "],
}
MESSAGES = {
    "尊敬的王女士：贝贝笔庄免费上门剃胎毛，3月8日前预约享8折，退订回T http://bb.cn/a1": [
        "尊敬的李女士：贝贝笔庄免费上门剃胎毛，4月12日前预约享7折，退订回T http://bb.cn/zz9?x=1",
        "您好小陈，贝贝笔庄 免费上门剃胎毛！３月８日前预约享８折。退订回T www.bb-9.com.cn/q",
    ],
    "【金牌月嫂】Hello 宝妈，持证月嫂本月立减500元，详询微信jpys2026": [
        "【金牌月嫂】hello 陈妈，持证月嫂本月立减800元,详询微信JPYS2025"
    ],
}
# Every way that a call log, a poster or a hand writes a line that may be published.
WRITTEN = """
0755-82002389 | 0755-82002389-801 | 0755-82002389x801 | 0755-82002389,801 | 0755-82002389 ext.801 | 0755-82002389#801
075582002389 | 86 755 8200 2389 | 8675582002389 | +86 0755 8200 2389 | 0086-0755-82002389 | +86(0755)82002389
０７５５－８２００２３８９－８０１ | 0755-8200-2389 | 86-755-82002389-12 | 0755-82002389 分机801 | 0755-82002389#
010-65522345 | 01065522345 | +86 10 6552 2345 | 020-82002389-1 | 8620 82002389 | 0311-88200238-8
13800138000 | 138-0013-8000 | +86-138-0013-8000 | 013800138000 | 13800138000-1 | 1795113800138000 | 138–0013–8000
400-820-8820 | 4008208820-1 | 400-820-8820转1 | +86 400-820-8820 | 04008208820 | 800 820 8820
95588 | 0755 95588 | 010-95588 | 961234 | 95013123 | 1065-5020-1001-2345 | 1065502010012345
"""
COMPLETE = [written.strip() for written in WRITTEN.strip().replace("\n", "|").split("|")]
ABROAD = ["+44 20 7946 0958", "+65 6123 4567", "0085221234567"]


@pytest.fixture(scope="module", autouse=True)
def _released(live_portal: LivePortal) -> None:
    """Everything above is published, by Python."""
    digests = [(PublishedKind.NUMBER, number_digest(classify(number).normal or "")) for number in NUMBERS]
    digests += [(PublishedKind.WORDING, wording_digest(fingerprint_of(message))) for message in MESSAGES]
    lines = [PublishedLine(kind, one, 15, VendorType.LANUGO_BRUSH, date(2026, 11, 1)) for kind, one in digests]
    store = Store(live_portal.database_url)
    with store.write() as connection:
        published.replace_all(connection, lines, at=datetime(2026, 11, 2, tzinfo=UTC))
    store.close()


def ask(page: Page, text: str) -> str:
    page.fill("#wanted", text)
    with page.expect_response("**/lookup/range/*"):
        page.get_by_role("button", name="查一查").tap()
    shown = page.locator("[data-answer]:visible")
    shown.wait_for()
    return shown.get_attribute("data-answer") or ""


@pytest.fixture
def looking(phone: Page, live_portal: LivePortal) -> Page:
    phone.goto(f"{live_portal.url}/lookup")
    return phone


@pytest.mark.parametrize("written", [*NUMBERS, *(one for some in NUMBERS.values() for one in some)])
def test_a_number_is_found_however_it_is_written(looking: Page, written: str) -> None:
    assert ask(looking, written) == "found"
    assert "至少 15 位" in looking.locator("[data-answer=found]").inner_text()
    assert "，多为胎毛笔。" in looking.locator("[data-answer=found]").inner_text()


def test_what_is_known_of_a_number_is_said_in_a_sentence(looking: Page, look: Look) -> None:  # noqa: F811
    ask(looking, "0755-82002389-801")
    look(looking, "lookup-found")


@pytest.mark.parametrize("written", [*MESSAGES, *(one for some in MESSAGES.values() for one in some)])
def test_a_message_is_found_in_every_copy(looking: Page, written: str) -> None:
    assert ask(looking, written) == "found"


def test_a_browser_reads_numbers_as_the_portal_does(looking: Page) -> None:
    assert all(enough(classify(written).kind, 20) for written in COMPLETE)
    for written in [*COMPLETE, *ABROAD]:
        read = looking.evaluate("async (text) => digestOf('number', numberOf(text))", written)
        assert read == number_digest(classify(written).normal or "").hex(), written


@pytest.mark.parametrize("written", ["82002389", "8200238", "免费剃胎毛"])
def test_what_is_not_whole_is_asked_for_again(looking: Page, written: str) -> None:
    looking.fill("#wanted", written)
    looking.get_by_role("button", name="查一查").tap()
    looking.locator("[data-answer=empty]").wait_for()


def test_an_answer_goes_when_another_number_is_typed(looking: Page) -> None:
    ask(looking, "13800138000")
    looking.fill("#wanted", "13900000000")
    assert looking.locator("[data-answer]:visible").count() == 0


def test_what_nobody_reported_is_not_called_harmless(looking: Page, look: Look) -> None:  # noqa: F811
    assert ask(looking, "13900000000") == "none"
    assert "不等于" in looking.locator("[data-answer=none]").inner_text()
    look(looking, "lookup-none")


def test_the_server_learns_one_digit_and_nothing_of_the_number(looking: Page) -> None:
    sent: list[Request] = []
    looking.on("request", lambda request: sent.append(request))
    by_range: dict[str, set[str]] = {}
    for number in range(40):
        typed = f"139{number * 7919 % 100_000_000:08d}"
        sent.clear()
        ask(looking, typed)
        digest = number_digest(f"+86{typed}").hex()
        everything = " ".join(
            part for one in sent for part in (one.url, one.post_data or "", *map(str, one.all_headers().items()))
        )
        (only,) = (one for one in sent if "/static/" not in one.url)  # an icon may still be on its way
        assert typed not in everything
        assert digest[:6] not in everything
        assert re.fullmatch(r".*/lookup/range/[0-9a-f]", only.url)
        assert "cookie" not in only.all_headers()
        by_range.setdefault(only.url, set()).add(str(sorted(only.all_headers().items())))
    assert len(by_range) > 5
    assert all(len(kinds) == 1 for kinds in by_range.values()), "two numbers of a range cannot be told apart"


def test_without_scripts_it_says_why(open_page: Callable[..., Page], live_portal: LivePortal, look: Look) -> None:  # noqa: F811
    page = open_page({"viewport": {"width": 360, "height": 800}}, java_script_enabled=False)
    page.goto(f"{live_portal.url}/lookup")
    assert "这一页要用到脚本" in page.locator("main").inner_text()
    look(page, "lookup-no-script")
