"""What was in the news stands beside the reports over time, numbered as in the picture."""

from portal.casework import events
from portal.domain.access import Role
from tests.web.office.conftest import Office
from tests.web.office.saved_overview import WITH_OVERVIEW

PAGE = "/office/overview"


def test_an_event_is_written_down_marked_and_taken_away(office: Office) -> None:
    office.analysed(pictures=WITH_OVERVIEW)
    analyst = office.client(Role.ANALYST)
    answer = analyst.post(PAGE, data={"day": "2026-02-01", "title": "电视台报道<b>"})
    assert (answer.status_code, answer.location) == (303, f"{PAGE}#events")
    page = office.page(Role.CASE_OFFICER, PAGE)
    (known,) = events.every(store=office.store)
    remove = f"{PAGE}/events/{known.id}/remove"
    assert '"events": [{"day": "2026-02-01", "number": 1}]' in page
    assert "电视台报道&lt;b&gt;" in page
    assert remove not in page
    assert remove in office.page(Role.ANALYST, PAGE)
    analyst.post(remove)
    assert events.every(store=office.store) == []


def test_what_cannot_be_is_refused_and_stays(office: Office) -> None:
    office.analysed(pictures=WITH_OVERVIEW)
    for day, title in (("2026-03-09", "明天"), ("", "x"), ("2026-02-01", "长" * 121)):
        told = {"day": day, "title": title}
        assert office.client(Role.ANALYST).post(PAGE, data=told).status_code == 422
    assert office.client(Role.CASE_OFFICER).post(PAGE, data={"day": "2026-02-01", "title": "x"}).status_code == 403
    assert events.every(store=office.store) == []
