"""`flask seized` on a simulated city: one file of one recipient is leaked, dirtied and compared."""

import hashlib
import json
import logging
import sqlite3
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import select

from portal.domain.period import day_of
from portal.domain.report import CallDraft, Card, ComplaintDraft
from portal.domain.vocabulary import Precision, VendorType
from portal.intake import complaints
from portal.services import Services
from portal.simulator.cities import CITY_OFFICE, demonstration
from portal.simulator.files import write_files
from portal.simulator.population import population
from portal.simulator.world import World
from portal.storage import exports
from portal.storage.schema import journal as journal_table
from tests.cli.conftest import Run
from tests.files.conftest import write_csv, write_xlsx

HEADERS = ("孕妇姓名", "手机号吗", "建卡医院", "建卡曰期", "预产其", "住址")
SMALL = 60  # mothers who told something: enough to plan from, quick to import


@pytest.fixture(scope="module")
def world() -> World:
    return demonstration(mothers=SMALL)


@pytest.fixture
def city(world: World, run: Run, tmp_path: Path) -> Iterator[Path]:
    write_files(world, tmp_path)
    for kind in ("hospitals", "exports", "reports"):
        assert run(kind, "import", tmp_path / f"{kind}.csv").exit_code == 0
    yield tmp_path


def leaked(world: World, found: Services, recipient: str, place: int, size: int = 6000) -> list[dict[str, object]]:
    """The rows of one file of a recipient, as somebody would sell them."""
    with found.store.read() as connection:
        run = [one for one in exports.runs(connection) if one.recipient == recipient][place]
    people = population(world.plan, size, np.random.default_rng(5))
    rows = []
    for number, (day, hospital, due) in enumerate(zip(people.registered, people.hospital, people.due, strict=True)):
        name, district = world.plan.hospitals[hospital]
        if day_of(int(day)) in run.registered and run.scope.covers(name, district):
            days = day_of(int(day)), day_of(int(due))
            cells = (f"试名{number:04d}", 13970000000 + number, name, *days, f"{district}某路")
            rows.append(dict(zip(HEADERS, cells, strict=True)))
    return rows


def noise(count: int) -> list[dict[str, object]]:
    """Rows from elsewhere: a bakery's customers."""
    rest = ("面包房", date(2023, 1, 6), date(2026, 1, 1), "城外")
    return [dict(zip(HEADERS, ("散客", 13880000000 + place, *rest), strict=True)) for place in range(count)]


def test_the_batch_that_was_leaked_is_found_despite_noise_and_misspelt_columns(
    world: World, city: Path, run: Run, found: Services
) -> None:
    office = world.plan.recipients[1].name
    rows = leaked(world, found, office, 6)
    dirty = rows + noise(len(rows) // 20)

    result = run("seized", write_xlsx(city / "list.xlsx", dirty), "--json", city / "said.json")

    assert result.exit_code == 0, result.output
    said = json.loads((city / "said.json").read_text())
    assert said["consistent_with"] == [office]
    best = said["classes"][0]["members"]
    assert len(best) == 1 and best[0]["kind"] == "batch"
    assert best[0]["registered_from"][:7] == rows[0][HEADERS[3]].isoformat()[:7]
    assert {read["column"] for read in said["columns"]} >= {"phone", "name", "hospital", "registered_on", "due_date"}
    assert f"名单与以下来源相符：{office}" in result.output


def test_twins_are_said_in_one_breath(world: World, city: Path, run: Run, found: Services) -> None:
    rows = leaked(world, found, CITY_OFFICE, 6)

    run("seized", write_xlsx(city / "list.xlsx", rows), "--json", city / "said.json")

    (named,) = json.loads((city / "said.json").read_text())["consistent_with"]
    assert len(named.split(" | ")) == 2 and CITY_OFFICE in named.split(" | ")


def test_foreign_numbers_match_nothing(city: Path, run: Run) -> None:
    rows = [{"phone": f"+1 212 555 {n:04d}", "date": "2019-05-06"} for n in range(100)]
    rows += [{"phone": f"1388000{n:04d}", "date": "2018-05-06"} for n in range(200)]

    result = run("seized", write_csv(city / "list.csv", rows), "--json", city / "said.json")

    assert json.loads((city / "said.json").read_text())["consistent_with"] == []
    assert "没有任何来源" in result.output


def test_nothing_readable_of_the_list_is_left_anywhere(
    world: World, city: Path, run: Run, found: Services, caplog: pytest.LogCaptureFixture
) -> None:
    rows = leaked(world, found, CITY_OFFICE, 6)
    caplog.set_level(logging.DEBUG)

    result = run("seized", write_xlsx(city / "list.xlsx", rows), "--json", city / "said.json")

    with found.store.read() as connection:
        entries = [row for row in connection.execute(select(journal_table)) if row.verb == "seized.compare"]
        written = str(entries)
        if found.store.embedded:
            driver = connection.connection.driver_connection
            assert isinstance(driver, sqlite3.Connection)
            file = next(row[2] for row in driver.execute("PRAGMA database_list") if row[1] == "main")
            written += "\n".join(driver.iterdump()) + Path(file).read_bytes().decode("utf-8", "ignore")
    written += caplog.text + result.output + (city / "said.json").read_text()
    assert (entries[0].details["rows"], entries[0].details["numbers"]) == (len(rows), len(rows))
    for row in rows:
        assert str(row[HEADERS[1]]) not in written
        assert row[HEADERS[0]] not in written


def test_the_same_list_has_the_same_name_in_the_journal_and_not_its_own_digest(
    world: World, city: Path, run: Run, found: Services
) -> None:
    file = write_csv(city / "list.csv", [{"电话": "13970000000"}])
    run("seized", file)
    run("seized", file)

    with found.store.read() as connection:
        subjects = [row.subject for row in connection.execute(select(journal_table)) if row.verb == "seized.compare"]
    assert len(set(subjects)) == 1 and len(subjects) == 2
    assert subjects[0].removeprefix("list:") == found.vault.file_name(_sha256(file))


def test_a_planted_number_on_the_list_is_found_with_its_name(
    world: World, city: Path, run: Run, found: Services
) -> None:
    rows = leaked(world, found, CITY_OFFICE, 6)
    with found.store.read() as connection:
        sent = [one for one in exports.runs(connection) if one.recipient == CITY_OFFICE][6]
    canary = {
        "kind": "planted", "number": "13999999999", "recipient": CITY_OFFICE, "name": "王晓彤",
        "exported_at": sent.exported_at.isoformat(),
    }  # fmt: skip
    assert run("canaries", "import", write_csv(city / "canaries.csv", [canary])).exit_code == 0
    rows.append(rows[0] | {HEADERS[0]: "王晓彤", HEADERS[1]: 13999999999})

    run("seized", write_xlsx(city / "list.xlsx", rows), "--json", city / "said.json")

    said = json.loads((city / "said.json").read_text())
    assert said["consistent_with"] == [CITY_OFFICE]
    numbers = said["classes"][0]["members"][0]["numbers"]
    assert numbers == {"canaries": 1, "canaries_found": 1, "canaries_named": 1}


def test_contacts_stay_sealed_unless_they_are_asked_for(world: World, city: Path, run: Run, found: Services) -> None:
    at = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
    for place, contact in enumerate(("139-7000-0001 王女士", "微信 abc", "13711112222")):
        call = CallDraft(datetime(2026, 3, 1, 4, 0, tzinfo=UTC), Precision.MINUTE, VendorType.OTHER)
        hospital = world.plan.hospitals[0][0]
        draft = ComplaintDraft(Card(hospital, date(2026, 2, 3)), (call,), contact=contact)
        complaints.submit(draft, token=f"{place}" * 32, store=found.store, vault=found.vault, at=at)
    file = write_csv(city / "list.csv", [{"电话": "13970000001"}, {"电话": "13870000002"}])

    run("seized", file, "--json", city / "sealed.json")
    result = run("seized", file, "--open-contacts", "--json", city / "opened.json")

    sealed, opened = (json.loads((city / f"{name}.json").read_text()) for name in ("sealed", "opened"))
    assert "reporters" not in sealed["breadth"]
    assert (opened["breadth"]["reporters"]["found"], opened["breadth"]["reporters"]["of"]) == (1, 2)
    assert "13970000001" not in result.output
    with found.store.read() as connection:
        entries = [row for row in connection.execute(select(journal_table)) if row.verb == "seized.compare"]
    assert [entry.details["contacts_opened"] for entry in entries] == [0, 3]


def test_what_was_checked_by_hand_gets_its_interval(city: Path, run: Run) -> None:
    file = write_csv(city / "list.csv", [{"电话": "13970000001"}])

    run("seized", file, "--checked", 100, "--confirmed", 90, "--json", city / "said.json")

    checked = json.loads((city / "said.json").read_text())["breadth"]["checked"]
    assert (round(checked["low"], 3), round(checked["high"], 3)) == (0.824, 0.951)
    for wrong in (("--checked", 3), ("--checked", 3, "--confirmed", 4), ("--column", "x=y"), ("--column", "phone=无")):
        assert run("seized", file, *wrong).exit_code == 2
    assert run("seized", city / "nothing.csv").exit_code == 2


def _sha256(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
