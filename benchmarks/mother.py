"""The mother's side in a real browser: taps and seconds, the weight of each page, and how long it takes on a slow line.

Slow line: 400 kbit/s with 400 ms a round trip, as browsers' tools mean by "slow 3G"; a processor four times slower.
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from playwright.sync_api import Page

from benchmarks.figure import Figure
from portal.storage import hospitals
from portal.storage.database import Store
from tests.journeys.test_mother import HOSPITAL, press, send_report, tell_card
from tests.servers.browser import PHONE, chromium, opened
from tests.servers.portal import serving

PATHS = (
    "/", "/report", "/received", "/diary", "/diary/call", "/diary/paste", "/diary/evidence", "/pocket", "/quiet",
    "/join", "/lookup", "/say",
)  # fmt: skip
LIMIT_BYTES = 100_000
SLOW = {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000}
SLOWER_PROCESSOR = 4
THUMB_SECONDS = 1.5  # from one tap to the next, on a page that is known
# Counted by the page itself. A list or a date is opened by a tap and answered by more, in the phone's own picker.
COUNTING = """() => {
  const count = (more) => sessionStorage.setItem("taps", Number(sessionStorage.getItem("taps")) + more);
  addEventListener("pointerdown", (event) => count(event.target.closest("select, input[type=date]") ? 0 : 1), true);
  addEventListener("change", (event) => {
    if (event.target.matches("select")) count(2);
    if (event.target.matches("input[type=date]")) count(3);
  }, true);
}"""
OFFLINE_PAGE = "/pocket"


def measure() -> Iterator[Figure]:
    """Taps and seconds of another call and of a first report; bytes and seconds of each page on a first visit."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        with serving(f"sqlite:///{home}/m.db", home / "instance") as portal, chromium() as browser:
            store = Store(portal.database_url)
            with store.write() as connection:
                hospitals.put(connection, {HOSPITAL: "江岸区"})
            store.close()
            with opened(browser, PHONE) as phone:
                send_report(phone, portal.url)
                phone.add_init_script(f"({COUNTING})()")
                yield from _counted("another call", phone, lambda: _another_call(phone, portal.url))
                yield from _counted("a first report", phone, lambda: _first_report(phone, portal.url))
                kept = phone.context.storage_state()
            for path in PATHS:
                with opened(browser, PHONE, storage_state=kept) as phone:
                    weight, seconds = _first_visit(phone, f"{portal.url}{path}")
                    yield Figure(f"{path} first visit", weight / 1000, "kB", f"limit {LIMIT_BYTES // 1000}")
                    yield Figure(f"{path} first visit, slow line", seconds, "s")
            with opened(browser, PHONE) as phone:
                yield Figure(
                    f"{OFFLINE_PAGE} from the phone, slow line", _from_the_phone(phone, portal.url), "s", "limit 1"
                )


def _another_call(phone: Page, url: str) -> None:
    phone.goto(f"{url}/diary")
    press(phone, "又来一个")
    phone.locator("#vendor_type-8").tap()
    phone.get_by_role("button", name="发送").tap()
    phone.wait_for_url("**/diary")


def _first_report(phone: Page, url: str) -> None:
    phone.goto(f"{url}/report")
    tell_card(phone)
    press(phone, "下一步")
    phone.get_by_role("radio", name="胎毛笔").check(force=True)
    phone.get_by_role("radio", name="刚刚").check(force=True)
    press(phone, "下一步")
    press(phone, "下一步")
    press(phone, "发送")


def _counted(what: str, phone: Page, deed: Callable[[], None]) -> Iterator[Figure]:
    phone.evaluate("sessionStorage.removeItem('taps')")
    begun = time.perf_counter()
    deed()
    machine = time.perf_counter() - begun
    taps = int(phone.evaluate("sessionStorage.getItem('taps')"))
    yield Figure(f"{what}: taps", taps, "")
    yield Figure(f"{what}: seconds", taps * THUMB_SECONDS + machine, "s", f"{THUMB_SECONDS} s a tap and the machine's")


def _first_visit(phone: Page, url: str) -> tuple[int, float]:
    """Bytes over the line, headers included, and seconds until the page stands."""
    line = phone.context.new_cdp_session(phone)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW)
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_PROCESSOR})
    weights: list[int] = []
    line.on("Network.loadingFinished", lambda event: weights.append(int(event["encodedDataLength"])))
    begun = time.perf_counter()
    phone.goto(url, wait_until="load")
    seconds = time.perf_counter() - begun
    phone.wait_for_load_state("networkidle")
    return sum(weights), seconds


def _from_the_phone(phone: Page, url: str) -> float:
    """Seconds until the page stands that she asked her phone to keep, on the slow line and the slower processor."""
    phone.goto(f"{url}{OFFLINE_PAGE}")
    phone.check("#keeping-asked")
    phone.evaluate("navigator.serviceWorker.ready.then(() => true)")
    phone.reload(wait_until="networkidle")
    line = phone.context.new_cdp_session(phone)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW)
    line.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER_PROCESSOR})
    begun = time.perf_counter()
    phone.goto(f"{url}{OFFLINE_PAGE}", wait_until="load")
    return time.perf_counter() - begun
