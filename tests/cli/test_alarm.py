"""`flask alarm`: looks once, goes on where it stopped, says so in words, and is the same from an extract."""

import json
from pathlib import Path

import pytest
from sqlalchemy import func, select

from portal.services import Services
from portal.simulator.cities import CITY_OFFICE, city, city_leak
from portal.simulator.files import write_files
from portal.simulator.world import simulate
from portal.storage import alarms, journal
from portal.storage.schema import alarm_states
from tests.cli.conftest import Run


@pytest.fixture
def imported(run: Run, tmp_path: Path) -> Path:
    """A city whose office leaks, imported from its files."""
    write_files(simulate(city(300, districts=2, each=2, leaks=(city_leak(intensity=6.0),)), 3), tmp_path)
    for kind in ("hospitals", "exports", "reports"):
        assert run(kind, "import", tmp_path / f"{kind}.csv").exit_code == 0
    return tmp_path


def test_a_second_run_reads_nothing_again_and_a_fresh_one_says_the_same(
    imported: Path, run: Run, found: Services
) -> None:
    first, again, fresh = (imported / name for name in ("a.json", "b.json", "c.json"))
    result = run("alarm", "--json", first)
    assert result.exit_code == 0, result.output
    assert CITY_OFFICE in result.output
    assert "状态已保存" in result.output
    with found.store.read() as connection:
        kept = alarms.states(connection)
        deeds = [entry.verb for entry in journal.about(connection, "alarm")]
    assert deeds == ["alarm.look"]

    run("alarm", "--json", again)
    with found.store.read() as connection:
        assert alarms.states(connection) == kept
        assert connection.execute(select(func.count()).select_from(alarm_states)).scalar_one() == len(kept)
    run("alarm", "--fresh", "--json", fresh)
    assert first.read_bytes() == again.read_bytes() == fresh.read_bytes()
    said = json.loads(first.read_text())
    assert set(said) == {"looked_on", "error", "classes"}
    assert all(one["trials"] in (None, 0) or one["trials"] >= 5 for one in said["classes"])


def test_an_extract_says_the_same_and_saves_nothing(imported: Path, run: Run, found: Services) -> None:
    assert run("extract", imported / "extract").exit_code == 0
    result = run("alarm", "--from-extract", imported / "extract", "--json", imported / "a.json")
    assert "没有保存" in result.output
    with found.store.read() as connection:
        assert alarms.states(connection) == []
    run("alarm", "--json", imported / "b.json")
    assert (imported / "a.json").read_bytes() == (imported / "b.json").read_bytes()


def test_without_a_call_there_is_nothing_to_look_at(hospitals: Path, run: Run) -> None:
    result = run("alarm")
    assert result.exit_code == 0
    assert "还没有可以检查的来电" in result.output
