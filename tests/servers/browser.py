"""Debian's Chromium, driven by playwright: a phone and a desk, and nothing wrong in the console."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, ConsoleMessage, Error, Page, expect, sync_playwright

# Without the background flags, Chromium looks for its maker's servers at every start.
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
NAMES = ("chromium", "chromium-browser", "google-chrome")
PHONE: dict[str, Any] = {
    "viewport": {"width": 390, "height": 844},
    "device_scale_factor": 2,
    "has_touch": True,
    "is_mobile": True,
}
DESK: dict[str, Any] = {"viewport": {"width": 1280, "height": 900}}
# A colour on its way from light to dark is neither: pages are judged without motion.
HERE: dict[str, Any] = {"locale": "zh-CN", "timezone_id": "Asia/Shanghai", "reduced_motion": "reduce"}
TRANSLATIONS = Path(__file__).resolve().parents[2] / "portal" / "translations"
PATIENCE_MS = 15_000
# Runs before the page's own scripts, and where the page forbids them too.
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => console.error(
    "Content Security Policy: " + event.effectiveDirective + " blocked " + event.blockedURI + " " + event.sample));
"""


class ChromiumMissing(RuntimeError):
    """There is no Chromium on this machine."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """One browser for many pages."""
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        raise ChromiumMissing(f"no {' or '.join(NAMES)} on the PATH; as root, `make test` installs it")
    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def opened(browser: Browser, device: dict[str, Any], **options: Any) -> Iterator[Page]:
    """A page with cookies of its own; complaints in its console fail the test when it closes."""
    context = browser.new_context(**{**HERE, **device, **options})
    context.set_default_timeout(PATIENCE_MS)
    context.add_init_script(REPORT_VIOLATIONS)
    complaints: list[str] = []
    context.on("console", lambda message: _note(message, complaints))
    context.on("weberror", lambda error: complaints.append(f"{error.page and error.page.url}: {_text(error.error)}"))
    yield context.new_page()
    context.close()
    assert not complaints, "the browser complains:\n" + "\n".join(complaints)


def assert_accessible(page: Page) -> None:
    """axe finds no violation on the page as it stands, no id stands twice and no key where a word should."""
    ids = page.locator("[id]").evaluate_all("marked => marked.map(element => element.id)")
    twice = {name for name in ids if ids.count(name) > 1}
    assert not twice, f"{page.url}: more than one element is {twice}"
    unworded = _keys().findall(page.locator("body").inner_text())
    assert not unworded, f"{page.url}: no wording for {unworded}"
    if page.evaluate("matchMedia('(scripting: none)').matches"):
        with _twin_with_scripts(page) as twin:
            found = Axe().run(twin)
    else:
        found = Axe().run(page)
    assert not found.violations_count, f"{page.url}: {found.generate_report()}"


@cache
def _keys() -> re.Pattern[str]:
    """What gettext shows where a catalogue has no text: the key, as in `report.hospital.label`."""
    catalogues = "".join(path.read_text(encoding="utf-8") for path in TRANSLATIONS.rglob("*.po"))
    families = "|".join(sorted(set(re.findall(r'^msgid "([a-z_]+)\.', catalogues, flags=re.MULTILINE))))
    file_names = r"(?!(?:json|csv|xlsx)\b)"  # a text may speak of `findings.json`
    return re.compile(rf"(?<![\w./-])(?:{families})\.{file_names}[a-z_.]+\b")


@contextmanager
def _twin_with_scripts(page: Page) -> Iterator[Page]:
    """axe waits for promises, which a page without scripts never keeps: the same page, its scripts taken out."""
    inert = re.sub(r"<script\b.*?</script>|</?noscript>", "", page.content(), flags=re.DOTALL)
    browser = page.context.browser
    assert browser is not None
    context = browser.new_context(**HERE, viewport=page.viewport_size, storage_state=page.context.storage_state())
    twin = context.new_page()
    address = page.url if page.url.startswith("http") else "http://127.0.0.1/"
    twin.route(address, lambda route: route.fulfill(body=inert, content_type="text/html; charset=utf-8"))
    twin.goto(address)
    yield twin
    context.close()


def _note(message: ConsoleMessage, complaints: list[str]) -> None:
    # An answer of 403 or 404 is logged as an error too; tests ask for such pages on purpose.
    expected = "Failed to load resource" in message.text
    if message.type == "error" and not expected:
        complaints.append(f"{message.location.get('url', '')}: {message.text}")


def _text(error: Error) -> str:
    return error.stack or error.message
