"""The short form of the campaign of power cuts: nothing acknowledged is lost, and the harness sees it when it is."""

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest

from benchmarks.durability.disk import PAGE, Disk, Unrecorded
from benchmarks.durability.recording import Deed, Record, Recording, compiled
from benchmarks.power import PLANTED, main
from tests.servers.portal import ROOT


def test_what_was_acknowledged_survives_a_loss_of_power(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ended = main(["--cuts", "8", "--results", str(tmp_path)])
    said = capsys.readouterr().out
    assert (ended, " 0 lost, 0 half-written, 0 receipts" in said, "8 cuts" in said) == (0, True, True), said
    assert "\n0 times a report" not in said


@pytest.mark.parametrize("planted", PLANTED)
def test_a_planted_fault_is_seen(planted: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    # Right after an answer each of them is seen in every second cut or more.
    ended = main(["--cuts", "16", "--when", "told", "--planted", planted, "--results", str(tmp_path)])
    assert ended == 1, capsys.readouterr().out


A = "/disk/a"
MADE = Record(Deed.CREATE, 7, 0, A, b"")
WRITTEN = Record(Deed.WRITE, 7, 0, A, b"x" * 2 * PAGE)
SYNCED = Record(Deed.SYNC, 7, 0, A, b"")
NAMED = Record(Deed.SYNC, 1, 0, "/disk", b"")
WHOLE = b"x" * 2 * PAGE


def left(folder: Path, *records: Record) -> set[bytes | None]:
    """What a loss of power leaves of the file, over many losses; None stands for no file."""
    disk, states = Disk(Path("/disk")), set()
    for record in records:
        disk.follow(record)
    for seed in range(200):
        after = folder / str(seed)
        after.mkdir()
        disk.after_power_loss(random.Random(seed), after)  # noqa: S311 - so that it comes out the same again
        states.add((after / "a").read_bytes() if (after / "a").exists() else None)
        shutil.rmtree(after)
    return states


def test_what_was_synced_with_its_name_is_there(tmp_path: Path) -> None:
    assert left(tmp_path, MADE, WRITTEN, SYNCED, NAMED) == {WHOLE}


def test_a_file_whose_name_was_not_synced_may_be_gone(tmp_path: Path) -> None:
    assert left(tmp_path, MADE, WRITTEN, SYNCED) == {WHOLE, None}


def test_of_what_was_not_synced_any_page_or_sector_may_be_there(tmp_path: Path) -> None:
    found = left(tmp_path, MADE, NAMED, WRITTEN)
    assert {b"", WHOLE, b"x" * PAGE, bytes(PAGE) + b"x" * PAGE} <= found
    assert any(len(one) not in (0, PAGE, 2 * PAGE) for one in found)  # torn


def test_a_file_that_was_removed_may_come_back(tmp_path: Path) -> None:
    removed = Record(Deed.REMOVE, 0, 0, A, b"")
    assert left(tmp_path, MADE, WRITTEN, SYNCED, NAMED, removed) == {WHOLE, None}
    assert left(tmp_path, MADE, WRITTEN, SYNCED, NAMED, removed, NAMED) == {None}


def test_a_name_that_was_moved_is_the_old_file_or_the_new(tmp_path: Path) -> None:
    aside = [Record(deed, 8, 0, "/disk/.a", b"new" * (deed is Deed.WRITE)) for deed in (Deed.CREATE, Deed.WRITE)]
    moved = [Record(Deed.SYNC, 8, 0, "/disk/.a", b""), Record(Deed.RENAME, 0, 0, "/disk/.a", A.encode())]
    assert left(tmp_path, MADE, WRITTEN, SYNCED, NAMED, *aside, *moved) == {WHOLE, b"new"}


KEPT = {
    "keys.json": "from portal.vault import keyring; keyring.create(folder / 'keys.json')",
    "00000000000000000005.checkpoint": "from portal.files import witness; witness.put(folder, 5, 'note')",
    f"{UUID(int=1)}.json": "from portal.sending.outlet import Spool; Spool(folder).send(UUID(int=1), '1', 'text')",
    "backup.zip": "from flask.cli import main; sys.argv = f'flask backup {folder}/backup.zip --plain'.split(); main()",
}


@pytest.mark.parametrize("name", KEPT)
def test_a_file_that_was_said_to_be_kept_outlives_a_loss_of_power(name: str, tmp_path: Path) -> None:
    folder = tmp_path.resolve() / "folder"
    folder.mkdir()
    recording = Recording(tmp_path / "record")
    program = (
        f"import sys\nfrom pathlib import Path\nfrom uuid import UUID\nfolder = Path({str(folder)!r})\n{KEPT[name]}"
    )
    elsewhere = {"JINGYUE_INSTANCE": str(tmp_path / "instance")}
    recorded = dict(os.environ) | elsewhere | recording.environment(compiled(tmp_path), folder)
    subprocess.run([sys.executable, "-c", program], env=recorded, cwd=ROOT, check=True)
    recording.close()
    disk = Disk(folder)
    for record in recording.records():
        disk.follow(record)
    disk.compare()
    for seed in range(50):
        after = tmp_path / str(seed)
        after.mkdir()
        disk.after_power_loss(random.Random(seed), after)  # noqa: S311 - so that it comes out the same again
        assert (after / name).read_bytes() == (folder / name).read_bytes()


def test_a_recording_that_misses_a_deed_is_refused(tmp_path: Path) -> None:
    disk = Disk(tmp_path)
    disk.follow(Record(Deed.CREATE, 7, 0, f"{tmp_path}/a", b""))
    (tmp_path / "a").write_bytes(b"")
    disk.compare()
    (tmp_path / "a").write_bytes(b"more")
    with pytest.raises(Unrecorded):
        disk.compare()
