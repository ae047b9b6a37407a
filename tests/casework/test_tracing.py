"""A leaked file is traced to its delivery, whatever was made of it; and never to another one."""

import csv
import io
import json
import random
from collections.abc import Sequence
from pathlib import Path

import pandas
import pytest

from portal.casework import tracing
from portal.casework.tracing import Traced
from portal.domain.delivery import Purpose
from portal.files.tables import UnreadableFile
from portal.storage import journal, upgrade
from portal.storage.database import Store
from portal.vault import keyring
from portal.vault.vault import Vault
from tests.casework.delivered import OPEN, Scene, part, table, written

MOTHERS = 50  # 100 rows


@pytest.fixture(scope="module")
def leaked(tmp_path_factory: pytest.TempPathFactory) -> tuple[Scene, list[bytes]]:
    """Three deliveries of the very same calls to three authorities; what each of them opened."""
    folder = tmp_path_factory.mktemp("portal")
    store = Store(f"sqlite:///{folder / 'jingyue.db'}")
    upgrade.upgrade(store)
    scene = Scene(store, Vault(keyring.create(folder / "keys.json")))
    scene.told(MOTHERS)
    others = [scene.registered(name, Purpose.PROSECUTION) for name in ("宁川市公安局", "江岸区人民检察院")]
    return scene, [scene.delivered(receiver=one) for one in (scene.receiver, *others)]


def traced(scene: Scene, path: Path) -> Traced:
    return tracing.trace(path, by="command_line", at=OPEN, store=scene.store, vault=scene.vault)


def named(scene: Scene, path: Path) -> list[str]:
    """The receivers of the deliveries that a file is said to come from."""
    return [delivery.receiver.name for delivery, fit in traced(scene, path).fits if fit.traced]


def as_csv(rows: Sequence[dict[str, str]], *, header: bool = True, without: Sequence[str] = ()) -> str:
    out = io.StringIO()
    columns = [name for name in rows[0] if name not in without]
    writer = csv.DictWriter(out, columns, extrasaction="ignore")
    if header:
        writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def test_the_whole_file_is_traced_as_it_left(leaked: tuple[Scene, list[bytes]], tmp_path: Path) -> None:
    scene, packed = leaked
    for place, name in enumerate(("宁川市人民检察院", "宁川市公安局", "江岸区人民检察院")):
        for file in ("rows.csv", "rows.xlsx"):
            found = traced(scene, written(tmp_path, part(packed[place], file), file))
            (delivery, fit), *others = found.fits
            assert (delivery.receiver.name, fit.rows, fit.same_second) == (name, 100, 100)
            assert fit.traced and fit.chance < 1e-100
            assert not any(other.traced for _delivery, other in others)
            assert all(other.same_minute == 100 for _delivery, other in others)


@pytest.mark.parametrize("seed", range(5))
def test_a_tenth_of_the_rows_shuffled_without_header_and_references_is_enough(
    leaked: tuple[Scene, list[bytes]], tmp_path: Path, seed: int
) -> None:
    scene, packed = leaked
    rows = random.Random(seed).sample(table(packed[1]), 10)  # noqa: S311 - no secret
    with_reference = written(tmp_path, as_csv(rows, header=False))
    stripped = written(tmp_path, as_csv(rows, header=False, without=("delivery", "row", "mother")), "stripped.csv")
    assert named(scene, with_reference) == named(scene, stripped) == ["宁川市公安局"]


def test_one_row_with_its_reference_is_enough_and_one_without_is_not(
    leaked: tuple[Scene, list[bytes]], tmp_path: Path
) -> None:
    scene, packed = leaked
    row = table(packed[2])[:1]
    assert named(scene, written(tmp_path, as_csv(row))) == ["江岸区人民检察院"]
    assert named(scene, written(tmp_path, as_csv(row, without=("row",)))) == ["江岸区人民检察院"]
    assert named(scene, written(tmp_path, row[0]["row"].replace("-", "").lower())) == ["江岸区人民检察院"]
    assert named(scene, written(tmp_path, as_csv(row, without=("row", "mother")))) == []


@pytest.mark.parametrize("way", ["csv", "xlsx", "parsed", "utc", "parsed xlsx", "json", "gb18030", "utf-16", "tab"])
def test_what_pandas_or_excel_saved_again_is_traced(
    leaked: tuple[Scene, list[bytes]], tmp_path: Path, way: str
) -> None:
    scene, packed = leaked
    frame = pandas.read_csv(io.BytesIO(part(packed[0], "rows.csv"))).drop(columns=["delivery", "row", "mother"])
    frame = frame.sample(frac=0.3, random_state=1)
    path = tmp_path / "again"
    if "parsed" in way or way == "utc":
        frame["called_at"] = pandas.to_datetime(frame["called_at"])
    if way == "utc":
        frame["called_at"] = frame["called_at"].dt.tz_convert("UTC")
    if way == "parsed xlsx":
        frame["called_at"] = frame["called_at"].dt.tz_localize(None)
    if way.endswith("xlsx"):
        frame.to_excel(path, index=False, engine="xlsxwriter")
    elif way == "json":
        frame.to_json(path, orient="records", lines=True, force_ascii=False)
    elif way == "tab":
        frame.to_csv(path, sep="\t")
    else:
        frame.to_csv(path, index=way == "csv", encoding=way if way in ("gb18030", "utf-16") else "utf-8")
    assert named(scene, path) == ["宁川市人民检察院"]


def test_changed_rows_and_rows_of_others_do_not_hide_it(leaked: tuple[Scene, list[bytes]], tmp_path: Path) -> None:
    scene, packed = leaked
    chance = random.Random(7)  # noqa: S311 - no secret
    rows = [row | {"row": "", "mother": "", "delivery": ""} for row in table(packed[0])]
    for row in chance.sample(rows, 40):
        row["called_at"] = row["called_at"][:17] + f"{chance.randrange(60):02}" + row["called_at"][19:]
    assert named(scene, written(tmp_path, as_csv(rows))) == ["宁川市人民检察院"]
    both = table(packed[0])[:30] + table(packed[1])[30:60]
    assert sorted(named(scene, written(tmp_path, as_csv(both)))) == ["宁川市人民检察院", "宁川市公安局"]


def test_the_same_calls_without_marks_are_traced_to_nobody(leaked: tuple[Scene, list[bytes]], tmp_path: Path) -> None:
    scene, packed = leaked
    rows = [row | {"row": "", "mother": "", "delivery": ""} for row in table(packed[0])]
    for row in rows:
        row["called_at"] = row["called_at"][:17] + "00" + row["called_at"][19:]
    found = traced(scene, written(tmp_path, as_csv(rows)))
    assert [fit.traced for _delivery, fit in found.fits] == [False] * 3
    assert all(fit.same_minute == 100 for _delivery, fit in found.fits)
    repeated = table(packed[0])[:2] * 50
    assert named(scene, written(tmp_path, as_csv(repeated, without=("row", "mother")))) == []


def test_another_portal_s_delivery_is_traced_to_none_of_ours(
    leaked: tuple[Scene, list[bytes]], tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    scene, _packed = leaked
    folder = tmp_path_factory.mktemp("other")
    store = Store(f"sqlite:///{folder / 'jingyue.db'}")
    upgrade.upgrade(store)
    other = Scene(store, Vault(keyring.create(folder / "keys.json")))
    other.told(MOTHERS)
    assert named(scene, written(tmp_path, part(other.delivered(), "rows.csv"))) == []
    store.close()


def test_what_never_left_is_compared_with_nothing(leaked: tuple[Scene, list[bytes]], tmp_path: Path) -> None:
    scene, packed = leaked
    scene.decided(scene.asked())
    assert len(traced(scene, written(tmp_path, part(packed[0], "rows.csv"))).fits) == 3


def test_comparing_is_on_record_and_keeps_nothing_of_the_file(
    leaked: tuple[Scene, list[bytes]], tmp_path: Path
) -> None:
    scene, packed = leaked
    path = written(tmp_path, part(packed[0], "rows.csv"))
    found = traced(scene, path)
    with scene.store.read() as connection:
        last = journal.about(connection, "delivery")[-1]
    assert last.verb == "delivery.trace" and last.details["lines"] == 101
    row = table(packed[0])[0]
    assert row["row"] not in json.dumps(last.details) and row["called_at"] not in repr(found)


@pytest.mark.parametrize("content", [b"\x00\x01\x02" * 20, b"PK\x03\x04nothing"])
def test_what_is_neither_text_nor_workbook_is_refused(
    leaked: tuple[Scene, list[bytes]], tmp_path: Path, content: bytes
) -> None:
    scene, _packed = leaked
    with pytest.raises(UnreadableFile):
        traced(scene, written(tmp_path, content))
    with pytest.raises(UnreadableFile):
        traced(scene, tmp_path / "missing")
    assert traced(scene, written(tmp_path, b"", "empty")).lines == 0
