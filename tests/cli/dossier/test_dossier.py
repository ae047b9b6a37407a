"""`flask dossier`: the same bytes everywhere, nothing that it should not hold, and every change of a byte told."""

import csv
import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import openpyxl
import pypdfium2
import pytest
from sqlalchemy import insert

from portal.casework import dossiers, replies
from portal.cli import dossier_making
from portal.domain.dossier import DossierState
from portal.domain.finding import Reason, ReasonCode
from portal.domain.study import StudyKind
from portal.files.dossier_archive import pack
from portal.settings import Settings
from portal.storage import journal, studies
from portal.storage.schema import recipients
from tests.cli.conftest import Run, flask, running
from tests.cli.dossier.conftest import AT, save, unzipped
from tests.cli.latin_font import write_latin_font
from tests.servers.databases import KINDS, Databases
from tests.web.office.saved import CITY, CLINIC, SAID, WOMEN

# WeasyPrint 70 leaves the colour profile that it read open; whoever calls it can do nothing about that.
pytestmark = [
    pytest.mark.filterwarnings("ignore:.*sRGB2014.icc:ResourceWarning"),
    pytest.mark.filterwarnings("ignore:.*sRGB2014.icc:pytest.PytestUnraisableExceptionWarning"),
]

CALLED = {"recipients": [{"recipient": CITY, "indistinguishable_from": [], "speaks": True}]}
FITTING = {"consistent_with": [CITY], "excerpt_of": []}
NO_CHINESE = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>{fonts}</dir><cachedir>{cache}</cachedir></fontconfig>"""


def text_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def test_both_databases_and_a_process_of_its_own_give_the_same_bytes(
    databases: Databases, settings: Settings, archive: bytes, tmp_path: Path
) -> None:
    for kind in KINDS:
        with ExitStack() as stack:
            url = stack.enter_context(databases.fresh(kind)).replace("postgresql://", "postgresql+psycopg://")
            app = stack.enter_context(running(replace(settings, database_url=url)))
            found = app.extensions["jingyue"].services
            save(found)
            assert dossier_making.make(1, app=app, found=found) == archive, kind

    seed = {"DATABASE_URL": settings.database_url, "JINGYUE_KEYS": str(settings.keys), "PYTHONHASHSEED": "7"}
    done = flask("dossier", "make", 1, "--out", tmp_path, instance=settings.instance, TZ="America/New_York", **seed)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "jingyue-dossier-1.zip").read_bytes() == archive


def test_the_pages_hold_chinese_that_can_be_selected(archive: bytes) -> None:
    text = text_of(unzipped(archive)["dossier.pdf"])
    assert f"来电跟随{CITY}的导出" in text.replace("\r\n", "").replace("\n", "")
    for said in ("相符", "它不说明是哪个人", "SHA-256", "0.1.0+abc", SAID.seed, "没有写进来的"):
        assert said in text


def test_every_part_says_the_same_and_the_manifest_names_each(archive: bytes) -> None:
    files = unzipped(archive)
    listed = json.loads(files["manifest.json"])
    assert {part["name"] for part in listed["parts"]} == set(files) - {"manifest.json", "signature.json"}
    assert listed["about"]["code_of_analysis"] == "0.1.0+abc"

    data = json.loads(files["dossier.json"])
    rows = list(csv.DictReader(io.StringIO(files["tables/findings.csv"].decode("utf-8-sig"))))
    book = openpyxl.load_workbook(io.BytesIO(files["tables.xlsx"]))
    named = [one["source"] for one in data["findings"]["sources"]]
    assert [row["source"].removeprefix("'") for row in rows] == named
    assert [row[0].value for row in book["findings"].iter_rows(min_row=2)] == named
    assert all(cell.data_type != "f" for row in book["findings"].iter_rows() for cell in row)
    assert data["evidence"][CITY]["rung"] == "corroborated"
    assert data["evidence"][WOMEN]["members"] == sorted((WOMEN, CLINIC))


def test_small_counts_are_in_no_part_and_the_staff_member_neither(settings: Settings) -> None:
    small = Reason(ReasonCode.KNEW_MORE_THAN_EXPORTED, {"calls": 3})
    first = replace(SAID.sources[1], reasons_against=(small,), exculpatory=str(small))
    counts = {"registration_imprecise": 2, "calls_imprecise": 40, "mothers_used": 409, "calls_used": 1700}
    said = replace(SAID, sources=(SAID.sources[0], first, *SAID.sources[2:]), counts=counts)
    with running(settings) as app:
        found = app.extensions["jingyue"].services
        files = unzipped(dossier_making.make(save(found, said), app=app, found=found))

    data = json.loads(files["dossier.json"])["findings"]
    # 412 mothers told something; 409 used would give back that three were left out.
    hidden = {"registration_imprecise": None, "calls_imprecise": 40, "mothers_used": None, "calls_used": 1700}
    assert data["counts"] == hidden
    assert data["sources"][1]["reasons_against"][0]["values"] == {"calls": None}
    assert "exculpatory" not in data["sources"][1]
    assert "409" not in text_of(files["dossier.pdf"])
    lexis = list(csv.DictReader(io.StringIO(files["tables/lexis.csv"].decode("utf-8-sig"))))
    assert [row["calls"] for row in lexis] == ["12", "<5"]
    assert openpyxl.load_workbook(io.BytesIO(files["tables.xlsx"]))["lexis"]["C3"].value == "<5"
    drawn = json.loads(files["dossier.json"])["pictures"]
    assert [one["calls"] for one in drawn["lexis"]["squares"]] == [12, None]
    assert {one["mother_days"] for curve in drawn["lags"] for one in curve["bins"]} == {0}  # the table rounds and hides
    assert not any(b"zhang" in content for content in files.values())
    assert "zhang" not in text_of(files["dossier.pdf"])


def test_studies_are_counted_only_where_it_is_asked_for_and_replies_stand_beside_the_finding(
    databases: Databases, settings: Settings
) -> None:
    with databases.fresh("sqlite") as url, running(replace(settings, database_url=url)) as app:
        found = app.extensions["jingyue"].services
        number = save(found)
        with found.store.write() as connection:
            connection.execute(insert(recipients).values(id=1, name=CITY))
            studies.save(connection, StudyKind.CANARIES, at=AT, by="a", question={}, answer=CALLED)
            studies.save(connection, StudyKind.SEIZED, at=AT, by="a", question={}, answer=FITTING)
        replies.record(CITY, "名单是外包公司导出的。", received_on=AT.date(), by="zhang", at=AT, store=found.store)
        apart = unzipped(dossier_making.make(number, app=app, found=found))
        counted = unzipped(dossier_making.make(number, app=app, found=found, with_studies=True))

    told = [json.loads(files["dossier.json"]) for files in (apart, counted)]
    assert [one["evidence"][CITY]["rung"] for one in told] == ["corroborated", "confirmed"]
    assert told[0]["about"]["studies"] is None
    assert [one["kind"] for one in told[1]["about"]["studies"]] == ["canaries", "seized"]
    assert told[0]["replies"] == [{"recipient": CITY, "received_on": "2026-03-02", "text": "名单是外包公司导出的。"}]
    assert "名单是外包公司导出的。" in text_of(apart["dossier.pdf"])


def test_an_empty_city_has_a_dossier_too(settings: Settings) -> None:
    nothing = replace(SAID, mothers=0, calls=0, sources=(), implicated=(), placebo=None, as_of=None)
    with running(settings) as app:
        found = app.extensions["jingyue"].services
        number = save(found, nothing)
        assert dossier_making.make(number, app=app, found=found, language="en")


def test_an_intact_one_is_said_to_be_so_as_a_zip_and_as_a_folder(packed: Path, run: Run, tmp_path: Path) -> None:
    assert "完好" in run("dossier", "verify", packed).output
    shutil.unpack_archive(packed, tmp_path / "folder")
    assert run("dossier", "verify", tmp_path / "folder").exit_code == 0


def changed(name: str, content: bytes | None) -> Callable[[dict[str, bytes]], dict[str, bytes]]:
    def change(files: dict[str, bytes]) -> dict[str, bytes]:
        return {**{one: old for one, old in files.items() if one != name}, **({name: content} if content else {})}

    return change


def retold(files: dict[str, bytes]) -> dict[str, bytes]:
    return {**files, "manifest.json": files["manifest.json"].replace(b'"analysis": 1', b'"analysis": 2')}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (changed("tables/findings.csv", b"x"), r"tables/findings.csv：内容改动过（签名时 \d+ 字节，现在 1 字节）"),
        (changed("dossier.pdf", None), "dossier.pdf：清单里有，卷宗里没有"),
        (changed("tables/more.csv", b"x"), "tables/more.csv：清单里没有"),
        (changed("signature.json", None), "没有签名"),
        (changed("signature.json", b"{}"), "签名与清单不符"),
        (changed("manifest.json", b"[]"), "不是卷宗的清单"),
        (changed("manifest.json", None), "没有清单"),
        (retold, "签名与清单不符"),
    ],
)
def test_what_differs_is_said_in_words(
    change: Callable[[dict[str, bytes]], dict[str, bytes]], said: str, archive: bytes, run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "changed.zip"
    file.write_bytes(pack(change(unzipped(archive))))
    result = run("dossier", "verify", file)
    assert result.exit_code == 1
    assert re.search(said, result.output), result.output


def test_one_byte_anywhere_in_the_pages_is_noticed(archive: bytes, run: Run, tmp_path: Path) -> None:
    files = unzipped(archive)
    pages = bytearray(files["dossier.pdf"])
    pages[len(pages) // 2] ^= 1
    (tmp_path / "one.zip").write_bytes(pack({**files, "dossier.pdf": bytes(pages)}))
    result = run("dossier", "verify", tmp_path / "one.zip")
    assert result.exit_code == 1 and "dossier.pdf：内容改动过" in result.output


def test_a_name_that_stands_twice_is_noticed(packed: Path, run: Run) -> None:
    with zipfile.ZipFile(packed, "a") as more, pytest.warns(UserWarning, match="Duplicate name"):
        more.writestr("dossier.json", "{}")
    result = run("dossier", "verify", packed)
    assert result.exit_code == 1 and "dossier.json：压缩包里有两份同名文件" in result.output


def test_another_portals_dossier_is_told_from_a_forged_one(packed: Path, run: Run, archive: bytes) -> None:
    other = "11" * 32
    assert "另一把密钥" in run("dossier", "verify", packed, "--key", other).output
    own = json.loads(unzipped(archive)["signature.json"])["public_key"]
    assert run("dossier", "verify", packed, "--key", own).exit_code == 0
    assert run("dossier", "key").output.strip() == own
    assert run("dossier", "verify", packed, "--key", "zz").exit_code == 2


def test_what_is_no_dossier_is_refused_in_words(run: Run, tmp_path: Path) -> None:
    (tmp_path / "letter.zip").write_bytes(b"PK not really")
    assert "不是卷宗" in run("dossier", "verify", tmp_path / "letter.zip").output
    assert run("dossier", "verify", tmp_path / "nowhere.zip").exit_code == 2
    result = run("dossier", "make", 99, "--out", tmp_path)
    assert (result.exit_code, "没有编号为 99 的分析" in result.output) == (2, True)


@pytest.mark.parametrize("fonts_left", [True, False])
def test_a_machine_without_chinese_is_refused_in_words(
    fonts_left: bool, settings: Settings, archive: bytes, tmp_path: Path
) -> None:
    (tmp_path / "some").mkdir()
    if fonts_left:
        write_latin_font(tmp_path / "some" / "latin.ttf")
    (tmp_path / "fonts.conf").write_text(NO_CHINESE.format(fonts=tmp_path / "some", cache=tmp_path / "cache"))
    named = {"DATABASE_URL": settings.database_url, "JINGYUE_KEYS": str(settings.keys)}
    fonts = {"FONTCONFIG_FILE": str(tmp_path / "fonts.conf")}
    done = flask("dossier", "make", 1, "--out", tmp_path, instance=settings.instance, **named, **fonts)
    assert done.returncode == 2 and "fonts-noto-cjk" in done.stderr
    assert not list(tmp_path.glob("*.zip"))


def test_the_worker_makes_what_the_office_asked_for(settings: Settings, archive: bytes, run: Run) -> None:
    with running(settings) as app:
        found = app.extensions["jingyue"].services
        dossiers.ask(1, by="analyst", at=AT, store=found.store)
        dossiers.ask(1, by="another", at=AT, store=found.store)
        assert run("worker", "--once").exit_code == 0
        asked = dossiers.find(1, store=found.store)
        assert asked and (asked.state, asked.requested_by) == (DossierState.MADE, "analyst")
        assert dossiers.take(1, by="analyst", at=AT, store=found.store) == archive
        with found.store.read() as connection:
            verbs = [entry.verb for entry in journal.about(connection, "analysis:1")]
        assert verbs[-3:] == ["dossier.ask", "dossier.make", "dossier.take"]
