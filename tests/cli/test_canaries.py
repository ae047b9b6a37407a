"""`flask canaries`: from the plan to the assessment, and what of it may be read in the database."""

import json
import sqlite3
from collections import Counter
from datetime import date
from pathlib import Path
from secrets import SystemRandom

import pytest
from sqlalchemy import select

from portal.casework import canaries as planting
from portal.casework.canaries import plan
from portal.domain.period import Period
from portal.files.opening import open_table
from portal.services import Services
from portal.storage import canaries, journal
from portal.storage.schema import journal as journal_table
from tests.cli.conftest import Run
from tests.files.conftest import NOW, call, export, write_csv

OFFICE, OTHER = "宁川市人口计生局", "望潮区人口计生局"
PLANTED = {
    "kind": "planted",
    "number": "13900000001",
    "recipient": OFFICE,
    "name": "王晓彤",
    "exported_at": "2026-01-05T10:00:00+08:00",
}
CONTROL = {"kind": "control", "number": "13900000002", "recipient": "", "name": "", "exported_at": ""}
WINDOW = Period(date(2025, 12, 1), date(2026, 1, 1))


@pytest.fixture
def city(hospitals: Path, run: Run) -> Path:
    """Two recipients, the second for one district only, and forty mothers of two hospitals with different weeks."""
    runs = [export(), export(recipient=OTHER, districts="望潮区")]
    assert run("exports", "import", write_csv(hospitals.parent / "exports.csv", runs)).exit_code == 0
    told = [
        call(mother=f"a{n}", hospital="晨曦医院", registered_on="2025-11-03", due_on="2026-05-20") for n in range(35)
    ]
    told += [
        call(mother=f"b{n}", hospital="望潮医院", registered_on="2025-11-05", due_on="2026-06-10") for n in range(35)
    ]
    assert run("reports", "import", write_csv(hospitals.parent / "reports.csv", told)).exit_code == 0
    return hospitals.parent


def planned_rows(path: Path) -> list[dict[str, str]]:
    table = open_table(path)
    return [dict(zip(table.header, texts, strict=True)) for block in table.blocks() for texts in block.texts]


def filled(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    """What an operator does with a plan."""
    return [
        row | {"number": f"1390000{place:04d}", "watched_from": "2026-01-02T00:00:00+08:00"}
        | ({"exported_at": "2026-01-05T10:00:00+08:00"} if row["kind"] == "planted" else {})
        for place, row in enumerate(rows)
    ]  # fmt: skip


def test_a_plan_draws_records_like_those_that_are_known(city: Path, run: Run) -> None:
    out = city / "plan.xlsx"
    result = run(
        "canaries", "plan", "--recipient", OFFICE, "--recipient", OTHER, "--per-batch", 60, "--controls", 5,
        "--from", "2025-12-01", "--until", "2026-01-01", "--out", out,
    )  # fmt: skip
    assert result.exit_code == 0, result.output
    assert "联合分布" in result.output

    rows = planned_rows(out)

    assert Counter(row["recipient"] for row in rows) == {OFFICE: 60, OTHER: 60, "": 5}
    assert {row["hospital"] for row in rows if row["recipient"] == OTHER} == {"望潮医院"}
    assert {row["hospital"] for row in rows if row["recipient"] == OFFICE} == {"晨曦医院", "望潮医院"}
    for row in rows:
        registered_on = date.fromisoformat(row["registered_on"])
        weeks = (date.fromisoformat(row["due_on"]) - registered_on).days
        assert registered_on in WINDOW
        assert abs(weeks - (198 if row["hospital"] == "晨曦医院" else 217)) <= 3
        assert len(row["name"]) == 3 and row["number"] == "" and row["exported_at"] == ""
    assert len({row["name"] for row in rows}) == len(rows)


def test_a_plan_needs_no_cards_but_a_known_recipient(hospitals: Path, run: Run, found: Services) -> None:
    assert run("canaries", "plan", "--recipient", OFFICE, "--out", hospitals.parent / "p.xlsx").exit_code == 2
    run("exports", "import", write_csv(hospitals.parent / "exports.csv", [export()]))

    result = run("canaries", "plan", "--recipient", OFFICE, "--per-batch", 2, "--out", hospitals.parent / "p.xlsx")

    assert result.exit_code == 0
    assert "一般分布" in result.output
    with found.store.read() as connection:
        entries = journal.about(connection, "canaries")
    assert [(entry.verb, entry.details["per_batch"]) for entry in entries] == [("canaries.plan", 2)]


def test_no_plan_without_its_journal_entry(city: Path, found: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("journal")

    monkeypatch.setattr(planting.journal, "append", broken)
    with pytest.raises(RuntimeError, match="journal"):
        plan(
            recipients=[OFFICE], per_batch=1, controls=0, registered=WINDOW, out=city / "p.xlsx", rng=SystemRandom(),
            by="x", at=NOW, store=found.store,
        )  # fmt: skip
    assert not (city / "p.xlsx").exists()


def test_from_the_plan_to_the_assessment(city: Path, run: Run) -> None:
    plan_file = city / "plan.xlsx"
    run("canaries", "plan", "--recipient", OFFICE, "--recipient", OTHER, "--per-batch", 14, "--out", plan_file)
    rows = filled(planned_rows(plan_file))
    numbers = write_csv(city / "numbers.csv", rows)
    first = run("canaries", "import", numbers)
    assert first.exit_code == 0, first.output
    assert "没有任何变化" in run("canaries", "import", numbers).output
    office = [row["number"] for row in rows if row["recipient"] == OFFICE]
    calls = [
        {"number": number, "called_at": f"2026-01-{12 + place}T10:00:00+08:00", "name_used": "是" if place == 1 else ""}
        for place, number in enumerate(office[:5])
    ]
    heard = run("canaries", "calls", write_csv(city / "calls.csv", calls))
    assert heard.exit_code == 0, heard.output

    result = run("canaries", "assess", "--json", city / "assessment.json")

    said = json.loads((city / "assessment.json").read_text())
    leaking, other = sorted(said["recipients"], key=lambda one: -one["called"])
    assert (leaking["recipient"], leaking["called"], leaking["named"], leaking["speaks"]) == (OFFICE, 5, 1, True)
    assert (other["recipient"], other["called"], other["speaks"]) == (OTHER, 0, False)
    assert said["controls"]["numbers"] == 100
    assert "相符" in result.output and OFFICE in result.output


def test_as_of_a_day_before_the_calls_nothing_is_said(city: Path, run: Run) -> None:
    rows = [PLANTED, CONTROL]
    assert run("canaries", "import", write_csv(city / "n.csv", rows)).exit_code == 0
    calls = [{"number": "13900000001", "called_at": "2026-01-12T10:00:00+08:00", "name_used": "yes"}]
    run("canaries", "calls", write_csv(city / "c.csv", calls))

    run("canaries", "assess", "--as-of", "2026-01-10", "--json", city / "a.json")

    said = json.loads((city / "a.json").read_text())
    assert said["as_of"].startswith("2026-01-10")
    assert said["recipients"][0]["called"] == 0


def test_what_cannot_be_is_refused_row_by_row(city: Path, run: Run) -> None:
    rows = [
        PLANTED,
        PLANTED | {"number": "12345"},
        PLANTED | {"number": "13900000002", "recipient": "不存在局"},
        PLANTED | {"number": "13900000003", "name": ""},
        PLANTED | {"number": "13900000004", "exported_at": ""},
        PLANTED | {"kind": "control", "number": "13900000005"},
        PLANTED | {"name": "李晓彤"},
        CONTROL | {"number": "13900000001"},
    ]
    result = run("canaries", "import", write_csv(city / "n.csv", rows))
    assert result.exit_code == 3
    assert "接受 1 行，拒绝 7 行" in result.output

    calls = [
        {"number": "13900000001", "called_at": "2026-01-12T10:00:00+08:00", "name_used": "yes"},
        {"number": "13900000001", "called_at": "2026-01-12T10:00:00+08:00", "name_used": "no"},
        {"number": "13900000009", "called_at": "2026-01-12T10:00:00+08:00", "name_used": ""},
        {"number": "13900000001", "called_at": "2026-01-12T10:00:00+08:00", "name_used": "maybe"},
    ]
    heard = run("canaries", "calls", write_csv(city / "c.csv", calls))
    assert heard.exit_code == 3
    assert "接受 1 行，拒绝 3 行" in heard.output


def test_a_number_in_two_batches_is_one_canary(city: Path, run: Run, found: Services) -> None:
    row = PLANTED | {"number": "139-0000-0001", "name": "王 晓彤"}
    again = row | {"number": "+86 13900000001", "recipient": OTHER, "name": "王晓彤"}

    assert run("canaries", "import", write_csv(city / "n.csv", [row, again])).exit_code == 0

    with found.store.read() as connection:
        (known,) = canaries.everything(connection)
    assert {planting.recipient for planting in known.plantings} == {OFFICE, OTHER}


def test_no_number_and_no_name_can_be_read_in_the_database(city: Path, run: Run, found: Services) -> None:
    row = PLANTED | {"number": "13977712345", "name": "卢清馨"}
    file = write_csv(city / "n.csv", [row])
    run("canaries", "import", file)
    call_row = {"number": "13977712345", "called_at": "2026-01-12T10:00:00+08:00", "name_used": "yes"}
    run("canaries", "calls", write_csv(city / "c.csv", [call_row]))

    with found.store.read() as connection:
        entries = str(connection.execute(select(journal_table)).all())
        if found.store.embedded:
            dump = "\n".join(connection.connection.driver_connection.iterdump())
            assert isinstance(connection.connection.driver_connection, sqlite3.Connection)
        else:
            dump = str(canaries.on_list(connection, set()))
    for marker in ("13977712345", "77712345", "卢清馨"):
        assert marker not in dump + entries
    assert "import.canaries" in entries and "import.canary_calls" in entries
