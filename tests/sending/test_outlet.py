"""A gateway over real HTTP: what it is told, and what counts as not sent."""

import json
import ssl
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import ClassVar
from uuid import UUID

import pytest

from portal.sending.outlet import Gateway, NotSent, Spool
from tests.deploy.certificate import certificate

ID = UUID(int=5)


class Operator(BaseHTTPRequestHandler):
    """Answers as its path says and remembers what it was told."""

    told: ClassVar[list[tuple[str, dict]]] = []

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.told.append((self.headers["Authorization"], json.loads(body)))
        if self.path == "/slow":
            threading.Event().wait(1.5)
        self.send_response({"/ok": 202, "/busy": 503, "/elsewhere": 302}.get(self.path, 200))
        self.send_header("Location", "/ok")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Quiet."""


@pytest.fixture
def operator() -> Iterator[str]:
    Operator.told = []
    server = HTTPServer(("127.0.0.1", 0), Operator)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_gateway_is_told_the_number_the_text_and_the_token(operator: str) -> None:
    Gateway(f"{operator}/ok", "secret").send(ID, "+8613800138000", "验证码 123456")
    assert Operator.told == [("Bearer secret", {"id": str(ID), "to": "+8613800138000", "text": "验证码 123456"})]


@pytest.mark.parametrize("path", ["/busy", "/elsewhere", "/slow"])
def test_what_a_gateway_does_not_take_is_not_sent_and_goes_nowhere_else(operator: str, path: str) -> None:
    with pytest.raises(NotSent) as said:
        Gateway(f"{operator}{path}", "secret", timeout=0.5).send(ID, "+8613800138000", "t")
    assert "138" not in str(said.value)
    assert len(Operator.told) == 1


def test_a_gateway_that_nobody_vouches_for_is_told_nothing(tmp_path: Path) -> None:
    certificate(tmp_path)
    trusting = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trusting.load_cert_chain(tmp_path / "fullchain.pem", tmp_path / "privkey.pem")
    Operator.told = []
    server = HTTPServer(("127.0.0.1", 0), Operator)
    server.socket = trusting.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        with pytest.raises(NotSent):
            Gateway(f"https://127.0.0.1:{server.server_port}/ok", "secret").send(ID, "+8613800138000", "t")
        assert Operator.told == []
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_nobody_there_is_not_sent() -> None:
    with pytest.raises(NotSent):
        Gateway("http://127.0.0.1:1/ok", "secret", timeout=0.5).send(ID, "+8613800138000", "t")


def test_a_spool_holds_one_file_a_message_that_only_we_can_read(tmp_path: Path) -> None:
    for _ in range(2):
        Spool(tmp_path / "out").send(ID, "+8613800138000", "t")
    (found,) = (tmp_path / "out").iterdir()
    assert found.stat().st_mode & 0o077 == 0
    assert json.loads(found.read_text())["to"] == "+8613800138000"
