"""The fixtures that all tests share: fresh databases on real servers, a live portal, a real browser.

Servers start when the first test asks for them and are shared by the xdist workers; docs/decisions/0022 says why.
"""

import os
import re
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from playwright.sync_api import Browser, Page

from portal.storage.database import Store
from portal.vault import keyring
from tests.servers import home
from tests.servers.browser import DESK, PHONE, ChromiumMissing, assert_accessible, chromium, opened
from tests.servers.databases import KINDS, Databases
from tests.servers.portal import ROOT, LivePortal, serving
from tests.servers.postgres import Postgres, PostgresMissing
from tests.servers.vault import VaultProcess, own_vault


def pytest_configure(config: pytest.Config) -> None:
    if not _is_worker(config):
        home.share(home.make())
        # A run that is told to end must still stop its servers.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit("told to end"))

    # Each test has an application of its own; the templates are compiled once a run for all of them.
    Flask.jinja_options = {"bytecode_cache": FileSystemBytecodeCache(str(home.find()))}


def pytest_unconfigure(config: pytest.Config) -> None:
    if not _is_worker(config):
        Postgres(home.find()).stop()
        home.remove(home.find())


@pytest.fixture(scope="session")
def databases() -> Databases:
    """Makes databases; for tests that need more than one or an unusual one."""
    return Databases(home.find())


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, databases: Databases) -> Iterator[str]:
    """A database of its own with today's schema, once on SQLite and once on PostgreSQL."""
    with ExitStack() as stack:
        yield _enter(stack, databases.fresh, request.param)


@pytest.fixture(params=KINDS)
def empty_database_url(request: pytest.FixtureRequest, databases: Databases) -> Iterator[str]:
    """The same without any table."""
    with ExitStack() as stack:
        yield _enter(stack, databases.empty, request.param)


@pytest.fixture(params=KINDS, scope="module")
def module_database_url(request: pytest.FixtureRequest, databases: Databases) -> Iterator[str]:
    """The same with the schema, shared by the tests of a module."""
    with ExitStack() as stack:
        yield _enter(stack, databases.fresh, request.param)


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """The way into a fresh database."""
    store = Store(database_url)
    yield store
    store.close()


@pytest.fixture(scope="session")
def vault_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key file, shared by the tests of a worker."""
    path = tmp_path_factory.mktemp("vault") / "keys.json"
    keyring.create(path)
    return path


@pytest.fixture(scope="session")
def vault_process(vault_keys: Path) -> Iterator[VaultProcess]:
    """A vault in a process of its own with those keys, as in production."""
    with own_vault(vault_keys, vault_keys.with_name("vault.sock"), "--openings", 10**6) as process:
        yield process


@pytest.fixture(scope="module")
def live_portal(module_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LivePortal]:
    """The portal itself, served over HTTP on both databases, shared by the tests of a module."""
    with serving(module_database_url, tmp_path_factory.mktemp("instance")) as portal:
        yield portal


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium; the tests that need it are skipped where there is none."""
    with ExitStack() as stack:
        try:
            browser = stack.enter_context(chromium())
        except ChromiumMissing as missing:
            _skip(str(missing))
        yield browser


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens pages: `open_page(PHONE, java_script_enabled=False)`; each has cookies of its own."""
    with ExitStack() as stack:
        yield lambda device, **options: stack.enter_context(opened(browser, device, **options))


@pytest.fixture
def phone(open_page: Callable[..., Page]) -> Page:
    """A page on a mother's phone, 390 pixels wide."""
    return open_page(PHONE)


@pytest.fixture
def desk(open_page: Callable[..., Page]) -> Page:
    """A page on an official's screen, 1280 pixels wide."""
    return open_page(DESK)


@pytest.fixture
def axe() -> Callable[[Page], None]:
    """`axe(page)` fails the test if the page shuts somebody out."""
    return assert_accessible


@pytest.fixture
def snapshot(request: pytest.FixtureRequest) -> Callable[..., Path]:
    """`snapshot(page, "receipt")` leaves a picture in build/screenshots/ for people to look at.

    With `whole=False` of the screen only: a text as long as the method's is too tall for a picture.
    """

    def take(page: Page, name: str, *, whole: bool = True) -> Path:
        width = (page.viewport_size or {"width": 0})["width"]
        test = re.sub(r"\W+", "-", request.node.name).strip("-")
        path = ROOT / "build" / "screenshots" / f"{name}-{width}-{test}.png"
        page.screenshot(path=path, full_page=whole)
        return path

    return take


def _enter(stack: ExitStack, make: Callable[[str], Any], kind: str) -> str:
    try:
        return stack.enter_context(make(kind))
    except PostgresMissing as missing:
        _skip(str(missing))


def _skip(reason: str) -> None:
    # CI is where a missing server must not pass unseen.
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)


def _is_worker(config: pytest.Config) -> bool:
    return hasattr(config, "workerinput")
