"""The wall: what an extract of the database holds, and what it never holds."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from portal.domain.period import Period, day_number
from portal.domain.recipient import ExportPlan, ExportRun, Scope
from portal.domain.report import CallDraft, Card, ComplaintDraft, Withdrawal
from portal.domain.vocabulary import Knew, Precision, VendorType
from portal.extract.build import OTHER_COLUMNS, build
from portal.extract.columns import NO_DAY, Extract
from portal.extract.digest import digest
from portal.extract.disk import write
from portal.intake import complaints
from portal.storage import complaints as rows
from portal.storage import exports, hospitals
from portal.storage.database import Store
from portal.vault import keyring
from portal.vault.vault import Vault

NOON = datetime(2026, 3, 2, 4, 0, tzinfo=UTC)
EVERYBODY = Scope()
MARKERS = ("13977712345", "标记在备注里", "marker-contact", "marker-token")


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(keyring.create(tmp_path / "keys.json"))


def submit(store: Store, vault: Vault, token: str, card: Card | None = None, calls: int = 2) -> str:
    drafts = tuple(
        CallDraft(
            NOON - timedelta(days=number + 1), Precision.MINUTE, VendorType.INFANT_FORMULA,
            caller_number=MARKERS[0], notes=MARKERS[1], knew=frozenset({Knew.NAME}),
        )
        for number in range(calls)
    )  # fmt: skip
    told = card or Card("晨曦医院", date(2025, 11, 3), due_on=date(2026, 5, 20))
    receipt = complaints.submit(
        ComplaintDraft(told, drafts, contact=MARKERS[2]), token=f"{MARKERS[3]}-{token}".ljust(40, "x"),
        store=store, vault=vault, at=NOON,
    )  # fmt: skip
    return receipt.code


@pytest.fixture
def city(store: Store) -> Iterator[Store]:
    with store.write() as connection:
        hospitals.put(connection, {"晨曦医院": "晨曦区", "望潮医院": "望潮区"})
        exports.put_run(connection, _run("甲局", 12, Scope(frozenset({"晨曦区"}))))
    yield store


def _run(recipient: str, month: int, scope: Scope = EVERYBODY, columns: frozenset[str] = frozenset()) -> ExportRun:
    until = date(2025, month, 1)
    period = Period((until - timedelta(days=1)).replace(day=1), until)
    return ExportRun(recipient, datetime(2025, month, 5, tzinfo=UTC), period, scope, columns)


def test_a_mother_and_her_calls_become_numbers(city: Store, vault: Vault) -> None:
    submit(city, vault, "one")

    found = build(city)

    (mother,) = found.mothers.to_dict("records")
    assert (mother["registered_day"], mother["due_day"], mother["birth_day"]) == (
        day_number(date(2025, 11, 3)), day_number(date(2026, 5, 20)), NO_DAY,
    )  # fmt: skip
    assert found.hospitals[mother["hospital"]] == "晨曦医院"
    assert found.calls["caller"].tolist() == [0, 0], "the same line"
    assert found.calls["reported_at"].tolist() == [int(NOON.timestamp())] * 2
    assert found.contacts["contact_day"].tolist() == [day_number(date(2026, 3, 2))]
    assert found.exports["planned"].tolist() == [False]


def test_no_name_number_text_or_receipt_is_in_the_files(city: Store, vault: Vault, tmp_path: Path) -> None:
    code = submit(city, vault, "one")

    write(build(city), tmp_path / "extract")

    secrets = [*MARKERS, code, code.replace("-", ""), str(vault.complaint_for(code)), vault.complaint_for(code).hex]
    for file in (tmp_path / "extract").iterdir():
        content = file.read_bytes()
        assert not [secret for secret in secrets if secret.encode() in content], file.name


def test_quiet_reports_are_contacts(city: Store, vault: Vault) -> None:
    complaint = vault.complaint_for(submit(city, vault, "one"))
    with city.write() as connection:
        rows.add_quiet_report(connection, complaint, NOON + timedelta(days=9))

    assert build(city).contacts["contact_day"].tolist() == [day_number(date(2026, 3, day)) for day in (2, 11)]


@pytest.mark.parametrize(
    ("how", "counted"), [(Withdrawal.PUBLICATION, True), (Withdrawal.CASES, True), (Withdrawal.ERASED, False)]
)
def test_who_withdrew_is_counted_until_she_has_everything_erased(
    city: Store, vault: Vault, how: Withdrawal, counted: bool
) -> None:
    complaint = vault.complaint_for(submit(city, vault, "one"))
    complaints.withdraw(complaint, how, store=city, at=NOON)

    found = build(city)

    assert (len(found.mothers), len(found.calls), len(found.contacts)) == ((1, 2, 1) if counted else (0, 0, 0))


def test_what_she_does_not_know_is_not_known(city: Store, vault: Vault) -> None:
    submit(city, vault, "one", Card())

    (mother,) = build(city).mothers.to_dict("records")

    assert (mother["hospital"], mother["registered_day"], mother["due_day"]) == (-1, NO_DAY, NO_DAY)


def test_plans_count_as_planned_until_an_actual_run_replaces_them(city: Store) -> None:
    plan = ExportPlan("甲局", 5, Period(date(2025, 11, 1), date(2026, 2, 1)))
    with city.write() as connection:
        exports.put_plan(connection, plan)

    found = build(city)

    assert sorted(found.exports["planned"]) == [False, True, True]


def test_more_kinds_of_column_than_an_extract_can_name_are_folded(city: Store) -> None:
    with city.write() as connection:
        exports.put_run(connection, _run("乙局", 11, columns=frozenset(f"column{number}" for number in range(90))))
        exports.put_run(connection, _run("乙局", 10, columns=frozenset({"phone", "column7"})))

    found = build(city)

    assert len(found.columns) == 63
    assert {OTHER_COLUMNS, "column7"} <= set(found.columns)


def test_the_same_reports_give_the_same_extract_whatever_their_ids(store: Store, tmp_path: Path) -> None:
    vaults = {name: Vault(keyring.create(tmp_path / f"{name}-keys.json")) for name in ("first", "second")}
    with store.write() as connection:
        hospitals.put(connection, {"晨曦医院": "晨曦区"})

    assert digest_of(store, vaults["first"]) == digest_of(store, vaults["second"])


def digest_of(store: Store, vault: Vault) -> str:
    """The digest of three reports under one vault; they are erased again."""
    codes = [submit(store, vault, token, calls=number) for number, token in enumerate("abc", 1)]
    found = digest(build(store))
    for code in codes:
        complaints.withdraw(vault.complaint_for(code), Withdrawal.ERASED, store=store, at=NOON)
    return found


def test_an_empty_database_gives_an_empty_extract(store: Store) -> None:
    found = build(store)

    assert isinstance(found, Extract)
    assert (len(found.mothers), len(found.calls), len(found.exports)) == (0, 0, 0)
