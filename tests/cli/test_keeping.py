"""Backups sealed to keys that no server holds, what they still undo, and the way from an alarm to the notices."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyrage
import pytest

from portal.casework import complaints as office
from portal.domain.handling import OpeningReason
from portal.domain.report import CallDraft, Card, ComplaintDraft, Withdrawal
from portal.domain.retention_term import RetentionTermsUnreadable, read
from portal.domain.vocabulary import Precision, VendorType
from portal.intake import complaints as diary
from portal.intake import standing
from portal.services import Services
from portal.settings import Settings
from portal.storage import complaints, journal
from tests.cli.conftest import Run

CONTACT = "微信 lixia2026"
SINCE = "2020-01-01"


@pytest.fixture
def key(tmp_path: Path, run: Run) -> tuple[str, Path]:
    """An offline pair: what the server may know, and where the other half lies."""
    path = tmp_path / "offline.key"
    said = run("backup", "keys", path).output
    return said.split("公钥：")[1].split()[0], path


def submit(found: Services, token: str = "t", contact: str | None = CONTACT) -> diary.Receipt:
    call = CallDraft(datetime.now(UTC) - timedelta(days=3), Precision.MINUTE, VendorType.OTHER, notes="备注")
    draft = ComplaintDraft(Card(), (call,), contact=contact)
    return diary.submit(draft, token=token.ljust(32, "x"), store=found.store, vault=found.vault, at=found.clock())


def test_a_sealed_backup_opens_with_an_offline_key_and_nothing_else(
    reports: Path, run: Run, found: Services, key: tuple[str, Path], tmp_path: Path
) -> None:
    public, private = key
    submit(found)
    file, second, stranger = (tmp_path / name for name in ("b.age", "second.key", "stranger.key"))
    other = run("backup", "keys", second).output.split("公钥：")[1].split()[0]
    run("backup", "keys", stranger)

    said = run("backup", file, "--to", public, "--to", other)

    assert "已密封给 2 把离线密钥" in said.output
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.read_bytes().startswith(b"age-encryption.org/v1")
    assert b"complaints.jsonl" not in file.read_bytes()
    run("db", "downgrade", "base", "--yes")
    run("db", "upgrade")
    assert "--identity" in run("restore", file).output
    assert "打不开" in run("restore", file, "--identity", stranger).output
    done = run("restore", file, "--identity", second)
    assert done.exit_code == 0, done.output
    assert "现有密钥可以打开" in done.output
    with found.store.read() as connection:
        assert complaints.count(connection) == 3
        assert journal.broken_at(connection) is None
    file.write_bytes(file.read_bytes()[:-30])
    assert run("restore", file, "--identity", private).exit_code == 2
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


def test_in_production_nothing_is_left_unsealed_by_mistake(run: Run, found: Services, tmp_path: Path) -> None:
    refused = run("backup", tmp_path / "b.zip")
    assert (refused.exit_code, (tmp_path / "b.zip").exists()) == ((0, True) if found.embedded else (2, False))
    assert run("backup", tmp_path / "p.zip", "--plain").exit_code == 0
    assert run("backup", tmp_path / "x.age", "--to", "age1nokey").exit_code == 2
    assert not (tmp_path / "x.age").exists()


def test_the_key_file_is_copied_sealed_only(
    run: Run, key: tuple[str, Path], tmp_path: Path, settings: Settings
) -> None:
    public, private = key
    assert run("backup", "vault", tmp_path / "k.age").exit_code == 2
    assert run("backup", "vault", tmp_path / "k.age", "--to", public).exit_code == 0
    assert run("backup", "unseal", tmp_path / "k.age", "--identity", private, "--out", tmp_path / "k").exit_code == 0
    assert (tmp_path / "k").read_bytes() == settings.keys.read_bytes()
    assert (tmp_path / "k").stat().st_mode & 0o777 == 0o600
    assert run("backup", "unseal", tmp_path / "k.age", "--identity", private, "--out", tmp_path / "k").exit_code == 2
    assert run("backup", "keys", private).exit_code == 2


def test_a_backup_is_listed_with_the_erasures_it_undoes_until_it_is_discarded(
    run: Run, found: Services, tmp_path: Path
) -> None:
    first, second = submit(found, "a"), submit(found, "b")
    diary.withdraw(first.complaint_id, Withdrawal.CASES, store=found.store, at=found.clock())
    run("backup", tmp_path / "b.zip", "--plain")
    diary.withdraw(second.complaint_id, Withdrawal.ERASED, store=found.store, at=found.clock())

    assert "已销毁的密钥 1 个  保留到" in run("backup", "list").output
    found.clock = lambda: datetime.now(UTC) + timedelta(days=36)
    assert "已过期" in run("backup", "list").output
    assert "备份文件：保留 35 天，到期 1 件" in run("retention", "--dry-run").output
    assert run("backup", "discarded", 1).exit_code == 0
    assert "还在的备份：0 份" in run("backup", "list").output
    assert run("backup", "discarded", 1).exit_code == 2


def test_the_worker_announces_terms_before_it_destroys(run: Run, found: Services) -> None:
    one = submit(found).complaint_id
    found.clock = lambda: datetime.now(UTC) + timedelta(days=100)
    run("worker", "--once")
    with found.store.read() as connection:
        assert complaints.wrapped_key(connection, one) is not None
    found.clock = lambda: datetime.now(UTC) + timedelta(days=107, minutes=1)
    assert "保存期限工作已做" in run("worker", "--once").output
    with found.store.read() as connection:
        assert complaints.wrapped_key(connection, one) is None


def test_a_table_of_terms_that_cannot_be_read_destroys_nothing(tmp_path: Path) -> None:
    with pytest.raises(RetentionTermsUnreadable):
        read(tmp_path / "nowhere.toml")


def test_a_drill_finds_whom_an_account_touched_and_tells_nobody(
    run: Run, found: Services, key: tuple[str, Path], tmp_path: Path
) -> None:
    public, private = key
    touched, other = submit(found, "a").complaint_id, submit(found, "b").complaint_id
    office.open_sealed(
        touched, reason=OpeningReason.CHECK_REPORT, by="li", at=found.clock(), store=found.store, vault=found.vault
    )
    told = ("breach", "declare", "account", "--what", "li", "--since", SINCE, "--to", public)

    said = run(*told, "--folder", tmp_path / "drill", "--drill")

    assert said.exit_code == 0, said.output
    assert "演练。涉及投诉 1 份" in said.output and "用时" in said.output
    assert CONTACT not in said.output
    sealed = (tmp_path / "drill" / "concerned.csv.age").read_bytes()
    assert CONTACT.encode() not in sealed
    identity = pyrage.x25519.Identity.from_str(private.read_text().splitlines()[-1])
    assert pyrage.decrypt(sealed, [identity]).decode() == f"complaint,contact\n{touched},{CONTACT}\n"
    for name in ("authority.md", "persons.md"):
        draft = (tmp_path / "drill" / name).read_text()
        assert draft.count("## ") == 6 and "%(" not in draft and CONTACT not in draft and str(touched) not in draft
    assert [standing.notices(one, store=found.store) for one in (touched, other)] == [[], []]
    with found.store.read() as connection:
        assert [entry.verb for entry in journal.about(connection, "breach")] == ["breach.drill"]
    assert run(*told, "--folder", tmp_path / "drill", "--drill").exit_code == 2


@pytest.mark.parametrize(
    ("kind", "what", "concerned"),
    [("backup", "1", 1), ("database", "", 2), ("keys", "", 2)],
)
def test_a_declared_breach_reaches_the_diaries_of_those_concerned(
    run: Run, found: Services, key: tuple[str, Path], tmp_path: Path, kind: str, what: str, concerned: int
) -> None:
    before = submit(found, "a").complaint_id
    run("backup", tmp_path / "b.zip", "--plain")
    after = submit(found, "b", contact=None).complaint_id

    told = ("breach", "declare", kind, "--since", SINCE, "--to", key[0], "--folder", tmp_path / "real")
    said = run(*told, *(("--what", what) if what else ()))

    assert f"涉及投诉 {concerned} 份" in said.output
    notices = [standing.notices(one, store=found.store) for one in (before, after)]
    assert [len(each) for each in notices].count(1) == concerned
    assert len(notices[0]) == min(concerned, 1)


def test_an_alarm_about_what_is_not_there_is_refused(run: Run, key: tuple[str, Path], tmp_path: Path) -> None:
    for kind, more in (("export", ("--what", "9")), ("backup", ("--what", "x")), ("account", ("--what", "nobody"))):
        told = ("breach", "declare", kind, "--since", SINCE, "--to", key[0], "--folder", tmp_path / "none", *more)
        assert run(*told).exit_code == 2
    assert not (tmp_path / "none").exists()
    reversed_range = ("--since", "2026-02-01", "--until", "2026-01-01")
    told = ("breach", "declare", "database", *reversed_range, "--to", key[0], "--folder", tmp_path / "none")
    assert run(*told).exit_code == 2
