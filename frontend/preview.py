"""Show the real layouts and macros with invented content, under the portal's own content security policy.

../.venv/bin/python preview.py            serve on loopback, port 8099
../.venv/bin/python preview.py check      screenshots into ../build/preview, axe, and a count of CSP violations
"""

import gettext
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from axe_playwright_python.sync_playwright import Axe
from jinja2 import ChoiceLoader, Environment, FileSystemLoader
from playwright.sync_api import sync_playwright
from preview_forms import asked, mistaken
from preview_samples import SAMPLES

HERE = Path(__file__).parent
ROOT = HERE.parent
STATIC = ROOT / "static"
SHOTS = ROOT / "build" / "preview"
PORT = 8099
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'none'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'"
)
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml", ".png": "image/png"}
BROWSER = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PAGES = sorted(path.stem for path in (HERE / "preview").glob("*.html"))
VIEWS = [(390, "light"), (390, "dark"), (1280, "light"), (1280, "dark")]


def rendered(name: str, locale: str) -> str:
    """One preview page in one language."""
    loader = ChoiceLoader([FileSystemLoader(HERE / "preview"), FileSystemLoader(ROOT / "portal/web/templates")])
    environment = Environment(loader=loader, autoescape=True, extensions=["jinja2.ext.i18n"])
    catalogue = gettext.translation("shared", ROOT / "portal/translations", [locale])
    environment.install_gettext_translations(catalogue, newstyle=True)
    environment.globals["asset"] = lambda path: f"/static/{path}"
    return environment.get_template(f"{name}.html").render(
        locale_tag={"zh_Hans": "zh-Hans", "en": "en"}[locale],
        languages=[
            {"tag": "zh-Hans", "name": "中文", "href": f"/{name}", "current": locale == "zh_Hans"},
            {"tag": "en", "name": "English", "href": f"/{name}?en", "current": locale == "en"},
        ],
        exit_url="/leave",
        footer_links=[{"href": "/privacy", "label": "怎样保护您"}, {"href": "/withdraw", "label": "撤回报告"}],
        asked=asked(),
        mistaken=mistaken(),
        **SAMPLES,
    )


class Handler(BaseHTTPRequestHandler):
    """Pages by name, static files by path."""

    def do_GET(self) -> None:
        """Answer with a page or a file, always with the policy."""
        path, _, query = self.path.partition("?")
        file = (STATIC / path.removeprefix("/static/")).resolve()
        if path.startswith("/static/") and file.is_relative_to(STATIC) and file.is_file():
            self._answer(200, TYPES[file.suffix], file.read_bytes())
        elif path[1:] in PAGES:
            self._answer(200, "text/html", rendered(path[1:], "en" if query == "en" else "zh_Hans").encode())
        else:
            self._answer(404, "text/html", " ".join(f'<a href="/{page}">{page}</a>' for page in PAGES).encode())

    def _answer(self, status: int, kind: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Security-Policy", POLICY)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Stay quiet: the browser's console is what matters here."""


def check(names: list[str]) -> int:
    """Photograph every page in every view; the number of things found wrong."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    wrong = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=BROWSER)
        for width, scheme in VIEWS:
            page = browser.new_page(viewport={"width": width, "height": 844}, color_scheme=scheme)
            said: list[str] = []
            page.on("console", lambda message, said=said: said.append(message.text))
            page.on("pageerror", lambda error, said=said: said.append(str(error)))
            for name in names:
                said.clear()
                page.goto(f"http://127.0.0.1:{PORT}/{name}", wait_until="networkidle")
                page.screenshot(path=SHOTS / f"{name}-{width}-{scheme}.png", full_page=True)
                violations = Axe().run(page).response["violations"]
                too_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
                problems = said + [f"{one['id']}: {one['nodes'][0]['html']}" for one in violations]
                problems += ["the page scrolls sideways"] if too_wide else []
                wrong += len(problems)
                print(f"{name} {width} {scheme}:", *(problems or ["well"]), sep="\n    ")
            page.close()
        browser.close()
    return wrong


if __name__ == "__main__":
    server = ThreadingHTTPServer(("127.0.0.1", PORT), Handler)
    if sys.argv[1:2] == ["check"]:
        Thread(target=server.serve_forever, daemon=True).start()
        sys.exit(min(check(sys.argv[2:] or PAGES), 1))
    server.serve_forever()
