"""Hospitals: few complaints are hidden, a list comes in whole or not at all, a renaming keeps what was."""

from datetime import date

import pytest
from sqlalchemy import text

from portal.domain.period import Period
from portal.domain.recipient import ExportRun, Scope
from portal.domain.report import Card
from portal.files.refusal import BadCell
from portal.files.tables import UnreadableFile
from portal.intake import complaints, places, plans
from portal.storage import exports, journal
from portal.storage.database import Store
from portal.vault.vault import Vault
from tests.intake.conftest import HOSPITAL, NOW, report

NEW_NAME = "宁川市妇幼保健中心"
FILE = f"hospital,district\n{HOSPITAL},江岸区\n青山区人民医院,青山区\n"


def receive(store: Store, content: str) -> dict[str, int]:
    return dict(places.receive(content.encode(), by="zhou", at=NOW, store=store))


def rename(store: Store, name: str, hospital_id: int = 1) -> None:
    places.rename(hospital_id, name=name, by="zhou", at=NOW, store=store)


def names(store: Store) -> list[str]:
    return [one.name for found in places.listed(store=store).values() for one in found]


def told(store: Store, vault: Vault, times: int, hospital: str = HOSPITAL) -> None:
    for number in range(times):
        draft = report(card=Card(hospital))
        complaints.submit(draft, token=f"{hospital}{number}".ljust(32, "x"), store=store, vault=vault, at=NOW)


def test_few_complaints_are_hidden_and_never_one_alone(city: Store, vault: Vault) -> None:
    receive(city, FILE + "望潮医院,青山区\n")
    told(city, vault, 2)
    told(city, vault, 6, "青山区人民医院")
    shown = {one.name: one.reports for found in places.listed(store=city).values() for one in found}
    assert shown == {HOSPITAL: None, "青山区人民医院": None, "望潮医院": 0}


def test_a_list_comes_in_and_is_known_the_second_time(city: Store) -> None:
    assert receive(city, FILE) == {"known": 1, "new": 1}
    assert receive(city, FILE) == {"known": 2}
    assert receive(city, FILE.replace("青山区\n", "江岸区\n")) == {"known": 1, "changed": 1}
    with city.read() as connection:
        verbs = [link.entry.verb for link in journal.read_chain(connection)]
    assert verbs == ["import.hospitals", "import.hospitals"]


def test_one_bad_row_keeps_the_whole_file_out(city: Store) -> None:
    with pytest.raises(places.RefusedRows) as refused:
        receive(city, FILE + ",青山区\n甲;乙,青山区\n")
    assert [one.line for one in refused.value.refusals] == [4, 5]
    assert names(city) == [HOSPITAL]


@pytest.mark.parametrize("content", [b"", b"hospital\nx\n", "hospital,district\n江,区\n".encode("gbk"), b"PK\x03\x04"])
def test_what_is_no_such_list_is_refused(city: Store, content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        places.receive(content, by="zhou", at=NOW, store=city)


def test_a_renamed_hospital_keeps_its_complaints_exports_and_plans(city: Store, vault: Vault) -> None:
    told(city, vault, 5)
    run = ExportRun("甲", NOW, Period(date(2026, 1, 1), date(2026, 2, 1)), Scope(hospitals=frozenset({HOSPITAL})))
    with city.write() as connection:
        exports.put_run(connection, run)
    plans.add(
        recipient="甲", day_of_month=5, start=date(2026, 1, 1), until=date(2027, 1, 1), hospital_names=HOSPITAL,
        store=city, at=NOW,
    )  # fmt: skip
    rename(city, f" {NEW_NAME} ")
    (place,) = places.listed(store=city)["江岸区"]
    assert (place.name, place.reports, place.former) == (NEW_NAME, 5, [HOSPITAL])
    with city.write() as connection:
        (held,), (planned,) = exports.runs(connection), exports.plans(connection)
        assert held.scope.hospitals == planned.scope.hospitals == {NEW_NAME}
        assert exports.put_run(connection, held) is False


def test_a_former_name_leads_to_the_hospital_of_today(city: Store, vault: Vault) -> None:
    rename(city, "中间的名称")
    rename(city, NEW_NAME)
    assert receive(city, FILE) == {"known": 1, "new": 1}
    assert HOSPITAL not in names(city)
    told(city, vault, 5)
    (place,) = places.listed(store=city)["江岸区"]
    assert (place.reports, place.former) == (5, [HOSPITAL, "中间的名称"])
    rename(city, HOSPITAL)
    assert places.listed(store=city)["江岸区"][0].former == ["中间的名称", NEW_NAME]


def test_two_hospitals_never_answer_to_one_name(city: Store) -> None:
    receive(city, FILE)
    rename(city, NEW_NAME)
    for taken in (HOSPITAL, NEW_NAME):
        with pytest.raises(places.NameTaken):
            rename(city, taken, hospital_id=2)
    with pytest.raises(places.NameTaken):
        rename(city, NEW_NAME)
    with pytest.raises(BadCell):
        rename(city, "甲;乙")
    with pytest.raises(places.HospitalMissing):
        rename(city, "甲", hospital_id=99)


def test_no_renaming_without_its_journal_entry(city: Store) -> None:
    with city.write() as connection:
        connection.execute(text("ALTER TABLE journal_head RENAME TO gone"))
    with pytest.raises(Exception, match="journal_head"):
        rename(city, NEW_NAME)
    assert names(city) == [HOSPITAL]
