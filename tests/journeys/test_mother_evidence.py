"""She adds a screenshot and a recording, or keeps the file on her phone; an official opens one."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.files.media import picture, plain_wave
from tests.journeys.test_mother import Look, _city, look, press, send_report  # noqa: F401 - fixtures
from tests.servers.browser import PHONE
from tests.servers.portal import LivePortal

LENGTH = """sound => new Promise((done, failed) => {
    sound.addEventListener("loadedmetadata", () => done(sound.duration));
    sound.addEventListener("error", () => failed(sound.error.message));
    sound.preload = "metadata";
    sound.load();
})"""


@pytest.fixture(params=[(360, True), (390, False), (768, True)], ids=str)
def hers(request: pytest.FixtureRequest, open_page: Callable[..., Page]) -> Page:
    width, script = request.param
    return open_page({**PHONE, "viewport": {"width": width, "height": 844}}, java_script_enabled=script)


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    found = {"shot.png": picture("PNG", (540, 1200)), "call.wav": plain_wave(3), "wrong.gif": b"GIF89a...."}
    for name, content in found.items():
        (tmp_path / name).write_bytes(content)
    return [tmp_path / name for name in found]


def test_she_adds_what_she_has(hers: Page, live_portal: LivePortal, look: Look, files: list[Path]) -> None:  # noqa: F811
    has_scripts = hers.evaluate("matchMedia('(scripting: enabled)').matches")
    send_report(hers, live_portal.url)
    hers.goto(f"{live_portal.url}/diary")
    press(hers, "加上截图或录音")
    look(hers, "evidence-empty")
    hers.set_input_files("#files", files)
    hers.get_by_role("button", name="加上", exact=True).click()
    assert "wrong.gif”不是我们能打开的图片或录音" in hers.locator("#errors").inner_text()
    look(hers, "evidence")
    assert hers.locator("#on-phone").is_visible() is has_scripts
    if has_scripts:  # then the browser can be asked what it made of the files
        shown = hers.locator(".evidence-files img")
        assert shown.evaluate("image => image.decode().then(() => image.naturalHeight)") == 1200
        assert hers.locator("audio").evaluate(LENGTH) > 2.5
    assert hers.locator("body").evaluate("node => node.scrollWidth") <= hers.viewport_size["width"]


def test_a_file_can_stay_on_her_phone(
    open_page: Callable[..., Page], live_portal: LivePortal, files: list[Path]
) -> None:
    hers = open_page(PHONE)
    send_report(hers, live_portal.url)
    hers.goto(f"{live_portal.url}/diary/evidence")
    sent: list[bytes] = []
    hers.on("request", lambda request: sent.append(request.post_data_buffer or b""))
    hers.set_input_files("#files", files[:1])
    hers.check("#stays")
    hers.get_by_role("button", name="加上", exact=True).click()
    hers.get_by_text("文件在您手机里，这里只有校验码").wait_for()
    assert not any(b"PNG" in body for body in sent)
