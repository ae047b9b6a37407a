"""The server gives out ranges and is asked nothing else; her own calls say how many others reported them."""

from datetime import date

import pytest

from portal.domain.published import RANGES, PublishedKind, PublishedLine, number_digest
from portal.domain.vocabulary import VendorType
from portal.storage import published
from tests.web.forms.told import NOW, call
from tests.web.public.conftest import Browser, text_of

LINE = PublishedLine(
    PublishedKind.NUMBER, number_digest("+8675582002389"), 15, VendorType.LANUGO_BRUSH, date(2026, 3, 1)
)


@pytest.fixture
def released(browser: Browser) -> Browser:
    with browser.services.store.write() as connection:
        published.replace_all(connection, [LINE], at=NOW)
    return browser


def test_a_range_holds_its_lines_and_the_others_do_not(released: Browser) -> None:
    found = {name: released.get(f"/lookup/range/{name}").json for name in RANGES}
    assert found.pop(LINE.range) == [[LINE.digest.hex(), 15, "lanugo_brush"]]
    assert not any(found.values())


@pytest.mark.parametrize("name", ["g", "00", "%2e", "A", "_"])
def test_nothing_narrower_than_a_range_can_be_asked_for(released: Browser, name: str) -> None:
    assert released.get(f"/lookup/range/{name}").status_code == 404


def test_the_page_has_no_way_to_send_what_is_typed(browser: Browser) -> None:
    page = browser.get("/lookup").text.split("<main")[1].split("</main>")[0]
    assert "<form" not in page
    assert " name=" not in page


def test_her_own_call_says_how_many_others_reported_it(released: Browser) -> None:
    released.send_report("t" * 32, call(0, caller_number="(0755)82002389"), call(1, caller_number="95588"))
    page = text_of(released.get("/diary"))
    assert page.count("至少 15 位妈妈也报告过") == 1
