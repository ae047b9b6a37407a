"""Every page says where in the navigation it is, those that answer a form too; the administrator's name their tab."""

import re

from portal.domain.access import Role
from tests.web.office.conftest import Office
from tests.web.office.reading import pages
from tests.web.office.saved_overview import WITH_OVERVIEW

NAV = re.compile(r"<nav aria-label.*?</nav>", re.S)
TABS = re.compile(r'<ul class="tabs">.*?</ul>', re.S)
CURRENT = 'aria-current="page"'
OWN = ("/office/account", "/office/sign-in", "/office/prove", "/office/sign-out")


def test_every_page_but_those_of_the_own_account_stands_at_one_place_of_the_navigation(office: Office) -> None:
    office.analysed(pictures=WITH_OVERVIEW)
    read = [one for one in pages(office, office.submitted()) if one.status == 200 and NAV.search(one.text)]
    assert len(read) > 30
    marked = {one.path: NAV.search(one.text)[0].count(CURRENT) for one in read if not one.path.startswith(OWN)}
    assert {path: count for path, count in marked.items() if count != 1} == {}


def test_a_page_that_answers_a_form_stands_where_the_form_stood(office: Office) -> None:
    path, client = f"/office/complaints/{office.submitted()}", office.client(Role.CASE_OFFICER)
    opened = client.post(f"{path}/sealed", data={"reason": "check_report"}).text
    assert re.search(rf'href="/office/complaints" {CURRENT}', NAV.search(opened)[0])


def test_what_belongs_to_recipients_stands_under_their_tab(office: Office) -> None:
    for path in ("/office/admin/recipients", "/office/admin/handovers"):
        tabs = TABS.search(office.page(Role.ADMINISTRATOR, path))[0]
        assert tabs.count(CURRENT) == 1 and re.search(rf'href="/office/admin/recipients" {CURRENT}', tabs)
