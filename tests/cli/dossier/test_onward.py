"""A dossier names whoever a recipient handed on to, and lays that out again from its own data."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from portal.cli import dossier_making
from portal.domain.data_path import DataPath, OnwardLink, Paths
from portal.settings import Settings
from portal.storage import findings
from portal.web.dossier.frozen import thawed
from tests.cli.conftest import Run, running
from tests.cli.dossier.conftest import AT, unzipped
from tests.cli.dossier.test_dossier import text_of
from tests.web.office.saved import CITY, DRAWN, SAID

# WeasyPrint 70 leaves the colour profile that it read open; whoever calls it can do nothing about that.
pytestmark = [
    pytest.mark.filterwarnings("ignore:.*sRGB2014.icc:ResourceWarning"),
    pytest.mark.filterwarnings("ignore:.*sRGB2014.icc:pytest.PytestUnraisableExceptionWarning"),
]
LINKS = (OnwardLink("丁公司", "2025-01-01", None, ("phone",)),)
FURTHER = DataPath("丁公司", (), (), (OnwardLink("戊公司", "2025-02-01", "2025-03-01", ()),))
HANDED_ON = replace(DRAWN, paths=Paths("2026-03-01", 3, (DataPath(CITY, (), (), LINKS), FURTHER)))


@pytest.fixture(scope="module")
def chained(settings: Settings) -> bytes:
    with running(settings) as app:
        found = app.extensions["jingyue"].services
        with found.store.write() as connection:
            pictures = HANDED_ON.to_json()
            number = findings.save(connection, at=AT, by="zhang", findings=SAID.to_json(), pictures=pictures)
        return dossier_making.make(number, app=app, found=found)


def test_the_title_the_row_and_the_sentence_of_a_source_name_them(chained: bytes) -> None:
    said = "".join(text_of(unzipped(chained)["dossier.pdf"]).split())
    assert said.count("→下家：丁公司、戊公司") == 1
    assert said.count("也可能是它转交的下家：丁公司、戊公司。") == 2


def test_the_data_holds_the_links_and_the_pages_are_laid_out_again_from_it(
    chained: bytes, run: Run, tmp_path: Path
) -> None:
    packed = tmp_path / "dossier.zip"
    packed.write_bytes(chained)
    result = run("dossier", "verify", packed, "--rebuild")
    assert (result.exit_code, "逐字节相同" in result.output) == (0, True), result.output
    told = json.loads(unzipped(chained)["dossier.json"])
    assert [path["recipient"] for path in told["pictures"]["paths"]["paths"]] == [CITY, "丁公司"]


def test_a_dossier_from_before_the_links_were_kept_is_still_read(chained: bytes) -> None:
    told = json.loads(unzipped(chained)["dossier.json"])
    del told["pictures"]["paths"]
    assert thawed(json.dumps(told).encode()).pictures.paths is None
