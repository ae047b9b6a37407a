"""A verifier prints slips, a mother types one on her phone, and the verifier learns nothing of it."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from portal.casework import members
from portal.domain.access import Role
from portal.domain.report import Card, ComplaintDraft
from portal.intake import complaints as intake
from portal.storage import card_slips, hospitals
from portal.storage.database import Store
from portal.vault import keyring
from portal.vault.vault import Vault
from tests.journeys.conftest import Look
from tests.journeys.test_regulator import PASSWORD, signed_in
from tests.servers.browser import DESK, PHONE
from tests.servers.portal import LivePortal

LOOK, HOSPITAL = "slips", "宁川市妇幼保健院"


@pytest.fixture(scope="module")
def hospital(live_portal: LivePortal) -> Iterator[LivePortal]:
    """The portal with a verifier of one hospital."""
    store, role = Store(live_portal.database_url), Role.HOSPITAL_VERIFIER
    verifier = members.add(
        login=role.value, name="何丽", role=role, password=PASSWORD, by="system", at=datetime.now(UTC), store=store
    )
    with store.write() as connection:
        hospitals.put(connection, {HOSPITAL: "江岸区"})
        card_slips.set_hospital(connection, verifier.id, hospitals.ids_by_name(connection)[HOSPITAL])
    yield live_portal
    store.close()


@pytest.fixture
def receipt(hospital: LivePortal) -> str:
    """The code of a report that names no hospital."""
    store, at = Store(hospital.database_url), datetime.now(UTC)
    vault = Vault(keyring.load(hospital.instance / "keys.json"))
    sent = intake.submit(ComplaintDraft(Card(), ()), token="t" * 32, store=store, vault=vault, at=at)
    store.close()
    return sent.code


def test_a_slip_goes_from_the_printer_to_her_diary(
    hospital: LivePortal, receipt: str, open_page: Callable[..., Page], look: Look
) -> None:
    desk = signed_in(open_page(DESK), hospital, Role.HOSPITAL_VERIFIER, "/office/slips")
    for width in (1280, 390):
        desk.set_viewport_size({"width": width, "height": 844})
        look(desk, f"choose-{width}")
    before = desk.locator("main").inner_text()
    desk.get_by_label("12", exact=True).check()
    desk.get_by_role("button", name="打印").click()
    expect(desk.locator(".slip-code")).to_have_count(12)
    code = desk.locator(".slip-code").nth(3).inner_text()
    for width in (1280, 390):
        desk.set_viewport_size({"width": width, "height": 844})
        look(desk, f"printed-{width}")

    phone = open_page(PHONE)
    phone.goto(f"{hospital.url}/receipt")
    phone.get_by_label("回执编号").fill(receipt)
    phone.locator("main form button").click()
    phone.get_by_role("link", name="用医院的确认条确认建卡").click()
    look(phone, "diary-form")
    phone.get_by_label("确认条上的号码").fill("ABCD")
    phone.get_by_role("button", name="确认").click()
    expect(phone.get_by_label("确认条上的号码")).to_have_value("ABCD")
    look(phone, "diary-refused")
    phone.get_by_label("确认条上的号码").fill(code.lower())
    phone.get_by_role("button", name="确认").click()
    expect(phone.get_by_text("建卡已确认")).to_be_visible()
    look(phone, "diary-confirmed")

    desk.goto(f"{hospital.url}/office/slips")
    assert desk.locator("main").inner_text() == before, "nothing here tells that a slip was used"
