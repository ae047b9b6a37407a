"""The page that stands on a phone, as the server sees it."""

import hashlib

import pytest

from portal.domain.vocabulary import FiledBy
from portal.intake import hotline
from tests.intake.conftest import report
from tests.web.forms.told import CARD
from tests.web.public.conftest import Browser

CLERK, TOKEN = "sun.clerk", "h" * 32
CALL = {"call-vendor_type": "lanugo_brush", "call-when": "now", "call-channel": "call"}


@pytest.mark.parametrize("page", ["/pocket", "/join"])
def test_the_token_of_a_clerks_form_opens_no_page_of_hers(browser: Browser, page: str) -> None:
    services = browser.services
    told = report(filed_by=FiledBy.HOTLINE)
    read_out = hotline.enter(told, by=CLERK, token=TOKEN, store=services.store, vault=services.vault, at=browser.at)
    browser.pass_time(days=3)
    bound = hashlib.sha256(f"hotline|{CLERK}|{TOKEN}".encode()).hexdigest()
    form = CARD | CALL if page == "/pocket" else {name.removeprefix("card-"): value for name, value in CARD.items()}
    assert browser.post(page, form | {"token": bound}, page=page).status_code == 303
    assert browser.code() != read_out.code
