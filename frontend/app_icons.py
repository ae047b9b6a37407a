"""Draw static/app-192.png and app-512.png, the icon on a phone's home screen, from the logo."""

from pathlib import Path

from playwright.sync_api import sync_playwright
from preview import BROWSER

STATIC = Path(__file__).parent.parent / "static"

with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=BROWSER)
    for size in (192, 512):
        page = browser.new_page(viewport={"width": size, "height": size})
        page.goto((STATIC / "logo.svg").as_uri(), wait_until="load")
        page.screenshot(path=STATIC / f"app-{size}.png", omit_background=True)
        page.close()
    browser.close()
