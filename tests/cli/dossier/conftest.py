"""What the tests of dossiers share: one SQLite portal, a saved analysis, and its dossier, made once."""

import io
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal.cli import dossier_making
from portal.domain.finding import Findings
from portal.domain.journal import Entry
from portal.services import Services
from portal.settings import Settings
from portal.storage import findings, journal
from portal.vault import keyring
from tests.cli.conftest import running
from tests.servers.databases import Databases
from tests.web.office.saved import DRAWN, SAID

AT = datetime(2026, 3, 2, 4, 0, 0, 123456, tzinfo=UTC)


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, databases: Databases) -> Iterator[Settings]:
    """One SQLite portal for all tests that do not ask about databases."""
    folder = tmp_path_factory.mktemp("portal")
    keyring.create(folder / "keys.json")
    with databases.fresh("sqlite") as url:
        yield Settings(url, folder, folder / "keys.json", "http://127.0.0.1")


@pytest.fixture(scope="module")
def archive(settings: Settings) -> bytes:
    """The dossier of the saved analysis, made once."""
    with running(settings) as app:
        found = app.extensions["jingyue"].services
        assert save(found) == 1
        return dossier_making.make(1, app=app, found=found)


@pytest.fixture
def packed(archive: bytes, tmp_path: Path) -> Path:
    file = tmp_path / "dossier.zip"
    file.write_bytes(archive)
    return file


def save(found: Services, said: Findings = SAID) -> int:
    with found.store.write() as connection:
        number = findings.save(connection, at=AT, by="zhang", findings=said.to_json(), pictures=DRAWN.to_json())
        journal.append(connection, Entry(AT, "zhang", "analysis.save", f"analysis:{number}", {"code": "0.1.0+abc"}))
    return number


def unzipped(archive: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(archive)) as packed:
        return {name: packed.read(name) for name in packed.namelist()}
