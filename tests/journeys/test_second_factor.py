"""A member registers a security key and a phone, signs in with each, and an auditor reads it; in real Chromium."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pyotp
import pytest
from playwright.sync_api import CDPSession, Page, expect

from portal.casework import members
from portal.domain.access import Role
from portal.storage.database import Store
from tests.journeys.conftest import Look
from tests.journeys.test_regulator import PASSWORD
from tests.servers.browser import DESK, PHONE
from tests.servers.portal import LivePortal, serving

ROLES = {Role.CASE_OFFICER: "王敏", Role.AUDITOR: "何静", Role.SUPERVISOR: "李国强"}
KEY = {
    "protocol": "ctap2", "transport": "usb", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip
LOOK = "door"


@pytest.fixture(scope="module")
def office(module_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LivePortal, str]]:
    """A portal that requires a second factor, and its address: keys answer domains, so not the number of this host."""
    instance = tmp_path_factory.mktemp("instance")
    settings = {"JINGYUE_PUBLIC_URL": "http://localhost:{port}", "JINGYUE_SECOND_FACTOR": "required"}
    with serving(module_database_url, instance, **settings) as portal:
        store, now = Store(portal.database_url), datetime.now(UTC)
        for role, name in ROLES.items():
            members.add(login=role.value, name=name, role=role, password=PASSWORD, by="system", at=now, store=store)
        yield portal, portal.url.replace("127.0.0.1", "localhost")
        store.close()


def with_key(page: Page) -> tuple[CDPSession, str]:
    """A virtual security key in the browser."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    return session, made["authenticatorId"]


def entered(page: Page, url: str, role: Role, path: str = "/office/") -> None:
    page.goto(f"{url}{path}")
    page.get_by_label("账号").fill(role.value)
    page.get_by_label("口令").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_load_state()


def test_a_key_is_registered_signs_in_and_nothing_comes_before_it(
    office: tuple[LivePortal, str], desk: Page, look: Look
) -> None:
    page, (_portal, url) = desk, office
    session, key = with_key(page)
    entered(page, url, Role.CASE_OFFICER, "/office/complaints")
    expect(page.get_by_role("heading", level=1)).to_have_text("请设置第二道验证")
    look(page, "factors-none")
    page.goto(f"{url}/office/complaints")
    expect(page.get_by_role("heading", level=1)).to_have_text("请设置第二道验证")
    page.get_by_role("button", name="登记一把安全密钥").click()
    page.get_by_label("名字").fill("钥匙串上的蓝色密钥")
    look(page, "new-key")
    page.get_by_role("button", name="触摸密钥").click()
    expect(page).to_have_url(f"{url}/office/account/factors")
    expect(page.get_by_text("钥匙串上的蓝色密钥").first).to_be_visible()
    look(page, "factors")
    page.goto(f"{url}/office/complaints")
    expect(page).to_have_url(f"{url}/office/complaints")
    page.get_by_role("button", name="退出").click()
    entered(page, url, Role.CASE_OFFICER, "/office/complaints")
    expect(page.get_by_role("heading", level=1)).to_have_text("第二步：证明是您")
    look(page, "second-step")
    session.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": False})
    page.get_by_role("button", name="使用安全密钥").click()
    expect(page.get_by_text("没有成功")).to_be_visible()
    session.send("WebAuthn.setUserVerified", {"authenticatorId": key, "isUserVerified": True})
    page.get_by_role("button", name="使用安全密钥").click()
    expect(page).to_have_url(f"{url}/office/complaints")


def test_a_phone_is_set_up_by_hand_and_its_code_opens_the_door(
    office: tuple[LivePortal, str], phone: Page, look: Look
) -> None:
    page, (_portal, url) = phone, office
    entered(page, url, Role.SUPERVISOR)
    page.get_by_role("button", name="设置验证码应用").click()
    expect(page.locator("svg.qr")).to_be_visible()
    app = pyotp.TOTP(page.locator(".facts dd").inner_text().replace(" ", ""))
    look(page, "app")
    page.get_by_role("textbox", name="验证码").fill("000000")
    page.get_by_role("button", name="完成设置").click()
    expect(page.get_by_text("这个验证码不对").first).to_be_visible()
    page.get_by_role("textbox", name="验证码").fill(app.at(datetime.now(UTC), counter_offset=-1))
    page.get_by_role("button", name="完成设置").click()
    expect(page.get_by_text("已启用")).to_be_visible()
    look(page, "factors-phone")
    page.get_by_role("button", name="退出").click()
    entered(page, url, Role.SUPERVISOR)
    page.get_by_role("textbox", name="验证码").fill("000 000")
    page.get_by_role("button", name="继续").click()
    expect(page.get_by_text("没有通过").first).to_be_visible()
    look(page, "second-step-phone")
    page.get_by_role("textbox", name="验证码").fill(f"{app.now()[:3]} {app.now()[3:]}")
    page.get_by_role("button", name="继续").click()
    page.goto(f"{url}/office/account")
    expect(page.get_by_text("用手机验证码登录")).to_be_visible()
    look(page, "account-phone")


@pytest.mark.parametrize("device", [DESK, PHONE], ids=["desk", "phone"])
def test_an_auditor_reads_what_everybody_did(
    office: tuple[LivePortal, str], open_page: Callable[..., Page], look: Look, device: dict
) -> None:
    page, (portal, url) = open_page(device), office
    portal.flask("staff", "reset", Role.AUDITOR.value)
    store, now = Store(portal.database_url), datetime.now(UTC)
    login = f"auditor_{device['viewport']['width']}"
    members.add(login=login, name="何静", role=Role.AUDITOR, password=PASSWORD, by="system", at=now, store=store)
    store.close()
    with_key(page)
    page.goto(f"{url}/office/")
    page.get_by_label("账号").fill(login)
    page.get_by_label("口令").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("button", name="登记一把安全密钥").click()
    page.get_by_role("button", name="触摸密钥").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("您的第二道验证")
    page.goto(f"{url}/office/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("限额")
    page.get_by_label("做了什么").select_option("staff.reset")
    page.get_by_role("button", name="筛选").click()
    expect(page.get_by_role("cell", name="重置口令和第二道验证")).not_to_have_count(0)
    look(page, f"journal-{device['viewport']['width']}")
