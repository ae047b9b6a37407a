"""A mother confirms her number by a code that comes to it, while the vault is a process of its own."""

import json
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page

from tests.journeys.test_mother import Look, _city, look, press, send_report  # noqa: F401 - fixtures
from tests.servers.browser import PHONE
from tests.servers.portal import LivePortal, serving
from tests.servers.vault import VaultProcess


@pytest.fixture(scope="module")
def live_portal(
    module_database_url: str, vault_process: VaultProcess, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[LivePortal]:
    outside = {"JINGYUE_MESSAGES": "file", "JINGYUE_VAULT": str(vault_process.socket)}
    with serving(module_database_url, tmp_path_factory.mktemp("instance"), **outside) as portal:
        yield portal


@pytest.fixture(params=[(360, True), (390, False)], ids=str)
def hers(request: pytest.FixtureRequest, open_page: Callable[..., Page]) -> Page:
    width, script = request.param
    return open_page({**PHONE, "viewport": {"width": width, "height": 844}}, java_script_enabled=script)


def seen(page: Page, look: Look, name: str) -> None:  # noqa: F811
    look(page, name)
    assert not page.evaluate("document.documentElement.scrollWidth > innerWidth"), f"{name} scrolls sideways"


def test_she_confirms_her_number_and_nobody_reads_it_in_the_message(
    hers: Page, live_portal: LivePortal, look: Look  # noqa: F811
) -> None:  # fmt: skip
    send_report(hers, live_portal.url)
    hers.goto(f"{live_portal.url}/diary")
    press(hers, "核实手机号")
    assert hers.url.endswith("/diary/phone")
    seen(hers, look, "phone")
    hers.fill("#number", "0755-8200 2389")
    press(hers, "发验证码")
    assert hers.title().startswith("需要修改：")
    seen(hers, look, "phone-wrong")
    number = f"138 0013 8{hers.viewport_size['width']}"
    hers.fill("#number", number)
    press(hers, "发验证码")
    assert hers.url.endswith("/diary/phone/code")
    seen(hers, look, "phone-code")

    before = set(live_portal.instance.glob("messages/*.json"))
    live_portal.flask("worker", "--once")
    (file,) = set(live_portal.instance.glob("messages/*.json")) - before
    message = json.loads(file.read_text())
    assert message["to"].endswith(number.replace(" ", ""))
    code = message["text"][4:10]
    hers.fill("#code", f"{(int(code) + 1) % 10**6:06}")
    press(hers, "确定")
    assert hers.title().startswith("需要修改：")
    seen(hers, look, "phone-refused")
    assert number.replace(" ", "") not in hers.content().replace(" ", "")
    hers.fill("#code", f"{code[:3]} {code[3:]}")
    press(hers, "确定")
    assert "手机号已核实" in hers.locator("main").inner_text()
    seen(hers, look, "phone-done")
    hers.emulate_media(color_scheme="dark")
    seen(hers, look, "phone-done-dark")
