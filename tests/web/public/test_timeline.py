"""Her calls against the stages: drawn by the server, told again as a list, gone where she wants no weeks."""

import re
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest

from portal.domain.period import Period
from portal.domain.timeline import Week
from portal.domain.vocabulary import VendorType
from portal.web import strip
from tests.web.forms.told import call
from tests.web.public.conftest import Browser, text_of

DRAWING = re.compile(r'<svg class="own-time".*?</svg>', re.DOTALL)
TODAY = date(2026, 3, 5)


def picture(browser: Browser) -> ElementTree.Element:
    drawing = DRAWING.search(browser.get("/diary/timeline").text).group()
    return ElementTree.fromstring(drawing)  # noqa: S314 - of our own making


def circles(browser: Browser, css: str) -> list[ElementTree.Element]:
    return [node for node in picture(browser).iter("circle") if node.get("class") == css]


def test_she_sees_her_calls_in_their_stages_and_in_their_weeks(browser: Browser) -> None:
    browser.send_report("t" * 32, call(0), call(1), call(2, day="2025-12-10", vendor_type="maternity_class"))
    page = text_of(browser.get("/diary/timeline"))
    assert re.search(r"孕早期 2025年12月8日–12月14日 \S* ?孕妇学校 1 次", page)
    assert re.search(r"孕中期 2026年3月2日–3月8日 \S* ?奶粉 2 次", page)
    assert {"建卡", "今天", "孕早期", "孕晚期", "月子"} <= {node.text for node in picture(browser).iter("text")}
    few, many = sorted(float(node.get("r")) for node in circles(browser, "own-time-calls"))
    assert few < many


def test_a_quiet_week_is_drawn_and_listed(browser: Browser) -> None:
    browser.send_report("t" * 32, call(0))
    assert circles(browser, "own-time-quiet") == []
    browser.post("/quiet")
    assert len(circles(browser, "own-time-quiet")) == 1
    assert "没有接到" in text_of(browser.get("/diary/timeline"))


def test_without_a_due_date_it_stands_by_date_only(browser: Browser) -> None:
    browser.send_report("t" * 32, call(0), **{"card-baby": "unsaid"})
    page = text_of(browser.get("/diary/timeline"))
    assert "只按日期排列" in page
    assert "孕" not in page
    assert not list(picture(browser).iter("rect"))
    assert len(circles(browser, "own-time-calls")) == 1


def test_the_picture_needs_no_style_that_the_policy_forbids(browser: Browser) -> None:
    browser.send_report("t" * 32, call(0))
    assert not [node for node in picture(browser).iter() if "style" in node.attrib]


@pytest.mark.parametrize("how", ["words", "erased"])
def test_who_wants_no_weeks_or_has_left_is_shown_none(browser: Browser, how: str) -> None:
    browser.send_report("t" * 32, call(0))
    assert "/diary/timeline" in browser.get("/diary").text
    if how == "words":
        browser.post("/diary/words", {"ended": "yes"})
    else:
        code = browser.code()
        browser.post("/leave", {"how": "erased"})
        browser.post("/receipt", {"code": code}, page="/receipt")
    assert browser.get("/diary/timeline").headers["Location"] == "/diary"
    assert "/diary/timeline" not in browser.get("/diary").text


def test_nobody_sees_it_without_the_receipt(browser: Browser) -> None:
    assert browser.get("/diary/timeline").status_code == 403


def test_every_dot_and_mark_stands_inside_the_picture() -> None:
    span = Period(date(2025, 9, 23), date(2026, 10, 9))
    mondays = [date(2025, 9, 22) + timedelta(weeks=n) for n in range(1, 54)]
    weeks = [Week(day, None, {VendorType.OTHER: 60}, quiet=True) for day in mondays]
    for registered_on in (span.start, TODAY, span.until - timedelta(days=1)):
        drawing = strip.drawn(weeks, span, [], registered_on=registered_on, today=TODAY)
        dots = [dot for row in drawing.rows for dot in row.dots]
        assert all(strip.LEFT <= dot.x <= strip.WIDTH - strip.RIGHT for dot in dots)
        for mark in (drawing.registered, drawing.today, *drawing.months):
            assert mark
            word = -strip.NARROWEST_LABEL if mark.leftwards else strip.NARROWEST_LABEL
            assert 0 <= mark.x + word <= strip.WIDTH
