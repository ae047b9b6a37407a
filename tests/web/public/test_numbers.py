"""The page of numbers: empty before the first release, then figures with what they do not say."""

import csv
from datetime import UTC, datetime

from portal.domain.opendata import TABLES
from portal.domain.quarter import Quarter
from portal.storage import exports
from portal.storage.schema import recipients
from tests.web.public.conftest import Browser, text_of
from tests.web.released import add_release


def test_before_the_first_release_the_page_says_when_it_comes(browser: Browser) -> None:
    browser.at = datetime(2026, 2, 1, tzinfo=UTC)
    page = text_of(browser.get("/numbers"))
    assert "还没有公布过" in page
    assert "2026年4月20日公布2026年第1季度" in page


def test_the_page_says_figures_caveats_and_the_next_day(browser: Browser) -> None:
    add_release(browser.services.store)
    browser.at = datetime(2026, 5, 1, tzinfo=UTC)
    page = text_of(browser.get("/numbers"))
    for words in ("2026年4月20日", "2026年7月20日", "孕中期 85", "合计 355", "不显示", "本站不点任何单位的名"):
        assert words in page, words
    assert "还没有公布。" not in page
    browser.at = datetime(2026, 7, 21, tzinfo=UTC)
    assert "下一季度已到公布日，还没有公布。" in text_of(browser.get("/numbers"))


def test_an_earlier_quarter_stays_readable_and_none_stands_in_for_another(browser: Browser) -> None:
    add_release(browser.services.store)
    add_release(browser.services.store, Quarter(2026, 2))
    assert 'href="/numbers?quarter=2026-Q1"' in browser.get("/numbers").text
    assert 'href="/numbers?quarter=2026-Q2"' in browser.get("/numbers?quarter=2026-Q1").text
    for strange in ("2026-Q9", "2026-Q3", "x"):
        assert browser.get(f"/numbers?quarter={strange}").status_code == 404
    assert 'href="/api/v1/openapi.json"' in browser.get("/numbers").text


def test_every_table_is_a_file_that_no_spreadsheet_calculates(browser: Browser) -> None:
    release = add_release(browser.services.store)
    for table in TABLES:
        answer = browser.get(f"/numbers/{table.name}.csv")
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{table.name}.csv"'
        header, *rows = list(csv.reader(answer.get_data(as_text=True).removeprefix("\ufeff").splitlines()))
        assert header == ["release", table.rows, table.columns, "mothers"]
        assert len(rows) == len(release.of_table(table.name))
        assert {row[0] for row in rows} == {"2026-Q1"}
        assert not [cell for row in rows for cell in row if cell.startswith("=")]
        assert all(row[3] == "" or int(row[3]) == 0 or int(row[3]) >= 10 for row in rows)
    assert browser.get("/numbers/hospitals.csv").status_code == 404


def test_no_recipient_is_named_to_everybody(browser: Browser) -> None:
    store = browser.services.store
    with store.write() as connection:
        connection.execute(recipients.insert().values(id=1, name="宁川市人口计生局"))
    add_release(store)
    with store.read() as connection:
        assert exports.recipient_names(connection) == ["宁川市人口计生局"]
    paths = ["/numbers", "/api/v1/releases/2026-Q1", *(f"/numbers/{table.name}.csv" for table in TABLES)]
    assert not [path for path in paths if "计生局" in browser.get(path).get_data(as_text=True)]
