"""Browsers without a screen: they send reports one after the other and write down what was answered."""

import http.client
import re
import threading
import time
import uuid
from urllib.parse import urlencode, urlsplit

from benchmarks.durability.sent import Sent

CSRF = re.compile(r'name="csrf_token" value="([^"]+)"')
TIMEOUT = 20  # seconds: longer than a server takes to come back
FORM = "application/x-www-form-urlencoded"


class Refused(RuntimeError):
    """The portal answered, and not with a receipt: the load is wrong, not the portal's durability."""


class Ledger:
    """What was sent, and of what an answer came; from the outside, as a mother knows it."""

    def __init__(self, next_number: int) -> None:
        self._lock = threading.Lock()
        self._next = next_number
        self.begun = threading.Event()
        self.acknowledged: list[int] = []
        self.attached: list[int] = []
        self.unsure: list[int] = []
        self.refused = 0

    def take(self) -> int:
        """The number of the next report."""
        self.begun.set()
        with self._lock:
            self._next += 1
            return self._next - 1

    def acknowledge(self, number: int) -> None:
        """Its receipt was given."""
        self.acknowledged.append(number)

    def attach(self, number: int) -> None:
        """Its evidence was taken."""
        self.attached.append(number)

    @property
    def next_number(self) -> int:
        """Where the next ledger goes on."""
        return self._next


class Sender(threading.Thread):
    """One browser; it stops between two reports. `pictures`: it also sends some, which take the portal a second."""

    def __init__(self, url: str, ledger: Ledger, stop: threading.Event, *, pictures: bool = False) -> None:
        super().__init__(daemon=True)
        self._pictures = pictures
        self._netloc = urlsplit(url).netloc
        self._ledger, self._stop_sending = ledger, stop
        self._connection: http.client.HTTPConnection | None = None
        self._cookie = self._csrf = ""

    def run(self) -> None:
        while not self._stop_sending.is_set():
            try:
                if not self._csrf:
                    self._begin()
                self._send(Sent(self._ledger.take()))
            except (OSError, http.client.HTTPException):
                self._hang_up()
        self._hang_up()

    def _begin(self) -> None:
        status, page, cookie = self._ask("GET", "/report")
        found = CSRF.search(page)
        if status != http.HTTPStatus.OK or found is None:
            raise http.client.HTTPException(f"/report answers {status}")
        self._csrf, self._cookie = found.group(1), cookie

    def _send(self, report: Sent) -> None:
        try:
            status, _page, cookie = self._ask("POST", "/report", urlencode(report.form(self._csrf)).encode())
        except BaseException:
            self._ledger.unsure.append(report.number)
            raise
        if status != http.HTTPStatus.SEE_OTHER:
            self._ledger.refused += 1
            self._ledger.unsure.append(report.number)
            self._csrf = ""
            return
        self._ledger.acknowledge(report.number)
        told = {"csrf_token": self._csrf, "token": report.token}
        if report.attached:
            self._attach(report, urlencode(told | {"digest": report.attached}).encode(), FORM, cookie)
        elif self._pictures and report.picture:
            self._attach(report, *_in_parts(told, report.picture), cookie)

    def _attach(self, report: Sent, body: bytes, kind: str, cookie: str) -> None:
        status, _page, _cookie = self._ask("POST", "/diary/evidence", body, kind, cookie=cookie)
        if status == http.HTTPStatus.SEE_OTHER:
            self._ledger.attach(report.number)

    def _ask(
        self, method: str, path: str, body: bytes | None = None, kind: str = FORM, *, cookie: str = ""
    ) -> tuple[int, str, str]:
        if self._connection is None:
            self._connection = http.client.HTTPConnection(self._netloc, timeout=TIMEOUT)
        headers = {"Cookie": cookie or self._cookie} | ({"Content-Type": kind} if body else {})
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        page = answer.read().decode()
        return answer.status, page, (answer.getheader("Set-Cookie") or "").split(";")[0]

    def _hang_up(self) -> None:
        if self._connection:
            self._connection.close()
            self._connection = None
        time.sleep(0.05)


def _in_parts(fields: dict[str, str], picture: bytes) -> tuple[bytes, str]:
    border = uuid.uuid4().hex
    parts = [f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{fields[name]}' for name in fields]
    named = f'--{border}\r\nContent-Disposition: form-data; name="files"; filename="a.png"\r\n\r\n'
    body = "\r\n".join([*parts, named]).encode() + picture + f"\r\n--{border}--\r\n".encode()
    return body, f"multipart/form-data; boundary={border}"
