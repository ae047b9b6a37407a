"""A dossier lays itself out again from its own data; what does not follow from it is told apart. Marks of PDF/A."""

import json
import re
import zlib
from pathlib import Path

import pypdfium2
import pytest

from portal.casework import dossiers
from portal.domain.dossier import manifest
from portal.files.dossier_archive import pack
from portal.settings import Settings
from portal.vault import keyring
from portal.vault.vault import Vault
from tests.cli.conftest import Run
from tests.cli.dossier.conftest import unzipped
from tests.servers.databases import Databases
from tests.web.office.saved import SAID

# WeasyPrint 70 leaves the colour profile that it read open; whoever calls it can do nothing about that.
pytestmark = [
    pytest.mark.filterwarnings("ignore:.*sRGB2014.icc:ResourceWarning"),
    pytest.mark.filterwarnings("ignore:.*sRGB2014.icc:pytest.PytestUnraisableExceptionWarning"),
]


def test_the_pages_are_laid_out_again_from_the_dossier_alone(
    packed: Path, run: Run, databases: Databases, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    with databases.fresh("sqlite") as url:  # nothing of the analysis is known there
        monkeypatch.setenv("DATABASE_URL", url)
        result = run("dossier", "verify", packed, "--rebuild")
    assert (result.exit_code, "逐字节相同" in result.output) == (0, True), result.output


def resigned(files: dict[str, bytes], settings: Settings, **about: object) -> bytes:
    """The files with a manifest that says something else of how it was made, signed by the holder of the key."""
    said = json.loads(files["manifest.json"])["about"] | about
    parts = {name: content for name, content in files.items() if name not in ("manifest.json", "signature.json")}
    listed = manifest(said, parts)
    vault = Vault(keyring.load(settings.keys))
    return pack({**parts, "manifest.json": listed, "signature.json": dossiers.signature(listed, vault=vault)})


def test_pages_of_other_data_or_of_another_machine_are_told_apart(
    archive: bytes, settings: Settings, run: Run, tmp_path: Path
) -> None:
    files = unzipped(archive)
    told = files["dossier.json"].replace(SAID.seed[:8].encode(), b"00000000")
    (tmp_path / "forged.zip").write_bytes(resigned({**files, "dossier.json": told}, settings))
    result = run("dossier", "verify", tmp_path / "forged.zip", "--rebuild")
    assert (result.exit_code, "签名的人做的可能不是这份数据的" in result.output) == (1, True), result.output

    made_with = json.loads(files["manifest.json"])["about"]["made_with"] | {"pango": "1.0.0"}
    data = json.loads(files["dossier.json"])
    older = {**files, "dossier.json": json.dumps(data | {"about": data["about"] | {"code": "0.0.1"}}).encode()}
    (tmp_path / "older.zip").write_bytes(resigned(older, settings, made_with=made_with))
    result = run("dossier", "verify", tmp_path / "older.zip", "--rebuild")
    assert result.exit_code == 1 and "Pango 版本与做卷宗时不同" in result.output and "程序版本" in result.output

    first = json.loads(files["dossier.json"])
    del first["pictures"]
    (tmp_path / "first.zip").write_bytes(resigned({**files, "dossier.json": json.dumps(first).encode()}, settings))
    assert "旧格式" in run("dossier", "verify", tmp_path / "first.zip", "--rebuild").output


STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)


def inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:  # a picture or a text that is not packed
        return stream


def test_the_pages_carry_the_marks_of_an_archive(archive: bytes) -> None:
    """Not a validation: no validator of PDF/A runs here. What one would look for first is there."""
    pdf = unzipped(archive)["dossier.pdf"]
    inside = b"\n".join(map(inflated, STREAM.findall(pdf)))
    assert pdf.startswith(b"%PDF-1.7") and b"/Encrypt" not in pdf + inside
    assert b"/OutputIntents" in inside and b"/GTS_PDFA1" in inside
    assert re.search(rb"pdfaid:part(>|=\")3", pdf + inside) and re.search(rb"pdfaid:conformance(>|=\")U", pdf + inside)
    document = pypdfium2.PdfDocument(pdf)
    try:
        texts = [one for page in document for one in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT])]
        fonts = [pypdfium2.raw.FPDFTextObj_GetFont(one.raw) for one in texts]
        assert fonts and all(pypdfium2.raw.FPDFFont_GetIsEmbedded(font) == 1 for font in fonts)
    finally:
        document.close()
