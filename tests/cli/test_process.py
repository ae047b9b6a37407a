"""What only real processes show: exit codes, the loaded modules, many starting at once, signals."""

import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from portal.casework import jobs as asking
from portal.cli.commands import COMMANDS
from portal.domain.job import JobState
from portal.services import Services
from portal.storage import jobs
from tests.cli.conftest import environment, flask
from tests.files.conftest import HOSPITALS, call, write_csv
from tests.servers.portal import ROOT

HEAVY = (
    "pandas",
    "numpy",
    "scipy",
    "pyarrow",
    "tqdm",
    "dask",
    "distributed",
    "portal.cluster",
    "portal.extract",
    "portal.aggregation",
    "portal.simulator",
)


def test_all_commands_are_listed_in_either_language(tmp_path: Path) -> None:
    chinese, english = flask("--help", instance=tmp_path), flask("--help", instance=tmp_path, LANG="en_US.UTF-8")

    assert all(f"\n  {name} " in chinese.stdout for name in COMMANDS)
    assert "孕产妇的来电报告" in chinese.stdout
    assert "Mothers' reports of calls" in english.stdout


def test_a_web_worker_stays_light(tmp_path: Path) -> None:
    code = f"import sys, app; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment(tmp_path), capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == "[]"


def test_exit_codes_tell_accepted_from_refused_from_unreadable(tmp_path: Path) -> None:
    folder = tmp_path / "files"
    folder.mkdir()
    hospitals = write_csv(folder / "hospitals.csv", HOSPITALS)
    reports = write_csv(folder / "reports.csv", [call(), call(mother="m2", tier="9")])

    accepted = flask("hospitals", "import", hospitals, instance=tmp_path / "i")
    some = flask("reports", "import", reports, instance=tmp_path / "i")
    none = flask("reports", "import", hospitals, instance=tmp_path / "i")

    assert (accepted.returncode, some.returncode, none.returncode) == (0, 3, 2)
    assert "第 3 行，tier 列，“9”：不是规定的代码" in some.stdout
    assert "表头缺少必需的列：mother, registered_on" in none.stderr
    assert "Traceback" not in accepted.stderr + some.stderr + none.stderr


def test_many_that_start_at_once_on_an_empty_folder_share_one_schema_and_one_set_of_keys(tmp_path: Path) -> None:
    hospitals = write_csv(tmp_path / "hospitals.csv", HOSPITALS)
    with ThreadPoolExecutor(4) as pool:
        done = list(pool.map(lambda _: flask("hospitals", "import", hospitals, instance=tmp_path / "i"), range(4)))

    assert [(one.returncode, one.stderr) for one in done] == [(0, "")] * 4
    assert sorted(file.name for file in (tmp_path / "i").iterdir()) == ["jingyue.db", "keys.json"]
    assert "日志完整：1 条" in flask("journal", "verify", instance=tmp_path / "i").stdout


def test_a_database_that_cannot_be_is_named_in_one_line(tmp_path: Path) -> None:
    for url in ("nonsense", "postgresql://nobody@127.0.0.1:1/none", f"sqlite:///{tmp_path}"):
        done = flask("journal", "verify", instance=tmp_path, DATABASE_URL=url, JINGYUE_KEYS=str(tmp_path / "k"))
        assert done.returncode == 2, url
        assert len(done.stderr.strip().splitlines()) == 1, done.stderr


@pytest.fixture
def worker(found: Services) -> "subprocess.Popen[str]":
    extra = {"DATABASE_URL": found.settings.database_url, "JINGYUE_KEYS": str(found.settings.keys)}
    command = [sys.executable, "-m", "flask", "worker"]
    return subprocess.Popen(
        command, cwd=ROOT, env=environment(found.settings.instance, **extra), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def test_the_worker_finishes_what_a_killed_one_left_and_ends_when_told(
    found: Services, worker: "subprocess.Popen[str]"
) -> None:
    at = datetime.now(UTC)
    job = asking.ask_for_analysis(by="li", at=at, store=found.store)
    with found.store.write() as connection:
        jobs.claim(connection, at)
    with worker:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and worker.poll() is None:
            with found.store.read() as connection:
                now = jobs.find(connection, job.id)
            if now and now.state in (JobState.DONE, JobState.FAILED):
                break
            time.sleep(0.2)
        worker.send_signal(signal.SIGTERM)
        said, complained = worker.communicate(timeout=20)

    assert now is not None
    assert (now.state, worker.returncode) == (JobState.DONE, 0), complained
    assert "工作进程已结束" in said


def test_a_worker_told_to_end_gives_its_job_back(found: Services, worker: "subprocess.Popen[str]") -> None:
    """The signal comes whenever the job has begun; what was begun is waiting again, or was already done."""
    job = asking.ask_for_analysis(by="li", at=datetime.now(UTC), store=found.store)
    with worker:
        deadline = time.monotonic() + 60
        state = JobState.WAITING
        while time.monotonic() < deadline and state is JobState.WAITING:
            with found.store.read() as connection:
                state = getattr(jobs.find(connection, job.id), "state", state)
        worker.send_signal(signal.SIGTERM)
        _, complained = worker.communicate(timeout=20)

    with found.store.read() as connection:
        now = jobs.find(connection, job.id)
    assert now is not None
    assert (now.state in (JobState.WAITING, JobState.DONE), worker.returncode) == (True, 0), (now, complained)
