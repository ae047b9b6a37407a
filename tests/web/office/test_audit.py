"""The auditor's page: filters in its address, words for every deed, and no complaint."""

import re
from pathlib import Path

from portal.domain.access import Role
from tests.web.office.conftest import NUMBER, WORDS, Office

PORTAL = Path(__file__).resolve().parents[3] / "portal"
VERB = re.compile(r'(?:Entry\([^)]{0,80}?|VERB = |_journal\(connection, |record\(connection, )"([a-z]+\.[a-z_]+)"')
HISTORY = re.compile(r'msgid "deed\.(complaint\.[a-z_]+)"')


def test_an_auditor_finds_who_opened_what(office: Office) -> None:
    complaint_id = office.submitted()
    office.client(Role.CASE_OFFICER).post(
        f"/office/complaints/{complaint_id}/sealed", data={"reason": "identify_caller"}
    )
    page = office.page(Role.AUDITOR, "/office/journal?verb=complaint.open_sealed")
    assert "打开密封内容" in page and f"complaint:{complaint_id}" in page
    assert NUMBER not in page and WORDS not in page
    assert office.client(Role.AUDITOR).get(f"/office/complaints/{complaint_id}").status_code == 403


def test_what_makes_no_sense_in_the_address_filters_nothing(office: Office) -> None:
    office.submitted()
    for query in ("before=x", "before=99999999999", "since=yesterday-ish", "before=²"):
        assert office.client(Role.AUDITOR).get(f"/office/journal?{query}").status_code == 200


def test_every_deed_that_the_code_names_has_words(office: Office) -> None:
    named = {verb for path in PORTAL.rglob("*.py") for verb in VERB.findall(path.read_text(encoding="utf-8"))}
    wordings = (path.read_text(encoding="utf-8") for path in (PORTAL / "translations" / "zh_Hans").rglob("*.po"))
    # What the history of a complaint has words for is written by verbs that are put together, so code names none.
    named |= {verb for text in wordings for verb in HISTORY.findall(text)}
    assert {"staff.sign_in", "complaint.add_note"} <= named
    with office.app.test_request_context():
        words = office.app.jinja_env.filters["verb_text"]
        assert [verb for verb in sorted(named) if words(verb) == verb] == []
