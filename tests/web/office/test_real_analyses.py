"""What the real pipeline says of simulated cities can be read on every page, in both languages."""

import re
from functools import cache

import pytest

from portal.aggregation.pipeline import Analysis, analyse
from portal.domain.access import Role
from portal.domain.finding import Findings
from portal.domain.picture import Pictures
from portal.simulator.cities import city, city_leak
from portal.simulator.world import simulate
from portal.web.charts import tables
from tests.web.office.conftest import Office

CITIES = {
    "a city with a leak": {"mothers": 120, "leaks": (city_leak(),)},
    "a city of a few mothers": {"mothers": 6, "leaks": (city_leak(),)},
}
PAGES = ("/office/findings", "/office/overview", "/office/paths", "/office/vendors", "/office/compare")
# A key that nobody worded stands on the page as it is: lower case words with a dot between.
UNWORDED = re.compile(
    r"(?<![\w./\"])(?:reason|warning|sentence|title|column|table|finding|source|step|picture|sure|gate|tiers|placebo|alarm|run|vendors|party"
    r"|compare|paths|places|stat|filter|since|reports|overview|value|caller)"
    r"\.[a-z_.0-9;]+(?!\w)"
)


@cache
def analysed(name: str) -> Analysis:
    return analyse(simulate(city(districts=3, each=3, **CITIES[name]), 20261123).extract())


@pytest.mark.parametrize("name", CITIES)
def test_saving_and_reading_changes_nothing(name: str) -> None:
    made = analysed(name)
    assert Findings.from_json(made.findings.to_json()) == made.findings
    assert Pictures.from_json(made.pictures.to_json()) == made.pictures


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("name", CITIES)
def test_every_page_of_it_is_worded(office: Office, name: str, language: str) -> None:
    made = analysed(name)
    office.analysed(made.findings.to_json(), made.pictures.to_json())
    client = office.client(Role.ANALYST)
    sources = [f"/office/findings/1/{place}" for place in range(len(made.findings.sources))]
    parties = [f"/office/vendors/{one.number}" for one in made.pictures.vendors.parties[:2]]
    for path in [*PAGES, *sources, *parties]:
        answer = client.get(path, headers={"Accept-Language": language})
        page = re.sub(r"<script.*?</script>", "", answer.get_data(as_text=True), flags=re.DOTALL)
        assert answer.status_code == 200, path
        assert UNWORDED.findall(page) == [], path


@pytest.mark.parametrize("name", CITIES)
def test_every_table_of_it_can_be_saved(office: Office, name: str) -> None:
    made = analysed(name)
    office.analysed(made.findings.to_json(), made.pictures.to_json())
    client = office.client(Role.ANALYST)
    for table in tables.every(made.findings, made.pictures):
        assert client.get(f"/office/charts/1/{table}.csv").status_code == 200, table
