"""`flask journal`: checkpoints, verification before witnesses, proofs; and the worker that makes checkpoints."""

import json
import os
from dataclasses import replace
from pathlib import Path

from sqlalchemy import delete, update

from benchmarks.unguarded import unguarded
from portal.casework import jobs as asking
from portal.cli.checkpointing import EVERY_ENTRIES, EVERY_SECONDS, Rhythm
from portal.domain.journal import Entry
from portal.files import witness
from portal.services import Services
from portal.settings import Settings, from_environment
from portal.storage import findings, journal
from portal.storage.schema import journal as entries
from portal.storage.schema import journal_head
from tests.cli.conftest import Run, runner, running


def deeds(found: Services, count: int = 3) -> None:
    for number in range(count):
        with found.store.write() as connection:
            journal.append(connection, Entry(found.clock(), "a", "deed", f"thing:{number}"))


def lose_the_last(found: Services) -> None:
    with found.store.write() as connection:
        unguarded(connection)
        kept = list(journal.read_chain(connection))[:-1]
        connection.execute(delete(entries))
        connection.execute(update(journal_head).values(sequence=0, digest=bytes(32), frontier=b""))
        for link in kept:
            journal.append(connection, link.entry)


def test_a_cut_tail_is_told_by_the_witnesses(run: Run, found: Services, tmp_path: Path) -> None:
    deeds(found)
    folders = [tmp_path / "one", tmp_path / "two"]
    put = run("journal", "checkpoint", "--to", folders[0], "--to", folders[1])
    assert (put.exit_code, "2 个见证方" in put.output) == (0, True), put.output
    held = run("journal", "verify", "--witness", folders[0], "--witness", folders[1])
    assert (held.exit_code, "2 个检查点" in held.output) == (0, True), held.output

    lose_the_last(found)
    lose_the_last(found)

    assert run("journal", "verify").exit_code == 0
    unlike = run("journal", "verify", "--witness", folders[1])
    assert unlike.exit_code == 1
    assert "00000000000000000003.checkpoint" in unlike.output
    assert run("journal", "checkpoint", "--to", folders[1], "--to", folders[0]).exit_code == 1


def test_without_witnesses_there_is_no_checkpoint_and_one_is_too_few(run: Run, found: Services, tmp_path: Path) -> None:
    deeds(found)

    assert run("journal", "checkpoint").exit_code == 2
    alone = run("journal", "checkpoint", "--to", tmp_path / "one")
    assert (alone.exit_code, "只有一个见证方" in alone.output) == (0, True)


def test_witnesses_are_a_setting(settings: Settings, tmp_path: Path) -> None:
    named = {"JINGYUE_WITNESSES": os.pathsep.join(["/a", "/b"])}
    assert from_environment(named).witnesses == (Path("/a"), Path("/b"))
    with running(replace(settings, witnesses=(tmp_path / "one", tmp_path / "two"))) as app:
        deeds(app.extensions["jingyue"].services)
        assert runner(app)("journal", "checkpoint").exit_code == 0
    assert [len(list(witness.notes(tmp_path / name))) for name in ("one", "two")] == [1, 1]


def test_an_entry_is_proved_and_checked_with_a_file_and_a_key(run: Run, found: Services, tmp_path: Path) -> None:
    deeds(found, 6)
    key = run("journal", "key").output.strip()
    assert run("journal", "prove", 4, "--out", tmp_path / "proof.json").exit_code == 0
    good = run("journal", "check", tmp_path / "proof.json", "--key", key)
    assert (good.exit_code, "第 4 条" in good.output, "thing:3" in good.output) == (0, True, True), good.output

    said = json.loads((tmp_path / "proof.json").read_text())
    said["entry"] = said["entry"].replace("deed", "dead")
    (tmp_path / "other.json").write_text(json.dumps(said))

    assert run("journal", "check", tmp_path / "other.json").exit_code == 1
    assert run("journal", "check", tmp_path / "proof.json", "--key", "AAAA").exit_code == 2
    assert run("journal", "check", tmp_path / "proof.json", "--key", key.swapcase()).exit_code in (1, 2)
    assert run("journal", "prove", 99).exit_code == 2
    assert json.loads(run("journal", "prove", 4).output)["number"] == 4


def test_the_worker_puts_the_journal_before_its_witnesses(settings: Settings, tmp_path: Path) -> None:
    folders = (tmp_path / "one", tmp_path / "two")
    with running(replace(settings, witnesses=folders)) as app:
        found = app.extensions["jingyue"].services
        deeds(found)
        assert runner(app)("worker", "--once").exit_code == 0
        with found.store.read() as connection:
            size = journal.head(connection).sequence
    for folder in folders:
        assert witness.newest(folder)[0].name == f"{size:020}.checkpoint"


def test_a_checkpoint_is_due_each_minute_or_thousand_entries_and_only_after_a_change() -> None:
    rhythm = Rhythm()
    assert rhythm.is_due(5, 0.0)
    rhythm.tries(5, 0.0)
    rhythm.succeeds(5)
    assert not rhythm.is_due(5, 10 * EVERY_SECONDS)
    assert not rhythm.is_due(6, EVERY_SECONDS - 1)
    assert rhythm.is_due(6, EVERY_SECONDS)
    assert rhythm.is_due(5 + EVERY_ENTRIES, 1.0)
    rhythm.tries(5 + EVERY_ENTRIES, 1.0)
    assert not rhythm.is_due(6 + EVERY_ENTRIES, 2.0), "a try that failed is repeated after a minute"
    assert rhythm.is_due(6 + EVERY_ENTRIES, 1.0 + EVERY_SECONDS)
    assert rhythm.is_due(4, 2.0), "a journal that became shorter does not wait"


def test_what_will_be_asked_is_in_the_journal_before_a_report_is_read(run: Run, found: Services) -> None:
    assert run("correlate", "--tiers", "2").exit_code == 0
    with found.store.read() as connection:
        analysis = findings.latest(connection)
        plan = journal.find(connection, analysis.planned_in)
        saved = journal.about(connection, f"analysis:{analysis.id}")[0]
    assert (plan.verb, plan.details["tiers"], plan.details["as_of"]) == ("analysis.plan", [2], None)
    assert plan.details["code"] == saved.details["code"]
    assert saved.details["planned_in"] == analysis.planned_in < journal_length(found)


def journal_length(found: Services) -> int:
    with found.store.read() as connection:
        return journal.length(connection)


def test_a_plan_of_exports_and_an_analysis_say_the_schedules_that_they_saw(run: Run, found: Services) -> None:
    def planned() -> str:
        run("correlate")
        with found.store.read() as connection:
            return journal.find(connection, findings.latest(connection).planned_in).details["schedules"]

    before = planned()
    added = run("plans", "add", "--recipient", "甲局", "--day", 5, "--from", "2026-01-01", "--until", "2026-12-31")
    assert added.exit_code == 0, added.output

    assert planned() != before
    with found.store.read() as connection:
        (entry,) = [one for one in journal.about(connection, "plan") if one.verb == "plan.add"]
    assert len(entry.details["plan"]) == 64


def test_the_office_asks_and_the_worker_plans(run: Run, found: Services) -> None:
    asking.ask_for_analysis(by="wang", at=found.clock(), store=found.store)
    assert run("worker", "--once").exit_code == 0
    with found.store.read() as connection:
        plan = journal.find(connection, findings.latest(connection).planned_in)
    assert (plan.verb, plan.actor) == ("analysis.plan", "wang")
