"""The table of each chart as a file, from what was saved."""

from dataclasses import replace

from portal.domain.access import Role
from portal.domain.dossier import disclosed
from portal.web.charts import tables
from tests.web.office.conftest import Office
from tests.web.office.saved import CITY, CLINIC, DRAWN, SAID, WOMEN


def test_every_table_comes_as_csv_as_workbook_and_as_json(office: Office) -> None:
    office.analysed()
    client = office.client(Role.ANALYST)
    for name, table in tables.every(SAID, DRAWN).items():
        assert client.get(f"/office/charts/1/{name}.csv").get_data(as_text=True).count("\r\n") == len(table.rows) + 1
        assert client.get(f"/office/charts/1/{name}.xlsx").data.startswith(b"PK")
        assert len(client.get(f"/office/charts/1/{name}.json").get_json()["rows"]) == len(table.rows)


def test_a_file_is_saved_and_not_shown(office: Office) -> None:
    office.analysed()
    answer = office.client(Role.ANALYST).get("/office/charts/1/forest.csv")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="jingyue-1-forest.csv"'
    assert f"{WOMEN} | {CLINIC}" in answer.get_data(as_text=True)


def test_a_name_that_somebody_imported_as_a_formula_does_nothing(office: Office) -> None:
    office.analysed()
    text = office.client(Role.ANALYST).get("/office/charts/1/calendar.csv").get_data(as_text=True)
    assert "\n'=育苗信息公司," in text


def test_the_staircase_is_told_batch_by_batch() -> None:
    table = tables.find("staircases", SAID, DRAWN)
    assert table.rows == (
        (CITY, "2025-10-06", "2025-10-08", "2025-11-05"),
        (CITY, "2025-11-01", "2025-11-02", "2025-12-05"),
    )


def test_a_suppressed_square_stays_suppressed(office: Office) -> None:
    office.analysed()
    rows = office.client(Role.ANALYST).get("/office/charts/1/lexis.json").get_json()["rows"]
    assert [row["calls"] for row in rows] == [12, None]


def test_what_was_not_computed_has_no_table(office: Office) -> None:
    office.analysed()
    assert "shares" not in tables.every(SAID, DRAWN)
    assert office.client(Role.ANALYST).get("/office/charts/1/shares.csv").status_code == 404


def test_the_whole_document_is_the_one_of_the_contract_but_for_small_counts(office: Office) -> None:
    office.analysed()
    shown = office.client(Role.ANALYST).get("/office/charts/1/findings-document.json").get_json()
    assert shown == disclosed(SAID.to_json())
    assert (shown["mothers"], shown["implicated"]) == (SAID.mothers, list(SAID.implicated))


def test_a_city_of_one_mother_gives_no_count_away(office: Office) -> None:
    office.analysed(replace(SAID, mothers=1, calls=3).to_json())
    shown = office.client(Role.ANALYST).get("/office/charts/1/findings-document.json").get_json()
    assert (shown["mothers"], shown["calls"]) == (None, None)
    for path, said in (("overview", "1 位孕产妇"), ("findings", "1 位孕产妇")):
        page = office.page(Role.ANALYST, f"/office/{path}")
        assert "少于 5 位" in page and said not in page
