"""The commands one by one, on both databases."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, update

from benchmarks.unguarded import unguarded
from portal.casework import jobs as asking
from portal.casework import vitals
from portal.cli import worker
from portal.domain.job import JobState
from portal.domain.presence import FIRST
from portal.files.refusal import Reason
from portal.services import Services
from portal.settings import Settings
from portal.storage import complaints, findings, jobs, staff, upgrade
from portal.storage.schema import hospitals as hospital_rows
from portal.storage.schema import journal
from tests.cli.conftest import Run, runner, running
from tests.files.conftest import call, export, write_csv

KEYS = {
    "as_of", "mothers", "calls", "tiers_used", "sources", "implicated", "alarm", "seed", "warnings",
}  # fmt: skip


def test_an_import_says_what_it_did_and_where_the_refused_rows_are(hospitals: Path, run: Run) -> None:
    rows = [call(more="x", called_at="2026-03-01 10:43"), call(more="x", mother="m2", hospital="?")]
    path = write_csv(hospitals.parent / "r.csv", rows)

    result = run("reports", "import", path)

    assert result.exit_code == 3
    for words in ("共 2 行，接受 1 行，拒绝 1 行", "第 3 行，hospital 列", "more", "r.refused.csv", "Asia/Shanghai"):
        assert words in result.output
    again = run("reports", "import", path)
    assert "没有任何变化" in again.output
    assert (again.exit_code, run("reports", "import", "--dry-run", path).exit_code) == (3, 3)


def test_totals_of_registrations_are_rehearsed_imported_and_mended_in_words(hospitals: Path, run: Run) -> None:
    rows = [
        {"hospital": "晨曦医院", "month": month, "registrations": count}
        for month, count in (("2025-07", "210"), ("2025-7月", "210"), ("2099-01", "5"), ("2025-08", "1,234"))
    ]
    path = write_csv(hospitals.parent / "totals.csv", rows)

    rehearsed = run("registrations", "import", "--dry-run", path)
    assert (rehearsed.exit_code, "试运行" in rehearsed.output) == (3, True)
    result = run("registrations", "import", path)

    for words in (
        "共 4 行，接受 1 行，拒绝 3 行", "新增：1",
        "第 3 行，month 列，“2025-7月”：不是有效的月份；应为 2025-07 的形式",
        "第 4 行，month 列，“2099-01”：这个月还没有过完；请在 2099-02-01 当天或以后再导入",
        "第 5 行，registrations 列，“1,234”：不是有效的数目；应为 0 或正整数", "totals.refused.csv",
    ):  # fmt: skip
        assert words in result.output
    again = run("registrations", "import", write_csv(path, rows[:1]))
    assert (again.exit_code, "没有任何变化" in again.output) == (0, True)
    no_column = run("registrations", "import", write_csv(path, [{"hospital": "晨曦医院", "month": "2025-07"}]))
    assert (no_column.exit_code, "registrations" in no_column.output) == (2, True)


def test_a_plan_is_added_listed_and_refused_in_words(hospitals: Path, run: Run) -> None:
    plan = ("--recipient", "甲局", "--day", 5, "--from", "2025-01-01", "--until", "2026-01-01")

    assert "计划已添加" in run("plans", "add", *plan, "--districts", "晨曦区").output
    assert "没有变化" in run("plans", "add", *plan).output
    assert "甲局：每月 5 日" in run("plans", "list").output
    for wrong in (("--day", 29), ("--until", "2024-01-01"), ("--districts", "?"), ("--recipient", "registration")):
        result = run("plans", "add", *plan, *wrong)
        assert result.exit_code == 2, wrong
        assert "Traceback" not in result.output


def test_an_analysis_is_saved_printed_and_written(reports: Path, run: Run, found: Services) -> None:
    run("exports", "import", write_csv(reports.parent / "exports.csv", [export()]))
    out = reports.parent / "findings.json"

    result = run("correlate", "--json", out, "--tiers", "2,1", "--as-of", "2026-03-02")

    assert result.exit_code == 0, result.output
    said = json.loads(out.read_text())
    assert set(said) >= KEYS
    assert (said["as_of"], said["mothers"], said["calls"], said["implicated"]) == ("2026-03-02", 2, 2, [])
    assert "宁川市人口计生局" in result.output
    with found.store.read() as connection:
        saved = findings.latest(connection)
    assert saved is not None
    assert saved.findings == said


def test_an_extract_says_the_same_as_its_database(reports: Path, run: Run) -> None:
    run("exports", "import", write_csv(reports.parent / "exports.csv", [export()]))
    folder = reports.parent
    assert run("extract", folder / "extract").exit_code == 0
    run("correlate", "--json", folder / "a.json")
    assert run("correlate", "--from-extract", folder / "extract", "--json", folder / "b.json").exit_code == 0

    assert (folder / "a.json").read_bytes() == (folder / "b.json").read_bytes()


def test_what_correlate_cannot_do_it_says(reports: Path, run: Run) -> None:
    for wrong in (
        ("--engine", "dask"),
        ("--scheduler", "tcp://x"),
        ("--tiers", "5"),
        ("--tiers", "2,2"),
        ("--tiers", ""),
        ("--as-of", "1.1.2026"),
        ("--from-extract", reports.parent / "nothing"),
    ):
        result = run("correlate", *wrong)
        assert result.exit_code == 2, wrong
        assert "Traceback" not in result.output


def test_staff_are_added_with_a_made_passphrase(run: Run, found: Services) -> None:
    made = run("staff", "add", "--login", "li", "--name", "李", "--role", "analyst")
    asked = run("staff", "add", typed="wang\n王\nsupervisor\n")

    assert (made.exit_code, asked.exit_code) == (0, 0), asked.output
    assert "口令（只显示这一次）" in made.output and "口令（只显示这一次）" in asked.output
    with found.store.read() as connection:
        account = staff.find_account(connection, "wang")
    assert account and account.password_hash.startswith(FIRST)
    taken = run("staff", "add", "--login", "li", "--name", "李", "--role", "analyst")
    empty = run("staff", "add", "--login", " ", "--name", "x", "--role", "analyst")
    assert [one.exit_code for one in (taken, empty)] == [2, 2]


def test_the_journal_is_verified(reports: Path, run: Run, found: Services) -> None:
    assert run("journal", "verify").exit_code == 0
    held = vitals.read(store=found.store, at=found.clock())
    assert held.verified_at is not None
    with found.store.write() as connection:
        unguarded(connection)
        connection.execute(update(journal).where(journal.c.sequence == 2).values(actor="other"))

    broken = run("journal", "verify")

    assert broken.exit_code == 1
    assert "第 2 条" in broken.output
    assert vitals.read(store=found.store, at=found.clock()) == held


def test_a_backup_is_restored_only_into_an_empty_database(reports: Path, run: Run, found: Services) -> None:
    file = reports.parent / "b.zip"
    assert "备份不含密钥" in run("backup", file, "--plain").output
    assert file.stat().st_mode & 0o777 == 0o600
    assert run("restore", file).exit_code == 2
    run("db", "downgrade", "base", "--yes")
    run("db", "upgrade")

    result = run("restore", file)

    assert result.exit_code == 0, result.output
    assert "现有密钥可以打开" in result.output
    with found.store.read() as connection:
        assert complaints.count(connection) == 2
    assert run("journal", "verify").exit_code == 0
    assert "没有任何变化" in run("reports", "import", reports).output
    file.write_bytes(b"no backup")
    assert run("restore", file).exit_code == 2
    assert run("restore", file.with_name("nothing")).exit_code == 2
    assert list(reports.parent.glob(".*part")) == []


def test_retention_counts_first_and_destroys_then(reports: Path, run: Run, found: Services) -> None:
    found.clock = lambda: datetime.now(UTC) + timedelta(days=5000)

    assert "其余投诉：保留 1096 天，到期 2 件（未作更改）" in run("retention", "--dry-run").output
    assert "日期和代码：保留 2192 天，已销毁 2 件" in run("retention").output
    assert "已销毁 2 件" not in run("retention").output


def test_the_schema_goes_down_only_when_that_is_meant(run: Run, settings: Settings) -> None:
    assert f"数据库：{upgrade.newest()}；程序：{upgrade.newest()}" in run("db", "current").output
    assert run("db", "downgrade", "base").exit_code == 2
    assert run("db", "downgrade", "nowhere", "--yes").exit_code == 2
    assert run("db", "downgrade", "base", "--yes").exit_code == 0

    assert run("journal", "verify").exit_code == (0 if settings.database_url.startswith("sqlite") else 2)


def test_without_keys_only_the_embedded_database_makes_them(settings: Settings, tmp_path: Path) -> None:
    settings.keys.unlink()
    embedded = settings.database_url.startswith("sqlite")
    with running(settings) as app:
        run = runner(app)
        for command in (
            ("hospitals", "import", tmp_path / "x"),
            ("worker", "--once"),
            ("retention",),
            ("journal", "verify"),
        ):
            result = run(*command)
            assert ("flask keys create" in result.output) is not embedded, command
            assert result.exit_code == 2 or embedded
        assert run("keys", "create").exit_code == 0
        assert settings.keys.exists()
    with running(settings) as app:
        assert runner(app)("journal", "verify").exit_code == 0
        assert runner(app)("keys", "create").exit_code == (0 if embedded else 2)


def test_lost_keys_are_asked_for_and_never_replaced(settings: Settings, reports: Path) -> None:
    settings.keys.unlink()
    with running(settings) as app:
        result = runner(app)("reports", "import", reports)

    assert (result.exit_code, settings.keys.exists()) == (2, False)
    assert "放回原有的密钥文件" in result.output


@pytest.mark.parametrize("content", ["", "{}"])
def test_a_damaged_key_file_is_named_and_left_alone(settings: Settings, content: str) -> None:
    settings.keys.write_text(content)
    with running(settings) as app:
        result = runner(app)("journal", "verify")

    assert (result.exit_code, settings.keys.read_text()) == (2, content)


def test_the_demonstration_refuses_a_database_that_holds_reports(reports: Path, run: Run, found: Services) -> None:
    result = run("demo")

    assert result.exit_code == 2
    assert "数据库中已有报告" in result.output
    with found.store.read() as connection:
        assert complaints.count(connection) == 2


def ask(found: Services) -> jobs.Job:
    return asking.ask_for_analysis(by="li", at=found.clock(), store=found.store)


def state_of(found: Services, job: jobs.Job) -> jobs.Job:
    with found.store.read() as connection:
        now = jobs.find(connection, job.id)
    assert now is not None
    return now


def test_the_worker_does_a_waiting_job(reports: Path, run: Run, found: Services) -> None:
    job = ask(found)

    assert run("worker", "--once").exit_code == 0

    now = state_of(found, job)
    assert (now.state, now.failure) == (JobState.DONE, None)
    with found.store.read() as connection:
        saved = findings.latest(connection)
    assert saved is not None
    assert saved.requested_by == "li"


def test_a_job_that_fails_is_closed_with_a_code_and_says_nothing_of_the_data(
    reports: Path, run: Run, found: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise RuntimeError("13977712345")

    # No input is known that breaks the analysis; what is tested is the worker around it.
    monkeypatch.setattr(worker.analysing, "analyse", fail)
    job = ask(found)

    result = run("worker", "--once")

    assert state_of(found, job).failure == worker.FAILED
    assert "RuntimeError" in result.output
    assert "13977712345" not in result.output


def test_every_reason_is_worded(reports: Path, run: Run, found: Services) -> None:
    with found.store.write() as connection:
        connection.execute(delete(hospital_rows).where(hospital_rows.c.name == "望潮医院"))
    path = write_csv(reports.parent / "r.csv", [call(mother="m9", hospital="望潮医院")])

    assert Reason.UNKNOWN_HOSPITAL.value not in run("reports", "import", path).output


def test_publishing_says_how_much_and_happens_once_a_month(run: Run, found: Services) -> None:
    assert "没有改动任何东西" in run("publish", "--dry-run").output
    assert "已公布 0 个号码、0 种短信" in run("publish").output
    refused = run("publish")
    assert (refused.exit_code, "这个月已经公布过" in refused.output) == (2, True)
    found.clock = lambda: datetime.now(UTC) + timedelta(days=32)
    assert "已公布 0 个号码、0 种短信" in run("publish").output
