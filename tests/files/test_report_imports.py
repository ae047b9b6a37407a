"""Reports on their way in, on both databases."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select
from sqlalchemy.exc import NoResultFound

from portal.domain.report import Withdrawal
from portal.files.refusal import Reason
from portal.intake import complaints as diary
from portal.intake.importing import KNOWN, MOTHERS_FILLED_IN, MOTHERS_NEW, NEW
from portal.intake.report_imports import Reports
from portal.storage import complaints
from portal.storage.schema import calls, journal, journal_head
from portal.vault import keyring
from portal.vault.vault import Vault
from tests.files.conftest import CALL, NOW, Desk, call, read_csv, write_csv, write_xlsx

Contents = Callable[[], dict[str, list[Any]]]


def mother(desk: Desk, name: str = "m1") -> UUID:
    return desk.vault.imported_complaint(name)


def test_an_imported_call_can_be_read_like_any_other(desk: Desk) -> None:
    desk.reports(call())

    found = diary.read(mother(desk), store=desk.store, vault=desk.vault)

    assert (found.complaint.card.hospital, found.complaint.tier, str(found.complaint.card.due_on)) == (
        "晨曦医院", 2, "2026-05-20",
    )  # fmt: skip
    assert found.calls[0].notes == CALL["notes"]
    assert found.calls[0].caller is not None
    assert found.calls[0].caller.normal == "+8675543147167"
    assert found.complaint.created_at.isoformat() == "2026-03-02T12:00:00+00:00"


def test_importing_the_same_file_twice_changes_nothing(desk: Desk, contents: Contents) -> None:
    rows = [call(), call(called_at="2026-02-27T09:00:00+08:00"), call(called_at="", caller_number="", vendor_type="")]
    first = desk.reports(*rows)
    before = contents()

    second = desk.reports(*rows)

    assert (first.counts[NEW], first.counts[MOTHERS_NEW]) == (3, 1)
    assert (second.counts[KNOWN], second.changed_something) == (3, False)
    assert contents() == before


def test_rows_that_are_equal_in_all_columns_are_one_call(desk: Desk) -> None:
    outcome = desk.reports(call(), call(), call(mother="m2"), call(called_at="2026-03-01T02:43:00Z"))

    assert (outcome.accepted, outcome.counts[NEW], outcome.counts[KNOWN]) == (4, 2, 2)


def test_the_same_data_as_a_workbook_is_the_same_calls(desk: Desk) -> None:
    rows = [call(), call(mother="m2", called_at="2026-03-01T10:43:17+08:00", caller_number="13800138000")]
    desk.reports(*rows)
    real: list[dict[str, Any]] = [dict(row) for row in rows]
    for row in real:
        for column in ("reported_at", "called_at"):
            row[column] = datetime.fromisoformat(row[column]).replace(tzinfo=None)
        row["registered_on"] = datetime.fromisoformat(row["registered_on"]).date()
        row["tier"] = float(row["tier"])
    real[1]["caller_number"] = 13800138000

    outcome = desk.take(write_xlsx(desk.folder / "reports.xlsx", real), Reports(desk.vault))

    assert (outcome.refused, outcome.counts[KNOWN], outcome.counts[NEW]) == (0, 2, 0)
    assert outcome.without_offset == 2


def test_a_dry_run_says_the_same_and_changes_nothing(desk: Desk, contents: Contents) -> None:
    rows = [call(), call(tier="1"), call(mother="m2"), call(mother="m3", hospital="?")]
    before = contents()

    rehearsed = desk.reports(*rows, dry_run=True)
    assert contents() == before
    assert list(desk.folder.glob("*refused*")) == []
    landed = desk.reports(*rows)

    assert rehearsed.refusals == landed.refusals
    assert rehearsed.counts == landed.counts
    assert rehearsed.refused == 2


CONTRADICTIONS = (
    ("tier", "1"),
    ("tier", "0"),
    ("hospital", "望潮医院"),
    ("registered_on", "2025-11-04"),
    ("due_on", "2026-05-21"),
)


@pytest.mark.parametrize("later_file", [False, True])
def test_the_first_that_is_said_of_a_mother_stands(desk: Desk, later_file: bool, contents: Contents) -> None:
    contradicting = [
        call(**{column: other, "called_at": "2026-02-20T10:00:00+08:00"}) for column, other in CONTRADICTIONS
    ]
    if later_file:
        desk.reports(call())
        outcome = desk.reports(*contradicting)
    else:
        outcome = desk.reports(call(), *contradicting)

    assert [(one.column, one.value, one.reason, one.known) for one in outcome.refusals] == [
        (column, other, Reason.CONTRADICTS, CALL[column]) for column, other in CONTRADICTIONS
    ]
    assert len(contents()["calls"]) == 1


@pytest.mark.parametrize("later_file", [False, True])
def test_what_was_left_open_may_be_filled_in_later_and_contradicts_nothing(desk: Desk, later_file: bool) -> None:
    open_row = call(tier="", due_on="", born_on="", issuer="", registered_precision="")
    full_row = open_row | {"tier": "2", "due_on": "2026-05-20", "born_on": "2026-05-11", "issuer": "晨曦医院"}
    if later_file:
        desk.reports(open_row)
        outcome = desk.reports(full_row)
        assert outcome.counts[MOTHERS_FILLED_IN] == 1
    else:
        outcome = desk.reports(open_row, full_row)
    assert outcome.refused == 0
    assert outcome.counts[NEW] == (0 if later_file else 1), "the call itself is the same"
    assert desk.reports(open_row, full_row).changed_something is False

    with desk.store.read() as connection:
        found = complaints.get(connection, mother(desk))
    assert (found.tier, found.issuer, str(found.card.due_on), str(found.card.born_on)) == (
        2, "晨曦医院", "2026-05-20", "2026-05-11",
    )  # fmt: skip


def test_a_tier_that_was_named_as_zero_is_no_open_tier(desk: Desk) -> None:
    desk.reports(call(tier="0"))

    assert desk.reports(call(tier="2")).refusals[0].reason is Reason.CONTRADICTS


def test_what_is_impossible_only_together_is_refused(desk: Desk) -> None:
    rows = call(due_on="2026-02-01", born_on=""), call(due_on="", born_on="2026-05-11")

    assert [one.reason for one in desk.reports(*rows).refusals] == [Reason.BIRTH_TOO_LATE]


@pytest.mark.parametrize("how", [Withdrawal.CASES, Withdrawal.ERASED])
def test_a_mother_who_withdrew_is_not_brought_back_by_an_import(
    desk: Desk, how: Withdrawal, contents: Contents
) -> None:
    desk.reports(call())
    diary.withdraw(mother(desk), how, store=desk.store, at=NOW)
    before = contents()

    outcome = desk.reports(call(), call(called_at="2026-02-20T10:00:00+08:00"))

    assert [one.reason for one in outcome.refusals] == [Reason.WITHDRAWN] * 2
    assert contents() == before


def test_a_new_call_after_the_key_was_destroyed_gets_a_new_key(desk: Desk) -> None:
    desk.reports(call())
    with desk.store.write() as connection:
        complaints.destroy_sealed(connection, mother(desk))

    desk.reports(call(called_at="2026-02-20T10:00:00+08:00", notes="再次"))

    found = diary.read(mother(desk), store=desk.store, vault=desk.vault)
    assert [one.notes for one in found.calls] == ["再次", None]


def test_one_line_is_recognised_in_many_ways_of_writing_and_never_stored_in_the_clear(
    desk: Desk, database_url: str
) -> None:
    desk.reports(call(caller_number="0755-43147167"), call(mother="m2", caller_number="+86 755 4314 7167"))

    with desk.store.read() as connection:
        found = connection.execute(select(calls.c.caller_index, calls.c.caller_class)).all()
    assert len(set(found)) == 1
    assert found[0].caller_class == "landline"
    if database_url.startswith("sqlite"):
        stored = Path(database_url.removeprefix("sqlite:///")).read_bytes()
        assert not any(secret in stored for secret in (b"43147167", CALL["notes"].encode()))


def test_every_block_writes_its_journal_entry_in_the_same_transaction(desk: Desk, contents: Contents) -> None:
    desk.reports(call(), call(mother="m2", tier="7"))
    entry = contents()["journal"][-1]
    assert (entry.verb, entry.details["new"], entry.details["refused"]) == ("import.reports", 1, 1)
    with desk.store.write() as connection:
        connection.execute(delete(journal_head))
    before = contents()

    with pytest.raises(NoResultFound):
        desk.reports(call(mother="m9"))

    assert contents() == before
    assert list(desk.folder.glob(".*part")) == []


def test_an_import_that_changes_nothing_writes_no_entry(desk: Desk) -> None:
    desk.reports(call())
    desk.reports(call())

    with desk.store.read() as connection:
        verbs = connection.execute(select(journal.c.verb)).scalars().all()
    assert verbs == ["import.hospitals", "import.reports"]


def test_refused_rows_can_be_mended_and_imported_again(desk: Desk) -> None:
    strange = call(mother="m2", notes="=cmd|'/c calc'!A1", caller_number="+86 755 4314 7167", vendor_type="?")
    outcome = desk.reports(call(more="…"), strange | {"more": "@x"})
    assert outcome.ignored_columns == ("more",)
    assert outcome.refused_file == desk.folder / "reports.refused.csv"
    refused = read_csv(outcome.refused_file)
    assert list(refused[0]) == [
        *CALL, "more", "refused_line", "refused_column", "refused_value", "refused_reason",
    ]  # fmt: skip
    assert (refused[0]["notes"], refused[0]["more"]) == ("'=cmd|'/c calc'!A1", "'@x")
    assert refused[0]["caller_number"] == "+86 755 4314 7167"
    assert (refused[0]["refused_line"], refused[0]["refused_column"]) == ("3", "vendor_type")

    mended = desk.take(
        write_csv(outcome.refused_file, [refused[0] | {"vendor_type": "insurance"}]), Reports(desk.vault)
    )

    assert (mended.refused, mended.counts[NEW], mended.ignored_columns) == (0, 1, ("more",))
    found = diary.read(mother(desk, "m2"), store=desk.store, vault=desk.vault)
    assert found.calls[0].notes == strange["notes"]


def test_refused_rows_of_a_workbook_are_a_workbook_without_formulas(desk: Desk) -> None:
    path = write_xlsx(desk.folder / "reports.xlsx", [call(notes="x"), call(mother=" =1+1", tier="9")])

    outcome = desk.take(path, Reports(desk.vault))

    assert outcome.refused_file == desk.folder / "reports.refused.xlsx"
    again = desk.take(outcome.refused_file, Reports(desk.vault))
    assert [(one.column, one.value) for one in again.refusals] == [("tier", "9")]


def test_two_blocks_of_a_file_agree_as_one_would(desk: Desk) -> None:
    rows = [call(mother=f"m{number % 3}", called_at=f"2026-02-{number + 1:02}T10:00:00+08:00") for number in range(9)]
    rows.append(call(mother="m0", tier="1"))

    outcome = desk.reports(*rows, block_rows=2)

    assert (outcome.counts[NEW], outcome.counts[MOTHERS_NEW], outcome.refused) == (9, 3, 1)
    assert outcome.refusals[0].line == 11


ANY_CELL = st.one_of(
    st.text(max_size=12),
    st.sampled_from(
        ["", "0000-00-00", "9999-12-31T23:59:59-12:00", "2^63", "9" * 20, "=1+1", "'=", ";", "\x00", "NaN"]
    ),
)


@pytest.fixture(scope="module")
def one_vault(tmp_path_factory: pytest.TempPathFactory) -> Vault:
    return Vault(keyring.create(tmp_path_factory.mktemp("keys") / "keys.json"))


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.dictionaries(st.sampled_from(list(CALL)), ANY_CELL, max_size=3), min_size=1, max_size=4))
def test_whatever_stands_in_the_cells_rows_land_or_are_refused_and_land_only_once(
    desk: Desk, one_vault: Vault, changes: list[dict[str, str]]
) -> None:
    desk.vault = one_vault
    rows = [call(called_at=(NOW - timedelta(days=90)).isoformat()) | change for change in changes]

    first = desk.reports(*rows)
    second = desk.reports(*rows)

    assert first.rows == first.accepted + first.refused
    assert second.changed_something is False
    assert first.refused <= second.refused, "a row that filled something in may be what an earlier one contradicts"


def test_two_imports_at_once_add_every_call_once(desk: Desk) -> None:
    path = write_csv(desk.folder / "reports.csv", [call(mother=f"m{number}") for number in range(200)])
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(lambda _: desk.take(path, Reports(desk.vault)), range(2)))

    assert sorted(one.counts[NEW] for one in outcomes) == [0, 200]
