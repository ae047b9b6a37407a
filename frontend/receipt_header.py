"""Draw static/receipt-header.png, the head of the picture that a mother keeps; the server adds QR code and digits."""

from pathlib import Path

from playwright.sync_api import sync_playwright
from preview import BROWSER

HERE = Path(__file__).parent

with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=BROWSER)
    page = browser.new_page(viewport={"width": 900, "height": 200})
    page.goto((HERE / "receipt_header.html").as_uri(), wait_until="load")
    page.screenshot(path=HERE.parent / "static" / "receipt-header.png")
    browser.close()
