"""The portal of the tests is the portal: its server, its keys, its commands."""

import urllib.request
from pathlib import Path

import pytest

from tests.servers.portal import LivePortal, serving


def test_the_portal_is_healthy_on_both_databases(live_portal: LivePortal) -> None:
    with urllib.request.urlopen(f"{live_portal.url}/healthz", timeout=5) as answer:  # noqa: S310 - our own address
        assert answer.status == 200


def test_it_needs_less_than_two_hundred_megabytes(live_portal: LivePortal) -> None:
    assert live_portal.resident_bytes() < 200e6


def test_its_keys_lie_in_its_own_folder(live_portal: LivePortal) -> None:
    assert (live_portal.instance / "keys.json").is_file()


def test_a_command_that_fails_fails_the_test(live_portal: LivePortal) -> None:
    with pytest.raises(RuntimeError, match="No such command"):
        live_portal.flask("no-such-command")


def test_a_portal_that_cannot_start_says_why(tmp_path: Path) -> None:
    url = "postgresql+psycopg://nobody@/nothing?host=/nowhere"
    with pytest.raises(RuntimeError, match="database"), serving(url, tmp_path, patience=15):
        pass
