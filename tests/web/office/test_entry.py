"""A clerk of the hotline enters a report, reads the receipt out, and can open no report, not even this one."""

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from portal.domain.access import ROLE_PERMISSIONS, Permission, Role
from portal.domain.vocabulary import FiledBy
from portal.intake import complaints, receipts
from portal.intake.hotline import READING_OUT
from portal.storage import complaints as rows
from portal.storage import hospitals, journal
from tests.web.forms.told import CARD, CONTACT, call, posted
from tests.web.office.conftest import NUMBER, WORDS, Office
from tests.web.office.test_permissions import address, routes
from tests.web.public.conftest import text_of

CLERK = Role.HOTLINE_CLERK
TOKEN = "t" * 32
OWN_ACCOUNT = ("/office/account", "/office/prove", "/office/sign-")
LEAVING = {"office.start", "office.account", "office.method", "office.statistics", "office.sign_out"}
TOLD = {**CARD, "card-due_on": "2026-06-20"}
SPOKEN = dict(zip("0123456789", "洞幺两三四五六拐八九", strict=True))
CALL = {"day": "2026-02-27", "caller_number": NUMBER, "notes": WORDS}


@pytest.fixture
def clerk(office: Office) -> FlaskClient:
    with office.store.write() as connection:
        hospitals.put(connection, {"宁川市妇幼保健院": "江岸区"})
    return office.client(CLERK)


def entered(clerk: FlaskClient, *calls: dict, **more: str) -> TestResponse:
    told = posted(TOLD, *(calls or (call(0, **CALL),)), CONTACT, **{"token": TOKEN, "go": "send", **more})
    return clerk.post("/office/entry", data=told)


def code_on(page: TestResponse) -> str:
    return "-".join(re.findall(r'<strong class="num">(\w{4})</strong>', page.text))


def repeated(clerk: FlaskClient, page: TestResponse, said: str) -> TestResponse:
    state = re.search(r'name="state" type="hidden" value="([^"]+)"', page.text).group(1)
    return clerk.post("/office/entry/repeated", data={"state": state, "last_four": said})


def count(office: Office) -> int:
    with office.store.read() as connection:
        return rows.count(connection)


@pytest.mark.parametrize("role", Role)
def test_only_a_clerk_enters_reports(office: Office, clerk: FlaskClient, role: Role) -> None:
    client, allowed = office.client(role), role is CLERK
    assert client.get("/office/entry").status_code == (200 if allowed else 403)
    assert entered(client).status_code == (200 if allowed else 403)
    assert count(office) == allowed
    assert client.post("/office/entry/repeated").status_code == (410 if allowed else 403)


def test_a_clerk_opens_no_other_page_of_the_office(office: Office, clerk: FlaskClient) -> None:
    code = code_on(entered(clerk))
    complaint_id = complaints.look_up(code, store=office.store, vault=office.services.vault)
    office.analysed()
    reached = set()
    for rule, method in routes(office):
        answer = clerk.open(address(office, rule, complaint_id), method=method)
        if answer.status_code != 403 and not rule.rule.startswith(OWN_ACCOUNT):
            reached.add(rule.endpoint)
        assert WORDS not in answer.text and code not in answer.text
        clerk = office.client(CLERK)  # signing out is one of the routes
    assert {endpoint for endpoint in reached if "complaint" in endpoint or "sealed" in endpoint} == set()
    own = {"office.entry", "office.repeated", "office.after_repeating", "office.sign_in", "office.signed_in"}
    assert reached <= own | LEAVING


def test_the_page_asks_in_words_to_be_read_out_the_call_first(clerk: FlaskClient) -> None:
    page = text_of(clerk.get("/office/entry"))
    asked = [
        "先念",
        "打来的人推销什么？",
        "是什么时候？",
        "您是在哪家医院建的卡？",
        "还有谁有您的号码？",
        "提交并念回执",
    ]
    assert sorted(asked, key=page.index) == asked
    assert "12345 话务员代录" not in page, "who files is not asked"


def test_what_she_told_is_stored_as_filed_by_the_hotline(office: Office, clerk: FlaskClient) -> None:
    page = entered(clerk, call(0, **CALL), call(1, when="day", clock="", **CALL), **{"contact-filed_by": "family"})
    store, vault = office.store, office.services.vault
    diary = complaints.read(vault.complaint_for(code_on(page)), store=store, vault=vault)
    assert diary.complaint.filed_by is FiledBy.HOTLINE
    assert [(told.notes, told.caller.raw) for told in diary.calls] == [(WORDS, NUMBER)] * 2


def test_the_same_form_again_is_one_report_and_the_same_receipt(office: Office, clerk: FlaskClient) -> None:
    first = code_on(entered(clerk))
    assert len(first) == 34
    assert code_on(entered(clerk, call(0, **CALL | {"notes": "改了"}))) == first
    assert count(office) == 1
    office.at += READING_OUT
    again = entered(office.client(CLERK))
    assert (again.status_code, code_on(again)) == (410, "")


def test_a_state_that_was_tampered_with_shows_nothing(clerk: FlaskClient) -> None:
    for state in ("", "x", "AAAA", "\N{SNOWMAN}"):
        answer = clerk.post("/office/entry/repeated", data={"state": state, "last_four": ""})
        assert (answer.status_code, code_on(answer)) == (410, "")
        assert "这个回执不再显示" in answer.text


def test_the_receipt_is_read_out_letter_by_letter_with_the_words_and_the_way(
    office: Office, clerk: FlaskClient
) -> None:
    page = entered(clerk)
    code, read = code_on(page), text_of(page)
    lines = re.findall(r'<strong class="num">(\w{4})</strong> <span class="spoken">(.*?)</span></li>', page.text)
    assert [group for group, _ in lines] == code.split("-")
    for group, spoken in lines:
        said = re.sub("<[^>]+>", "", spoken).split("、")
        for character, word in zip(group, said, strict=True):
            assert word == SPOKEN[character] if character.isdigit() else word.endswith(f"的 {character}")
    assert f"{office.services.settings.public_url}/receipt" in read
    vault = office.services.vault
    assert all(word in read for word in receipts.phrase(vault.complaint_for(code), vault=vault))


def test_what_she_repeats_is_compared_and_then_the_receipt_is_gone(clerk: FlaskClient) -> None:
    page = entered(clerk)
    code = code_on(page)
    wrong = repeated(clerk, page, "0000" if code[-4:] != "0000" else "1111")
    assert (wrong.status_code, code_on(wrong)) == (422, code)
    right = repeated(clerk, wrong, code[-4:].lower())
    assert right.status_code == 200
    assert "她已经记好" in right.text
    assert code_on(right) == "" and code[-4:] not in text_of(right)


def test_nothing_of_it_is_reachable_afterwards(office: Office, clerk: FlaskClient) -> None:
    page = entered(clerk)
    code = code_on(page)
    assert page.headers["Cache-Control"] == "no-store"
    with clerk.session_transaction() as session:
        assert set(session) == {"csrf_token"}
    for path in ("/office/entry", "/office/entry/repeated", "/received", "/diary"):
        answer = clerk.get(path, follow_redirects=True)
        assert code not in answer.text and WORDS not in answer.text and TOLD["card-due_on"] not in answer.text
    office.at += READING_OUT
    assert repeated(office.client(CLERK), page, code[-4:]).status_code == 410


def test_a_slip_names_the_call_and_the_question_and_keeps_all_that_was_typed(
    office: Office, clerk: FlaskClient
) -> None:
    page = entered(clerk, call(0, **CALL), call(1, **{**CALL, "vendor_type": "", "notes": "第二次的原话"}))
    assert page.status_code == 422
    assert "第 2 次来电 · 打来的人推销什么？" in text_of(page)
    assert '<a href="#call-1-vendor_type">' in page.text
    assert WORDS in page.text and "第二次的原话" in page.text
    assert f'value="{TOKEN}"' in page.text and '<option selected value="宁川市妇幼保健院">' in page.text
    assert 'value="2026-06-20"' in page.text
    assert count(office) == 0


def test_adding_a_call_keeps_all_that_was_typed_and_goes_there(clerk: FlaskClient) -> None:
    assert 'formaction="/office/entry#call-1"' in clerk.get("/office/entry").text
    page = entered(clerk, call(0, **CALL), go="add")
    assert page.status_code == 200
    assert WORDS in page.text and 'id="call-1"' in page.text and "error-summary" not in page.text


def test_a_time_in_the_small_hours_is_asked_again_before_it_is_sent(office: Office, clerk: FlaskClient) -> None:
    night = call(0, **CALL | {"clock": "03:10"})
    page = entered(clerk, night)
    assert (page.status_code, count(office)) == (422, 0)
    assert "第 1 次来电" in page.text and 'name="call-0-mend"' in page.text
    sure_of = re.search(r'name="sure_of" value="([^"]+)"', page.text).group(1)
    assert code_on(entered(clerk, night, sure_of=sure_of))


def test_what_is_typed_is_shown_as_text(clerk: FlaskClient) -> None:
    nasty = '"><script>alert(1)</script>'
    page = entered(clerk, call(0, **CALL | {"notes": nasty, "caller_number": nasty, "vendor_type": nasty}), token=nasty)
    assert nasty not in page.text


def test_the_journal_and_both_histories_tell_who_entered_it(office: Office, clerk: FlaskClient) -> None:
    code = code_on(entered(clerk))
    complaint_id = office.services.vault.complaint_for(code)
    with office.store.read() as connection:
        [deed] = journal.about(connection, f"complaint:{complaint_id}")
    assert (deed.actor, deed.verb) == (CLERK.value, "complaint.enter")
    case = office.page(Role.SUPERVISOR, f"/office/complaints/{complaint_id}")
    assert f"话务员 {CLERK.value} 代她录入报告" in case
    hers = office.app.test_client()
    hers.post("/receipt", data={"code": code})
    diary = text_of(hers.get("/diary"))
    assert "2026年3月2日由热线话务员替您录入" in diary
    assert CLERK.value not in diary


def test_what_she_sent_herself_names_no_clerk(office: Office) -> None:
    complaint_id = office.submitted()
    assert "报告人提交报告" in office.page(Role.SUPERVISOR, f"/office/complaints/{complaint_id}")


def test_the_pages_speak_english_too(clerk: FlaskClient) -> None:
    page = entered(clerk, go="stay")
    assert "lang=en" in page.text, "choosing a language is a button of the form and loses nothing"
    english = clerk.post("/office/entry?lang=en", data=posted(TOLD, call(0, **CALL), CONTACT, token=TOKEN, go="send"))
    assert '<html lang="en">' in english.text
    assert re.search(r"Bravo|Alfa|zero|one|two|three|four|five|six|seven|eight|nine", english.text)


def test_a_session_that_is_over_leads_to_the_door_and_tells_nothing(office: Office, clerk: FlaskClient) -> None:
    page = entered(clerk)
    office.at += timedelta(hours=1)
    answer = repeated(clerk, page, "")
    assert (answer.status_code, answer.location) == (302, "/office/sign-in")


def test_the_permission_is_the_clerks_alone() -> None:
    assert [role for role, may in ROLE_PERMISSIONS.items() if Permission.ENTER_REPORT in may] == [CLERK]
    assert ROLE_PERMISSIONS[CLERK] == {Permission.USE_OFFICE, Permission.ENTER_REPORT}


def test_a_place_that_is_no_number_of_a_call_drops_nothing(clerk: FlaskClient) -> None:
    for place in ("9" * 5000, "²", "٣", ""):
        assert entered(clerk, call(0, **CALL), call(1, **CALL), go=f"drop-{place}").status_code == 200
