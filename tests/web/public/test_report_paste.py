"""A whole call log within the first report: read, confirmed, and part of it like calls told one by one."""

from portal.intake import complaints
from tests.web.forms.told import CARD, CONTACT, call, posted
from tests.web.public.conftest import Browser

LOG = "0755-8200 2389 3月4日 14:22\n10655020012345 3月3日 09:10\n138 0013 8000 3月2日"


def screen(browser: Browser, go: str, *parts: dict, **more: str):
    return browser.post("/report", posted(CARD, *parts, screen="paste", go=go, **more))


def rows(*kept: int, **more: str) -> dict[str, str]:
    told = {f"row-{n}-keep": "y" for n in kept}
    times = (("2026-03-04", "14:22"), ("2026-03-03", "09:10"), ("2026-03-02", ""))
    for n, (day, clock) in enumerate(times):
        told |= {f"row-{n}-day": day, f"row-{n}-clock": clock, f"row-{n}-channel": "call"}
        told |= {f"row-{n}-vendor_type": "lanugo_brush", f"row-{n}-caller_number": "13800138000"}
    return told | more


def test_the_way_to_it_stands_on_the_screen_of_calls(browser: Browser) -> None:
    calls = browser.post("/report", posted(CARD, screen="card", go="next")).text
    assert 'value="change-paste"' in calls
    empty = browser.post("/report", posted(CARD, screen="call", go="change-paste")).text
    assert 'name="text"' in empty
    assert "第 2 步" in empty


def test_what_was_read_is_confirmed_and_goes_on_with_the_report(browser: Browser) -> None:
    shown = screen(browser, "read", text=LOG).text
    assert shown.count('<p class="own-words">') == 3

    page = screen(browser, "keep", rows(0, 2), text=LOG)

    assert page.status_code == 200
    assert 'name="call-1-pasted" value="138 0013 8000 3月2日"' in page.text
    assert 'name="call-0-clock"' in page.text

    one = call(0, vendor_type="lanugo_brush", clock="14:22", pasted=LOG.splitlines()[0])
    two = call(1, vendor_type="lanugo_brush", when="day", clock="", pasted=LOG.splitlines()[2])
    browser.post("/report", posted(CARD, one, two, CONTACT, screen="check", go="send", token="t" * 32))
    services = browser.services
    told = complaints.read(services.vault.complaint_for(browser.code()), store=services.store, vault=services.vault)
    assert [opened.pasted for opened in told.calls] == [LOG.splitlines()[2], LOG.splitlines()[0]]


def test_calls_told_before_stay(browser: Browser) -> None:
    page = screen(browser, "keep", rows(1), call(0, notes="先说的这一次"), text=LOG).text
    assert "先说的这一次" in page
    assert 'name="call-1-pasted"' in page


def test_nothing_read_and_nothing_ticked_are_said_and_nothing_is_lost(browser: Browser) -> None:
    nothing = screen(browser, "read", text="今天天气很好")
    assert (nothing.status_code, "今天天气很好" in nothing.text) == (400, True)
    unticked = screen(browser, "keep", rows(), text=LOG)
    assert (unticked.status_code, "至少勾选一次" in unticked.text) == (400, True)
    assert LOG.splitlines()[1] in unticked.text
    dateless = screen(browser, "keep", rows(0, **{"row-0-day": ""}), text=LOG)
    assert dateless.status_code == 400


def test_a_log_that_is_too_long_for_one_report_says_how_much_fits(browser: Browser) -> None:
    told = {name: value for n in range(59) for name, value in call(n).items()}
    page = screen(browser, "keep", rows(0, 1), told, text=LOG)
    assert page.status_code == 400
    assert "最多记 60 次来电，现在还能记 1 次" in page.text


def test_back_leads_to_the_call_and_the_enter_key_to_the_next_step(browser: Browser) -> None:
    assert 'id="call-0-vendor_type"' in screen(browser, "back", text=LOG).text
    assert 'name="go" value="read" tabindex="-1"' in screen(browser, "again", text=LOG).text
    assert 'name="go" value="keep" tabindex="-1"' in screen(browser, "read", text=LOG).text
