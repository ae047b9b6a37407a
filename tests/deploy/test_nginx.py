"""A real nginx with the shipped configuration before the real server."""

import http.client
import json
import shutil
import socket
import ssl
import subprocess
import time
import warnings
from collections.abc import Iterator
from pathlib import Path
from ssl import TLSVersion
from urllib.parse import urlsplit

import pytest

from portal.web.headers import HEADERS, ONE_YEAR_OF_TLS
from tests.deploy.certificate import NAME, certificate
from tests.servers.portal import ROOT, LivePortal, serving

SECRET = "13977712345"
NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")
pytestmark = pytest.mark.skipif(not NGINX, reason="nginx is not installed")


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


class Front:
    """nginx before a portal."""

    def __init__(self, folder: Path, portal: LivePortal) -> None:
        self.folder, self.tls, self.plain, self.portal = folder, free_port(), free_port(), portal
        certificate(folder)
        text = (ROOT / "deploy" / "nginx" / "jingyue.conf").read_text()
        for shipped, here in {
            "/etc/jingyue/tls": str(folder), "/etc/nginx/jingyue_proxy.conf": str(folder / "proxy.conf"),
            "/var/log/nginx": str(folder), "127.0.0.1:8000": portal.url.removeprefix("http://"),
            "listen 443": f"listen 127.0.0.1:{self.tls}", "listen 80;": f"listen 127.0.0.1:{self.plain};",
        }.items():  # fmt: skip
            assert shipped in text
            text = text.replace(shipped, here)
        text = "\n".join(line for line in text.splitlines() if "listen [::]" not in line)
        shutil.copyfile(ROOT / "deploy" / "nginx" / "jingyue_proxy.conf", folder / "proxy.conf")
        temporary = "".join(
            f"{kind}_temp_path {folder / kind};\n" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (folder / "nginx.conf").write_text(
            f"pid {folder / 'pid'};\nerror_log {folder / 'start.log'} warn;\nevents {{}}\n"
            f"http {{\n{temporary}{text}\n}}\n"
        )
        self.command = [NGINX, "-p", str(folder), "-e", str(folder / "start.log"), "-c", str(folder / "nginx.conf")]

    def ask(self, path: str, method: str = "GET", body: bytes | None = None) -> http.client.HTTPResponse:
        trusting = ssl._create_unverified_context()  # noqa: S323 - the certificate was made for this test
        connection = http.client.HTTPSConnection("127.0.0.1", self.tls, context=trusting, timeout=30)
        headers = {"Host": NAME, "User-Agent": SECRET, "Referer": f"https://{NAME}/?{SECRET}"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        answer.content = answer.read()
        connection.close()
        return answer


@pytest.fixture(scope="module")
def front(module_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    folder = tmp_path_factory.mktemp("nginx")
    with serving(module_database_url, folder / "instance", JINGYUE_PUBLIC_URL=f"https://{NAME}") as portal:
        made = Front(folder, portal)
        with subprocess.Popen([*made.command, "-g", "daemon off;"]) as process:
            try:
                _wait(made.tls)
                yield made
            finally:
                process.terminate()


def _wait(port: int) -> None:
    for _ in range(100):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("nginx does not listen")


def test_nginx_takes_the_configuration_without_a_warning(front: Front) -> None:
    done = subprocess.run([*front.command, "-t"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "warn" not in done.stderr


def test_pages_are_walked_and_no_header_comes_twice(front: Front) -> None:
    for path in ("/", "/report", "/receipt", "/numbers", "/office/sign-in"):
        answer = front.ask(path)
        assert answer.status == 200, path
        named = [name.lower() for name, _ in answer.getheaders()]
        once = {name.lower() for name in HEADERS} | {"strict-transport-security", "cache-control", "date", "server"}
        assert {name for name in once if named.count(name) != 1} == set(), path
        assert answer.headers["Server"] == "nginx"


def test_what_is_for_the_machine_itself_is_not_outside(front: Front) -> None:
    assert [front.ask(path).status for path in ("/metrics", "/healthz")] == [404, 404]


@pytest.mark.parametrize(("path", "bytes_sent", "status"), [("/metrics", 1, 404), ("/receipt", 300 * 1024, 413)])
def test_what_nginx_says_itself_has_the_headers_of_every_answer(
    front: Front, path: str, bytes_sent: int, status: int
) -> None:
    answer = front.ask(path, "POST", b"x" * bytes_sent)
    assert answer.status == status
    assert answer.headers["Strict-Transport-Security"] == ONE_YEAR_OF_TLS
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    wanted = {"default-src 'none'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"}
    assert wanted <= set(answer.headers["Content-Security-Policy"].split("; "))


def test_plain_http_leads_people_to_tls_and_no_program(front: Front) -> None:
    for path, wanted in (("/receipt", (308, f"https://{NAME}/receipt")), ("/api/v1/releases", (403, None))):
        connection = http.client.HTTPConnection("127.0.0.1", front.plain, timeout=10)
        connection.request("GET", path, headers={"Host": NAME})
        answer = connection.getresponse()
        assert (answer.status, answer.headers["Location"]) == wanted
        connection.close()


@pytest.mark.parametrize(("version", "taken"), [(TLSVersion.TLSv1_1, False), (TLSVersion.TLSv1_2, True)])
def test_older_tls_than_1_2_is_refused(front: Front, version: TLSVersion, taken: bool) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # asking with an old version is the point
        asking = ssl._create_unverified_context()  # noqa: S323 - the certificate was made for this test
        asking.set_ciphers("DEFAULT@SECLEVEL=0")  # else this side would already refuse
        asking.minimum_version = asking.maximum_version = version
    with socket.create_connection(("127.0.0.1", front.tls), timeout=10) as line:
        try:
            with asking.wrap_socket(line, server_hostname=NAME) as talk:
                assert talk.cipher()[0] == "ECDHE-ECDSA-AES256-GCM-SHA384", "the strongest that both sides know"
        except OSError:
            assert not taken
        else:
            assert taken


def test_the_newest_tls_is_preferred(front: Front) -> None:
    asking = ssl._create_unverified_context()  # noqa: S323 - the same
    with (
        socket.create_connection(("127.0.0.1", front.tls), timeout=10) as line,
        asking.wrap_socket(line, server_hostname=NAME) as talk,
    ):
        assert talk.version() == "TLSv1.3"


@pytest.mark.parametrize("smuggled", ["chunked", "chunked, identity", " chunked"])
def test_a_message_with_two_lengths_is_not_read_as_two(front: Front, smuggled: str) -> None:
    hidden = "GET /numbers HTTP/1.1\r\nHost: jingyue.example\r\n\r\n"
    body = f"0\r\n\r\n{hidden}"
    request = (
        f"POST /receipt HTTP/1.1\r\nHost: {NAME}\r\nContent-Length: {len(body)}\r\n"
        f"Transfer-Encoding: {smuggled}\r\nConnection: close\r\n\r\n{body}"
    )
    asking = ssl._create_unverified_context()  # noqa: S323 - the same
    with (
        socket.create_connection(("127.0.0.1", front.tls), timeout=10) as line,
        asking.wrap_socket(line, server_hostname=NAME) as talk,
    ):
        talk.sendall(request.encode())
        said = b"".join(iter(lambda: talk.recv(65536), b""))
    assert said.count(b"HTTP/1.1 ") == 1
    assert said.startswith((b"HTTP/1.1 400", b"HTTP/1.1 501"))


def test_what_a_client_says_of_itself_does_not_reach_the_portal(front: Front) -> None:
    lines = (ROOT / "deploy" / "nginx" / "jingyue_proxy.conf").read_text().splitlines()
    for name in ("X-Forwarded-For", "X-Real-IP", "X-Forwarded-Proto"):
        assert sum(line.startswith(f"proxy_set_header {name} ") for line in lines) == 1
    trace = front.ask("/", "TRACE")
    assert trace.status == 405 and SECRET not in trace.content.decode()


def test_only_the_page_for_pictures_takes_more_than_a_form(front: Front) -> None:
    large = b"x" * (300 * 1024)
    assert front.ask("/receipt", "POST", large).status == 413
    assert front.ask("/diary/evidence", "POST", large).status != 413


def test_the_logs_name_no_address_no_page_and_nothing_that_was_sent(front: Front) -> None:
    front.ask(f"/receipt?{SECRET}")
    front.ask(f"/{SECRET}")
    front.ask("/receipt", "POST", SECRET.encode())
    front.ask("/receipt", "POST", b"x" * (300 * 1024))
    time.sleep(0.2)

    lines = [json.loads(line) for line in (front.folder / "jingyue.log").read_text().splitlines()]

    assert {tuple(line) for line in lines} == {("time", "network", "status", "ms", "bytes")}
    assert {line["network"] for line in lines} == {"127.0.0.0/16"}
    said = "".join(path.read_text() for path in front.folder.glob("*.log")) + front.portal.log.read_text()
    assert [word for word in (SECRET, "127.0.0.1,", "/receipt", "client:") if word in said] == []


def test_the_shipped_addresses_keep_the_faces_apart() -> None:
    lines = (ROOT / "deploy" / "environment").read_text().splitlines()
    told = dict(line.split("=", 1) for line in lines if "=" in line and not line.startswith("#"))
    mothers, office = (urlsplit(told[name]).hostname for name in ("JINGYUE_PUBLIC_URL", "JINGYUE_OFFICE_URL"))
    assert mothers != office
    assert f"server_name {mothers} {office};" in (ROOT / "deploy" / "nginx" / "jingyue.conf").read_text()


def test_a_flood_is_slowed_down(front: Front) -> None:
    assert 429 in {front.ask("/receipt", "POST", b"code=x").status for _ in range(40)}
