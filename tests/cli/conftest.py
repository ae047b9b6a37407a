"""The portal's command line on a fresh database, in this process or in one of its own."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask

from portal.application import create_app
from portal.services import Services
from portal.settings import Settings
from portal.vault import keyring
from tests.files.conftest import HOSPITALS, call, write_csv
from tests.servers.databases import ROLES
from tests.servers.portal import ROOT

Run = Callable[..., Result]


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> Settings:
    keyring.create(tmp_path / "keys.json")
    url = database_url.replace("postgresql://", "postgresql+psycopg://")
    return Settings(url, tmp_path, tmp_path / "keys.json", "http://127.0.0.1", database_roles=ROLES)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    with running(settings) as app:
        yield app


@pytest.fixture
def found(app: Flask) -> Services:
    services: Services = app.extensions["jingyue"].services
    return services


@pytest.fixture
def run(app: Flask) -> Run:
    """`run("reports", "import", file)` as the terminal would, but without a new process."""
    return runner(app)


@contextmanager
def running(settings: Settings) -> Iterator[Flask]:
    """An application; its connections are given back at the end."""
    app = create_app(settings)
    yield app
    app.extensions["jingyue"].services.bare_store.close()


def runner(app: Flask) -> Run:
    """Calls the commands of an application; only an exit is expected of them."""

    def invoke(*arguments: object, typed: str | None = None) -> Result:
        result = app.test_cli_runner().invoke(args=[str(argument) for argument in arguments], input=typed)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return invoke


@pytest.fixture
def hospitals(run: Run, tmp_path: Path) -> Path:
    path = write_csv(tmp_path / "hospitals.csv", HOSPITALS)
    assert run("hospitals", "import", path).exit_code == 0
    return path


@pytest.fixture
def reports(hospitals: Path, run: Run) -> Path:
    """A file of two mothers' calls, imported."""
    path = write_csv(hospitals.parent / "reports.csv", [call(), call(mother="m2")])
    assert run("reports", "import", path).exit_code == 0
    return path


def environment(instance: Path, **extra: str) -> dict[str, str]:
    """An operator's environment; Chinese, as by default."""
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("JINGYUE_", "DATABASE_URL", "LC_", "LANG"))
    }
    return inherited | {"JINGYUE_INSTANCE": str(instance)} | extra


def flask(*arguments: object, instance: Path, **extra: str) -> "subprocess.CompletedProcess[str]":
    """A real process."""
    command = [sys.executable, "-m", "flask", *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, env=environment(instance, **extra), capture_output=True, text=True, check=False
    )
